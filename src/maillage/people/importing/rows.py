"""Putting a line together: a person to add, or every fault of the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from maillage.core.folding import fold
from maillage.people.importing import cells
from maillage.people.importing.columns import Column, Holds, Table
from maillage.people.importing.communes import Communes
from maillage.people.importing.faults import CellFault, Fault, fault
from maillage.people.importing.sheets import Line
from maillage.people.models import ContactBy, Told
from maillage.people.rules import folded_name

MOST = {Holds.ADDRESS: 200, Holds.QPV: 60, Holds.EMAIL: 254, Holds.STATUS: 100}
USUAL = 120
_TOTALS = {"total", "totaux", "sous total"}

_Read = TypeVar("_Read")


class Row(NamedTuple):
    """Somebody as a line gives them: what identifies them, and the columns of their file."""

    line: int
    first_name: str
    last_name: str
    phone: str
    email: str
    card: str
    birth_year: int | None
    birth_name: str
    columns: dict[str, Any]
    profile: dict[str, Any]

    @property
    def folded(self) -> str:
        return folded_name(self.first_name, self.last_name)


@dataclass(slots=True)
class Reader:
    """Reads the lines of one table. ``profiles`` are codes of price profiles by folded word."""

    table: Table
    communes: Communes
    profiles: Mapping[str, str]
    today: date
    faults: list[Fault] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """The lines without a fault; the others are in ``faults``, each with all of its own."""
        return [row for line in self.table.lines if (row := self._row(line)) is not None]

    def _row(self, line: Line) -> Row | None:
        if not any(line.cell(one.at) for one in self.table.columns):
            return None
        if wrong := self._not_a_person(line):
            self.faults.append(fault(line.number, "", CellFault(wrong)))
            return None
        before = len(self.faults)
        row = self._read(_LineReader(line, self))
        return row if len(self.faults) == before else None

    def _not_a_person(self, line: Line) -> str:
        folded = {fold(cell) for cell in line.cells if cell}
        if folded & _TOTALS:
            return "total_line"
        headings = {fold(one.heading) for one in self.table.columns}
        return "heading_again" if len(folded) > 1 and folded <= headings else ""

    def _read(self, line: _LineReader) -> Row:
        first, last = self._names(line)
        phone = line.read(Holds.PHONE, cells.phone) or ""
        email = line.read(Holds.EMAIL, cells.email) or ""
        address = line.text(Holds.ADDRESS)
        row = Row(
            line=line.line.number,
            first_name=first,
            last_name=last,
            phone=phone,
            email=email,
            card=line.read(Holds.CARD, cells.card) or "",
            birth_year=line.read(Holds.BIRTH, lambda text: cells.birth_year(text, self.today)),
            birth_name=line.read(Holds.BIRTH_NAME, cells.name) or "",
            columns={
                "address": address,
                "price_profile": line.read(Holds.PRICE_PROFILE, self._profile) or "",
                "contact_by": self._contact(line, phone=phone, email=email, address=address),
            },
            profile=self._profile_part(line),
        )
        if not first and not line.failed:
            line.fail(self._name_column(), CellFault("no_first_name"))
        return row

    def _name_column(self) -> Column | None:
        wanted = (Holds.FIRST_NAME, Holds.LAST_THEN_FIRST, Holds.FIRST_THEN_LAST)
        return next((found for one in wanted if (found := self.table.column(one))), None)

    def _names(self, line: _LineReader) -> tuple[str, str]:
        for holds in (Holds.LAST_THEN_FIRST, Holds.FIRST_THEN_LAST):
            read = partial(cells.two_names, last_first=holds == Holds.LAST_THEN_FIRST)
            if both := line.read(holds, read):
                return both
        return (
            line.read(Holds.FIRST_NAME, cells.name) or "",
            line.read(Holds.LAST_NAME, cells.name) or "",
        )

    def _profile(self, text: str) -> str:
        code = self.profiles.get(fold(text))
        if code is None:
            raise CellFault("profile_unknown", text)
        return code

    def _contact(self, line: _LineReader, *, phone: str, email: str, address: str) -> str:
        needed = {
            ContactBy.EMAIL: email,
            ContactBy.SMS: phone,
            ContactBy.CALL: phone,
            ContactBy.LETTER: address,
        }

        def read(text: str) -> str:
            asked = cells.chosen(text, cells.CONTACTS, "contact_unknown")
            if isinstance(asked, Told):
                return ""
            if not needed.get(asked, "none"):
                raise CellFault("contact_impossible", text)
            return asked

        return line.read(Holds.CONTACT_BY, read) or ""

    def _profile_part(self, line: _LineReader) -> dict[str, Any]:
        postcode = line.text(Holds.POSTCODE)
        found = {
            "sex": line.read(Holds.SEX, lambda one: cells.chosen(one, cells.SEXES, "sex_unknown")),
            "age_band": line.read(Holds.AGE_BAND, cells.age_band),
            "status": line.read(
                Holds.STATUS, lambda one: cells.chosen(one, cells.STATUSES, "status_unknown")
            ),
            "commune": line.read(
                Holds.COMMUNE, lambda one: self.communes.find(one, postcode), or_not_told=True
            ),
            "qpv": line.text(Holds.QPV),
        }
        told = {"age_band": "age_told"}
        part: dict[str, Any] = {}
        for name, value in found.items():
            if isinstance(value, Told):
                part[told.get(name, f"{name}_told")] = value
            elif value:
                part[name] = value
        return part


@dataclass(slots=True)
class _LineReader:
    """The cells of a line; a fault is written where it is found, and reading goes on."""

    line: Line
    reader: Reader
    failed: bool = False

    def text(self, holds: Holds) -> str:
        return self.read(holds, lambda text: text) or ""

    def read(
        self, holds: Holds, read: Callable[[str], _Read], *, or_not_told: bool = False
    ) -> _Read | Any | None:
        """The value of the column that ``holds`` it; nothing if there is none, or it is empty."""
        column = self.reader.table.column(holds)
        text = self.line.cell(column.at) if column else ""
        if not text:
            return None
        try:
            cells.whole(text, MOST.get(holds, USUAL))
            if or_not_told and fold(text) in cells.NOT_TOLD:
                return cells.NOT_TOLD[fold(text)]
            return read(text)
        except CellFault as wrong:
            self.fail(column, wrong)
            return None

    def fail(self, column: Column | None, wrong: CellFault) -> None:
        self.failed = True
        heading = column.heading if column else ""
        self.reader.faults.append(fault(self.line.number, heading, wrong))
