"""The card of a machine: what is worn, what is forbidden, who may use it and how one learns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.booking import queries
from maillage.booking.models import Family, Protection, Resource
from maillage.core import saying
from maillage.core.qr import qr_code
from maillage.office.prints.parts import place_part
from maillage.people.models import Document


def machine_data(resource: Resource, *, now: datetime, code: str, url: str) -> dict[str, Any]:
    """What the page says; ``url`` and ``code`` lead to the form that reports a breakdown."""
    return {
        "title": _("Fiche – %s") % resource.unit.name,
        "place": place_part(resource.unit.place),
        "heading": resource.unit.name,
        "family": resource.family.name,
        "wear": _("À porter"),
        "signs": [
            {"code": one, "words": str(Protection(one).label)} for one in resource.protections
        ],
        "never": _("Interdit"),
        "forbidden": " · ".join(resource.forbidden),
        "advised": _("Conseils"),
        "advice": resource.advice,
        "who": _("Qui peut l’utiliser"),
        "lines": [*_who(resource.family), *_training(resource.family, now)],
        "trouble": _("Une panne, un danger ?"),
        "report": _("Arrêtez, prévenez l’équipe. Elle vise ce carré, ou tape ce code."),
        "code": code,
        "url": url,
        "drawn": qr_code(url),
    }


def _who(family: Family) -> list[str]:
    """The rules of the family that one must know before touching the machine."""
    lines = [_("Tout le monde peut s’en servir.")]
    if family.authorised:
        lines = [_("Les personnes habilitées, et qui vient avec l’une d’elles.")]
    if family.minimum_age is not None:
        lines.append(_("À partir de %s ans.") % family.minimum_age)
    if family.staffed:
        lines.append(_("Quand quelqu’un de l’équipe est là."))
    if family.alone:
        lines.append(_("Une personne habilitée peut venir seule, hors des horaires."))
    if family.papers:
        papers = saying.together([str(Document.Kind(one).label) for one in family.papers])
        lines.append(_("Papiers demandés : %s.") % papers)
    if family.most_minutes_a_day is not None:
        most = saying.length(family.most_minutes_a_day)
        lines.append(_("%s au plus par personne et par jour.") % most)
    return lines


def _training(family: Family, now: datetime) -> list[str]:
    """How one learns, and when next."""
    if not family.authorised:
        return []
    if family.training is None:
        return [_("Pour être habilité·e : voyez l’équipe.")]
    title = family.training.title
    coming = queries.next_training(family.training, now)
    if coming is None:
        return [_("Pour être habilité·e : la formation « %s ». La date sera affichée.") % title]
    hour = coming.starts_at.astimezone(ZoneInfo(coming.place.time_zone)).time()
    said = _("Pour être habilité·e : la formation « %(training)s », le %(day)s à %(hour)s.")
    values = {"training": title, "day": saying.day(coming.day), "hour": saying.hour(hour)}
    return [said % values]
