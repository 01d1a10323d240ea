"""Each address asks the database a fixed number of questions, whatever the number of rows.

Every address that a GET opens, from the URL resolver, in a house with one row everywhere, then
three.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core import printing
from tests.houses import Desk, sign_in
from tests.office.growing import Growing
from tests.test_scopes import addresses

MOST = 20
STAFF = "s/<slug:slug>/"
SERVED = [path for path, _view in addresses() if not path.startswith(("api/", "^media/"))]
ADDRESSES = [path.removeprefix(STAFF) for path in SERVED]
OUTSIDE = {path for path in SERVED if not path.startswith(STAFF)}

ALL_AT_ONCE = {"desk/snapshot.json": 53} | dict.fromkeys(
    (
        "people/<uuid:person>/file.json", "people/<uuid:person>/file.pdf",
        "people/handed/<uuid:handed>/file.json",
    ),
    30,
)  # fmt: skip
"""No screen: all that a desk needs for the day, or all that is known of somebody, in one: a
statement or so a kind of rows."""

PERIOD = "?first={first}&last={last}"
QUERIES = {
    "sessions/": ("", "?view=month", "?view=list"),
    "sessions/month.pdf": ("", "?size=large"),
    "bookings/": ("?place={place}",),
    "bookings/care/": ("?place={place}",),
    "bookings/incidents/": ("?place={place}",),
    "bookings/incidents/register.csv": ("?place={place}",),
    "bookings/incidents/add": ("?place={place}",),
    "bookings/jobs/": ("?place={place}",),
    "bookings/jobs/add": ("?place={place}&q=mar&w=mar",),
    "bookings/door": ("?place={place}",),
    "bookings/feeds/": ("?place={place}",),
    "bookings/resources/": ("?place={place}",),
    "bookings/resources/add": ("?place={place}",),
    "bookings/hours": ("?place={place}&what={resource}", "?place={place}&family={family}"),
    "bookings/next": ("?kind=laser",),
    "bookings/use": ("?place={place}",),
    "libre": ("?kind=laser",),
    "bookings/add": ("?place={place}&q=mar&w=mar",),
    "people/": ("?q=mar",),
    "people/<uuid:person>/compare": ("?q=mar",),
    "people/<uuid:person>/guardians/add": ("?q=mar",),
    "people/<uuid:person>/household": ("?q=mar",),
    "prices/quote": ("?code=COPIE&day={last}",),
    "till/journal.csv": (PERIOD,),
    "till/journal.pdf": (PERIOD,),
    "workshops/": ("?q=tous",),
}
"""What is asked of a list that shows nothing, or something else, without."""

ABOUT = {"sessions/<uuid:session>/edit": "later"}
"""Addresses that are about another row than the house's usual one."""

NO_ROWS = {
    # leads on, or says one thing of the machine
    "kiosk/<slug:slug>/", "kiosk/<slug:slug>/compter", "kiosk/<slug:slug>/commands",
    "kiosk/<slug:slug>/sw.js", "kiosk/<slug:slug>/manifest.webmanifest",
    "moi/sw.js", "commencer", "connexion",
    "connexion/structures", "healthz", "langue", "desk/", "desk/rev.json",
    "desk/sw.js", "desk/manifest.webmanifest",
    # the same entries for everybody
    "settings/", "account/", "code", "paper/tally", "messages/words", "team/roles/",
    # one thing, alone: a form without choices among rows, a sheet, a confirmation
    "messages/words/edit", "messages/<uuid:message>/", "people/<uuid:person>/write",
    "sessions/<uuid:session>/poster.pdf", "sessions/<uuid:session>/signs.pdf",
    "sessions/<uuid:event>/event", "sessions/<uuid:session>/items/add",
    "registrations/<uuid:registration>/slip.pdf",
    "themes/add", "themes/<uuid:theme>/", "themes/<uuid:theme>/retire",
    "prices/<uuid:price>/end", "prices/profiles/add", "prices/profiles/<uuid:profile>/",
    "places/add", "places/<uuid:place>/", "places/<uuid:place>/hours",
    "places/<uuid:place>/close", "places/<uuid:place>/logo", "places/units/<uuid:unit>/",
    "places/carriers/add", "places/carriers/<uuid:carrier>/",
    "team/<uuid:staff>/qualify", "team/<uuid:staff>/pin", "team/<uuid:staff>/password",
    "team/<uuid:staff>/end", "team/roles/<uuid:role>/end",
    "territory/add", "territory/neighbourhoods/add",
    "territory/neighbourhoods/<uuid:neighbourhood>/", "territory/<uuid:territory>/population",
    "documents/add", "documents/<uuid:document>/", "documents/<uuid:document>/next",
    "people/<uuid:person>/erase", "people/receive", "people/<uuid:person>/hand-over",
    "people/handed/<uuid:handed>/", "people/<uuid:person>/names/add",
    "people/organisations/<uuid:acting>/end", "people/<uuid:person>/card.pdf",
    "people/<uuid:person>/parental.pdf", "people/<uuid:person>/link.pdf",
    "organisations/add", "organisations/<uuid:organisation>/",
    "organisations/<uuid:organisation>/logo",
    "bookings/families/<uuid:family>/hours", "bookings/families/<uuid:family>/retire",
    "bookings/resources/<uuid:resource>/lock",
    "bookings/resources/<uuid:resource>/told",
    "bookings/resources/<uuid:resource>/card.pdf",
    "bookings/resources/<uuid:resource>/maintained",
    "bookings/incidents/<uuid:incident>/",
    "bookings/incidents/<uuid:incident>/photo",
    "bookings/jobs/<uuid:job>/end", "bookings/jobs/<uuid:job>/extend",
    "bookings/jobs/<uuid:job>/told",
    "plans/holders/<uuid:holder>/pause", "stock/<uuid:material>/edit",
    "stock/<uuid:material>/move",
    "networks/found", "networks/join", "networks/<uuid:membership>/leave",
}  # fmt: skip
"""Addresses that show no list: they are as long with three rows as with one."""


class Cost(NamedTuple):
    statements: int
    length: int
    locks: bool
    """Whether a row was locked: PostgreSQL refuses it outside a transaction."""


@pytest.fixture
def written_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A print is the words it would hold: what is compared is their number, not their look."""
    done = SimpleNamespace(
        run=lambda _command, input, **_how: SimpleNamespace(returncode=0, stdout=input),  # noqa: A006
        TimeoutExpired=TimeoutError,
    )
    monkeypatch.setattr(printing, "subprocess", done)


def costs(grown: Growing, manager: Client) -> dict[str, Cost]:
    """What each address that a GET opens costs once its shared words are known."""
    found = {}
    for path in ADDRESSES:
        client = grown.desk.client if path.startswith("desk/") else manager
        for query in QUERIES.get(path, ("",)):
            url = address(grown, path, query)
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(url)
            if answer.status_code != 405:
                assert answer.status_code == 200 or path in OUTSIDE, url
                locks = any("FOR UPDATE" in one["sql"] for one in seen)
                found[path + query] = Cost(len(seen), len(body(answer)), locks)
    return found


def address(grown: Growing, path: str, query: str) -> str:
    ids = {**grown.ids, "session": grown.ids[ABOUT.get(path, "session")]}
    outside = path in OUTSIDE
    for name, ident in ids.items():
        path = path.replace(f"<uuid:{name}>", str(ident))
    for name, secret in grown.tokens.items():
        path = path.replace(f"<str:{name}>", secret)
    assert "<uuid" not in path, path
    today = timezone.localdate()
    asked = query.format(**grown.ids, first=today - timedelta(days=9), last=today)
    return f"/{path}{asked}" if outside else f"/s/{grown.house.slug}/{path}{asked}"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.usefixtures("written_not_laid_out")
@pytest.mark.prove("4. nombre d’instructions")
def test_one_row_and_three_cost_the_same(desk: Desk) -> None:
    grown, manager = Growing(desk), sign_in(desk.house, "manager")
    grown.grow(0)
    one = costs(grown, manager)
    grown.grow(1)
    grown.grow(2)
    three = costs(grown, manager)
    assert {path: (one[path], three[path]) for path in one
            if one[path].statements != three[path].statements} == {}  # fmt: skip
    assert {path: cost.statements for path, cost in three.items()
            if cost.statements > ALL_AT_ONCE.get(path, MOST)} == {}  # fmt: skip
    assert {path for path, cost in three.items() if cost.locks} == set()
    alike = {path for path in one if one[path].length == three[path].length}
    assert alike - NO_ROWS == set(), "fill them in tests/office/growing.py, or say why"
    assert NO_ROWS - set(one) == set()
