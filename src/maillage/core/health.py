"""What ``maillage doctor`` looks at: a registry of checks, one function each.

A package adds its own in a module named ``health``, found at the first look::

    @check("mail", _("courriel"))
    def mail() -> Iterator[Finding]:
        if not settings.MAIL_HOST:
            yield care(_("Aucun courriel ne part."), _("Donnez MAILLAGE_MAIL_URL."))

A check reads, and never writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules


class Level(StrEnum):
    """How it stands: well, to be looked at, not working."""

    FINE = "fine"
    CARE = "care"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in one sentence, and in another how to mend it; names of what it is about."""

    level: Level
    found: str
    mend: str = ""
    details: tuple[str, ...] = ()


Look = Callable[[], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its short name, its title, the look itself, and whether it asks the database."""

    name: str
    title: str | Promise
    look: Look
    asks_base: bool


_checks: dict[str, Check] = {}


def check(name: str, title: str | Promise, *, asks_base: bool = False) -> Callable[[Look], Look]:
    """Add a function to what is looked at. With ``asks_base``, only where the base answers."""

    def add(look: Look) -> Look:
        _checks[name] = Check(name, title, look, asks_base)
        return look

    return add


def checks() -> list[Check]:
    """Every check, those of the packages last."""
    autodiscover_modules("health")
    return list(_checks.values())


def fine(found: str, details: Iterable[str] = ()) -> Finding:
    """It stands well."""
    return Finding(Level.FINE, found, details=tuple(details))


def care(found: str, mend: str, details: Iterable[str] = ()) -> Finding:
    """It works, and will not for long, or not well."""
    return Finding(Level.CARE, found, mend, tuple(details))


def fault(found: str, mend: str = "", details: Iterable[str] = ()) -> Finding:
    """It does not work."""
    return Finding(Level.FAULT, found, mend, tuple(details))
