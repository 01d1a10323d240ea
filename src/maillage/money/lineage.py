"""Which heads of chain are known beside the receipts: anchor rows, and lines of ``anchors.log``.

A restore begins a new epoch: a line ``epoch`` names the epoch it comes from (in the place of the
hash), a line ``restore`` gives the number each series went back to. What older epochs anchored
after that number no longer counts; an epoch that the present one does not come from counts for
nothing, but it must come, itself, from one of the present one's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.periods import local_date
from maillage.money.anchors import AnchorLine
from maillage.money.models import Anchor
from maillage.network.rules import HOME_ZONE


class Known(NamedTuple):
    """What a witness says the chain was at a number; ``said`` names the witness."""

    hash: str
    total: int
    said: str


@dataclass(slots=True)
class Heads:
    """By series code, then by number; ``doubt`` says why the witnesses may not be trusted."""

    by_code: dict[str, dict[int, list[Known]]] = field(default_factory=dict)
    doubt: str = ""

    def add(self, code: str, number: int, known: Known) -> None:
        if number:
            self.by_code.setdefault(code, {}).setdefault(number, []).append(known)


def known_heads(alias: str, structure_id: UUID, epoch: UUID, lines: Iterable[AnchorLine]) -> Heads:
    """Every head that still counts for a structure in its present epoch. One statement."""
    heads = Heads()
    rows = set()
    anchors = Anchor._base_manager.using(alias).filter(structure_id=structure_id)
    for anchor in anchors.select_related("series").order_by("at").iterator():
        code = anchor.series.code
        rows.add((str(anchor.epoch), code, anchor.number, anchor.head_hash))
        said = _("l’ancre du %s") % saying.date_long(local_date(anchor.at, HOME_ZONE))
        heads.add(code, anchor.number, Known(anchor.head_hash, anchor.total_cents, said))
    lineage = Lineage(str(epoch), lines)
    for line in lineage.counted():
        day = local_date(datetime.fromisoformat(line.at), HOME_ZONE)
        said = _("anchors.log, au %s") % saying.date_long(day)
        heads.add(line.code, line.number, Known(line.head_hash, line.total_cents, said))
        key = (line.epoch, line.code, line.number, line.head_hash)
        if line.epoch == str(epoch) and key not in rows:
            heads.doubt = _("l’ancre %(code)s-%(number)s du %(day)s n’est plus dans la base.") % {
                "code": line.code, "number": line.number, "day": saying.date_long(day),
            }  # fmt: skip
    heads.doubt = heads.doubt or lineage.doubt()
    return heads


class Lineage:
    """The lines of one structure, and the epochs the present one comes from."""

    def __init__(self, epoch: str, lines: Iterable[AnchorLine]) -> None:
        self.lines = list(lines)
        self.parents = {line.epoch: line.head_hash for line in self.lines if line.event == "epoch"}
        self.back_to = {
            (line.epoch, line.code): line.number for line in self.lines if line.event == "restore"
        }
        self.epochs = [epoch]
        while (parent := self.parents.get(self.epochs[-1])) and parent not in self.epochs:
            self.epochs.append(parent)

    def counted(self) -> Iterable[AnchorLine]:
        """The lines that still count."""
        heads = [line for line in self.lines if line.event != "epoch"]
        limits: dict[str, int] = {}
        for index, epoch in enumerate(self.epochs):
            for line in heads:
                if line.epoch == epoch and line.number <= limits.get(line.code, line.number):
                    yield line
            last = index == len(self.epochs) - 1
            for code in set() if last else {line.code for line in heads}:
                number = self.back_to.get((epoch, code), 0)
                limits[code] = min(limits.get(code, number), number)

    def doubt(self) -> str:
        """Why the lines may not be those of this base; empty when they are."""
        for line in self.lines:
            epoch = line.epoch
            seen = {epoch}
            while epoch not in self.epochs:
                epoch = self.parents.get(epoch, "")
                if not epoch or epoch in seen:
                    return _(
                        "ses lignes viennent d’une autre histoire que la base : elle a été "
                        "remplacée sans « maillage restore »."
                    )
                seen.add(epoch)
        return ""
