"""Writes of the price grid: prices, profiles, membership plans."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.money.models import MembershipPlan, Price, PriceProfile
from maillage.network.models import Place


def set_price(
    acting: Acting,
    *,
    price: UUID,
    code: str,
    label: str,
    rate: int,
    from_day: date,
    to_day: date | None,
    profile: str,
    member: bool | None,
    place: UUID | None,
    unit: str,
    tax_mode: str,
    tax_rate: int,
) -> None:
    """Add a row to the grid. Refuses ``tie`` with a row of the same precision over the period."""
    if place is not None and not Place.objects.filter(pk=place).exists():
        raise Missing(_("Lieu"), place)
    if profile and not PriceProfile.objects.filter(code=profile).exists():
        raise Missing(_("Profil"), profile)
    same = Price.objects.filter(code=code, profile=profile, member=member, place=place)
    overlapping = same.filter(Q(to_day=None) | Q(to_day__gte=from_day))
    if to_day is not None:
        overlapping = overlapping.filter(from_day__lte=to_day)
    if overlapping.exists():
        raise Refusal(
            "tie", _("Un prix existe déjà pour ces dates. Terminez-le la veille, puis recommencez.")
        )
    Price.objects.create(
        id=price,
        structure_id=acting.structure_id,
        code=code,
        label=label,
        rate=rate,
        from_day=from_day,
        to_day=to_day,
        profile=profile,
        member=member,
        place_id=place,
        unit=unit,
        tax_mode=tax_mode,
        tax_rate=tax_rate,
    )
    acting.touch(price)


def end_price(acting: Acting, *, price: UUID, to_day: date) -> None:
    """Say until when a price stands; what was sold keeps its price."""
    found = Price.objects.filter(pk=price).first()
    if found is None:
        raise Missing(_("Prix"), price)
    if to_day < found.from_day:
        raise Refusal(
            "ends_before", _("La fin vient après le début. Choisissez un jour plus tard.")
        )
    Price.objects.filter(pk=price).update(to_day=to_day)
    acting.touch(price)


def add_profile(acting: Acting, *, profile: UUID, code: str, label: str) -> None:
    """Add a price profile. Refuses ``code_taken``."""
    if PriceProfile.objects.filter(code=code).exists():
        raise Refusal("code_taken", _("Ce profil existe déjà. Choisissez un autre nom."))
    PriceProfile.objects.create(
        id=profile, structure_id=acting.structure_id, code=code, label=label
    )
    acting.touch(profile)


def add_plan(
    acting: Acting,
    *,
    plan: UUID,
    code: str,
    label: str,
    price_code: str,
    for_organisations: bool,
    length: str,
    months: int,
) -> None:
    """Add a membership plan. Refuses ``code_taken``."""
    if MembershipPlan.objects.filter(code=code).exists():
        raise Refusal("code_taken", _("Cette formule existe déjà. Choisissez un autre nom."))
    MembershipPlan.objects.create(
        id=plan,
        structure_id=acting.structure_id,
        code=code,
        label=label,
        price_code=price_code,
        for_organisations=for_organisations,
        length=length,
        months=months,
    )
    acting.touch(plan)
