"""The machines of the snapshot: what may be used here, what holds it, what its family asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from maillage.booking.badge_queries import next_trainings
from maillage.booking.desk_queries import Hold, Reserved, holds_of
from maillage.booking.models import Family, Resource
from maillage.core.periods import Period
from maillage.core.spans import united
from maillage.desk.lens import Lens
from maillage.desk.standpoint import Data, instant
from maillage.network.rota_queries import staffed_spans
from maillage.people import desk_queries as desk
from maillage.people import queries as people
from maillage.people.models import Document
from maillage.people.rules import may_be_minor
from maillage.programme.models import Session, Workshop

AHEAD = timedelta(days=1)
"""How far after today what holds a machine is told."""

RULES = (
    *("authorised", "alone", "staffed", "minimum_age", "papers", "most_minutes_a_day"),
    *("price_code", "step", "shortest", "longest", "buffer"),
)
"""What a desk knows of a family, to refuse by itself what is dangerous, and to say its price."""


def machines_seen(lens: Lens) -> Data | None:
    """What may be used here now, and by whom; nothing where there is nothing, or no right to."""
    if not lens.resources:
        return None
    view = lens.view
    within = Period(lens.today.start, lens.today.end + AHEAD)
    staffed = staffed_spans([view.place], within).get(view.place.pk, ())
    holds = holds_of(lens.resources, within)
    trainings = _trainings(lens)
    return {
        "families": [_family(one, trainings) for one in lens.families],
        "resources": [_resource(one, holds[one.pk]) for one in lens.resources],
        "asked_apart": lens.asked_apart,
        "staffed": [_span(start, end) for start, end in united(staffed)],
        "unnamed": [_reserved(lens, one) for one in lens.reserved.get(None, ())],
    }


def machines_of(lens: Lens, persons: list[desk.Known], files: desk.Files) -> dict[UUID, Data]:
    """Of who has some: what they reserved or use today, what they are authorised for, papers."""
    found: dict[UUID, Data] = {}
    for holder, rows in lens.reserved.items():
        if holder in files.root:
            held = found.setdefault(files.root[holder], {}).setdefault("reserved", [])
            held += [_reserved(lens, one) for one in rows]
    for person, families in lens.badges.items():
        if person in files.root:
            found.setdefault(files.root[person], {})["badges"] = sorted(map(str, families))
    for pk, papers in _papers_apart(lens, persons, files).items():
        found.setdefault(pk, {})["papers"] = papers
    return found


def _papers_apart(
    lens: Lens, persons: list[desk.Known], files: desk.Files
) -> dict[UUID, list[str]]:
    """What machines alone ask for, of who has it; no statement where they ask for nothing."""
    apart = lens.asked_apart
    if not apart:
        return {}
    asked = dict.fromkeys((one.pk for one in persons), apart)
    missing = people.missing_documents(persons, lens.view.day, asked=asked, files=files.ids)
    minors = {one.pk for one in persons if _is_minor(one, lens.view.day.year)}
    had = {
        pk: [
            one
            for one in apart
            if one not in lacks and (one != Document.Kind.PARENTAL or pk in minors)
        ]
        for pk, lacks in missing.items()
    }
    return {pk: kinds for pk, kinds in had.items() if kinds}


def _is_minor(person: desk.Known, year: int) -> bool:
    return may_be_minor(person.birth_year, person.age_band, year)


def _reserved(lens: Lens, one: Reserved) -> Data:
    """Something reserved; ``charged`` once its use was counted."""
    told = {
        "id": str(one.reservation),
        "resource": str(one.resource),
        "family": str(one.family),
        "label": one.label,
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at),
        "came_at": one.came_at and instant(one.came_at),
        "left_at": one.left_at and instant(one.left_at),
    }
    return told | ({"charged": True} if one.reservation in lens.charged else {})


def _trainings(lens: Lens) -> Mapping[UUID, tuple[str, Session | None]]:
    """The title of each training asked for, and when it is next."""
    asked = {one.training_id for one in lens.families if one.authorised} - {None}
    if not asked:
        return {}
    coming = next_trainings([one for one in asked if one], lens.view.now)
    titles = Workshop.objects.filter(pk__in=asked).values_list("pk", "title")
    return {pk: (title, coming.get(pk)) for pk, title in titles}


def _family(family: Family, trainings: Mapping[UUID, tuple[str, Session | None]]) -> Data:
    told: Data = {"id": str(family.pk), "name": family.name, "training": "", "next": None}
    if family.training_id is not None and family.training_id in trainings:
        told["training"], coming = trainings[family.training_id]
        told["next"] = coming and {
            "day": coming.day.isoformat(),
            "starts_at": instant(coming.starts_at),
        }
    return told | {rule: getattr(family, rule) for rule in RULES}


def _resource(resource: Resource, hold: Hold) -> Data:
    return {
        "id": str(resource.pk),
        "name": resource.unit.name,
        "family": str(resource.family_id),
        "locked": resource.locked,
        "beside": sorted(map(str, hold.beside)),
        "held": [{**_span(one.starts_at, one.ends_at), "of": str(one.source)} for one in hold.held],
    }


def _span(start: datetime, end: datetime) -> Data:
    return {"starts_at": instant(start), "ends_at": instant(end)}
