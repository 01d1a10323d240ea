"""Rows of booking that a test needs beside its own, each made by a command; their ids."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import SecretLink
from maillage.core.secret_links import token_of
from tests.houses import House


def family(house: House, **rules: Any) -> UUID:
    made = new_id()
    house.do("booking.add_family", **{"family": made, "name": f"Laser {made.hex[-6:]}", **rules})
    return made


def machine(house: House, *, parent: UUID | None = None, place: UUID | None = None) -> UUID:
    """A unit of the place, in no room unless said."""
    made = new_id()
    named = {"name": f"Machine {made.hex[-6:]}", "kind": "machine", "parent": parent}
    house.do("network.add_unit", unit=made, place=place or house.place, **named)
    return made


def resource(house: House, of: UUID | None = None, **where: Any) -> UUID:
    """A machine that may be reserved."""
    made = new_id()
    given = {"unit": machine(house, **where), "family": of or family(house)}
    house.do("booking.set_resource", resource=made, **given)
    return made


def slot(days: int = 7, start: str = "10:00", minutes: int = 60) -> dict[str, Any]:
    """When a reservation is asked for: so many days ahead."""
    return {"day": timezone.localdate() + timedelta(days=days), "start": start, "minutes": minutes}


def reservation(house: House, **changes: Any) -> UUID:
    made = new_id()
    wanted = {"reservation": made, **slot(), "person": house.person(), **changes}
    if not {"family", "resource"} & {*wanted}:
        wanted["resource"] = resource(house)
    house.do("booking.reserve", **wanted)
    return made


def began(house: House, **changes: Any) -> UUID:
    """Somebody uses a machine now, for an hour."""
    made = new_id()
    wanted = {"reservation": made, "minutes": 60, "person": house.person(), **changes}
    wanted["resource"] = wanted.get("resource") or resource(house)
    house.do("booking.start", **wanted)
    return made


def used_at(house: House, code: str, **changes: Any) -> UUID:
    """Somebody who has done with a machine that costs so much; their reservation."""
    made = began(house, resource=resource(house, family(house, price_code=code)), **changes)
    house.do("booking.leave", reservation=made)
    return made


def tentative(house: House) -> UUID:
    return reservation(house, resource=resource(house, family(house, tentative=True)))


def printer(house: House, **rules: Any) -> UUID:
    """A machine that works by itself."""
    return resource(house, family(house, unattended=True, **rules))


def job(house: House, **changes: Any) -> UUID:
    """A job of three hours in the queue of a machine."""
    made = new_id()
    wanted = {"job": made, "minutes": 180, "person": house.person(), **changes}
    wanted["resource"] = wanted.get("resource") or printer(house)
    house.do("booking.queue_job", **wanted)
    return made


def running(house: House) -> UUID:
    return job(house, start=True)


def incident(house: House, **changes: Any) -> UUID:
    """A machine is broken, as somebody said."""
    made = new_id()
    told = {"incident": made, "what": "broken", "words": "Elle fume.", **changes}
    told["resource"] = told.get("resource") or resource(house)
    house.do("booking.report_incident", **told)
    return made


def authorisation(house: House, of: UUID | None = None, person: UUID | None = None) -> UUID:
    made = new_id()
    given = {"person": person or house.person(), "family": of or family(house)}
    house.do("booking.authorise", authorisation=made, **given)
    return made


def trained(house: House) -> dict[str, UUID]:
    """A family, and a session of its training at which somebody is present."""
    of, session, seat = family(house, training=house.workshop), house.session(room=None), new_id()
    seats = [{"registration": seat, "person": house.person()}]
    house.do("programme.register", session=session, seats=seats)
    house.do("programme.mark_attendance", registration=seat, attendance="present")
    return {"family": of, "session": session}


def locked(house: House) -> UUID:
    made = resource(house)
    house.do("booking.lock_out", lock_out=new_id(), resource=made, why="broken")
    return made


def given_feed(house: House, audience: str = "team", **target: UUID) -> dict[str, Any]:
    """A calendar whose address is given: which one."""
    asked = {"audience": audience, **(target or {"resource": resource(house)})}
    house.do("booking.give_feed", **asked)
    return asked


def given_page(house: House, person: UUID | None = None) -> dict[str, UUID]:
    """Somebody whose page has an address: who."""
    asked = {"person": person or house.person()}
    house.do("booking.give_page", **asked)
    return asked


def token(house: House, kind: str, target: UUID) -> str:
    """What ends the secret address of a kind that was given."""
    with house.scope():
        return token_of(SecretLink.objects.get(kind=f"booking.{kind}", target=target))
