"""Telling whether somebody of a list is already on file, or twice in the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from maillage.people.importing.faults import CellFault, Fault, fault
from maillage.people.importing.rows import Row
from maillage.people.models import Person

AT_ONCE = 500


class Who(NamedTuple):
    """What identifies somebody: of a file, or of a line (``line``)."""

    folded: str
    phone: str
    email: str
    card: str
    birth_year: int | None
    line: int = 0


class Likeness(Enum):
    SAME = "same"
    OTHER = "other"
    DOUBTFUL = "doubtful"


def compare(row: Who, known: Who) -> Likeness:
    """Two of the same name: the same person when all that ``row`` gives is ``known``.

    Another person when the birth years or the cards differ, or both the phone and the e-mail. In
    between, somebody has to look.
    """
    pairs = {
        name: (given, getattr(known, name))
        for name in ("phone", "email", "card", "birth_year")
        if (given := getattr(row, name))
    }
    if all(given == held for given, held in pairs.values()):
        return Likeness.SAME
    differ = {name for name, (given, held) in pairs.items() if held and given != held}
    if differ & {"card", "birth_year"} or {"phone", "email"} <= differ:
        return Likeness.OTHER
    return Likeness.DOUBTFUL


class Sorted(NamedTuple):
    """The rows of a list: to add, already on file, or with a fault."""

    new: list[Row]
    known: list[Row]
    faults: list[Fault]


def sort_out(rows: Iterable[Row], card_heading: str = "") -> Sorted:
    """Which rows are somebody new. A card names one person; so does a name, with what goes with it.

    Of the rows of one person, the first is taken. Reads the files once, 500 names at a time.
    """
    rows = list(rows)
    held = _Held(_on_file(rows))
    before = _Held([])
    found = Sorted([], [], [])
    for row in rows:
        who = _who(row)
        wrong = before.fault_of(who) or held.fault_of(who)
        if held.has(who):
            found.known.append(row)
        elif wrong is not None:
            heading = card_heading if wrong.code.startswith("card") else ""
            found.faults.append(fault(row.line, heading, wrong))
            continue
        else:
            found.new.append(row)
        before.add(who)
    return found


def _who(row: Row) -> Who:
    return Who(row.folded, row.phone, row.email.lower(), row.card, row.birth_year, row.line)


class _Held:
    """Persons to compare with, by folded name and by card."""

    def __init__(self, persons: Iterable[Who]) -> None:
        self._by_name: dict[str, list[Who]] = defaultdict(list)
        self._by_card: dict[str, Who] = {}
        for one in persons:
            self.add(one)

    def add(self, who: Who) -> None:
        self._by_name[who.folded].append(who)
        if who.card:
            self._by_card.setdefault(who.card, who)

    def has(self, who: Who) -> bool:
        return any(compare(who, one) is Likeness.SAME for one in self._by_name[who.folded])

    def fault_of(self, who: Who) -> CellFault | None:
        """Why ``who`` cannot be added beside these."""
        holder = self._by_card.get(who.card) if who.card else None
        if holder is not None and holder.folded != who.folded:
            if holder.line:
                return CellFault("card_twice", who.card, other=str(holder.line))
            return CellFault("card_taken", who.card)
        for one in self._by_name[who.folded]:
            likeness = compare(who, one)
            if likeness is Likeness.SAME and one.line:
                return CellFault("twice", other=str(one.line))
            if likeness is Likeness.DOUBTFUL:
                code = "like_another" if one.line else "like_known"
                return CellFault(code, other=str(one.line))
        return None


def _on_file(rows: list[Row]) -> Iterator[Who]:
    """Files of the same names, or with the same cards."""
    live = Person.objects.filter(erased_at=None)
    columns = ("folded", "phone", "email", "card", "birth_year")
    seen: set[object] = set()
    for column, wanted in (
        ("folded", sorted({row.folded for row in rows})),
        ("card", sorted({row.card for row in rows if row.card})),
    ):
        for start in range(0, len(wanted), AT_ONCE):
            lot = live.filter(**{f"{column}__in": wanted[start : start + AT_ONCE]})
            for pk, folded, phone, email, card, year in lot.values_list("pk", *columns):
                if pk not in seen:
                    seen.add(pk)
                    yield Who(folded, phone, email.lower(), card, year)
