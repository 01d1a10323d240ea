"""Bringing a list of people in: a spreadsheet read, its columns recognised, each row checked.

``sheets`` reads a file, ``columns`` recognises what each column holds, ``cells`` reads one value,
``rows`` puts a row together, ``known`` tells whether somebody is already on file, ``report`` is
what is said of the whole. Nothing here writes: ``people.import_persons`` does, all or nothing.
"""
