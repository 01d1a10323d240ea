"""Writes of plans: what is proposed, who takes one, tries it, lets it sleep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.core.inserts import insert_all
from maillage.core.undo import Undone
from maillage.money.entitlements import carry_back, touch_users
from maillage.money.models import Allowance, PlanHolder, PlanPause, PlanTerm, UsePlan
from maillage.money.parts import AllowancePart, PlanPart
from maillage.money.rules import term_end
from maillage.network.models import Organisation
from maillage.people.models import Person
from maillage.people.operations import live_person, local_day
from maillage.people.queries import group_of


def add_use_plan(
    acting: Acting, *, plan: UUID, allowances: Sequence[AllowancePart], **values: Any
) -> Data:
    """Propose a plan. Refuses ``code_taken``, ``calendar_months``."""
    if UsePlan.objects.filter(code=values["code"]).exists():
        raise Refusal("code_taken", _("Ce forfait existe déjà. Choisissez un autre nom."))
    row = UsePlan(id=plan, structure_id=acting.structure_id, **values)
    _check_calendar(row)
    row.save(force_insert=True)
    _allow(acting, row, allowances)
    acting.touch(plan)
    return {"plan": str(plan)}


def edit_use_plan(
    acting: Acting,
    *,
    plan: UUID,
    allowances: Sequence[AllowancePart] | None = None,
    **changes: Any,
) -> Data:
    """Change what a plan is from now on; what was given already stays given.

    Refuses ``calendar_months``.
    """
    row = _plan_or_missing(plan)
    for name, value in changes.items():
        setattr(row, name, value)
    _check_calendar(row)
    row.save()
    if allowances is not None:
        row.allowances.all().delete()
        _allow(acting, row, allowances)
    acting.touch(plan)
    for holder in row.holders.all():
        touch_users(acting, holder)
    return {"plan": str(plan)}


def _plan_or_missing(plan: UUID) -> UsePlan:
    found: UsePlan | None = UsePlan.objects.filter(pk=plan).first()
    if found is None:
        raise Missing(_("Forfait"), plan)
    return found


def _check_calendar(row: UsePlan) -> None:
    if row.calendar and 12 % row.months:
        raise Refusal(
            "calendar_months",
            _("Une période du calendrier dure 1, 2, 3, 4, 6 ou 12 mois : choisissez-en une."),
        )


def _allow(acting: Acting, plan: UsePlan, parts: Sequence[AllowancePart]) -> None:
    insert_all(
        Allowance(
            structure_id=acting.structure_id,
            plan=plan,
            code=one.code,
            units=one.units,
            per=one.per,
            carries=one.carries and one.per == Allowance.Per.TERM,
        )
        for one in {part.code: part for part in parts}.values()
    )


class Taker(NamedTuple):
    """Who takes a plan, and where; ``issued``: a desk already printed the receipt."""

    person: Person | None
    organisation: UUID | None
    place: UUID
    issued: bool = False


def fit_terms(acting: Acting, parts: Iterable[PlanPart], who: Taker) -> list[PlanTerm]:
    """The terms that can be taken, their holders locked, before the sale is written.

    Refuses ``not_found`` for the plan, ``holder_needed`` without a person or an organisation,
    ``term_overlaps`` one they have already; with a receipt already issued, notes it instead.
    """
    fit: list[PlanTerm] = []
    for part in parts:
        try:
            fit.append(_term(acting, part, who, beside=fit))
        except Refusal as refusal:
            if not who.issued:
                raise
            acting.leave_out(refusal.code, part.term)
    return fit


def _term(
    acting: Acting,
    part: PlanPart,
    who: Taker,
    *,
    months: int | None = None,
    beside: Sequence[PlanTerm] = (),
) -> PlanTerm:
    """A term of a plan from a day, ``beside`` others; of a trial when its ``months`` are said."""
    plan = _plan_or_missing(part.plan)
    holder = _holder(acting, plan, who)
    trial = UsePlan(months=months, calendar=False) if months else plan
    row = PlanTerm(
        id=part.term,
        structure_id=acting.structure_id,
        holder=holder,
        starts_on=part.starts_on,
        ends_on=term_end(trial, part.starts_on),
        trial=bool(months),
    )
    together = [one for one in beside if one.holder_id == holder.pk]
    if any(
        one.starts_on <= row.ends_on and row.starts_on <= one.ends_on
        for one in [*together, *_theirs(holder)]
    ):
        said = _("« %s » court déjà ces jours-là : faites commencer la suite après.")
        raise Refusal("term_overlaps", said % plan.label)
    acting.touch(row.pk)
    touch_users(acting, holder)
    return row


def _standing(holder: PlanHolder) -> QuerySet[PlanTerm]:
    return PlanTerm.objects.filter(holder=holder, cancelled_at=None)


def _theirs(holder: PlanHolder) -> QuerySet[PlanTerm]:
    """The terms of a plan that somebody has, on any of their files."""
    if holder.person_id is None:
        return _standing(holder)
    files = group_of(holder.person_id)
    return PlanTerm.objects.filter(
        holder__plan=holder.plan_id, holder__person__in=files, cancelled_at=None
    )


def _holder(acting: Acting, plan: UsePlan, who: Taker) -> PlanHolder:
    """Who holds the plan, their row locked; made the first time."""
    if who.person is None and who.organisation is None:
        raise Refusal("holder_needed", _("Un forfait est au nom de quelqu’un : dites qui."))
    by = {"organisation_id": who.organisation} if who.organisation else {"person": who.person}
    made, _new = PlanHolder.objects.get_or_create(
        plan=plan,
        **by,
        defaults={"id": new_id(), "structure_id": acting.structure_id, "place_id": who.place},
    )
    return _locked(made.pk)


def _locked(holder: UUID) -> PlanHolder:
    rows = PlanHolder.objects.select_for_update(of=("self",)).select_related("plan")
    found: PlanHolder | None = rows.filter(pk=holder).first()
    if found is None:
        raise Missing(_("Forfait"), holder)
    return found


def cancel_terms(acting: Acting, ids: Iterable[UUID]) -> None:
    """Cancel the terms that a reversed sale paid for; what was used stays used.

    A pause goes with the term that it made longer, units carried into it go back.
    """
    rows = PlanTerm.objects.filter(pk__in=list(ids), cancelled_at=None)
    for term in rows.select_related("holder"):
        asleep = PlanPause.objects.filter(holder=term.holder_id)
        asleep.filter(from_day__gte=term.starts_on, from_day__lte=term.ends_on).delete()
        term.cancelled_at = acting.at
        term.save(update_fields=["cancelled_at"])
        carry_back(acting, term.holder, term.pk, local_day(acting)[1])
        acting.touch(term.pk)
        touch_users(acting, term.holder)


def start_trial(
    acting: Acting,
    *,
    term: UUID,
    plan: UUID,
    starts_on: date,
    person: UUID | None = None,
    organisation: UUID | None = None,
) -> Data:
    """Try a plan for nothing, for the months it offers; it ends by itself, and nothing is due.

    Refuses ``no_trial``, ``already_tried`` for who has had it in any way, ``holder_needed``.
    """
    row = _plan_or_missing(plan)
    if not row.trial_months:
        raise Refusal("no_trial", _("« %s » ne s’essaie pas.") % row.label)
    if organisation is not None and not Organisation.objects.filter(pk=organisation).exists():
        raise Missing(_("Organisme"), organisation)
    who = Taker(live_person(person) if person else None, organisation, acting.place())
    part = PlanPart(term=term, plan=plan, starts_on=starts_on)
    made = _term(acting, part, who, months=row.trial_months)
    if _theirs(made.holder).exists():
        said = _("« %s » a déjà servi : l’essai est pour la première fois.")
        raise Refusal("already_tried", said % row.label)
    insert_all([made])
    acting.keep_for_undo(term=str(term))
    return {"term": str(term), "ends_on": made.ends_on.isoformat()}


def untry(acting: Acting, undone: Undone) -> None:
    """Undo a trial begun a moment ago."""
    cancel_terms(acting, [UUID(undone.values["term"])])


def pause_plan(acting: Acting, *, pause: UUID, holder: UUID, from_day: date, to_day: date) -> Data:
    """Let a plan sleep some days, both included; its terms then end as many days later.

    Refuses ``ends_before``, ``nothing_to_pause``, ``already_paused``.
    """
    row = _locked(holder)
    if to_day < from_day:
        raise Refusal("ends_before", _("La fin vient après le début. Corrigez les dates."))
    running = _standing(row).filter(starts_on__lte=from_day, ends_on__gte=from_day).first()
    if running is None:
        raise Refusal("nothing_to_pause", _("Le forfait ne court pas ce jour-là."))
    if row.pauses.filter(from_day__lte=to_day, to_day__gte=from_day).exists():
        raise Refusal("already_paused", _("Le forfait est déjà en pause ces jours-là."))
    length = (to_day - from_day).days + 1
    PlanPause.objects.create(
        id=pause,
        structure_id=acting.structure_id,
        holder=row,
        from_day=from_day,
        to_day=to_day,
    )
    _shift(row, from_day, length)
    acting.touch(pause)
    touch_users(acting, row)
    return {"ends_on": (running.ends_on + timedelta(days=length)).isoformat()}


def _shift(holder: PlanHolder, day: date, days: int) -> None:
    """Let the term of a day end ``days`` later, and those that come after it follow."""
    length = timedelta(days=days)
    for term in _standing(holder).filter(ends_on__gte=day):
        if term.starts_on > day:
            term.starts_on += length
        term.ends_on += length
        term.save(update_fields=["starts_on", "ends_on"])


def resume_plan(acting: Acting, *, pause: UUID, day: date) -> Data:
    """End a pause: the plan is of use again from ``day`` on, and ends as much sooner.

    Refuses ``not_paused`` for a pause that is over.
    """
    found: PlanPause | None = PlanPause.objects.filter(pk=pause).first()
    if found is None:
        raise Missing(_("Pause"), pause)
    row = _locked(found.holder_id)
    _place, today = local_day(acting)
    if found.to_day < today or found.to_day < day:
        raise Refusal("not_paused", _("Cette pause est finie."))
    resumed = max(day, found.from_day, min(today, found.to_day))
    days = (found.to_day - resumed).days + 1
    longer = _standing(row).filter(starts_on__lte=found.from_day, ends_on__gt=found.to_day)
    if longer.exists():
        _shift(row, found.from_day, -days)
    if resumed == found.from_day:
        found.delete()
    else:
        found.to_day = resumed - timedelta(days=1)
        found.save(update_fields=["to_day"])
    acting.touch(pause)
    touch_users(acting, row)
    return {"holder": str(row.pk)}
