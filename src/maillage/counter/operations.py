"""The counter: arrivals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.undo import Undone
from maillage.counter.rules import unfit_for
from maillage.money.parts import MembershipPart, SalePart
from maillage.money.selling import record_sale, undo_sale
from maillage.network.rights import Right
from maillage.people import operations as people
from maillage.people.models import Acceptance, Person
from maillage.people.queries import files_of, missing_documents
from maillage.programme import seating
from maillage.programme.fitness import papers_asked
from maillage.programme.models import Session

if TYPE_CHECKING:
    from maillage.counter.commands import Paper, SeatTaken, Unnamed
    from maillage.people.parts import NewPerson

REFUSALS = {
    "too_young": _("Cette personne est trop jeune pour cette activité."),
    "consent_missing": _("Il manque l’autorisation parentale : faites-la signer avant l’activité."),
}


def arrive(
    acting: Acting,
    *,
    visit: UUID,
    person: UUID | None = None,
    new_person: NewPerson | None = None,
    unnamed: Unnamed | None = None,
    papers: list[Paper] = [],  # noqa: B006 - never written to
    purpose: str = "",
    seat: SeatTaken | None = None,
    memberships: list[MembershipPart] = [],  # noqa: B006 - never written to
    sale: SalePart | None = None,
) -> Data:
    """Somebody arrives: file, papers, visit, seat, membership, receipt, whole or not at all.

    At a desk the presence and the receipt have happened: they are stored as they were, and each
    other part that its rules refuse is left out and noted in *À régler*.
    """
    who = _who(acting, person=person, new_person=new_person)
    data: Data = {"person": str(who.pk) if who else None}
    if who is not None:
        _accept(acting, papers, who)
    data |= _greet(acting, who, visit=visit, unnamed=unnamed, purpose=purpose)
    if seat is not None:
        data |= _try(acting, _sit, seat, who, UUID(data["visit"]) if who else None) or {}
    if sale is not None:
        sold = _try(acting, _charge, sale, memberships, who)
        data |= {"receipt": sold["receipt"], "due_cents": sold["due_cents"]} if sold else {}
    return data


def _who(acting: Acting, *, person: UUID | None, new_person: NewPerson | None) -> Person | None:
    if new_person is not None:
        if acting.counts and not acting.may(Right.GREET):
            return None
        made = _try(acting, _create, new_person)
        return Person.objects.get(pk=new_person.person) if made else None
    if person is None:
        return None
    found = people.known_person(person)
    if found is None:
        if not acting.counts:
            raise Missing(_("Personne"), person)
        acting.leave_out("person_unknown", person)
    return found


def _create(acting: Acting, new_person: NewPerson) -> Data:
    data = people.create(acting, **new_person.values())
    acting.keep_for_undo(new_person=str(new_person.person))
    return data


def _try(acting: Acting, part: Callable[..., Data], *values: Any) -> Data | None:
    """Do a part; at a desk, what it refuses is left out and the rest stands."""
    try:
        return part(acting, *values)
    except Refusal as refusal:
        if not acting.counts:
            raise
        acting.leave_out(refusal.code)
        return None


def _accept(acting: Acting, papers: list[Paper], who: Person) -> None:
    """What was signed before the activity; a minor's consent lets them take their seat."""
    signed = [paper for paper in papers if _try(acting, _sign, paper, who) is not None]
    if signed:
        acting.keep_for_undo(papers=[str(paper.acceptance) for paper in signed])


def _sign(acting: Acting, paper: Paper, who: Person) -> Data:
    people.accept_document(
        acting,
        acceptance=paper.acceptance,
        person=who.pk,
        document=paper.document,
        how=Acceptance.How.PAPER,
        sheet=paper.sheet,
    )
    return {}


def _greet(
    acting: Acting, who: Person | None, *, visit: UUID, unnamed: Unnamed | None, purpose: str
) -> Data:
    if who is None:
        count = unnamed.count if unnamed else visit
        return {"visit": None, **people.count_anonymous(acting, count=count, purpose=purpose)}
    place, day = people.local_day(acting)
    return people.record_visit(
        acting, visit=visit, person=who, place=place, day=day, purpose=purpose
    )


def _sit(acting: Acting, seat: SeatTaken, who: Person | None, visit: UUID | None) -> Data:
    if who is not None:
        _check_fit(acting, seat.session, who)
    return seating.sit(
        acting, session=seat.session, registration=seat.registration, person=who, visit=visit
    )


_SESSION = Compiled(lambda session: Session.objects.filter(pk=session), UUID)


def _check_fit(acting: Acting, session: UUID, who: Person) -> None:
    """Prevent what lies ahead; note what has begun."""
    found: Session | None = next(iter(_SESSION.objects(session)), None)
    if found is None:
        raise Missing(_("Séance"), session)
    asked = papers_asked([found]).get(found.pk, frozenset())
    missing = missing_documents([who], found.day, asked={who.pk: asked}, files=files_of(who))[
        who.pk
    ]
    code = unfit_for(who, minimum_age=found.minimum_age, missing=missing, year=found.day.year)
    if not code:
        return
    if acting.counts and found.starts_at <= acting.at:
        acting.leave_out(code, who.pk, session)
        return
    raise Refusal(code, str(REFUSALS[code]))


def _charge(
    acting: Acting, sale: SalePart, memberships: list[MembershipPart], who: Person | None
) -> Data:
    return record_sale(acting, sale=sale, payer=who, memberships=memberships)


def unarrive(acting: Acting, undone: Undone) -> Data:
    """Undo an arrival whole: money back, seat and greeting, papers, then the new file erased.

    Somebody created by the arrival is erased, unless something else names them now.
    """
    values = undone.values
    data = undo_sale(acting, values, undone.given) if "sale" in values else {}
    if "seat" in values:
        seating.unsit(acting, values)
    people.ungreet(acting, undone)
    for acceptance in values.get("papers", []):
        people.unaccept_document(acting, replace(undone, values={"acceptance": acceptance}))
    if "new_person" in values:
        made_with = [*undone.command.touched, *(str(one) for one in acting.touched)]
        people.erase_if_alone(acting, UUID(values["new_person"]), made_with=made_with)
    return data
