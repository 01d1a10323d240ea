"""Writes of the price grid: prices, profiles, membership plans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import local_date
from maillage.money.models import MembershipPlan, Price, PriceProfile, SaleLine
from maillage.network.models import Place, Structure
from maillage.network.rules import HOME_ZONE
from maillage.people.profiles import kept


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
    held = _cell(acting, code=code, profile=profile, member=member, place=place)
    overlapping = held.filter(Q(to_day=None) | Q(to_day__gte=from_day))
    if to_day is not None:
        overlapping = overlapping.filter(from_day__lte=to_day)
    if overlapping.exists():
        raise Refusal(
            "tie", _("Un prix existe déjà pour ces dates. Terminez-le la veille, puis recommencez.")
        )
    Price.objects.create(
        id=price,
        structure_id=acting.structure_id,
        set_by=acting.actor_id,
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


def _cell(
    acting: Acting, *, code: str, profile: str, member: bool | None, place: UUID | None
) -> QuerySet[Price]:
    """The rows of one cell of the grid, which nobody else changes now: no two may overlap."""
    if place is not None and not Place.objects.filter(pk=place).exists():
        raise Missing(_("Lieu"), place)
    if profile and not PriceProfile.objects.filter(code=profile).exists():
        raise Missing(_("Profil"), profile)
    Structure.objects.select_for_update(no_key=True).get(pk=acting.structure_id)
    return Price.objects.filter(code=code, profile=profile, member=member, place=place)


def change_price(
    acting: Acting,
    *,
    price: UUID,
    code: str,
    label: str,
    rate: int,
    from_day: date,
    profile: str,
    member: bool | None,
    place: UUID | None,
    unit: str,
    tax_mode: str,
    tax_rate: int,
) -> Data:
    """Say what a cell of the grid costs from a day, until the price already planned after it.

    The price in force ends the day before. One that begins that very day is corrected, as long as
    nothing was sold at it. Refuses ``price_past`` before today where a price is in force, and
    ``price_sold``.
    """
    held = _cell(acting, code=code, profile=profile, member=member, place=place)
    values = {
        "label": label,
        "rate": rate,
        "unit": unit,
        "tax_mode": tax_mode,
        "tax_rate": tax_rate,
        "set_by": acting.actor_id,
    }
    same_day = held.filter(from_day=from_day).first()
    if same_day is not None:
        return _correct(acting, same_day, values)
    _end_before(acting, held, from_day)
    following = held.filter(from_day__gt=from_day).order_by("from_day").first()
    Price.objects.create(
        id=price,
        structure_id=acting.structure_id,
        code=code,
        profile=profile,
        member=member,
        place_id=place,
        from_day=from_day,
        to_day=following.from_day - timedelta(days=1) if following else None,
        **values,
    )
    acting.touch(price)
    return {"price": str(price)}


def _correct(acting: Acting, row: Price, values: dict[str, Any]) -> Data:
    if SaleLine.objects.filter(price=row).exists():
        raise Refusal(
            "price_sold",
            _("Ce prix a déjà servi. Choisissez un autre jour : demain, par exemple."),
        )
    Price.objects.filter(pk=row.pk).update(**values)
    acting.touch(row.pk)
    return {"price": str(row.pk)}


def _end_before(acting: Acting, held: QuerySet[Price], from_day: date) -> None:
    standing = held.filter(Q(to_day=None) | Q(to_day__gte=from_day), from_day__lt=from_day).first()
    if standing is None:
        return
    if from_day < _today(acting):
        raise Refusal(
            "price_past",
            _("Un prix était en vigueur ce jour-là. Choisissez aujourd’hui ou un jour à venir."),
        )
    standing.to_day = from_day - timedelta(days=1)
    standing.save(update_fields=["to_day"])
    acting.touch(standing.pk)


def _today(acting: Acting) -> date:
    """The day of the act, at its place."""
    zone = Place.objects.filter(pk=acting.place_id).values_list("time_zone", flat=True).first()
    return local_date(acting.at, zone or HOME_ZONE)


def end_price(acting: Acting, *, price: UUID, to_day: date) -> None:
    """Say until when a price stands; what was sold keeps its price.

    Refuses ``ends_before`` its first day, and ``tie`` when the next of its cell begins by then.
    """
    found = Price.objects.filter(pk=price).first()
    if found is None:
        raise Missing(_("Prix"), price)
    if to_day < found.from_day:
        raise Refusal(
            "ends_before", _("La fin vient après le début. Choisissez un jour plus tard.")
        )
    held = _cell(
        acting,
        code=found.code,
        profile=found.profile,
        member=found.member,
        place=found.place_id,
    )
    if held.filter(from_day__gt=found.from_day, from_day__lte=to_day).exists():
        raise Refusal(
            "tie", _("Un autre prix commence avant ce jour. Choisissez un jour plus tôt.")
        )
    Price.objects.filter(pk=price).update(to_day=to_day)
    acting.touch(price)


@kept
def has_profile(code: str) -> bool:
    """Whether the structure has a price profile of that code."""
    return bool(PriceProfile.objects.filter(code=code).exists())


def add_profile(acting: Acting, *, profile: UUID, code: str, label: str) -> None:
    """Add a price profile. Refuses ``code_taken``."""
    if PriceProfile.objects.filter(code=code).exists():
        raise Refusal("code_taken", _("Ce profil existe déjà. Choisissez un autre nom."))
    PriceProfile.objects.create(
        id=profile, structure_id=acting.structure_id, code=code, label=label
    )
    acting.touch(profile)


def edit_profile(acting: Acting, *, profile: UUID, label: str) -> None:
    """Call a price profile otherwise; its code and its prices stay."""
    if not PriceProfile.objects.filter(pk=profile).update(label=label):
        raise Missing(_("Profil"), profile)
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
    price: UUID | None = None,
    rate: int | None = None,
    from_day: date | None = None,
) -> None:
    """Add a membership plan; with a ``rate``, what it costs everybody too.

    Refuses ``code_taken``, for a plan or for a price that stands already.
    """
    if MembershipPlan.objects.filter(code=code).exists():
        raise Refusal("code_taken", _("Cette formule existe déjà. Choisissez un autre nom."))
    if price is not None and rate is not None:
        day = from_day or _today(acting)
        _price_plan(acting, price, code=price_code, label=label, rate=rate, from_day=day)
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


def _price_plan(
    acting: Acting, price: UUID, *, code: str, label: str, rate: int, from_day: date
) -> None:
    """The price of a new plan, for everybody."""
    held = _cell(acting, code=code, profile="", member=None, place=None)
    if held.exists():
        raise Refusal(
            "code_taken", _("Un prix porte déjà ce nom : choisissez-le, ou donnez un autre nom.")
        )
    Price.objects.create(
        id=price,
        structure_id=acting.structure_id,
        set_by=acting.actor_id,
        code=code,
        label=label,
        rate=rate,
        from_day=from_day,
        unit="year",
    )
    acting.touch(price)


def edit_plan(acting: Acting, *, plan: UUID, **changes: Any) -> None:
    """Change what is given of a membership plan: for those taken from now on."""
    row = MembershipPlan.objects.filter(pk=plan).first()
    if row is None:
        raise Missing(_("Formule"), plan)
    for column, value in changes.items():
        setattr(row, column, value)
    row.save()
    acting.touch(plan)
