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
from maillage.money.checking import is_issued
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
USED = {LineKind.USE, LineKind.MATERIAL}


class Due(NamedTuple):
    """Something to be paid: units of a price code, and what they are for."""

    kind: LineKind
    code: str
    units: int
    target: UUID | None = None


class Used(NamedTuple):
    """What was used: a reservation or a job, its minutes, its material; what a desk sold of it."""

    row: Reservation | Job
    minutes: int
    materials: Sequence[MaterialUsed]
    sale: SalePart | None

    @property
    def paid(self) -> int:
        """Units of the time that were sold."""
        lines = self.sale.lines if self.sale else []
        return sum(one.quantity for one in lines if one.kind == LineKind.USE)


def charge_use(
    acting: Acting,
    *,
    minutes: int,
    reservation: UUID | None = None,
    job: UUID | None = None,
    materials: Sequence[MaterialUsed] = (),
    person: UUID | None = None,
    sale: SalePart | None = None,
) -> Data:
    """Charge the minutes of a reservation or a job at the price of its family, and the material.

    What a desk sold of it (``sale``: part of the time, the material) stands as it was. Plans pay
    for the rest of the time as far as they go; what is left, and ``materials``, are one more sale,
    due. Charged once: a receipt already issued is kept, and noted in *À régler*. Refuses
    ``person_needed`` (a passer-by pays at the desk), ``already_charged``, ``no_price``,
    ``too_large``, ``nothing_to_charge``.
    """
    row = _used(reservation, job)
    if row is None:
        return _not_held(acting, reservation or job, person, sale)
    who = _payer(acting, row.person_id or person, sale)
    if plan_queries.is_paid_for(row.pk):
        return _charged_again(acting, who, sale)
    acting.touch(row.pk, row.person_id)
    data: Data = {"spent": [], "due_cents": 0}
    if who is not None:
        data |= _try_rest(acting, who, Used(row, minutes, materials, sale))
    if sale is not None:
        rest = (acting.undo or {}).get("sale")
        acting.keep_for_undo(rest=rest)
        made = sold(acting, who, _about(sale, row.pk))
        data |= {**made, "due_cents": data["due_cents"] + made.get("due_cents", 0)}
    return data


def _used(reservation: UUID | None, job: UUID | None) -> Reservation | Job | None:
    """What was used, its row locked: two who charge it at once are one after the other."""
    rows: QuerySet[Any] = Reservation.objects.filter(pk=reservation)
    if job is not None:
        rows = Job.objects.filter(pk=job)
    locked = rows.select_for_update(of=("self",)).select_related("resource__family")
    found: Reservation | Job | None = locked.first()
    return found


def _not_held(
    acting: Acting, used: UUID | None, person: UUID | None, sale: SalePart | None
) -> Data:
    """A use whose beginning was refused: at a desk it took place, and what it sold is kept.

    Without a sale, plans were to pay: somebody looks at whose.
    """
    if not acting.counts or (sale is None and person is None):
        raise Missing(_("Réservation"), used or "")
    data: Data = {"spent": [], "due_cents": 0}
    payer = people.known_person(person) if person else None
    if sale is None:
        acting.leave_out("use_unknown", person, used)
        return data
    acting.leave_out("use_unknown", sale.sale, used, payer.pk if payer else None)
    return data | sold(acting, payer, sale)


def _payer(acting: Acting, person: UUID | None, sale: SalePart | None) -> Person | None:
    """Who used it: nobody known pays at once; somebody erased meanwhile has paid at the desk."""
    if person is None:
        if sale is None:
            raise Refusal("person_needed", _("Sans nom, l’usage se paie à l’accueil."))
        return None
    if sale is None or not acting.counts:
        return people.live_person(person)
    found = people.known_person(person)
    if found is None:
        acting.leave_out("person_unknown", person)
    return found


def _charged_again(acting: Acting, who: Person | None, sale: SalePart | None) -> Data:
    """What is counted already is not sold again; a receipt already issued is kept and noted."""
    if sale is None or not is_issued(acting, sale):
        raise Refusal("already_charged", _("Cet usage est déjà compté."))
    return {"spent": [], "due_cents": 0, **paid_again(acting, who, sale)}


def paid_again(acting: Acting, who: Person | None, sale: SalePart) -> Data:
    """A receipt already issued for what is counted already: kept as it was, and noted."""
    acting.leave_out("already_charged", sale.sale, who.pk if who else None)
    return record_sale(acting, sale=sale, payer=who)


def sold(acting: Acting, payer: Person | None, sale: SalePart) -> Data:
    """The sale; at a desk, one that its rules refuse is noted, and the rest stands."""
    try:
        return record_sale(acting, sale=sale, payer=payer)
    except Refusal as refusal:
        if not acting.counts:
            raise
        acting.leave_out(refusal.code, sale.sale, payer.pk if payer else None)
        return {}


def _about(sale: SalePart, used: UUID) -> SalePart:
    """The sale of a use, its time and material bound to it: it is not charged twice."""
    lines = [
        one.model_copy(update={"target": used}) if one.kind in USED else one
        for one in sale.lines
    ]  # fmt: skip
    return sale.model_copy(update={"lines": lines})


def _try_rest(acting: Acting, who: Person, used: Used) -> Data:
    """As ``_charge_rest``; beside what a desk sold, what is refused is noted."""
    try:
        return _charge_rest(acting, who, used)
    except Refusal as refusal:
        if used.sale is None or not acting.counts:
            raise
        acting.leave_out(refusal.code, used.row.pk, who.pk)
        return {}


def _charge_rest(acting: Acting, who: Person, used: Used) -> Data:
    """What a desk did not sell: plans pay for the time, what is left is due."""
    code, source = used.row.resource.family.price_code, used.row.pk
    units, spent = _spend(acting, who, code, used)
    dues = [Due(LineKind.USE, code, units, source)] if units else []
    dues += [Due(LineKind.MATERIAL, one.code, one.units, source) for one in used.materials]
    data: Data = {"spent": [told(one) for one in spent], "due_cents": 0}
    if dues:
        return data | charge(acting, who, dues)
    if not spent and used.sale is None:
        raise Refusal("nothing_to_charge", _("Rien à payer : ce matériel n’a pas de prix."))
    return data


def _spend(
    acting: Acting, who: Person, code: str, used: Used
) -> tuple[int, list[entitlements.Spent]]:
    """The units that plans do not pay for, and what they paid; nothing without a price code."""
    if not code:
        return 0, []
    _place, day = people.local_day(acting)
    units = max(0, units_of(price_of(acting, who, code), used.minutes) - used.paid)
    covers = plan_queries.covers(who.pk, code, day) if units else []
    spent = entitlements.spend(acting, covers, units=units, day=day, source=used.row.pk)
    if spent:
        acting.keep_for_undo(used=str(used.row.pk), code=code)
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
    """Undo it: units come back to their plans, the sales are countered.

    What was given back since, at the office, is not twice: what is spent now was counted anew.
    """
    data = undo_sale(acting, undone.values, undone.given) if "sale" in undone.values else {}
    rest = undone.values.get("rest")
    if rest and rest != undone.values["sale"]:
        undo_sale(acting, {"sale": rest}, {})
    if "used" in undone.values:
        _place, day = people.local_day(acting)
        source, code = UUID(undone.values["used"]), undone.values["code"]
        if not entitlements.given_back_since(undone.command.at, source=source, code=code):
            entitlements.give_back(acting, source=source, day=day, code=code)
    return data
