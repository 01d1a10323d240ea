"""Verifying the tills: every receipt recomputed, then held against what else remembers it.

Four witnesses: the receipt's own content, the journal (a mark for each receipt, or for those of a
paper kit), the closings, and the anchors (rows, and lines of ``anchors.log``, which stands beside
the database). Rows are streamed; each series takes the same number of statements whatever its
length.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Count, F, Max
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.backup.snapshot import snapshot
from maillage.core.models import JournalLine, StructureClock
from maillage.core.periods import local_date
from maillage.money import anchors
from maillage.money.chain import content
from maillage.money.lineage import Known, known_heads
from maillage.money.models import Payment, Receipt, SaleLine, Series, TillClosing
from maillage.money.models.sales import Means
from maillage.money.rules import receipt_hash
from maillage.network.models import Structure
from maillage.network.rules import HOME_ZONE

CHUNK = 500
MARK = re.compile(r"\S+ (?:(?P<first>\d+)-)?(?P<number>\d+) (?P<hash>[0-9a-f]{64})")
Row = TypeVar("Row")


class Finding(NamedTuple):
    """Something wrong: in which structure, the first wrong receipt (or what else), and why."""

    structure: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.structure} : {self.what} : {self.why}"


@dataclass(slots=True)
class Verdict:
    """How many series and receipts were read, and the first wrong one of each series."""

    series: int = 0
    receipts: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify() -> Verdict:
    """Verify every till of every structure, as they stand at one instant."""
    verdict = Verdict()
    # Read before the instant is fixed: each line follows the commit of what it says.
    try:
        lines = list(anchors.read())
    except ValueError:
        lines = []
        why = _("une de ses lignes est illisible : remettez-le d’une sauvegarde.")
        verdict.findings.append(Finding(_("Toutes les structures"), "anchors.log", why))
    with snapshot() as alias:
        for structure in Structure.objects.using(alias).order_by("slug"):
            _verify_structure(alias, structure, lines, verdict)
    return verdict


def _verify_structure(
    alias: str, structure: Structure, lines: list[anchors.AnchorLine], verdict: Verdict
) -> None:
    def found(what: str, why: str) -> None:
        verdict.findings.append(Finding(structure.name, what, why))

    clock = StructureClock.objects.using(alias).get(structure_id=structure.pk)
    missing = _lines_missing(alias, clock)
    if missing:
        found(_("le journal"), missing)
    theirs = [line for line in lines if line.structure == str(structure.pk)]
    known = known_heads(alias, structure.pk, clock.epoch, theirs)
    if known.doubt:
        found("anchors.log", known.doubt)
    all_series = Series._base_manager.using(alias).filter(structure_id=structure.pk)
    for series in all_series.order_by("code"):
        walk = Walk(alias, series, known.by_code.pop(series.code, {}))
        wrong = walk.run()
        if wrong is not None:
            found(*wrong)
        verdict.series += 1
        verdict.receipts += walk.receipts
    for code, heads in known.by_code.items():
        said = next(iter(heads.values()))[0].said
        found(_("la série %s") % code, _("elle a disparu : voyez %s.") % said)


def _lines_missing(alias: str, clock: StructureClock) -> str:
    """Why the journal is not whole; empty when each revision has its line."""
    held = JournalLine._base_manager.using(alias).filter(structure_id=clock.structure_id)
    told = held.aggregate(lines=Count("pk"), last=Max("rev"))
    if told["lines"] == clock.rev and (told["last"] or 0) == clock.rev:
        return ""
    return _("il compte %(lines)s lignes pour %(rev)s révisions : des lignes ont été retirées.") % {
        "lines": told["lines"],
        "rev": clock.rev,
    }


class Mark(NamedTuple):
    """What the journal says of a receipt, or of several chained at once: the head of the last."""

    first: int
    number: int
    hash: str
    at: datetime


class Wrong(NamedTuple):
    what: str
    why: str


class Walk:
    """One series, from its first receipt to its last, stopped by the first wrong one."""

    def __init__(self, alias: str, series: Series, heads: dict[int, list[Known]]) -> None:
        self.alias, self.series, self.heads = alias, series, heads
        self.receipts = self.number = self.total = self.cash = 0
        self.head = ""
        self.day: date | None = None
        self.closed = 0
        self.lines = Groups(self._sale_lines())
        self.payments = Groups(self._payments())
        self.marks = Ahead(self._marks())
        self.closings = Ahead(self._closings())

    def run(self) -> Wrong | None:
        """The first thing wrong, if any."""
        try:
            return self._close() or self._through() or self._end()
        finally:
            for rows in (self.lines, self.payments, self.marks, self.closings):
                rows.close()

    def _through(self) -> Wrong | None:
        rows = Receipt._base_manager.using(self.alias).filter(series=self.series)
        for receipt in rows.select_related("sale").order_by("number").iterator(CHUNK):
            wrong = self._step(receipt)
            if wrong is not None:
                return wrong
        return None

    def _step(self, receipt: Receipt) -> Wrong | None:
        mark = self.marks.peek()
        if mark is not None and mark.number < receipt.number:
            return self._gone(mark)
        if receipt.number != self.number + 1 and not self.series.flagged:
            return self._wrong(self.number + 1, None, _("il manque."))
        payments = self.payments.take(receipt.number)
        lines = self.lines.take(receipt.number)
        why = self._fault(receipt, lines, payments, mark)
        if why:
            return self._wrong(receipt.number, receipt.day, why)
        if mark is not None and mark.number == receipt.number:
            self.marks.next()
        self.receipts += 1
        self.number, self.head, self.day = receipt.number, receipt.hash, receipt.day
        self.total += receipt.total_cents
        self.cash += sum(one.amount_cents for one in payments if one.means == Means.CASH)
        return self._compare_heads() or self._close()

    def _fault(
        self,
        receipt: Receipt,
        lines: list[SaleLine],
        payments: list[Payment],
        mark: Mark | None,
    ) -> str:
        if not self._is_as_issued(receipt, lines, payments):
            return _("son contenu a changé depuis qu’il a été fait (lignes, paiements ou montant).")
        if receipt.previous_hash != self.head:
            return _("il ne suit plus celui d’avant.")
        if mark is None or not mark.first <= receipt.number <= mark.number:
            return _("le journal ne le connaît pas : il a été ajouté après coup.")
        if mark.number == receipt.number and mark.hash != receipt.hash:
            return _("il a été réécrit : le journal garde une autre empreinte.")
        return ""

    def _is_as_issued(
        self, receipt: Receipt, lines: list[SaleLine], payments: list[Payment]
    ) -> bool:
        """Whether the content still gives the stored link."""
        # What gives a late payment back was issued without the lines of its sale.
        shapes = [lines, []] if receipt.total_cents < 0 else [lines]
        return any(
            receipt.hash
            == receipt_hash(
                receipt.previous_hash,
                content(receipt, self.series.code, receipt.sale, shape, payments),
            )
            for shape in shapes
        )

    def _compare_heads(self) -> Wrong | None:
        """Hold the head against the anchors dropped at this number."""
        for known in self.heads.pop(self.number, []):
            if (known.hash, known.total) != (self.head, self.total):
                why = _("il a été réécrit, lui ou un reçu d’avant : voyez %s.") % known.said
                return self._wrong(self.number, self.day, why)
        return None

    def _close(self) -> Wrong | None:
        """Hold the receipts against the closings that end at this number."""
        while (closing := self.closings.peek()) and closing.head_number <= self.number:
            self.closings.next()
            expected = closing.session.float_cents + self.cash
            follows = closing.first_number == self.closed + 1
            self.closed, self.cash = closing.head_number, 0
            if not follows or closing.expected_cents != expected:
                what = _("la fermeture de %(code)s du %(day)s") % {
                    "code": self.series.code,
                    "day": saying.date_long(closing.day),
                }
                return Wrong(what, _("elle ne correspond plus à ses reçus."))
        return None

    def _end(self) -> Wrong | None:
        """After the last receipt: nothing else may know of a later one."""
        mark = self.marks.peek()
        if mark is not None:
            return self._gone(mark)
        later = [some[0] for number, some in self.heads.items() if number > self.number]
        if later:
            why = _("il manque : voyez %s.") % later[0].said
            return self._wrong(self.number + 1, None, why)
        closing = self.closings.peek()
        if closing is not None:
            known = _("il manque : la fermeture du %s le connaissait.")
            why = known % saying.date_long(closing.day)
            return self._wrong(self.number + 1, None, why)
        stored = (self.series.last_number, self.series.head_hash, self.series.total_cents)
        if stored != (self.number, self.head, self.total):
            if self.series.last_number > self.number:
                return self._wrong(
                    self.number + 1, None, _("il manque, ou la série a été changée.")
                )
            what = _("la série %s") % self.series.code
            return Wrong(what, _("son numéro, son total ou son empreinte ont été changés."))
        return None

    def _gone(self, mark: Mark) -> Wrong:
        day = local_date(mark.at, HOME_ZONE)
        number = max(mark.first, self.number + 1)
        return self._wrong(number, day, _("il a disparu : le journal le connaît."))

    def _wrong(self, number: int, day: date | None, why: str) -> Wrong:
        name = f"{self.series.code}-{number}"
        if day:
            name = _("%(receipt)s du %(day)s") % {"receipt": name, "day": saying.date_long(day)}
        return Wrong(name, why)

    def _sale_lines(self) -> Generator[tuple[int, SaleLine], None, None]:
        rows = SaleLine._base_manager.using(self.alias).filter(sale__receipts__series=self.series)
        rows = rows.annotate(of=F("sale__receipts__number")).order_by("of", "position")
        for line in rows.iterator(CHUNK):
            yield line.of, line

    def _payments(self) -> Generator[tuple[int, Payment], None, None]:
        rows = Payment._base_manager.using(self.alias).filter(receipt__series=self.series)
        rows = rows.annotate(of=F("receipt__number")).order_by("of", "position")
        for payment in rows.iterator(CHUNK):
            yield payment.of, payment

    def _marks(self) -> Generator[Mark, None, None]:
        rows = JournalLine._base_manager.using(self.alias).filter(
            structure_id=self.series.structure_id, mark__startswith=f"{self.series.code} "
        )
        for text, at in rows.order_by("rev").values_list("mark", "at").iterator(CHUNK):
            told = MARK.fullmatch(text)
            if told is None:
                yield Mark(0, 0, "", at)
            else:
                number = int(told["number"])
                yield Mark(int(told["first"] or number), number, told["hash"], at)

    def _closings(self) -> Generator[TillClosing, None, None]:
        rows = TillClosing._base_manager.using(self.alias).filter(session__series=self.series)
        rows = rows.select_related("session").order_by("head_number", "first_number", "closed_at")
        yield from rows.iterator(CHUNK)


class Ahead(Generic[Row]):
    """A stream of rows whose next one can be looked at; close it before its connection."""

    def __init__(self, rows: Generator[Row, None, None]) -> None:
        self._rows = rows
        self._next: Row | None = next(rows, None)

    def peek(self) -> Row | None:
        return self._next

    def next(self) -> Row | None:
        value, self._next = self._next, next(self._rows, None)
        return value

    def close(self) -> None:
        self._rows.close()


class Groups(Generic[Row]):
    """Rows that come by ascending number, taken number by number."""

    def __init__(self, rows: Generator[tuple[int, Row], None, None]) -> None:
        self._rows = Ahead(rows)

    def close(self) -> None:
        self._rows.close()

    def take(self, number: int) -> list[Row]:
        taken = []
        while (ahead := self._rows.peek()) is not None and ahead[0] <= number:
            if ahead[0] == number:
                taken.append(ahead[1])
            self._rows.next()
        return taken
