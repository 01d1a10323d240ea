"""The four classes of models. Every model of Maillage is exactly one of them.

=========  =======================================================================
private    one structure's rows: persons, sales, registrations…
shared     one structure's rows that its networks may read: places, hours, sessions
reference  the same for everybody: communes, vocabularies
system     reached by their owner only: accounts, sign-ins, tasks, the clock
=========  =======================================================================
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from maillage.core.guards import Guard
from maillage.core.ids import new_id
from maillage.core.inserts import insert
from maillage.core.personal import Personal
from maillage.core.scopes import PrivateManager, SharedManager


class Declared(models.Model):
    """What each model says of itself, read by guards, erasure and the consistency tests."""

    tenancy: ClassVar[str]
    guards: ClassVar[tuple[Guard, ...]] = ()
    personal: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar[frozenset[str]] = frozenset()
    """Columns of free text that never hold anything about a person."""

    class Meta:
        abstract = True

    def _do_insert(
        self, manager: Any, using: str, fields: Any, returning_fields: Any, raw: Any
    ) -> list[Any]:
        """Django's own hook: what it would write, by SQL that is written once."""
        if returning_fields:
            found: list[Any] = super()._do_insert(  # type: ignore[misc]
                manager, using, fields, returning_fields, raw
            )
            return found
        insert(self, using, fields)
        return []


class Identified(Declared):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Owned(Declared):
    """A row of one structure. The id is plain; the same-structure guard keeps it true."""

    structure_id = models.UUIDField(db_index=True, editable=False)

    class Meta:
        abstract = True


class Private(Owned, Identified):
    tenancy = "private"
    objects = PrivateManager()

    class Meta:
        abstract = True


class Shared(Owned, Identified):
    tenancy = "shared"
    objects = SharedManager()

    class Meta:
        abstract = True


class Reference(Declared):
    tenancy = "reference"

    class Meta:
        abstract = True


class System(Declared):
    tenancy = "system"

    class Meta:
        abstract = True
