"""Names found by the beginning of any of their words, whichever comes first.

``folded__words_begin="du ma"`` finds "marie durand". PostgreSQL reads an index of words, made by
``index_of_words`` in a migration: a name that nobody has costs what any other does. SQLite looks at
each name; where a word is nowhere in it, which is nearly everywhere, one comparison is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Lookup

from maillage.core.folding import words

_WORDS = "array_to_tsvector(string_to_array({column}, ' '))"


@CharField.register_lookup
class WordsBegin(Lookup[str]):
    """Each word of the text begins some word of the folded name; no word finds everything."""

    lookup_name = "words_begin"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """By the index of words. Folded words hold letters and digits alone."""
        column, given = self.process_lhs(compiler, connection)
        wanted = [f"'{word}':*" for word in words(self.rhs)]
        if not wanted:
            return "true", []
        return f"{_WORDS.format(column=column)} @@ %s::tsquery", [*given, " & ".join(wanted)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """By looking at each name."""
        column, given = self.process_lhs(compiler, connection)
        test = f"(instr({column}, %s) AND instr(' ' || {column}, %s))"
        sought = sorted(words(self.rhs), key=len, reverse=True)
        params = [one for word in sought for one in (*given, word, *given, f" {word}")]
        return " AND ".join([test] * len(sought)) or "1", params


def index_of_words(model: str, name: str) -> tuple[Callable[..., None], Callable[..., None]]:
    """What a migration runs to make, and to drop, the index of a model's ``folded`` words."""

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = apps.get_model(model)._meta.db_table
            # Without ``fastupdate``, no search reads a list of names that wait to be indexed.
            made = f"USING gin (({_WORDS.format(column='folded')})) WITH (fastupdate = off)"
            schema_editor.execute(f"CREATE INDEX {name} ON {table} {made}")

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {name}")

    return make, drop
