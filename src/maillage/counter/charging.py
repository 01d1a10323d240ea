"""What was used of a machine, and its material: plans pay for the time, the rest is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.booking.models import Job, Reservation
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.core.undo import Undone
from maillage.money import entitlements, plan_queries, queries
from maillage.money.models import Price
from maillage.money.models.sales import LineKind
from maillage.money.parts import MOST_CENTS, LinePart, SalePart
from maillage.money.rules import THOUSANDTHS, amount, resolve
from maillage.money.selling import record_sale, undo_sale
from maillage.people import operations as people
from maillage.people.models import Person

if TYPE_CHECKING:
    from maillage.counter.commands import MaterialUsed

ONE = int(THOUSANDTHS)
MINUTES = {"minute": 1, "hour": 60}


class Due(NamedTuple):
    """Something to be paid: units of a price code, and what they are for."""

    kind: LineKind
    code: str
    units: int
    target: UUID | None = None


def charge_use(
    acting: Acting,
    *,
    minutes: int,
    reservation: UUID | None = None,
    job: UUID | None = None,
    materials: Sequence[MaterialUsed] = (),
) -> Data:
    """Charge the minutes of a reservation or a job at the price of its family, and the material.

    Plans pay for the time as far as they go; what is left is one sale, due, paid at the counter as
    any other. Refuses ``person_needed`` (a passer-by pays at the desk), ``already_charged``,
    ``no_price``, ``too_large``, ``nothing_to_charge``.
    """
    row = _used(reservation, job)
    if row.person_id is None:
        raise Refusal("person_needed", _("Sans nom, l’usage se paie à l’accueil."))
    who, code = people.live_person(row.person_id), row.resource.family.price_code
    if plan_queries.is_paid_for(row.pk):
        raise Refusal("already_charged", _("Cet usage est déjà compté."))
    units, spent = _spend(acting, who, code, minutes, row.pk)
    dues = [Due(LineKind.USE, code, units, row.pk)] if units else []
    dues += [Due(LineKind.MATERIAL, one.code, one.units, row.pk) for one in materials]
    acting.touch(row.pk)
    data: Data = {"spent": [told(one) for one in spent], "due_cents": 0}
    if dues:
        return data | charge(acting, who, dues)
    if not spent:
        raise Refusal("nothing_to_charge", _("Rien à payer : ce matériel n’a pas de prix."))
    return data


def _used(reservation: UUID | None, job: UUID | None) -> Reservation | Job:
    """What was used, its row locked: two who charge it at once are one after the other."""
    rows: QuerySet[Any] = Reservation.objects.filter(pk=reservation)
    if job is not None:
        rows = Job.objects.filter(pk=job)
    locked = rows.select_for_update(of=("self",)).select_related("resource__family")
    found: Reservation | Job | None = locked.first()
    if found is None:
        raise Missing(_("Réservation"), reservation or job or "")
    return found


def _spend(
    acting: Acting, who: Person, code: str, minutes: int, source: UUID
) -> tuple[int, list[entitlements.Spent]]:
    """The units that plans do not pay for, and what they paid; nothing without a price code."""
    if not code:
        return 0, []
    _place, day = people.local_day(acting)
    price = price_of(acting, who, code)
    units = units_of(price, minutes)
    covers = plan_queries.covers(who.pk, code, day)
    spent = entitlements.spend(acting, covers, units=units, day=day, source=source)
    if spent:
        acting.keep_for_undo(used=str(source), code=code)
    return units - sum(one.units for one in spent), spent


def units_of(price: Price, minutes: int) -> int:
    """Minutes in thousandths of the unit of a price, rounded up; one unit where it is no time."""
    length = MINUTES.get(price.unit)
    return ONE if length is None else -(-minutes * ONE // length)


def told(one: entitlements.Spent) -> Data:
    """What a command answers of units that a plan paid."""
    return one._asdict() | {"holder": str(one.holder)}


def price_of(acting: Acting, who: Person, code: str) -> Price:
    """What a code costs somebody, here and today; refuses ``no_price``."""
    place, day = people.local_day(acting)
    price = resolve(
        queries.prices_on(day),
        code=code,
        profile=who.price_profile,
        member=queries.membership_until(who.pk, day) is not None,
        place=place.pk,
        day=day,
    )
    if price is None:
        raise Refusal("no_price", _("Aucun prix pour cet usage : ajoutez-le aux tarifs."))
    return price


def charge(acting: Acting, who: Person, dues: Iterable[Due]) -> Data:
    """One sale of all of it, at the prices of the grid, left due."""
    lines = [_line(acting, who, one) for one in dues]
    return record_sale(acting, sale=SalePart(sale=new_id(), lines=lines), payer=who)


def _line(acting: Acting, who: Person, due: Due) -> LinePart:
    _place, day = people.local_day(acting)
    price = price_of(acting, who, due.code)
    cents = amount(price.rate, due.units, 0)
    if cents > MOST_CENTS:
        raise Refusal("too_large", _("C’est trop pour une seule vente : vérifiez la quantité."))
    return LinePart(
        kind=due.kind,
        code=price.code,
        profile=who.price_profile,
        member=queries.membership_until(who.pk, day) is not None,
        price=price.pk,
        target=due.target,
        rate=price.rate,
        quantity=due.units,
        amount_cents=cents,
    )


def uncharge(acting: Acting, undone: Undone) -> Data:
    """Undo it: units come back to their plans, the sale is countered."""
    data = undo_sale(acting, undone.values, undone.given) if "sale" in undone.values else {}
    if "used" in undone.values:
        _place, day = people.local_day(acting)
        source, code = UUID(undone.values["used"]), undone.values["code"]
        entitlements.give_back(acting, source=source, day=day, code=code)
    return data
