"""Must show 9, on what is served: ids in addresses, forms, filters and exports, as pages show them.

Two houses with something on every page. What a page offers to send is sent with the other house's
ids, one of each model: the answer is that of an id that does not exist, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client

from maillage.api.lists import LISTS, Listing
from maillage.booking.models import Incident
from maillage.core.ids import new_id
from maillage.core.models import StructureClock
from maillage.core.scopes import every_structure
from tests.figures import PROVING
from tests.forms_in_pages import Form, Page, is_uuid, uuids_in
from tests.houses import Desk, House, ailleurs, laid, open_desk, sign_in
from tests.office.filling import fill_house
from tests.pictures import PNG
from tests.test_scopes import OWNED, STAFF_ADDRESSES
from tests.tokens import give_token

ASKED = dict.fromkeys(
    ("s/<slug:slug>/till/journal.csv", "s/<slug:slug>/till/journal.pdf"),
    "?first=2026-01-01&last=2026-12-31",
)
"""Addresses that show nothing without a query."""

pytestmark = [pytest.mark.once, pytest.mark.prove("9. périmètres et droits")]


@dataclass
class Walk:
    """A manager's browser and desk in one house; the ids of another, one of each model.

    ``ids`` and ``other_ids`` are those of the two houses by the names that addresses give them.
    """

    house: House
    ids: dict[str, str]
    other_ids: dict[str, str]
    manager: Client
    desk: Desk
    theirs: list[str]

    def pages(self) -> Iterator[tuple[str, HttpResponse]]:
        """Every staff address that can be read, with the house's own ids."""
        for path, _view in STAFF_ADDRESSES:
            address = "/" + path.replace("<slug:slug>", self.house.slug)
            for name, ident in self.ids.items():
                address = address.replace(f"<uuid:{name}>", ident)
            client = self.desk.client if "/desk/" in address else self.manager
            answer = client.get(address + ASKED.get(path, ""))
            if answer.status_code != 405:
                assert (answer.status_code, "<" in address) == (200, False), path
                yield address, answer

    def read(self) -> Iterator[Page]:
        for address, answer in self.pages():
            if answer["Content-Type"].startswith("text/html"):
                yield Page(answer.content.decode(), address)

    def strangers(self, turn: int) -> list[str]:
        """Ids to try: all of the other house's, or each in its turn, then one that nobody has."""
        apart = 1 if PROVING else 16
        return [*self.theirs[turn % apart :: apart], str(new_id())]

    def rev(self) -> int:
        return StructureClock.objects.get(structure_id=self.house.structure).rev


def rows_of(house: House) -> list[str]:
    """One id of each model, and all of those that a form offers."""
    with house.scope():
        found = [row.pk for model in OWNED for row in model.objects.all()[:1]]
    return [str(one) for one in (*found, house.place, house.room, house.workshop, house.manager)]


@pytest.fixture
def walk(house: House) -> Walk:
    def fill() -> tuple[Any, ...]:
        other = ailleurs()
        return other, fill_house(other), house, fill_house(house)

    other, other_ids, own, ids = laid("walk", fill)
    keep_photos()
    browser, desk = sign_in(own, "manager"), open_desk(own)
    return Walk(own, ids, other_ids, browser, desk, rows_of(other))


def keep_photos() -> None:
    """The files of photos, which the folder of each test begins without."""
    with every_structure():
        names = list(Incident.objects.exclude(photo="").values_list("photo", flat=True))
    for name in names:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(PNG))


def as_if_absent(answers: dict[str, HttpResponse]) -> set[tuple[int, str]]:
    """The answers to some ids, each without its own id: one, when none of them says anything."""
    return {
        (answer.status_code, plain(answer).replace(ident, "…")) for ident, answer in answers.items()
    }


def plain(answer: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


# What is read


def test_nothing_read_names_a_strangers_row(walk: Walk) -> None:
    everything = {str(row) for row in all_ids(walk)}
    read = 0
    for address, answer in walk.pages():
        if answer["Content-Type"] not in {"application/pdf", "image/png"}:
            assert uuids_in(answer.content.decode()) & everything == set(), address
            read += 1
    assert read > 30


def all_ids(walk: Walk) -> list[Any]:
    """All ids of all structures but the walker's own."""
    with every_structure():
        return [
            ident
            for model in OWNED
            for ident in model.objects.exclude(structure_id=walk.house.structure).values_list(
                "pk", flat=True
            )
        ]


# Addresses


def test_a_strangers_id_in_an_address_is_404(walk: Walk) -> None:
    named = [path for path, _view in STAFF_ADDRESSES if "<uuid:" in path]
    assert len(named) > 10
    for path in named:
        (name,) = re.findall("<uuid:([a-z]+)>", path)
        for ident in (walk.other_ids[name], str(new_id())):
            address = f"/{path}".replace("<slug:slug>", walk.house.slug)
            address = address.replace(f"<uuid:{name}>", ident)
            answers = [walk.manager.get(address), walk.manager.post(address)]
            assert {one.status_code for one in answers} <= {404, 405}, address


# What is sent


def forms(walk: Walk, method: str) -> list[Form]:
    return [
        form for page in walk.read() for form in page.forms if form.method == method and form.ids()
    ]


def test_a_strangers_id_in_a_form_is_as_if_absent(walk: Walk) -> None:
    found = forms(walk, "post")
    assert len({form.action for form in found}) > 5
    liked = walk.ids.values()
    asked = [(form, name) for form in found for name in form.ids()]
    for turn, (form, name) in enumerate(asked):
        before = walk.rev()
        answers = {
            ident: walk.manager.post(form.action, {**form.data(liked), name: ident})
            for ident in walk.strangers(turn)
        }
        (said,) = as_if_absent(answers)
        assert (said[0] in {404, 422}, walk.rev()) == (True, before), (form.action, name)


def test_the_same_forms_with_ones_own_ids_are_done(walk: Walk) -> None:
    """So that what was refused above was refused for the id alone."""
    for form in forms(walk, "post"):
        answer = walk.manager.post(form.action, form.data(walk.ids.values()))
        assert answer.status_code == 302, (form.action, errors_in(answer))


def errors_in(answer: HttpResponse) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", answer.content.decode())


# Filters


def filters(walk: Walk) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each address with a query that names a row: its path, its query, the name of the row."""
    for page in walk.read():
        for link in page.links:
            split = urlsplit(link)
            query = dict(parse_qsl(split.query))
            for name, value in query.items():
                if is_uuid(value):
                    yield split.path or page.address, query, name
        for form in page.forms:
            for name in form.ids() if form.method == "get" else ():
                yield form.action, {}, name


def test_a_strangers_id_in_a_filter_is_as_if_absent(walk: Walk) -> None:
    found = {(path, name): query for path, query, name in filters(walk)}
    assert len(found) > 1
    for turn, ((path, name), query) in enumerate(found.items()):
        answers = {
            ident: walk.manager.get(f"{path}?{urlencode({**query, name: ident})}")
            for ident in walk.strangers(turn)
        }
        assert len(as_if_absent(answers)) == 1, (path, name)


@pytest.mark.parametrize(
    "listing", [one for one in LISTS if one.key == "id"], ids=lambda one: one.name
)
def test_a_strangers_id_in_a_filter_of_the_api(listing: Listing, walk: Walk) -> None:
    api = give_token(walk.house)
    with walk.house.scope():
        own = {str(pk) for pk in listing.rows().values_list("pk", flat=True)}
    for name in listing.asked.model_fields:
        for ident in (*walk.theirs, new_id()) if name in {"session", "after"} else ():
            rows = api.get(listing.name, **{name: str(ident)}).json()["rows"]
            assert {row["id"] for row in rows} <= (own if name == "after" else set()), name


# The desk's own program


def test_a_strangers_id_at_the_desks_door_is_as_if_absent(walk: Walk) -> None:
    for ident in (*walk.theirs, str(new_id())):
        switched = walk.desk.client.post(walk.desk.url("switch"), {"staff": ident, "pin": "2468"})
        assert switched.status_code == 409
    answers = {ident: sent_by(walk, ident) for ident in (*walk.theirs, str(new_id()))}
    assert len({answer.replace(ident, "…") for ident, answer in answers.items()}) == 1
    devices = {
        ident: walk.desk.post(walk.desk.command("people.greet"), device=ident)
        for ident in (*walk.theirs, str(new_id()))
    }
    assert {one.status_code for one in devices.values()} == {401}


def sent_by(walk: Walk, actor: str) -> str:
    command = walk.desk.command("people.create", person=new_id(), first_name="Zoé")
    (result,) = walk.desk.send({**command, "actor": actor})
    assert result["status"] == "refused"
    return f"{result['code']} {result['message']} {result['data']}"
