"""Seats: who is registered, who waits, who came. Every write locks its session first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from maillage.core.acting import Acting, forbidden
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.core.inserts import insert_all
from maillage.core.periods import local_date
from maillage.core.undo import Undone
from maillage.network.rights import Right
from maillage.people import operations as people
from maillage.people.models import Person, Visit
from maillage.people.queries import root_of
from maillage.programme.fitness import consent_is_missing
from maillage.programme.models import Registration, Session
from maillage.programme.operations import check_stands, locked_session
from maillage.programme.permissions import owns
from maillage.programme.rules import (
    Seat,
    free_seats,
    next_asked,
    overbooked_rank,
    rank_of,
    waiting_parties,
)

if TYPE_CHECKING:
    from maillage.programme.commands import SeatAsked

State = Registration.State
Attendance = Registration.Attendance


_SEATS = Compiled(
    lambda session: Registration.objects.filter(session=session).values_list(
        "id", root_of("person"), "party", "state", "seat", "asked"
    ),
    UUID,
)


def seats_of(session: Session) -> list[Seat]:
    """Every request of a session, cancelled ones included; one statement.

    Each names the file that stands for the person.
    """
    return [Seat(*row) for row in _SEATS.rows(session.pk)]


def register(
    acting: Acting,
    *,
    session: UUID,
    seats: list[SeatAsked],
    party: UUID | None = None,
    ahead: bool = False,
    promised: bool = False,
) -> Data:
    """Ask for one or several seats. Seated whole if they are free and nobody waits, or ``ahead``.

    Else they wait; those that a desk ``promised``, which saw them free, are overbooked.
    Refuses ``cancelled_session``, ``already_registered``; ``not_found`` for an unknown person.
    """
    found = _open_session(session)
    held = seats_of(found)
    kept = _files_of(held, [one.person for one in seats if one.person is not None])
    party = party or new_id()
    numbers = free_seats(found.capacity, held, len(seats))
    seated = len(numbers) == len(seats) and (ahead or not waiting_parties(held))
    beyond = State.OVERBOOKED if promised else State.WAITING
    rows = [
        _row(
            acting,
            found,
            id=one.registration,
            person_id=kept[one.person] if one.person else None,
            party=party,
            state=State.CONFIRMED if seated else beyond,
            seat=numbers[index] if seated else None,
            asked=next_asked(held) + index,
        )
        for index, one in enumerate(seats)
    ]
    insert_all(rows)
    acting.touch(session, *(row.pk for row in rows), *(row.person_id for row in rows))
    acting.keep_for_undo(registrations=[str(row.pk) for row in rows])
    return {
        "state": rows[0].state,
        "rank": None if seated else _next_rank(held, beyond),
        "seats": [{"registration": str(row.pk), "seat": row.seat} for row in rows],
    }


def _next_rank(held: list[Seat], state: str) -> int:
    """The rank of who comes last among those who wait, or beyond the number that stands."""
    if state == State.WAITING:
        return len(waiting_parties(held)) + 1
    return sum(one.state == State.OVERBOOKED for one in held) + 1


def _open_session(session: UUID) -> Session:
    found = locked_session(session)
    check_stands(found)
    return found


_LIVING = Compiled(
    lambda person: Person.objects.filter(pk=person, erased_at=None).values_list(root_of()), UUID
)


def _files_of(held: list[Seat], persons: list[UUID]) -> dict[UUID, UUID]:
    """The file that stands for each person asked for; refuses who is unknown or has a seat."""
    kept = {person: row[0] for person in persons for row in _LIVING.rows(person)}
    for person in persons:
        if person not in kept:
            raise Missing(_("Personne"), person)
    if len(set(kept.values())) < len(persons):
        raise Refusal("already_registered", _("La même personne est demandée deux fois."))
    for seat in held:
        if seat.person in kept.values() and seat.state != State.CANCELLED:
            raise Refusal(
                "already_registered",
                _("Cette personne est déjà inscrite à cette séance."),
                registration=str(seat.id),
            )
    return kept


def _row(acting: Acting, session: Session, **columns: Any) -> Registration:
    return Registration(
        structure_id=acting.structure_id,
        session=session,
        registered_at=acting.at,
        **columns,
    )


def unregister(acting: Acting, undone: Undone) -> None:
    """Undo a registration, unless somebody has arrived on it."""
    for one in undone.values["registrations"]:
        registration, _session = _locked(UUID(one))
        if registration.attendance == Attendance.PRESENT:
            raise Refusal("stands", _("La personne est déjà arrivée."))
        _free(registration, acting.at)


def _locked(registration: UUID) -> tuple[Registration, Session]:
    """The registration under its session's lock."""
    session = Registration.objects.filter(pk=registration).values_list("session", flat=True).first()
    if session is None:
        raise Missing(_("Inscription"), registration)
    locked = locked_session(session)
    return Registration.objects.select_related("person").get(pk=registration), locked


def _free(registration: Registration, at: datetime) -> None:
    registration.state, registration.seat = State.CANCELLED, None
    registration.cancelled_at = at
    registration.save(update_fields=["state", "seat", "cancelled_at"])


def cancel_registration(acting: Acting, *, registration: UUID) -> Data:
    """Free a seat and name who is next in line; the desk knows the phone to call."""
    found, session = _locked(registration)
    if found.state == State.CANCELLED:
        raise Refusal("already_cancelled", _("Cette inscription est déjà annulée."))
    acting.keep_for_undo(registration=str(registration), state=found.state, seat=found.seat)
    _free(found, acting.at)
    acting.touch(session.pk, registration, found.person_id)
    return {"next": _next_in_line(session)}


def _next_in_line(session: Session) -> Data | None:
    held = seats_of(session)
    parties = waiting_parties(held)
    if not parties:
        return None
    first = min((one for one in held if one.party == parties[0]), key=lambda one: one.asked)
    person = str(first.person) if first.person else None
    return {"registration": str(first.id), "person": person, "rank": 1}


def uncancel(acting: Acting, undone: Undone) -> None:
    """Give the seat back, unless it was given to somebody else meanwhile."""
    found, session = _locked(UUID(undone.values["registration"]))
    seat, state = undone.values["seat"], undone.values["state"]
    held = seats_of(session)
    mine = next(one.person for one in held if one.id == found.pk)
    again = mine is not None and any(
        one.person == mine and one.state != State.CANCELLED for one in held
    )
    if again or (seat is not None and any(one.seat == seat for one in held)):
        raise Refusal("stands", _("Cette place a été redonnée entre-temps."))
    found.state, found.seat, found.cancelled_at = state, seat, None
    found.save(update_fields=["state", "seat", "cancelled_at"])


def offer_seat(acting: Acting, *, registration: UUID, ahead: bool = False) -> Data:
    """Seat a party that waits, or somebody beyond the number that stands.

    Refuses ``cancelled_session``, ``not_waiting``, ``no_seat``, ``not_first``.
    """
    found, session = _locked(registration)
    check_stands(session)
    held = seats_of(session)
    members = [one for one in held if one.party == found.party and one.state == State.WAITING]
    beyond = [one for one in held if one.id == found.pk and one.state == State.OVERBOOKED]
    if not members and not beyond:
        raise Refusal("not_waiting", _("Cette personne n’attend pas de place."))
    if members and rank_of(found.party, held) != 1 and not ahead:
        raise Refusal("not_first", _("Quelqu’un attend depuis plus longtemps."))
    members = members or beyond
    numbers = free_seats(session.capacity, held, len(members))
    if len(numbers) < len(members):
        raise Refusal("no_seat", _("Il n’y a pas assez de places libres. Ajoutez une chaise."))
    for member, number in zip(sorted(members, key=lambda one: one.asked), numbers, strict=True):
        Registration.objects.filter(pk=member.id).update(state=State.CONFIRMED, seat=number)
    acting.touch(session.pk, *(one.id for one in members))
    return {"seats": numbers}


def mark_attendance(acting: Acting, *, registration: UUID, attendance: str) -> Data:
    """Present, absent, excused; late and corrected without blame. Coming is also a visit.

    Refuses ``not_found``; ``too_early`` to be present on a day to come; ``consent_missing`` for a
    minor before an event that asks for the parental consent.
    """
    if acting.counts and not Registration.objects.filter(pk=registration).exists():
        acting.leave_out("registration_unknown", registration)
        return people.count_anonymous(acting, count=new_id())
    found, session = _locked(registration)
    _check_own(acting, session, attendance)
    today = local_date(acting.at, session.place.time_zone)
    if attendance == Attendance.PRESENT and session.day > today:
        raise Refusal("too_early", _("Cette séance est à venir : marquez les présences le jour."))
    _check_consent(acting, found, session, attendance)
    acting.keep_for_undo(registration=str(registration), attendance=found.attendance)
    visit = _visit_of(acting, found, session, attendance)
    set_attendance(found, attendance, visit=visit)
    acting.touch(session.pk, registration, found.person_id)
    return {"attendance": attendance}


def _check_own(acting: Acting, session: Session, attendance: str) -> None:
    """A co-organiser marks their own sessions; at a desk, a presence has happened all the same."""
    if owns(acting, [session.pk], otherwise=Right.GREET):
        return
    if not acting.counts or attendance != Attendance.PRESENT:
        raise forbidden()
    if acting.may(Right.ATTENDANCE):  # else the envelope has said it
        acting.leave_out("forbidden", acting.actor_id)


def _check_consent(acting: Acting, found: Registration, session: Session, attendance: str) -> None:
    """Prevent a minor's presence ahead of an event without the consent it asks for.

    Once it has begun they are there: it is noted.
    """
    person = found.person.kept if found.person is not None else None
    if attendance != Attendance.PRESENT or person is None:
        return
    if not consent_is_missing(session, person):
        return
    if session.starts_at > acting.at:
        raise Refusal(
            "consent_missing",
            _("Il manque l’autorisation parentale : faites-la signer avant l’activité."),
        )
    acting.leave_out("consent_missing", person.pk, session.pk)


def _visit_of(
    acting: Acting, found: Registration, session: Session, attendance: str
) -> UUID | None:
    """The visit of somebody marked present, recorded unless their seat holds one."""
    if attendance != Attendance.PRESENT or found.person is None or found.visit_id is not None:
        return None
    place, day = session.place, session.day
    made = people.record_visit(
        acting, visit=new_id(), person=found.person, place=place, day=day, purpose="session"
    )
    return UUID(made["visit"])


def set_attendance(registration: Registration, attendance: str, *, visit: UUID | None) -> None:
    """Write the mark, its visit and the profile of the day; leaving *present* takes them back."""
    if attendance == Attendance.PRESENT:
        registration.visit_id = registration.visit_id or visit
        if registration.person is not None:
            profile = people.profile_at(registration.person, registration.session.day)
            for name, value in profile.items():
                setattr(registration, name, value)
    elif registration.visit_id is not None:
        Visit.objects.filter(pk=registration.visit_id, greetings__gt=0).update(
            greetings=F("greetings") - 1
        )
        registration.visit_id = None
    registration.attendance = attendance
    registration.save()


def unmark(acting: Acting, undone: Undone) -> None:
    """Put the former mark back, with the visit that goes with it."""
    if "registration" not in undone.values:
        return people.uncount(acting, undone)
    found, session = _locked(UUID(undone.values["registration"]))
    former = undone.values["attendance"]
    set_attendance(found, former, visit=_visit_of(acting, found, session, former))
    return None


def sit(
    acting: Acting, *, session: UUID, registration: UUID, person: Person | None, visit: UUID | None
) -> Data:
    """Somebody arrives for a session: on their seat, or without having registered.

    A free seat is given if nobody waits for one; else they are ``overbooked``, present all the
    same. Refuses ``not_found``, ``cancelled_session``.
    """
    found = _open_session(session)
    held = seats_of(found)
    mine = next((one for one in held if _is_mine(one, registration, person)), None)
    if mine is None:
        row = _walk_in(acting, found, held, registration=registration, person=person)
        made = True
    else:
        row = Registration.objects.select_related("person").get(pk=mine.id)
        made = False
    before = str(row.visit_id) if row.visit_id else None
    acting.keep_for_undo(
        seat=str(row.pk), seat_made=made, attendance=row.attendance, visit_before=before
    )
    row.session = found
    set_attendance(row, Attendance.PRESENT, visit=visit)
    acting.touch(found.pk, row.pk)
    now = [] if row.state == State.CONFIRMED else seats_of(found)
    rank = rank_of(row.party, now) or overbooked_rank(row.pk, now)
    return {"registration": str(row.pk), "seat": row.seat, "state": row.state, "rank": rank}


def _is_mine(seat: Seat, registration: UUID, person: Person | None) -> bool:
    if seat.state == State.CANCELLED:
        return False
    return seat.id == registration or (person is not None and seat.person == person.pk)


def _walk_in(
    acting: Acting,
    session: Session,
    held: list[Seat],
    *,
    registration: UUID,
    person: Person | None,
) -> Registration:
    """Their seat, not written yet."""
    numbers = [] if waiting_parties(held) else free_seats(session.capacity, held, 1)
    return _row(
        acting,
        session,
        id=registration,
        person=person,
        party=new_id(),
        state=State.CONFIRMED if numbers else State.OVERBOOKED,
        seat=numbers[0] if numbers else None,
        asked=next_asked(held),
        walked_in=True,
    )


def unsit(acting: Acting, values: Data) -> None:
    """Undo an arrival's seat: the former mark comes back; a seat made then is freed."""
    found, _session = _locked(UUID(values["seat"]))
    found.visit_id, found.attendance = values["visit_before"], values["attendance"]
    found.save(update_fields=["visit", "attendance"])
    if values["seat_made"]:
        _free(found, acting.at)
