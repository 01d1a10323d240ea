"""The snapshot: all that a desk reads, in one answer. Shape: ``docs/commands.md``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from maillage.core.journal import current_rev
from maillage.core.models import DeviceSequence
from maillage.core.queries import count_to_settle
from maillage.desk.lens import Lens
from maillage.desk.machines import machines_seen
from maillage.desk.persons import persons_seen
from maillage.desk.standpoint import Data, Standpoint, instant
from maillage.money import queries as money
from maillage.money.models import PriceProfile
from maillage.money.models.sales import Means
from maillage.money.plan_queries import use_plan_codes
from maillage.money.till import last_closed_number, open_session, totals_since
from maillage.network.passes import pin_mark
from maillage.network.queries import carrier_on, team_at_work
from maillage.network.rights import Right
from maillage.network.rota_queries import openings_of
from maillage.network.rules import rights_anywhere
from maillage.people import desk_queries as desk
from maillage.people import queries as people
from maillage.people.models import AnonymousCount, Visit
from maillage.programme import queries as programme
from maillage.programme.desk_queries import SeatTold, seats_told
from maillage.programme.models import Registration, Session, Signature
from maillage.programme.rules import ranks

A_PAGE = 2_000
"""Persons of an answer: the rest follows, and may be taken up where it was cut."""

HERE_FOR = timedelta(hours=3)
"""Nobody checks out: greeted less than three hours ago is here."""

FREQUENT_COMMUNES = 6


def snapshot(lens: Lens) -> Data:
    """What the desk shows, with its first page of persons; a fixed number of statements.

    ``next`` is where the following page begins, ``null`` after the last.
    """
    return {**head(lens), **page_of_persons(lens, None), "sessions": sessions_seen(lens)}


def head(lens: Lens) -> Data:
    """Everything but persons and sessions; where the structure is in its history."""
    view = lens.view
    rev, epoch = current_rev(view.structure.pk)
    profiles = money.profiles()
    return {
        "rev": rev,
        "epoch": str(epoch),
        "now": instant(view.now),
        "day": view.day.isoformat(),
        "lens": lens.digest,
        "time_zone": view.place.time_zone,
        **_identity(view),
        "team": _team(view),
        "till": _till(view),
        "prices": _prices(view, profiles),
        "plans": _plans(lens),
        "use_plan_codes": use_plan_codes(),
        "machines": machines_seen(lens),
        "profiles": [{"code": one.code, "label": one.label} for one in profiles],
        "documents": _documents(lens),
        "communes": _communes(view),
        "today": _today(view),
        "to_settle": count_to_settle() if Right.SETTLE in view.rights else 0,
    }


def page_of_persons(lens: Lens, after: str | None) -> Data:
    """Persons in the order of their names, from after a cursor on, and the next cursor.

    A cursor is what an earlier page gave; one that cannot be read begins again.
    """
    folded, last = read_cursor(after)
    found = desk.persons_after(folded, last, A_PAGE + 1)
    places = [(one.folded, one.pk) for one in found]
    return {"persons": persons_seen(lens, found[:A_PAGE]), "next": _next(places)}


def page_after(lens: Lens, after: str) -> Data:
    """A page of persons, and where the page after the next begins: two may be asked at a time."""
    page = page_of_persons(lens, after)
    places = []
    if page["next"]:
        folded, last = read_cursor(page["next"])
        places = desk.places_after(folded, last, A_PAGE + 1)
    return {"lens": lens.digest, **page, "after_next": _next(places)}


def _next(places: list[tuple[str, UUID]]) -> str | None:
    """The cursor of a page that is full and that another follows."""
    if len(places) <= A_PAGE:
        return None
    folded, last = places[A_PAGE - 1]
    return f"{folded}/{last}"


def read_cursor(after: str | None) -> tuple[str, UUID | None]:
    """The folded name and the id of a cursor; nothing where there is none, or no id."""
    folded, _slash, last = (after or "").rpartition("/")
    try:
        return folded, UUID(last)
    except ValueError:
        return "", None


def sessions_seen(lens: Lens, only: set[UUID] | None = None) -> list[Data]:
    """The sessions from yesterday on, or those of them named, with their seats."""
    found = programme.sessions_between(lens.view.place.pk, lens.first, lens.last)
    rows = [one for one in found if only is None or one.pk in only]
    mediators = programme.mediators_of(rows)
    seats = seats_told(rows)
    signatures = programme.signatures_of(rows)
    unnamed = programme.unnamed_in(rows)
    return [
        {
            **_session(row),
            "mediators": mediators.get(row.pk, []),
            "registrations": _registrations(seats.get(row.pk, []), signatures),
            "unnamed": unnamed.get(row.pk, 0),
        }
        for row in rows
    ]


def _identity(view: Standpoint) -> Data:
    place, carrier = view.place, carrier_on(view.day)
    opening = openings_of([place], view.now).get(place.pk)
    last_n = DeviceSequence.objects.values_list("last_n", flat=True).get(device_id=view.device.pk)
    return {
        "structure": {
            "id": str(view.structure.pk),
            "slug": view.structure.slug,
            "name": view.structure.name,
        },
        "place": {
            "id": str(place.pk),
            "name": place.name,
            "motto": place.motto,
            "colour": place.colour,
            "logo": place.logo.url if place.logo else "",
            "phone": place.phone,
            "address": place.address,
            "open_now": opening is not None and opening.is_open(view.now),
            "hours": place.opening,
        },
        "carrier": {
            name: getattr(carrier, name, "") for name in ("name", "kind", "siret", "rna", "address")
        },
        "device": {"id": str(view.device.pk), "name": view.device.name, "last_n": last_n},
        "actor": {
            "id": str(view.staff.pk),
            "first_name": view.staff.first_name,
            "rights": sorted(view.rights),
        },
    }


def _team(view: Standpoint) -> list[Data]:
    """Who may take the desk over, and with which rights: a desk without a line knows no other."""
    return [
        {
            "id": str(one.pk),
            "first_name": one.first_name,
            "has_pin": bool(one.pin),
            "pin": pin_mark(one),
            "rights": sorted(rights_anywhere(roles, day=view.day)),
        }
        for one, roles in team_at_work(view.day)
    ]


def _till(view: Standpoint) -> Data | None:
    series = money.series_of_devices([view.device.pk]).get(view.device.pk)
    if series is None:
        return None
    session = open_session(series)
    till: Data = {
        "series": str(series.pk),
        "code": series.code,
        "next_number": series.last_number + 1,
        "open": None,
    }
    if session is not None:
        totals = totals_since(series, last_closed_number(series))
        till["open"] = {
            "id": str(session.pk),
            "opened_at": instant(session.opened_at),
            "float_cents": session.float_cents,
            "cash_cents": session.float_cents + totals.get(Means.CASH, 0),
            "totals": totals,
        }
    return till


def _session(session: Session) -> Data:
    return {
        "id": str(session.pk),
        "workshop": str(session.workshop_id),
        "title": session.title,
        "format": session.format,
        "starts_at": instant(session.starts_at),
        "ends_at": instant(session.ends_at),
        "day": session.day.isoformat(),
        "room": session.room.name if session.room else session.address,
        "capacity": session.capacity,
        "price_code": session.price_code,
        "minimum_age": session.minimum_age,
        "state": session.state,
    }


def _signed(rows: list[Signature]) -> Data:
    """The half-days signed, left out when there are none."""
    return {"signed": [one.half for one in rows]} if rows else {}


def _registrations(seats: list[SeatTold], signatures: Mapping[UUID, list[Signature]]) -> list[Data]:
    ranked = ranks(seats)
    return [
        {
            "id": str(one.id),
            "person": str(one.person) if one.person else None,
            "seat": one.seat,
            "state": one.state,
            "rank": ranked[one.id],
            "attendance": one.attendance,
            "party": str(one.party),
            **_to_call(one),
            **_signed(signatures.get(one.id, [])),
        }
        for one in seats
    ]


def _to_call(seat: SeatTold) -> Data:
    """Who waits is called when a seat is freed, and who was promised one too many."""
    waits = seat.state in _CALLED and seat.person is not None
    return {"phone": seat.phone} if waits else {}


_CALLED = {Registration.State.WAITING, Registration.State.OVERBOOKED}


def _prices(view: Standpoint, profiles: list[PriceProfile]) -> list[Data]:
    resolved = money.resolved_prices(
        money.prices_on(view.day), profiles, place=view.place.pk, day=view.day
    )
    return [
        {
            "price": str(one.price.pk),
            "code": one.price.code,
            "profile": one.profile,
            "member": one.member,
            "label": one.price.label,
            "why": one.why,
            "rate": one.price.rate,
            "unit": one.price.unit,
            "tax_mode": one.price.tax_mode,
            "tax_rate": one.price.tax_rate,
        }
        for one in resolved
    ]


def _plans(lens: Lens) -> list[Data]:
    return [
        {
            "id": str(one.pk),
            "code": one.code,
            "label": one.label,
            "price_code": one.price_code,
            "for_organisations": one.for_organisations,
            **money.renewal(one, today=lens.view.day, current_end=None),
        }
        for one in lens.plans
    ]


def _documents(lens: Lens) -> list[Data]:
    texts = [one.document for one in lens.texts.values()]
    return [
        {"id": str(one.pk), "kind": one.kind, "title": one.title, "version": one.version}
        for one in texts
    ]


def _communes(view: Standpoint) -> list[Data]:
    """The communes people of the file come from most, the place's own first."""
    own = [view.place.commune] if view.place.commune else []
    often = [one for one in desk.frequent_communes(FREQUENT_COMMUNES) if one not in own]
    shown = [*own, *often][:FREQUENT_COMMUNES]
    return [{"code": one.pk, "name": one.name} for one in shown]


def _today(view: Standpoint) -> Data:
    count = people.day_count(view.place.pk, view.day)
    since = view.now - HERE_FOR
    visits = Visit.objects.filter(
        place=view.place, day=view.day, greetings__gt=0, at__gt=since
    ).values_list(people.root_of("person"), flat=True)
    here = set(visits) | programme.seated_now(view.place.pk, view.now)
    recent = AnonymousCount.objects.filter(
        place=view.place, day=view.day, undone=False, at__gt=since
    )
    return {
        "persons": count.persons,
        "anonymous": count.anonymous,
        "new": count.new,
        "here": sorted(map(str, here)),
        "unnamed_here": sum(recent.values_list("count", flat=True)),
    }


def changes(structure_id: UUID, day: date) -> Data:
    """What an open desk asks every few seconds; one statement."""
    rev, epoch = current_rev(structure_id)
    return {"rev": rev, "epoch": str(epoch), "day": day.isoformat()}
