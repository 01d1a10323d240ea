"""Sales and their receipts: sell, pay later, reverse. Nothing is ever changed or removed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from maillage.core.acting import Acting, forbidden
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.core.inserts import insert_all
from maillage.core.undo import Undone
from maillage.money.checking import check_lines, fault, is_issued, paying_for
from maillage.money.memberships import fit_memberships, take_membership
from maillage.money.models import Payment, Price, Receipt, Sale, SaleLine, TaxMode
from maillage.money.models.sales import LineKind, Means, Reason
from maillage.money.parts import (
    LinePart,
    MembershipPart,
    MovedPart,
    PaymentPart,
    PlanPart,
    ReceiptPart,
    ReversalGiven,
    SalePart,
)
from maillage.money.plans import Taker, fit_terms
from maillage.money.queries import till_open_on
from maillage.money.receipts import is_closed, issue_receipt, where_and_when
from maillage.money.refunding import cancel_taken
from maillage.money.stock import bring_back, take_from_stock
from maillage.network.models import Organisation
from maillage.network.rights import Right
from maillage.people.models import Person
from maillage.people.operations import known_person


def sell(
    acting: Acting,
    *,
    sale: SalePart,
    person: UUID | None = None,
    organisation: UUID | None = None,
    memberships: list[MembershipPart] = [],  # noqa: B006 - never written to
    plans: list[PlanPart] = [],  # noqa: B006
) -> Data:
    """Sell, and take the payment. Without payment, an amount is due; 0.00 asks for none.

    Refuses ``total_wrong``, ``discount_too_large``, ``price_changed``, ``overpaid``,
    ``forbidden``, ``taken_apart``. A receipt already issued by a desk is stored as it was; its
    faults become rows of *À régler*.
    """
    payer = _payer(acting, sale, person)
    if organisation is not None and not Organisation.objects.filter(pk=organisation).exists():
        raise Missing(_("Organisme"), organisation)
    return record_sale(
        acting,
        sale=sale,
        payer=payer,
        organisation=organisation,
        memberships=memberships,
        plans=plans,
    )


def _payer(acting: Acting, sale: SalePart, person: UUID | None) -> Person | None:
    if person is None:
        return None
    found = known_person(person)
    if found is None:
        fault(acting, sale, Missing(_("Personne"), person), person)
    return found


def record_sale(
    acting: Acting,
    *,
    sale: SalePart,
    payer: Person | None,
    organisation: UUID | None = None,
    memberships: list[MembershipPart] = [],  # noqa: B006
    plans: list[PlanPart] = [],  # noqa: B006
) -> Data:
    """Store the sale, its lines, its receipt; the memberships and terms of plans it pays for."""
    place, day = where_and_when(acting)
    if not acting.may(Right.TILL) and not is_issued(acting, sale):
        raise forbidden()
    codes = sorted({line.code for line in sale.lines})
    grid = {one.pk: one for code in codes for one in _PRICES.objects(code)}
    check_lines(acting, sale, grid, place, day)
    taken = {one.membership for one in memberships} | {one.term for one in plans}
    sale = paying_for(acting, sale, taken)
    who = Taker(payer, organisation, place.pk, issued=is_issued(acting, sale))
    fit = fit_memberships(
        acting, memberships, payer=payer, organisation=organisation, issued=who.issued
    )
    terms = fit_terms(acting, plans, who)
    row = Sale(
        id=sale.sale,
        structure_id=acting.structure_id,
        place=place,
        person=payer,
        organisation_id=organisation,
        at=acting.at,
        day=day,
        actor_id=acting.actor_id,
        amount_cents=sum(line.amount_cents for line in sale.lines),
    )
    lines = [_line(acting, row, line, grid, position) for position, line in enumerate(sale.lines)]
    insert_all([row, *lines])
    acting.touch(row.pk, payer.pk if payer else None)
    acting.keep_for_undo(sale=str(row.pk))
    for part in fit:
        take_membership(acting, part, payer=payer, organisation=organisation)
    insert_all(terms)
    take_from_stock(acting, row, lines)
    receipt = None
    if sale.payments:
        receipt = issue_receipt(acting, row, lines, sale.payments, sale.receipt, payer=payer)
    due = row.amount_cents - sum(one.amount_cents for one in sale.payments)
    return {"sale": str(row.pk), "due_cents": due, "receipt": receipt}


_PRICES = Compiled(lambda code: Price.objects.filter(code=code), str, kept=True)


def _line(
    acting: Acting, sale: Sale, line: LinePart, grid: dict[UUID, Price], position: int
) -> SaleLine:
    price = grid.get(line.price) if line.price else None
    return SaleLine(
        structure_id=acting.structure_id,
        sale=sale,
        position=position,
        kind=line.kind,
        code=line.code,
        profile=line.profile,
        member=line.member,
        price=price,
        target_id=line.target,
        rate=line.rate,
        quantity=line.quantity,
        discount_cents=line.discount_cents,
        reason=line.reason,
        amount_cents=line.amount_cents,
        tax_mode=price.tax_mode if price else TaxMode.NOT_STATED,
        tax_rate=price.tax_rate if price else 0,
    )


def pay(
    acting: Acting,
    *,
    sale: UUID,
    payments: list[PaymentPart],
    receipt: ReceiptPart | None = None,
) -> Data:
    """Pay what was left for later. Refuses ``nothing_due``, ``not_found``.

    A receipt already issued by a desk is stored, whatever became of its sale.
    """
    found, issued = _locked_sale(sale), acting.counts and receipt is not None
    if found is None:
        if not issued:
            raise Missing(_("Vente"), sale)
        return _pay_for_nothing_known(acting, sale, payments, receipt)
    due = amount_due(found)
    paid = sum(one.amount_cents for one in payments)
    if due <= 0 or paid > due:
        refusal = Refusal(
            "nothing_due", _("Rien n’est dû, ou moins que cela. Vérifiez le montant.")
        )
        if not issued:
            raise refusal
        acting.leave_out(refusal.code, sale)
    lines = list(found.lines.select_related("price"))
    made = issue_receipt(acting, found, lines, payments, receipt, payer=found.person)
    acting.touch(found.pk, found.person_id)
    acting.keep_for_undo(paid=str(sale), receipt=made["receipt"])
    return {"sale": str(sale), "due_cents": due - paid, "receipt": made}


def _pay_for_nothing_known(
    acting: Acting, sale: UUID, payments: list[PaymentPart], receipt: ReceiptPart | None
) -> Data:
    """The money of a receipt whose sale had been refused: lines of its own, and it is noted."""
    acting.leave_out("sale_unknown", sale)
    lines = [
        LinePart(
            kind=LineKind.OTHER, code="", reason=Reason.OTHER,
            rate=one.amount_cents * 100, amount_cents=one.amount_cents,
        )
        for one in payments
    ]  # fmt: skip
    part = SalePart(sale=new_id(), lines=lines, payments=payments, receipt=receipt)
    made = record_sale(acting, sale=part, payer=None)
    acting.keep_for_undo(receipt=made["receipt"]["receipt"])
    return made


def _locked_sale(sale: UUID) -> Sale | None:
    found: Sale | None = Sale.objects.select_for_update(of=("self",)).filter(pk=sale).first()
    return found


def amount_due(sale: Sale) -> int:
    """Cents still to be paid; nothing once the sale is reversed."""
    if Sale.objects.filter(reverses=sale).exists():
        return 0
    paid = Receipt.objects.filter(sale=sale).aggregate(cents=Sum("total_cents"))["cents"] or 0
    return int(sale.amount_cents - paid)


def reverse(
    acting: Acting,
    *,
    sale: UUID,
    reversal: UUID,
    receipt: ReceiptPart | None = None,
    means: str | None = None,
    reason: str = "",
) -> Data:
    """Counter a sale: the same lines, negative, on today's till; the first never moves.

    What was paid is given back by ``means``, or as it was paid. Refuses ``already_reversed``, and
    ``till_needed``: away from a desk, cash comes out of the acting device's open till.
    """
    found = _reversible(sale)
    given_back = _given_back(Payment.objects.filter(receipt__sale=found), means)
    cash = any(one.means == Means.CASH for one in given_back)
    if cash and not acting.counts and till_open_on(acting.device_id) is None:
        raise Refusal(
            "till_needed",
            _(
                "Les espèces sortent d’une caisse ouverte : annulez depuis un poste d’accueil "
                "dont la caisse est ouverte, ou rendez la somme autrement."
            ),
        )
    return _counter(acting, found, given_back, reversal=reversal, receipt=receipt, reason=reason)


def _reversible(sale: UUID) -> Sale:
    found = _locked_sale(sale)
    if found is None:
        raise Missing(_("Vente"), sale)
    if found.reverses_id is not None or Sale.objects.filter(reverses=found).exists():
        raise Refusal("already_reversed", _("Cette vente est déjà annulée."))
    return found


def _counter(
    acting: Acting,
    found: Sale,
    given_back: list[MovedPart],
    *,
    reversal: UUID,
    receipt: ReceiptPart | None,
    reason: str = "",
) -> Data:
    """The counter-sale, and the receipt of what is given back."""
    place, day = where_and_when(acting)
    counter = Sale(
        id=reversal,
        structure_id=acting.structure_id,
        place=place,
        person=found.person,
        organisation=found.organisation,
        at=acting.at,
        day=day,
        actor_id=acting.actor_id,
        amount_cents=-found.amount_cents,
        reverses=found,
        reversal_reason=reason,
    )
    originals = list(found.lines.select_related("price").order_by("position"))
    lines = [_negated(line, counter) for line in originals]
    insert_all([counter, *lines])
    cancel_taken(acting, found, originals)
    bring_back(acting, counter, {one.pk: line for one, line in zip(originals, lines, strict=True)})
    acting.touch(counter.pk, found.pk, found.person_id)
    made = None
    if given_back:
        made = issue_receipt(acting, counter, lines, given_back, receipt, payer=found.person)
    return {"sale": str(counter.pk), "receipt": made}


def _negated(line: SaleLine, sale: Sale) -> SaleLine:
    copy = SaleLine(**{field.attname: getattr(line, field.attname) for field in line._meta.fields})
    copy.pk, copy.sale = new_id(), sale
    copy.quantity = -line.quantity
    copy.discount_cents, copy.amount_cents = -line.discount_cents, -line.amount_cents
    copy.price = line.price
    return copy


def _given_back(payments: Iterable[Payment], means: str | None) -> list[MovedPart]:
    paid: dict[str, int] = {}
    for payment in payments:
        one = means or payment.means
        paid[one] = paid.get(one, 0) + payment.amount_cents
    return [
        MovedPart(means=Means(one), amount_cents=-cents) for one, cents in paid.items() if cents
    ]


def unsell(acting: Acting, undone: Undone) -> Data:
    """Undo a sale made a moment ago: a reversal, with the receipt the desk issued for it."""
    return undo_sale(acting, undone.values, undone.given)


def undo_sale(acting: Acting, values: Data, given: Data) -> Data:
    """Reverse ``values["sale"]``; refuses ``closed`` once a closing holds its receipt."""
    told = ReversalGiven.model_validate(given, strict=False)
    sale = UUID(values["sale"])
    refuse_closed(acting, told, sale)
    found = _reversible(sale)
    given_back = _given_back(Payment.objects.filter(receipt__sale=found), None)
    return _counter(
        acting, found, given_back, reversal=told.reversal or new_id(), receipt=told.receipt
    )


def refuse_closed(acting: Acting, told: ReversalGiven, sale: UUID) -> None:
    """A closing ends the undo of what it holds; a reversal already issued is kept and noted."""
    if not is_closed(sale):
        return
    refusal = Refusal("closed", _("La caisse est fermée. Un responsable peut rembourser."))
    if told.receipt is None or not acting.counts:
        raise refusal
    acting.leave_out(refusal.code, sale)


def unpay(acting: Acting, undone: Undone) -> Data:
    """Undo a late payment: it is given back on a new receipt, and the amount is due again."""
    told = ReversalGiven.model_validate(undone.given, strict=False)
    first = Receipt.objects.get(pk=undone.values["receipt"])
    refuse_closed(acting, told, first.sale_id)
    given_back = _given_back(first.payments.all(), None)
    made = issue_receipt(acting, first.sale, [], given_back, told.receipt, payer=first.sale.person)
    return {"sale": str(first.sale_id), "receipt": made}
