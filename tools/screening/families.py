"""Which screens are looked at together: a contact sheet for each family, one for the prints.

``tests/tools/test_screens.py`` holds that no address of the office is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shot:
    """An address by its name, what is asked of it, and whose row instead of the usual one.

    It is seen by the manager of a structure of the demo: its ``slug``.
    """

    name: str
    query: str = ""
    whose: Mapping[str, str] = field(default_factory=dict)
    slug: str = "bras"

    def path(self, addresses: Mapping[str, str], ids: Mapping[str, str]) -> str:
        """Below the structure's address. Raises ``KeyError`` for an id that is not known."""
        known = {**ids, **{asked: ids[one] for asked, one in self.whose.items()}}
        return re.sub(r"<\w+:(\w+)>", lambda one: known[one[1]], addresses[self.name]) + self.query

    @property
    def key(self) -> str:
        """A name for its file."""
        where = "" if self.slug == "bras" else f"{self.slug}-"
        return where + re.sub(r"\W+", "-", f"{self.name}{self.query}").strip("-")


MINOR, MAKER = {"person": "minor"}, {"person": "maker"}
RODEZ = "rodez"
DAYS = "?first={month}&last={today}"

FAMILIES: dict[str, tuple[Shot, ...]] = {
    "home": (
        Shot("home"),
        Shot("settings"),
        Shot("account"),
        Shot("code"),
        Shot("to-settle"),
        Shot("journal"),
        Shot("retention"),
    ),
    "calendar": (
        Shot("sessions"),
        Shot("sessions", "?view=month"),
        Shot("sessions", "?view=list"),
        Shot("session"),
        Shot("session-plan"),
        Shot("session-edit"),
        Shot("series"),
        Shot("session-tell"),
    ),
    "programme": (
        Shot("workshops"),
        Shot("workshop"),
        Shot("workshop-add"),
        Shot("workshop-edit"),
        Shot("themes"),
        Shot("theme"),
        Shot("theme-add"),
        Shot("theme-retire"),
        Shot("session", "#event", {"session": "event"}),
        Shot("event-edit"),
        Shot("item-add", "", {"session": "event"}),
        Shot("decisions", "", {"session": "collaborative"}),
    ),
    "bookings": (
        Shot("bookings"),
        Shot("bookings", "?week={next_week}", slug="amboise"),
        Shot("bookings", "?week={today}", slug=RODEZ),
        Shot("booking-hours", "?what={studio}"),
        Shot("booking-next", "?kind=découpe"),
        Shot("booking-add", "?q=thomas"),
        Shot("booking"),
        Shot("booking-move"),
        Shot("booking-charge", "", {"reservation": "used"}),
        Shot("door", "?day={today}"),
        Shot("feeds"),
        Shot("person-machines", "", MAKER),
        Shot("authorise", "", MAKER),
    ),
    "machines": (
        Shot("jobs"),
        Shot("job-add", "?q=thomas"),
        Shot("job-end"),
        Shot("job-extend"),
        Shot("job-told", "?reservations={reservation}"),
        Shot("job-charge", "", {"job": "printed"}),
        Shot("machine-use", "?week={last_week}"),
        Shot("incident-add"),
        Shot("incidents"),
        Shot("incident"),
        Shot("care"),
        Shot("maintained"),
    ),
    "resources": (
        Shot("families"),
        Shot("family-add"),
        Shot("family"),
        Shot("family-hours"),
        Shot("family-retire"),
        Shot("resources"),
        Shot("resource-add"),
        Shot("resource"),
        Shot("resource-lock"),
        Shot("resource-told", "?cancelled={reservation}"),
        Shot("stock"),
        Shot("material"),
        Shot("material-add"),
        Shot("material-edit"),
        Shot("stock-move"),
    ),
    "plans": (
        Shot("use-plans", slug=RODEZ),
        Shot("use-plan", slug=RODEZ),
        Shot("use-plan-add", slug=RODEZ),
        Shot("person-plans", "", {"person": "claire"}, RODEZ),
        Shot("plan-take", "?plan={useplan}", {"person": "andre"}, RODEZ),
        Shot("plan-try", "?plan={useplan}", {"person": "andre"}, RODEZ),
        Shot("plan-pause", slug=RODEZ),
        Shot("check-in", "", {"person": "solange"}, RODEZ),
        Shot("door", slug=RODEZ),
        Shot("prices", "?day={today}", slug=RODEZ),
    ),
    "people": (
        Shot("people"),
        Shot("people", "?q=mar"),
        Shot("person"),
        Shot("person-add"),
        Shot("person-edit"),
        Shot("person-write"),
        Shot("person-erase"),
        Shot("name-add"),
    ),
    "kin": (
        Shot("household-join", "?q=thomas"),
        Shot("guardian-add", "?q=thomas", MINOR),
        Shot("acts-for-add"),
        Shot("acts-for-end"),
        Shot("duplicates"),
        Shot("compare", "?q=odete", {"person": "odette"}),
        Shot("compare", "?other={twin}", {"person": "odette"}),
        Shot("rings"),
        Shot("ring"),
        Shot("hand-over"),
        Shot("handed"),
        Shot("receive"),
    ),
    "messages": (
        Shot("messages"),
        Shot("message"),
        Shot("message-journal"),
        Shot("message-words"),
        Shot("message-words-edit"),
    ),
    "money": (
        Shot("till"),
        Shot("till-day"),
        Shot("till-receipt"),
        Shot("paper"),
        Shot("paper-enter"),
        Shot("paper-tally"),
        Shot("receipt"),
        Shot("sale-reverse"),
        Shot("prices"),
        Shot("price-set"),
        Shot("price-quote"),
        Shot("price-end"),
        Shot("profile-add"),
        Shot("profile"),
        Shot("plan-add"),
        Shot("plan"),
    ),
    "team": (
        Shot("team"),
        Shot("staff-add"),
        Shot("staff"),
        Shot("roles"),
        Shot("qualify"),
        Shot("role-give"),
        Shot("role-end"),
        Shot("pin-set"),
        Shot("password-set"),
        Shot("staff-end"),
    ),
    "rota": (
        Shot("rota", "?week={next_week}"),
        Shot("slot-add"),
        Shot("slot"),
        Shot("slot-day"),
        Shot("slot-end"),
        Shot("absence-add"),
        Shot("absence"),
    ),
    "places": (
        Shot("places"),
        Shot("place-add"),
        Shot("place"),
        Shot("logo-set"),
        Shot("place-hours"),
        Shot("place-close"),
        Shot("rooms"),
        Shot("room-add"),
        Shot("unit"),
        Shot("carrier-add"),
        Shot("carrier"),
    ),
    "around": (
        Shot("territory"),
        Shot("territory-add"),
        Shot("territory-edit"),
        Shot("population"),
        Shot("neighbourhood-add"),
        Shot("neighbourhood"),
        Shot("networks"),
        Shot("network-found"),
        Shot("network-join"),
        Shot("network-leave"),
        Shot("organisations"),
        Shot("organisation-add"),
        Shot("organisation"),
        Shot("organisation-logo"),
    ),
    "papers": (
        Shot("documents"),
        Shot("document-add"),
        Shot("document"),
        Shot("document-next"),
        Shot("devices"),
    ),
}

PRINTS = (
    Shot("month-pdf"),
    Shot("month-pdf", "?size=large"),
    Shot("session-poster"),
    Shot("session-poster", "?size=large"),
    Shot("session-poster", "?paper=a5"),
    Shot("workshop-poster"),
    Shot("session-signs"),
    Shot("session-sheet"),
    Shot("session-sheet", "?size=large"),
    Shot("session-phones"),
    Shot("session-phones", "?size=large"),
    Shot("day-phones"),
    Shot("slip"),
    Shot("slip", "?size=large"),
    Shot("slip", "?paper=80mm"),
    Shot("person-card"),
    Shot("person-card", "?size=large"),
    Shot("person-letter"),
    Shot("person-letter", "?size=large"),
    Shot("person-parental", "", MINOR),
    Shot("person-parental", "?size=large", MINOR),
    Shot("person-file"),
    Shot("person-file", "?size=large"),
    Shot("resource-card"),
    Shot("resource-card", "?size=large"),
    Shot("own-print", "", MAKER),
    Shot("own-print", "?size=large", MAKER),
    Shot("door-pdf", "?day={next_week}"),
    Shot("door-pdf", "?day={next_week}&size=large"),
    Shot("message-calls"),
    Shot("message-calls", "?size=large"),
    Shot("message-letters"),
    Shot("message-letters", "?size=large"),
    Shot("paper-kit"),
    Shot("paper-kit", "?size=large"),
    Shot("till-journal-pdf", DAYS),
    Shot("till-journal-pdf", f"{DAYS}&size=large"),
)
