"""Memberships: taken with a sale, cancelled when it is reversed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.money.models import Membership, MembershipPlan
from maillage.money.parts import MembershipPart
from maillage.people.models import Person


def fit_memberships(
    acting: Acting,
    parts: list[MembershipPart],
    *,
    payer: Person | None,
    organisation: UUID | None,
    issued: bool,
) -> list[MembershipPart]:
    """The memberships that can be taken, before anything is written.

    Refuses ``not_found`` for the plan, ``member_needed`` without a person or an organisation,
    ``ends_before`` when the period is upside down; with a receipt already issued, notes it instead.
    """
    if not parts:
        return []
    wanted = MembershipPlan.objects.filter(pk__in=[part.plan for part in parts])
    plans = set(wanted.values_list("pk", flat=True))
    fit = []
    for part in parts:
        refusal = _refusal(part, plans, payer=payer, organisation=organisation)
        if refusal is None:
            fit.append(part)
        elif issued:
            acting.leave_out(refusal.code, part.membership)
        else:
            raise refusal
    return fit


def _refusal(
    part: MembershipPart, plans: set[UUID], *, payer: Person | None, organisation: UUID | None
) -> Refusal | None:
    if part.plan not in plans:
        return Missing(_("Formule"), part.plan)
    if payer is None and organisation is None:
        return Refusal("member_needed", _("Une adhésion est au nom de quelqu’un : dites qui."))
    if part.ends_on < part.starts_on:
        return Refusal("ends_before", _("La fin vient après le début. Corrigez les dates."))
    return None


def take_membership(
    acting: Acting, part: MembershipPart, *, payer: Person | None, organisation: UUID | None
) -> None:
    """Make the payer, or the organisation, a member."""
    Membership.objects.create(
        id=part.membership,
        structure_id=acting.structure_id,
        plan_id=part.plan,
        person=payer if organisation is None else None,
        organisation_id=organisation,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
    )
    acting.touch(part.membership)


def cancel_memberships(acting: Acting, ids: Iterable[UUID]) -> None:
    """Cancel the memberships that a reversed sale paid for."""
    wanted = list(ids)
    if Membership.objects.filter(pk__in=wanted).update(cancelled_at=acting.at):
        acting.touch(*wanted)
