"""Somebody comes to use the place: their plan pays, or the team, or the price is due."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.undo import Undone
from maillage.counter.charging import Due, charge, paid_again, sold, told, uncharge
from maillage.money import entitlements, plan_queries
from maillage.money.checking import is_issued
from maillage.money.models.sales import LineKind
from maillage.money.parts import SalePart
from maillage.people import operations as people
from maillage.people.models import Person

DAY = 1000
"""One unit of what is counted by the day, in thousandths."""


def check_in(
    acting: Acting,
    *,
    visit: UUID,
    person: UUID,
    code: str,
    units: int = DAY,
    sale: SalePart | None = None,
    grant: str = "",
    purpose: str = "",
) -> Data:
    """Somebody comes and uses units of a price code, once a day and place: their visit says it.

    With a ``sale``, they pay; else their plans do, as far as they go. What is missing is granted,
    for the reason said by ``grant`` (when a plan could have paid), or it is an amount due, at the
    price of the grid. Nobody is turned away. Refuses ``no_price`` where nothing says the price; at
    a desk, that is noted in *À régler*.
    """
    who = people.known_person(person)
    if who is None:
        return _unknown(acting, person, visit=visit, sale=sale, purpose=purpose)
    place, day = people.local_day(acting)
    came = people.record_visit(
        acting, visit=visit, person=who, place=place, day=day, purpose=purpose
    )
    source = UUID(came["visit"])
    data: Data = {"person": str(who.pk), **came, "spent": [], "due_cents": 0, "already": False}
    if plan_queries.is_paid_for(source, code):
        return {**data, "already": True, **_paid_again(acting, who, sale)}
    if sale is not None:
        return data | sold(acting, who, _about(sale, code, source))
    covers = plan_queries.covers(who.pk, code, day)
    spent = entitlements.spend(acting, covers, units=units, day=day, source=source)
    left = units - sum(one.units for one in spent)
    if left and grant and covers:
        spent.append(
            entitlements.grant(
                acting, covers[0], units=left, day=day, source=source, reason=grant
            )
        )  # fmt: skip
        left = 0
    acting.keep_for_undo(used=str(source), code=code)
    data["spent"] = [told(one) for one in spent]
    return data | (_charge(acting, who, code, left, source) if left else {})


def _unknown(
    acting: Acting, person: UUID, *, visit: UUID, sale: SalePart | None, purpose: str
) -> Data:
    """Somebody erased meanwhile: at a desk they came, as a head without a name, and they paid."""
    if not acting.counts:
        raise Missing(_("Personne"), person)
    acting.leave_out("person_unknown", person)
    data = {"person": None, "visit": None}
    data |= people.count_anonymous(acting, count=visit, purpose=purpose)
    return data if sale is None else data | sold(acting, None, sale)


def _paid_again(acting: Acting, who: Person, sale: SalePart | None) -> Data:
    """What is counted already is not sold again; a receipt already issued is kept and noted."""
    if sale is None or not is_issued(acting, sale):
        return {}
    return paid_again(acting, who, sale)


def _about(sale: SalePart, code: str, source: UUID) -> SalePart:
    """The sale of a day ticket, its line bound to the visit."""
    lines = [
        one.model_copy(update={"target": source}) if one.code == code else one
        for one in sale.lines
    ]  # fmt: skip
    return sale.model_copy(update={"lines": lines})


def _charge(acting: Acting, who: Person, code: str, units: int, source: UUID) -> Data:
    """Units that no plan pays for: a sale at the price of the grid, left due."""
    try:
        return charge(acting, who, [Due(LineKind.USE, code, units, source)])
    except Refusal as refusal:
        if not acting.counts:
            raise
        acting.leave_out(refusal.code, who.pk)
        return {}


def uncheck(acting: Acting, undone: Undone) -> Data:
    """Undo a check-in whole: units come back, the sale is countered, the visit goes."""
    data = uncharge(acting, undone)
    people.ungreet(acting, undone)
    return data


def cancel_use(acting: Acting, *, visit: UUID, code: str | None = None) -> Data:
    """What was used did not take place: the units spent for that visit come back to their plan.

    Of every price code, unless one is said. Refuses ``nothing_spent``. A sale made for it is
    reversed apart.
    """
    _place, day = people.local_day(acting)
    returned = entitlements.give_back(acting, source=visit, day=day, code=code)
    if not returned:
        raise Refusal("nothing_spent", _("Rien n’a été décompté pour ce passage."))
    acting.touch(visit)
    return {"returned": returned}
