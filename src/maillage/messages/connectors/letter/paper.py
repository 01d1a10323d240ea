"""What a letter says, and its PDF: A4, 14 pt, or 18 pt in large print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.phones import phone_fr
from maillage.core.printing import pdf
from maillage.messages.models import Message
from maillage.network.logos import read_logo
from maillage.network.models import Place

PLAIN, LARGE = 14, 18


def letters(messages: Sequence[Message], day: date, *, large: bool = False) -> bytes:
    """One PDF of them all, in their order; ``messages`` come with their place and who is told."""
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "title": _("Lettres du %s") % saying.day_long(day),
            "size": LARGE if large else PLAIN,
            "letters": [letter_data(one, day) for one in messages],
        }
        return pdf("messages/prints/letter.typ", data)


def letter_data(message: Message, day: date) -> dict[str, Any]:
    """One letter: who writes, to whom, where and when it is dated, its paragraphs as lines."""
    place = message.place
    return {
        "place": _sender(place),
        "to": [str(message.told or ""), *message.address.splitlines()],
        "dated": _dated(place, day),
        "subject": message.subject,
        "paragraphs": [part.splitlines() for part in message.body.split("\n\n") if part],
    }


def _sender(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"name": "", "logo": [], "lines": []}
    phone = _("Téléphone : %s") % phone_fr(place.phone) if place.phone else ""
    lines = [*place.address.replace("\n", ",").split(","), phone]
    kept = [line.strip() for line in lines if line.strip()]
    return {"name": place.name, "logo": list(read_logo(place)), "lines": kept}


def _dated(place: Place | None, day: date) -> str:
    """« Bras-sur-Meuse, le 14 mars 2027 »."""
    if place is None or place.commune is None:
        return _("Le %s") % saying.date_long(day)
    return _("%(town)s, le %(day)s") % {"town": place.commune.name, "day": saying.date_long(day)}
