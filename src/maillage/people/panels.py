"""The whole page of a person, and their file on paper, made of panels that packages register.

::

    register(Panel(key="visits", title=_("Venues"), right=Right.PEOPLE, order=10,
                   template="…/visits.html", read=visits, said=visits_said))

``read(person, most)`` gives what the template shows, as ``it``: at most ``most`` rows, in a fixed
number of statements. ``said(it)`` gives the same in plain lines, for the file that the person takes
away: what a package knows of somebody and shows nowhere else would be forgotten there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from maillage.core.commands import Data
from maillage.people.models import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """What one package knows of a person. ``aside``: beside the page's main column.

    ``apart``: in the file on paper; a page of its own shows it.
    """

    key: str
    title: str | Promise
    right: str
    order: int
    template: str
    read: Callable[[Person, int], Data]
    said: Callable[[Data], list[str]]
    aside: bool = False
    apart: bool = False


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel to every person's page."""
    if panel.key in _panels:
        raise ValueError(f"{panel.key} is registered twice")
    _panels[panel.key] = panel


def panels(rights: Collection[str]) -> list[Panel]:
    """The panels that somebody with these rights may read, in their order."""
    allowed = (one for one in _panels.values() if one.right in rights)
    return sorted(allowed, key=lambda one: one.order)
