"""Priority neighbourhoods (QPV): how visits are told apart, and a neighbourhood renamed.

A visit is in a neighbourhood (its name), outside them all (known, no name), or not known: not
filled in, not to be said, not known by the person, which are three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rules import percent
from maillage.network.territory import rename_neighbourhood as rename
from maillage.people.models import Person, Told


@dataclass(slots=True)
class Breakdown:
    """Visits by neighbourhood. A share is of all of them, those not known included."""

    inside: dict[str, int] = field(default_factory=dict)
    outside: int = 0
    not_known: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.inside.values()) + self.outside + sum(self.not_known.values())

    def text_fr(self) -> str:
        """« 73 % QPV (73/100), 7 % non renseigné » (golden number 17); nothing without visits."""
        if not self.total:
            return ""
        named, total = sum(self.inside.values()), self.total
        first = _("%(share)s\u00a0%% QPV (%(named)s/%(total)s)") % {
            "share": percent(named, total),
            "named": named,
            "total": total,
        }
        others = [
            _("%(share)s\u00a0%% %(state)s") % {"share": percent(n, total), "state": state.label}
            for state in Told
            if (n := self.not_known.get(state.value, 0))
        ]
        return ", ".join([first, *others])


def breakdown(rows: Iterable[tuple[str | None, str, int]]) -> Breakdown:
    """Counts of (name, state of the answer, visits), gathered."""
    found = Breakdown()
    for name, told, count in rows:
        if told != Told.KNOWN:
            found.not_known[told] = found.not_known.get(told, 0) + count
        elif name:
            found.inside[name] = found.inside.get(name, 0) + count
        else:
            found.outside += count
    return found


def rename_neighbourhood(acting: Acting, *, neighbourhood: UUID, name: str) -> Data:
    """Give a neighbourhood another name, in the files too. Past visits keep what was said then.

    Refuses ``neighbourhood_taken``.
    """
    demand_at(acting, Right.PLACES, [None])
    former = rename(neighbourhood, name)
    Person.objects.filter(qpv=former).update(qpv=name)
    acting.touch(neighbourhood)
    return {"neighbourhood": str(neighbourhood)}
