"""Commands: the one door to business tables.

A package declares each of its kinds in ``commands.py``::

    @command("people.greet", right=Right.GREET, run=operations.greet, undo=operations.ungreet)
    class Greet(Payload):
        visit: UUID
        person: UUID

The payload's fields are the operation's keyword arguments. An operation is called as
``run(acting, **fields)`` inside one transaction; it returns the answer's ``data``, or raises
``Refusal``. ``undo(acting, **values)`` receives the values the operation kept with
``acting.keep_for_undo``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Data = dict[str, Any]
Operation = Callable[..., Data | None]

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""A day that any calendar computation can start from."""

Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2199, 12, 31, tzinfo=UTC)),
]


class Payload(BaseModel):
    """What a kind carries. Unknown fields are unreadable; nothing is coerced silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, strict=True)

    made: ClassVar[tuple[str, ...]] = ()
    """Fields that name what the command creates."""

    def values(self) -> Data:
        """The fields, as keyword arguments (nested parts stay models)."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def creates(self) -> Iterable[UUID]:
        """Ids this command would create: if it is refused, what names them is ``depends_on``."""
        return [getattr(self, name) for name in self.made]

    def has_happened(self, at: datetime) -> bool:
        """Whether it reports a presence whose hour has passed, or a receipt already issued."""
        return False


def unchanged() -> Any:
    """The default of a field of ``Changes`` that cannot be empty: ``null`` is unreadable there."""
    return None


def _without_defaults(schema: Data) -> None:
    for described in schema.get("properties", {}).values():
        described.pop("default", None)


class Changes(Payload):
    """What an edit carries: a field left out stays as it is, ``null`` or "" empties it."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    def values(self) -> Data:
        """Only the fields given, as keyword arguments."""
        given = super().values()
        return {name: given[name] for name in given if name in self.model_fields_set}


class Refusal(Exception):
    """The command cannot be done: a stable code, a French message that says what to do next."""

    def __init__(self, code: str, message: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.message, self.data = code, message, data


class Missing(Refusal):
    """Something named is not in this structure, or not at all: the two answer alike."""

    def __init__(self, what: str, wanted: UUID | str) -> None:
        super().__init__("not_found", _("%s introuvable. Rechargez la page et recommencez.") % what)
        self.wanted = str(wanted)


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of command."""

    name: str
    right: str
    payload: type[Payload]
    run: Operation
    undo: Operation | None
    label: str | Promise
    """The verb phrase the journal prints, such as « a accueilli une personne »."""
    proved: bool = False
    """The command itself shows who acts: its operation checks it, rather than a sign-in."""


_kinds: dict[str, Kind] = {}


def command(
    name: str,
    *,
    right: str,
    run: Operation,
    label: str | Promise,
    undo: Operation | None = None,
    proved: bool = False,
) -> Callable[[type[Payload]], type[Payload]]:
    """Register a payload class as the kind ``name``; see the module's example."""

    def register(payload: type[Payload]) -> type[Payload]:
        if name in _kinds:
            raise ValueError(f"{name} is registered twice")
        _kinds[name] = Kind(name, right, payload, run, undo, label, proved)
        return payload

    return register


def kinds() -> Mapping[str, Kind]:
    """Every registered kind, by name."""
    return _kinds
