"""What the paper kit of a morning says, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.phones import phone_fr
from maillage.money.models import PaperBatch
from maillage.money.models.sales import Means
from maillage.network.models import Carrier, Place
from maillage.office.prints.parts import hour_of, place_part
from maillage.programme.models import Session

TALLY_HOURS = range(8, 20)
NOTES = 6
ON_PAPER = (Means.CASH, Means.CARD, Means.CHEQUE)
"""What a blank receipt offers to tick."""


def kit_data(
    batch: PaperBatch,
    *,
    sheets: Sequence[tuple[Session, dict[str, Any]]],
    phones: dict[str, Any] | None,
    carrier: Carrier | None,
    codes: dict[str, str],
) -> dict[str, Any]:
    """The whole kit. ``codes``: of the receipts and of the tally; sheets and phones bear theirs.

    ``phones`` is ``None`` for who may not read them, or when nobody is to come.
    """
    day = saying.capital(saying.day_long(batch.day))
    receipts = _receipts(batch, carrier, codes["receipts"])
    contents = [
        *((f"{_('Présence')} – {hour_of(one)}, {one.title}", data["code"]) for one, data in sheets),
        (_said_of(receipts["numbers"]), codes["receipts"]),
        (_("Pointage et notes du jour"), codes["tally"]),
    ]
    if phones is not None:
        contents.append((_("Téléphones du jour"), phones["code"]))
    return {
        "title": _("Kit papier du %s") % saying.day_long(batch.day),
        "place": place_part(batch.place),
        "cover": _cover(batch.place, day, contents),
        "sheets": [data for _session, data in sheets],
        "receipts": receipts,
        "tally": tally_data(batch.day, codes["tally"]),
        "phones": phones,
    }


def _cover(place: Place, day: str, contents: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "day": day,
        "contents": contents,
        "phone": phone_fr(place.phone),
        "steps": [
            _("Écrivez tout sur ces feuilles, avec l’heure."),
            _(
                "Donnez la partie droite du reçu, gardez la partie gauche, et mettez l’argent "
                "dans une enveloppe, à part de la caisse."
            ),
            _(
                "Quand tout remarche, tapez le code de chaque feuille dans « J’ai un papier » : "
                "son écran s’ouvre."
            ),
        ],
    }


def _receipts(batch: PaperBatch, carrier: Carrier | None, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "place": batch.place.name,
        "carrier": carrier.name if carrier else "",
        "numbers": [number_of(batch, number) for number in batch.numbers],
        "means": [str(one.label) for one in ON_PAPER],
    }


def number_of(batch: PaperBatch, number: int) -> str:
    """« P1-7 »."""
    return f"{batch.series.code}-{number}"


def _said_of(numbers: list[str]) -> str:
    said = {"first": numbers[0], "last": numbers[-1]}
    return _("Reçus vierges %(first)s à %(last)s") % said


def tally_data(day: date, code: str) -> dict[str, Any]:
    """A line an hour, and lines for what was done."""
    return {
        "code": code,
        "day": saying.capital(saying.day_long(day)),
        "hours": [saying.hour(time(one)) for one in TALLY_HOURS],
        "notes": NOTES,
    }
