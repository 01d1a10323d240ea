"""What was told, as the office says it, and what a message would say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.messages.models import Message
from maillage.messages.queries import Said
from maillage.messages.rules import filled, for_sms
from maillage.messages.telling import place_values
from maillage.messages.wordings import WORDINGS
from maillage.network.models import Place
from maillage.office.telling import channels_fr


class Sample(NamedTuple):
    """A message to somebody who does not exist: as a letter or an e-mail, and as an SMS."""

    subject: str
    body: str
    sms: str


def sample(subject: str, body: str, place: Place | None) -> Sample:
    """These words on a sample: Marie, an afternoon of March."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "bonjour": _("Bonjour %s") % "Marie",
            "prenom": "Marie",
            "pour": "",
            "atelier": _("Boîte mail"),
            "jour": _("mardi 16 mars"),
            "heure": _("14 heures"),
            "fin": _("16 heures"),
            "adresse": _("Salle bleue, 1 rue de la Mairie"),
            "avant": _("lundi 15 mars à 10 heures"),
            "animateur": "Karim",
            "remplacant": "Sandrine",
            "document": _("autorisation parentale"),
            "texte": _("Venez avec vos photos."),
            "forfait": _("Carnet de 20 jours"),
            "suite": _("Cela coûte 100,00 €, du 1er avril 2027 au 30 juin 2027."),
            **place_values(place),
        }
        text = filled(body, values)
        return Sample(filled(subject, values), text, for_sms(text))


def told_said(told: dict[str, int]) -> str:
    """What was just done, for the next page."""
    if not told:
        return _("Il n’y a personne de plus à prévenir.")
    return _("Prévenus : %s.") % channels_fr(told)


class Standing(NamedTuple):
    """Where a kind of message about something stands."""

    label: str
    parts: list[tuple[str, str]]
    """Each: what (« 3 SMS envoyés »), and how it is marked (ok, mind, stop or nothing)."""


MARKS = {
    Message.State.SENT: "ok",
    Message.State.DONE: "ok",
    Message.State.TO_DO: "mind",
    Message.State.UNSURE: "stop",
    Message.State.FAILED: "stop",
}


def standing(said: Iterable[Said]) -> list[Standing]:
    """« Séance annulée : 3 SMS : envoyé ; 5 appels : à faire »."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in said:
        state = Message.State(one.state)
        words = _("%(count)s : %(state)s") % {
            "count": channels_fr({one.channel: one.n}),
            "state": state.label,
        }
        found.setdefault(one.code, []).append((words, MARKS.get(state, "")))
    return [Standing(str(WORDINGS[code].label), parts) for code, parts in found.items()]
