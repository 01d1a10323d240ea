"""Writes of what is taken, and of where the team is: the two overlap guards, said to people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.inserts import insert_all
from maillage.core.periods import Period, local_date
from maillage.core.spans import without
from maillage.network import rules
from maillage.network.models import Occupancy, Staff, StaffPresence, Unit
from maillage.network.queries import parents_in_place_of, taken


def occupy(
    acting: Acting,
    *,
    unit: UUID,
    starts_at: datetime,
    ends_at: datetime,
    source_kind: str,
    source_id: UUID,
    label: str,
    locked: Unit | None = None,
) -> None:
    """Take a unit and all its parts: one row each, from ``starts_at`` to ``ends_at`` excluded.

    ``locked``: the unit with its place, where the caller has locked it. Refuses ``room_taken``,
    naming what holds it, and ``unit_retired``. Raises ``Missing`` for a unit unknown here.
    """
    locked = locked or _locked(unit)
    _check_in_use(locked, starts_at)
    units = with_parts(unit)
    clash = taken(units, starts_at, ends_at)
    if clash is not None:
        raise Refusal("room_taken", _room_taken(clash), unit=str(clash.unit_id))
    Occupancy.objects.bulk_create(
        Occupancy(
            structure_id=acting.structure_id,
            unit_id=one,
            starts_at=starts_at,
            ends_at=ends_at,
            source_kind=source_kind,
            source_id=source_id,
            label=label,
        )
        for one in units
    )


def _locked(unit: UUID) -> Unit:
    found: Unit | None = next(iter(_LOCKED.objects(unit)), None)
    if found is None:
        raise Missing(_("Salle"), unit)
    return found


def with_parts(unit: UUID) -> list[UUID]:
    """A locked unit and its parts, locked level by level: nobody adds one to what is locked."""
    units, level = [unit], [unit]
    while level := [part for (part,) in _PARTS.rows(level)]:
        units += level
    return units


def lock_together(units: Iterable[UUID]) -> None:
    """Lock several units and all their parts, for who leaves one and takes another.

    From the top of the tree down, then by id, as ``occupy`` does: two who cross each other wait in
    one order, never one for the other.
    """
    depths = {unit: _depth(unit) for unit in units}
    level: set[UUID] = set()
    for depth in range(max(depths.values(), default=-1) + 1):
        level |= {unit for unit, at in depths.items() if at == depth}
        level = _lock_level(level)
    while level:
        level = _lock_level(level)


def _depth(unit: UUID) -> int:
    """How many units a unit is in."""
    parents, depth = parents_in_place_of(unit), 0
    above = parents.get(unit)
    while above is not None:
        above, depth = parents.get(above), depth + 1
    return depth


def _lock_level(units: set[UUID]) -> set[UUID]:
    """Lock these units; those that are in them."""
    locked = Unit.objects.select_for_update(of=("self",)).filter(pk__in=units).order_by("pk")
    below = Unit.objects.filter(parent__in=list(locked)) if units else Unit.objects.none()
    return set(below.values_list("pk", flat=True))


_LOCKED = Compiled(
    lambda unit: (
        Unit.objects.select_for_update(of=("self",)).select_related("place").filter(pk=unit)
    ),
    UUID,
)
_PARTS = Compiled(
    lambda level: (
        Unit.objects.select_for_update()
        .filter(parent__id__among=level)
        .order_by("pk")
        .values_list("pk")
    ),
    list,
)


def occupy_around(
    structure_id: UUID,
    *,
    units: Sequence[UUID],
    period: Period,
    source_kind: str,
    source_id: UUID,
    label: str,
) -> list[Occupancy]:
    """Take each of these units for the parts of a period that nothing else takes.

    Answers what stands in the way, in order: it stays.
    """
    rows = Occupancy.objects.filter(
        unit__in=units, starts_at__lt=period.end, ends_at__gt=period.start
    )
    clashes = list(rows.select_related("unit").order_by("starts_at", "unit"))
    insert_all(
        Occupancy(
            structure_id=structure_id,
            unit_id=unit,
            starts_at=start,
            ends_at=end,
            source_kind=source_kind,
            source_id=source_id,
            label=label,
        )
        for unit in units
        for start, end in without(
            [(period.start, period.end)],
            [(one.starts_at, one.ends_at) for one in clashes if one.unit_id == unit],
        )
    )
    return clashes


def _check_in_use(unit: Unit, starts_at: datetime) -> None:
    retired = unit.retired_on
    if retired is not None and retired <= local_date(starts_at, unit.place.time_zone):
        raise Refusal(
            "unit_retired", _("%s n’est plus utilisée : choisissez une autre salle.") % unit.name
        )


def _room_taken(clash: Occupancy) -> str:
    unit = clash.unit
    when = rules.period_fr(clash.starts_at, clash.ends_at, unit.place.time_zone)
    values = {"unit": unit.name, "when": when, "label": rules.shortened(clash.label, 80)}
    sentence = _(
        "%(unit)s est déjà prise %(when)s : %(label)s. "
        "Choisissez une autre salle ou une autre heure."
    )
    if unit.kind == Unit.Kind.DESK:
        sentence = _(
            "%(unit)s est déjà pris %(when)s : %(label)s. "
            "Choisissez un autre bureau ou une autre heure."
        )
    return sentence % values


def vacate(*, source_id: UUID) -> None:
    """Free whatever ``source_id`` had taken."""
    Occupancy.objects.filter(source_id=source_id).delete()


def vacate_from(instant: datetime, *, source_id: UUID) -> None:
    """Free what ``source_id`` had taken from an instant on; what came before stays."""
    rows = Occupancy.objects.filter(source_id=source_id, ends_at__gt=instant)
    rows.filter(starts_at__gte=instant).delete()
    rows.update(ends_at=instant)


def send_staff(
    acting: Acting,
    *,
    staff: UUID,
    place: UUID,
    starts_at: datetime,
    ends_at: datetime,
    source_kind: str,
    source_id: UUID,
    label: str,
) -> None:
    """Put a member of the team at a place for a period.

    Refuses ``elsewhere`` when they are at another place then, naming them, the place and the
    hours (golden number 27). Two things at one place may overlap.
    """
    person = locked_staff(staff)
    clash = (
        StaffPresence.objects.filter(staff=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
        .exclude(place_id=place)
        .select_related("place")
        .order_by("starts_at")
        .first()
    )
    if clash is not None:
        raise Refusal("elsewhere", elsewhere(person, clash), staff=str(staff))
    StaffPresence.objects.create(
        structure_id=acting.structure_id,
        staff=person,
        place_id=place,
        starts_at=starts_at,
        ends_at=ends_at,
        source_kind=source_kind,
        source_id=source_id,
        label=label,
    )


def locked_staff(staff: UUID) -> Staff:
    """A member of the team, locked; raises ``Missing`` when unknown here."""
    person: Staff | None = Staff.objects.select_for_update(of=("self",)).filter(pk=staff).first()
    if person is None:
        raise Missing(_("Membre de l’équipe"), staff)
    return person


def elsewhere(person: Staff, clash: StaffPresence) -> str:
    """Where somebody already is, and what to do: the sentence of ``elsewhere``."""
    sentence = _(
        "%(who)s est déjà à %(place)s %(when)s (« %(label)s »). "
        "Choisissez une autre personne ou une autre heure."
    )
    return sentence % {
        "who": rules.shortened(person.first_name, 30),
        "place": rules.shortened(clash.place.name, 60),
        "when": rules.period_fr(clash.starts_at, clash.ends_at, clash.place.time_zone),
        "label": rules.shortened(clash.label, 60),
    }


def recall_staff(*, source_id: UUID) -> None:
    """Withdraw whoever ``source_id`` had put somewhere."""
    StaffPresence.objects.filter(source_id=source_id).delete()
