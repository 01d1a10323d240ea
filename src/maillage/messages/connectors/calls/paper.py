"""What the list of calls says, and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.phones import phone_fr
from maillage.core.printing import pdf
from maillage.messages.models import Message
from maillage.messages.telling import place_values
from maillage.network.logos import read_logo
from maillage.network.models import Place


def phone_list(messages: Sequence[Message], place: Place | None, *, large: bool = False) -> bytes:
    """One PDF of all the calls, in their order; ``messages`` come with who is told."""
    many = len(messages)
    data = {
        "title": ngettext("%s personne à appeler", "%s personnes à appeler", many) % many,
        "large": large,
        "lead": _("Cochez chaque appel fait, puis notez-le dans Maillage."),
        "place": {
            "name": place.name if place else "",
            "motto": place.motto if place else "",
            "logo": list(read_logo(place)) if place else [],
        },
        "calls": [call_data(one) for one in messages],
    }
    return pdf("messages/prints/calls.typ", data)


def call_data(message: Message) -> dict[str, Any]:
    """One call: the number, who to ask for, for whom, what to say."""
    return {
        "phone": phone_fr(message.address) or _("Pas de numéro : à dire de vive voix"),
        "name": str(message.told or ""),
        "ask": _("pour %s") % message.person if message.told_id != message.person_id else "",
        "lines": said_lines(message),
    }


def said_lines(message: Message) -> list[str]:
    """What to say, without the greeting, the phone number nor the signature."""
    values = place_values(message.place)
    silent = {"", values["lieu"], values["contact"]}
    lines = [line for line in message.body.splitlines() if line not in silent]
    return [line for line in lines if not line.startswith(_("Bonjour"))]
