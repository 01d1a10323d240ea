"""Backups: one zip, the same for both engines, read while Maillage runs.

======================  ==================================================================
``manifest.json``       format, version, schema, epochs, count and sum of each table and file
``rows/<model>.jsonl``  one JSON object a row, by column name; parents before children
``media/…``             what was uploaded
``keys/…``              the signing key
``anchors.log`` etc.    the logs kept beside the database
======================  ==================================================================

Values are the same whatever the engine: ids in text, instants in UTC, bytes in base64. Two backups
of the same rows have the same sums. Sessions and counters of tries are left out; accounts,
sign-ins and tasks are in. This package knows rows and files; what a restore means for the till and
for persons erased since is decided above.
"""
