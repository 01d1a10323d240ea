"""What several prints say: the place, how to reach it, when and where a session is, who comes."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.phones import phone_fr
from maillage.core.qr import qr_code
from maillage.network.logos import read_logo
from maillage.network.models import Place
from maillage.people.models import Person
from maillage.programme.models import Session


def place_part(place: Place) -> dict[str, Any]:
    """The place's name, motto and logo, at the head of a print."""
    return {"name": place.name, "motto": place.motto, "logo": list(read_logo(place))}


def reach_part(place: Place, site: str = "") -> dict[str, Any]:
    """The same, and how to reach it: the phone, the address, a QR code of the site if any."""
    return place_part(place) | {
        "phone": phone_fr(place.phone),
        "call": _("Renseignements et inscriptions :"),
        "address": place.address,
        "site": site,
        "qr": qr_code(site) if site else "",
    }


def name_of(person: Person | None, *, whole: bool) -> str:
    """A name; to whom sees no file, the first name and an initial."""
    if person is None:
        return ""
    return str(person) if whole else person.initialled


def when(session: Session) -> str:
    """« Mardi 24 novembre 2026, de 14 h à 16 h », in the place's time zone."""
    zone = ZoneInfo(session.place.time_zone)
    start, end = (one.astimezone(zone).time() for one in (session.starts_at, session.ends_at))
    return saying.capital(f"{saying.day_long(session.day)}, {saying.hours(start, end)}")


def hour_of(session: Session) -> str:
    """« 14 h 30 », in the place's time zone."""
    return saying.hour(session.starts_at.astimezone(ZoneInfo(session.place.time_zone)).time())


def where(session: Session) -> str:
    """The address for a day, else the room, else the place's address."""
    return session.address or (session.room.name if session.room else session.place.address)
