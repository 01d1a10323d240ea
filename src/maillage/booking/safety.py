"""What no screen, no role and no path sets aside: training, age, presence, papers, lock-outs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.booking import queries, rules
from maillage.booking.models import Family, Resource
from maillage.booking.queries import Known
from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.commands import Refusal
from maillage.core.periods import Period, local_date, local_day_bounds
from maillage.network.rota_queries import staffed_spans
from maillage.people.models import Document
from maillage.people.queries import missing_documents
from maillage.people.rules import may_be_under


class Use(Protocol):
    """A resource used by people who are there from a beginning to an end: a reservation is one."""

    @property
    def pk(self) -> UUID | None: ...
    @property
    def resource(self) -> Resource: ...
    @property
    def day(self) -> date: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def companion_id(self) -> UUID | None: ...


def check_safety(acting: Acting, row: Use, who: Known | None) -> bool:
    """Refuse what would be dangerous; answers whether they may come outside opening hours.

    Refuses ``person_needed``, ``not_authorised`` (with the training that leads to it and its next
    date), ``companion_not_authorised``, ``too_young``, ``paper_missing``, ``too_long_a_day``,
    ``unstaffed``.
    """
    family = row.resource.family
    if who is not None:
        _check_age(family, who, row.day.year)
        _check_papers(family, who, row)
    _check_minutes(family, who, row)
    badge = _has_badge(acting, row, who)
    if family.authorised and not badge:
        raise _not_authorised(family, who, acting.at)
    by_themselves = family.alone and badge
    if family.staffed and not by_themselves and not _is_staffed(row):
        raise Refusal("unstaffed", _unstaffed(family))
    return by_themselves


def check_named(family: Family) -> None:
    """Refuse ``person_needed``: an age and papers are somebody's, a passer-by shows none."""
    if family.minimum_age is not None or family.papers:
        said = _("« %s » demande un âge ou des papiers : dites pour qui.") % family.name
        raise Refusal("person_needed", said)


def _has_badge(acting: Acting, row: Use, who: Known | None) -> bool:
    """Whether they are authorised, or ``row.companion``, who comes too, is."""
    family = row.resource.family
    if who is None:
        return False
    if row.companion_id is None:
        return rules.is_authorised(who, family, row.day)
    companion = queries.known(row.companion_id, family.pk, day=row.day, now=acting.at)
    if companion is None or not rules.is_authorised(companion, family, row.day):
        raise Refusal(
            "companion_not_authorised",
            _("La personne qui accompagne n’est pas habilitée : demandez à une autre."),
        )
    return True


def _not_authorised(family: Family, who: Known | None, now: datetime) -> Refusal:
    if who is None:
        said = _("« %s » se réserve pour une personne habilitée : dites laquelle.") % family.name
        return Refusal("person_needed", said)
    return Refusal("not_authorised", f"{_training(family, now)} {_otherwise()}")


def _otherwise() -> str:
    return _("Sinon, il faut venir avec une personne habilitée.")


def _training(family: Family, now: datetime) -> str:
    """Which training leads to it, and when the next one is."""
    if family.training is None:
        said = _("« %s » demande une habilitation : voyez l’équipe.")
        return said % family.name
    values = {"family": family.name, "training": family.training.title}
    coming = queries.next_training(family.training, now)
    if coming is None:
        said = _("« %(family)s » demande la formation « %(training)s » : aucune date n’est prévue.")
        return said % values
    hour = coming.starts_at.astimezone(ZoneInfo(coming.place.time_zone)).time()
    said = _(
        "« %(family)s » demande la formation « %(training)s ». Prochaine date : %(day)s à %(hour)s."
    )
    return said % {**values, "day": saying.day(coming.day), "hour": saying.hour(hour)}


def _check_age(family: Family, who: Known, year: int) -> None:
    age = family.minimum_age
    if age is not None and may_be_under(age, who.birth_year, who.age_band, year):
        said = _("« %(family)s » : à partir de %(age)s ans seulement.")
        raise Refusal("too_young", said % {"family": family.name, "age": age})


def _check_papers(family: Family, who: Known, row: Use) -> None:
    """The charter, the insurance, the consent that the family asks for."""
    asked = frozenset(family.papers)
    if not asked:
        return
    missing = missing_documents([who], row.day, asked={who.pk: asked})[who.pk] & asked
    if missing:
        names = saying.together([Document.Kind(kind).label for kind in sorted(missing)])
        said = _("Il manque, pour « %(family)s » : %(papers)s. Faites signer, puis réservez.")
        raise Refusal("paper_missing", said % {"family": family.name, "papers": names})


def _check_minutes(family: Family, who: Known | None, row: Use) -> None:
    """How long one person may use the family in a day, all their files and reservations together.

    Their file is locked, so that two reservations at once are counted one after the other.
    """
    most = family.most_minutes_a_day
    if most is None:
        return
    values = {"family": family.name, "most": saying.length(most)}
    if who is None:
        said = _("« %(family)s » : %(most)s au plus par personne et par jour. Dites pour qui.")
        raise Refusal("person_needed", said % values)
    tz = row.resource.unit.place.time_zone
    wanted = (row.starts_at, row.ends_at)
    first, last = (local_day_bounds(local_date(one, tz), tz) for one in wanted)
    within = Period(first.start, last.end)
    theirs = queries.spans_of_person(who.pk, family.pk, within, but=row.pk)
    if rules.most_in_a_day(wanted, theirs, tz) > most:
        said = _("« %(family)s » : %(most)s au plus par personne et par jour, en tout.")
        raise Refusal("too_long_a_day", said % values)


def check_in_use(resource: Resource) -> None:
    """Refuse ``locked_out``: nobody uses what is out of use."""
    if resource.locked:
        raise Refusal(
            "locked_out",
            _("« %s » est hors service : choisissez un autre matériel.") % resource.unit.name,
        )


def _is_staffed(row: Use) -> bool:
    """Whether somebody of the team is at the place from beginning to end."""
    place = row.resource.unit.place
    period = Period(row.starts_at, row.ends_at)
    return rules.covers(staffed_spans([place], period).get(place.pk, ()), period)


def _unstaffed(family: Family) -> str:
    if family.alone:
        return (
            _(
                "Personne de l’équipe n’est là à cette heure. Sans habilitation, « %s » se réserve "
                "quand l’équipe est présente."
            )
            % family.name
        )
    said = _(
        "Personne de l’équipe n’est là à cette heure : « %s » se réserve quand l’équipe est "
        "présente."
    )
    return said % family.name
