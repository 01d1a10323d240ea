"""What people are told, in plain words (FALC): short sentences, « vous », no abbreviation.

Rule: needs §4.2, 6. A structure may write its own words instead (``Template``). Each wording names
the placeholders it may hold; what it says is always composed in French, whoever sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERSON: Final = ("bonjour", "prenom", "pour", "lieu", "contact", "telephone")
SESSION: Final = ("atelier", "jour", "heure", "fin", "adresse")
PLAN: Final = ("forfait", "jour", "suite")

MEANING: Final[dict[str, Promise]] = {
    "bonjour": _("« Bonjour Marie »"),
    "prenom": _("le prénom de la personne"),
    "pour": _("« Ce message est pour Léa. », quand on écrit à la personne qui répond d’elle"),
    "lieu": _("le nom de votre lieu"),
    "contact": _("« Une question ? Appelez le 03 29 12 34 56. »"),
    "telephone": _("le téléphone de votre lieu"),
    "atelier": _("le titre de l’atelier"),
    "jour": _("le jour, en entier"),
    "heure": _("l’heure, en entier"),
    "fin": _("l’heure de la fin, en entier"),
    "adresse": _("où cela se passe"),
    "avant": _("le jour et l’heure d’avant"),
    "animateur": _("qui devait animer"),
    "remplacant": _("qui anime à la place"),
    "document": _("le document qui manque"),
    "forfait": _("le nom du forfait"),
    "suite": _("ce que coûte la suite, et jusqu’à quand ; la caution, s’il en faut une"),
    "texte": _("votre texte"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A kind of message. ``replaces``: what it makes useless when it has not been said yet."""

    code: str
    label: Promise
    subject: Promise
    body: Promise
    holds: frozenset[str]
    replaces: frozenset[str] = frozenset()


def _wording(
    code: str,
    label: Promise,
    subject: Promise,
    body: Promise,
    *holds: str,
    replaces: tuple[str, ...] = (),
) -> Wording:
    return Wording(code, label, subject, body, frozenset({*PERSON, *holds}), frozenset(replaces))


CANCELLED: Final = "session_cancelled"
MOVED: Final = "session_moved"
ABSENT: Final = "mediator_absent"
REPLACED: Final = "mediator_replaced"
SEAT: Final = "seat_given"
REMINDER: Final = "reminder"
WAITING: Final = "still_waiting"
DOCUMENT: Final = "document_missing"
TRIAL_ENDS: Final = "trial_ends"
PLAN_ENDS: Final = "plan_ends"
FREE: Final = "free"

WORDINGS: Final[dict[str, Wording]] = {
    one.code: one
    for one in (
        _wording(
            CANCELLED,
            _("Séance annulée"),
            _("Votre atelier est annulé : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nL’atelier « {atelier} » est annulé.\n"
                "Il devait avoir lieu {jour} à {heure}.\nNous sommes désolés.\n\n"
                "{contact}\n\n{lieu}"
            ),
            *SESSION,
            replaces=(CANCELLED, MOVED, ABSENT, REPLACED, REMINDER),
        ),
        _wording(
            ABSENT,
            _("Séance annulée : absence dans l’équipe"),
            _("Votre atelier est annulé : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\n{animateur} ne peut pas venir.\n"
                "L’atelier « {atelier} » est annulé.\n"
                "Il devait avoir lieu {jour} à {heure}.\nNous sommes désolés.\n\n"
                "{contact}\n\n{lieu}"
            ),
            *SESSION,
            "animateur",
            replaces=(CANCELLED, MOVED, ABSENT, REPLACED, REMINDER),
        ),
        _wording(
            MOVED,
            _("Séance déplacée"),
            _("Votre atelier change de date : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nL’atelier « {atelier} » change.\n"
                "Avant, c’était {avant}.\nMaintenant, c’est {jour} à {heure}.\n"
                "Le lieu : {adresse}.\nVotre place est gardée.\n"
                "Vous ne pouvez pas venir ? Dites-le-nous.\n\n{contact}\n\n{lieu}"
            ),
            *SESSION,
            "avant",
            replaces=(MOVED, REMINDER),
        ),
        _wording(
            REPLACED,
            _("Animateur remplacé"),
            _("Votre atelier a bien lieu : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nL’atelier « {atelier} » a bien lieu.\n"
                "C’est {jour} à {heure}.\n{animateur} ne peut pas venir.\n"
                "{remplacant} vient à sa place.\n\n{contact}\n\n{lieu}"
            ),
            *SESSION,
            "animateur",
            "remplacant",
            replaces=(REPLACED,),
        ),
        _wording(
            SEAT,
            _("Place donnée à une personne qui attendait"),
            _("Vous avez une place : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nUne place s’est libérée.\n"
                "Vous avez une place à l’atelier « {atelier} ».\nC’est {jour} à {heure}.\n"
                "Le lieu : {adresse}.\nVous ne pouvez pas venir ? Dites-le-nous.\n\n"
                "{contact}\n\n{lieu}"
            ),
            *SESSION,
        ),
        _wording(
            REMINDER,
            _("Rappel, la veille"),
            _("Rappel : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nN’oubliez pas l’atelier « {atelier} ».\n"
                "C’est {jour} à {heure}.\nLe lieu : {adresse}.\n"
                "Vous ne pouvez pas venir ? Dites-le-nous.\n\n{contact}\n\n{lieu}"
            ),
            *SESSION,
        ),
        _wording(
            WAITING,
            _("Liste d’attente"),
            _("Vous êtes sur la liste d’attente : {atelier}"),
            _(
                "{bonjour},\n{pour}\n\nVous voulez venir à l’atelier « {atelier} ».\n"
                "C’est {jour} à {heure}.\nToutes les places sont prises.\n"
                "Vous êtes sur la liste d’attente.\n"
                "Une place se libère ? Nous vous prévenons.\n\n{contact}\n\n{lieu}"
            ),
            *SESSION,
        ),
        _wording(
            DOCUMENT,
            _("Document qui manque pour un mineur"),
            _("Il manque un document"),
            _(
                "{bonjour},\n{pour}\n\nIl manque un document : {document}.\n"
                "Sans ce document, l’activité n’est pas possible.\n"
                "On peut le signer sur place.\n\n{contact}\n\n{lieu}"
            ),
            "document",
        ),
        _wording(
            TRIAL_ENDS,
            _("Fin d’un essai offert, une semaine avant"),
            _("Votre essai finit bientôt : {forfait}"),
            _(
                "{bonjour},\n{pour}\n\nVotre essai « {forfait} » finit {jour}.\n"
                "Vous n’avez rien à payer.\nL’essai s’arrête tout seul.\n"
                "Vous voulez continuer ? Dites-le-nous.\n{suite}\n\n{contact}\n\n{lieu}"
            ),
            *PLAN,
        ),
        _wording(
            PLAN_ENDS,
            _("Fin d’un forfait, une semaine avant"),
            _("Votre forfait finit bientôt : {forfait}"),
            _(
                "{bonjour},\n{pour}\n\nVotre forfait « {forfait} » finit {jour}.\n"
                "Il ne se renouvelle pas tout seul.\n"
                "Vous voulez continuer ? Dites-le-nous.\n{suite}\n\n{contact}\n\n{lieu}"
            ),
            *PLAN,
        ),
        _wording(
            FREE,
            _("Message libre"),
            _("Un message de {lieu}"),
            _("{bonjour},\n{pour}\n\n{texte}\n\n{contact}\n\n{lieu}"),
            *SESSION,
            "texte",
        ),
    )
}
