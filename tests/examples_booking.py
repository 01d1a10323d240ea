"""One valid payload for each kind of command of booking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maillage.core.ids import new_id
from tests.houses import House
from tests.making_booking import (
    authorisation,
    began,
    family,
    given_feed,
    given_page,
    incident,
    job,
    locked,
    machine,
    printer,
    reservation,
    resource,
    running,
    slot,
    tentative,
    trained,
)

EXAMPLES: dict[str, Callable[[House], dict[str, Any]]] = {
    "booking.add_family": lambda h: {
        "family": new_id(),
        "name": f"Laser {new_id().hex[-8:]}",
        "authorised": True,
        "training": h.workshop,
    },
    "booking.authorise": lambda h: {
        "authorisation": new_id(),
        "person": h.person(),
        "family": family(h),
        "session": h.session(room=None),
    },
    "booking.authorise_session": trained,
    "booking.cancel": lambda h: {"reservation": reservation(h)},
    "booking.come": lambda h: {"reservation": reservation(h, **slot(days=0, start="23:00"))},
    "booking.confirm": lambda h: {"reservation": tentative(h)},
    "booking.drop_job": lambda h: {"job": job(h)},
    "booking.edit_family": lambda h: {"family": family(h), "training": h.workshop, "buffer": 15},
    "booking.edit_resource": lambda h: {"resource": resource(h), "family": family(h)},
    "booking.end_incident": lambda h: {"incident": incident(h), "outcome": "mended"},
    "booking.end_job": lambda h: {"job": running(h)},
    "booking.extend_job": lambda h: {"job": running(h), "minutes": 240},
    "booking.give_back": lambda h: {"resource": locked(h)},
    "booking.give_feed": lambda h: {"audience": "team", "resource": resource(h)},
    "booking.give_page": lambda h: {"person": h.person()},
    "booking.lock_out": lambda h: {
        "lock_out": new_id(),
        "resource": resource(h),
        "why": "broken",
    },
    "booking.move": lambda h: {
        "reservation": reservation(h),
        "resource": resource(h),
        **slot(days=8),
    },
    "booking.note_maintenance": lambda h: {"maintenance": new_id(), "resource": resource(h)},
    "booking.queue_job": lambda h: {
        "job": new_id(),
        "resource": printer(h),
        "person": h.person(),
        "minutes": 90,
        "start": True,
    },
    "booking.repeat": lambda h: {
        "recurrence": new_id(),
        "resource": resource(h),
        "person": h.person(),
        "rrule": "FREQ=WEEKLY;BYDAY=MO,WE",
        "until": slot(days=28)["day"],
        **slot(),
    },
    "booking.report_incident": lambda h: {
        "incident": new_id(),
        "resource": resource(h),
        "what": "dangerous",
        "lock_out": new_id(),
    },
    "booking.leave": lambda h: {"reservation": began(h)},
    "booking.start": lambda h: {
        "reservation": new_id(),
        "resource": resource(h),
        "person": h.person(),
        "minutes": 90,
    },
    "booking.reserve": lambda h: {
        "reservation": new_id(),
        "resource": resource(h),
        "person": h.person(),
        **slot(),
    },
    "booking.retire_family": lambda h: {"family": family(h), "retired_on": None},
    "booking.set_resource": lambda h: {
        "resource": new_id(),
        "unit": machine(h),
        "family": family(h),
    },
    "booking.start_job": lambda h: {"job": job(h)},
    "booking.withdraw": lambda h: {"authorisation": authorisation(h)},
    "booking.withdraw_feed": given_feed,
    "booking.withdraw_page": given_page,
}
