"""The demo as it is written: through commands, once, and extended a day at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db.models import Max, Sum

from maillage.core.envelope import Sent, run_one
from maillage.core.ids import new_id
from maillage.core.models import Command, JournalLine, ToSettle
from maillage.core.scopes import every_structure
from maillage.demo import page, prepare
from maillage.demo.world import demo_id
from maillage.desk.lens import Lens
from maillage.desk.snapshot import snapshot
from maillage.desk.standpoint import Standpoint
from maillage.money.models import Payment, Price, Receipt, Series, TillClosing
from maillage.network.doors import door_of_server
from maillage.network.models import Carrier, Device, Place, Staff, StaffPresence, Structure
from maillage.network.rights import RIGHTS
from maillage.people.models import Person, Visit
from maillage.programme.models import Registration, Session
from tests.demo.conftest import NOW, in_structure

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def everything() -> dict[str, int]:
    """How many rows each table holds."""
    with every_structure():
        return {one._meta.label: one._base_manager.count() for one in apps.get_models()}


def totals() -> dict[str, int]:
    """Cents of each series."""
    with every_structure():
        return {f"{one.structure_id} {one.code}": one.total_cents for one in Series.objects.all()}


def test_preparing_again_changes_nothing(demo) -> None:
    before = everything(), totals()
    said: list[str] = []
    prepare(NOW, said.append)
    assert (everything(), totals()) == before
    assert said == []


def test_the_next_day_appends_exactly_one_day(demo) -> None:
    with in_structure("bras"):
        before = set(Visit.objects.values_list("pk", flat=True))
        sessions = Session.objects.aggregate(last=Max("day"))["last"]
    prepare(NOW + DAY, lambda _: None)
    with in_structure("bras"):
        added = Visit.objects.exclude(pk__in=before)
        assert set(added.values_list("day", flat=True)) == {TODAY, TODAY + DAY}
        assert Visit.objects.filter(pk__in=before).count() == len(before)
        assert min(added.filter(day=TODAY).values_list("at", flat=True)) > NOW
        assert Session.objects.aggregate(last=Max("day"))["last"] == sessions + DAY
        assert TillClosing.objects.filter(day=TODAY).count() == 1


def test_a_pause_during_the_day_changes_nothing_in_the_end(demo) -> None:
    """Prepared at three times or at once, the evening is the same."""
    for hours in (1, 3, 8):
        prepare(NOW + timedelta(hours=hours), lambda _: None)
    in_three = everything(), totals()
    assert in_three[0]["money.TillClosing"] > 0
    with every_structure():
        assert Command.objects.filter(status="refused").count() == 0
    prepare(NOW + timedelta(hours=8), lambda _: None)
    assert (everything(), totals()) == in_three


def test_every_write_came_by_a_command_and_none_was_refused(demo) -> None:
    for slug in ("bras", "amboise", "pipriac"):
        with in_structure(slug):
            assert Command.objects.filter(status="refused").count() == 0
            assert Command.objects.count() == JournalLine.objects.count()
            assert set(ToSettle.objects.values_list("code", flat=True)) == (
                {"consent_missing"} if slug == "bras" else set()
            )


def test_each_till_holds_its_float_and_its_cash(demo) -> None:
    """Expected = float + cash, by SQL over the receipts each closing holds; chains are whole."""
    closings = 0
    for slug in ("bras", "amboise"):
        with in_structure(slug):
            for one in TillClosing.objects.select_related("session__series"):
                cash = Payment.objects.filter(
                    means="cash",
                    receipt__series=one.session.series,
                    receipt__number__range=(one.first_number, one.head_number),
                ).aggregate(cents=Sum("amount_cents"))["cents"]
                assert one.expected_cents == one.session.float_cents + (cash or 0)
                assert one.counted_cents == one.expected_cents or one.reason
                closings += 1
            for series in Series.objects.all():
                numbers = Receipt.objects.filter(series=series).values_list("number", flat=True)
                assert sorted(numbers) == list(range(1, series.last_number + 1))
    assert closings >= 7


def test_bras_has_the_facts_of_the_field(demo) -> None:
    """Needs B01, B03, B22, B23; golden numbers 1 and 23."""
    with in_structure("bras"):
        place = Place.objects.get()
        carriers = Carrier.objects.order_by("from_day").values_list("kind", "from_day", "to_day")
        rates = {(one.code, one.member): one.rate for one in Price.objects.all()}
        assert (place.name, place.motto) == ("Numéripôle", "Village connecté à l’avenir")
        assert list(carriers) == [
            ("commune", date(2010, 1, 1), date(2010, 12, 31)),
            ("association", date(2011, 1, 1), None),
        ]
        assert rates["ADHESION", None] == 300_000
        assert rates["ATELIER", True] == rates["ATELIER", None] == 80_000
        first = Receipt.objects.filter(total_cents=3800)
        assert first.exists()
        fab = Receipt.objects.filter(sale__lines__code="MACHINE")
        assert fab.exists()
        assert not fab.filter(sale__lines__kind="membership").exists()


def test_the_animator_of_amboise_is_never_in_two_places(demo) -> None:
    """Golden number 27, in the base."""
    with in_structure("amboise"):
        yann = StaffPresence.objects.filter(staff=demo_id("amboise", "staff", "yann"))
        spans = list(yann.order_by("starts_at").values_list("starts_at", "ends_at", "place"))
    places = {place for *_, place in spans}
    clashes = [
        (one, other)
        for number, one in enumerate(spans)
        for other in spans[number + 1 :]
        if other[0] < one[1] and one[2] != other[2]
    ]
    assert (len(places), clashes) == (2, [])


def look(slug: str, place: str, staff: str) -> dict:
    """What a desk shows at ``NOW``."""
    structure = Structure.objects.get(slug=slug)
    with in_structure(slug):
        view = Standpoint(
            structure=structure,
            place=Place.objects.get(pk=demo_id(slug, "place", place)),
            device=Device.objects.get(pk=demo_id(slug, "desk", place)),
            staff=Staff.objects.get(pk=demo_id(slug, "staff", staff)),
            rights=RIGHTS["mediator"],
            now=NOW,
        )
        return snapshot(Lens(view))


def test_the_desk_of_bras_is_rich(demo) -> None:
    seen = look("bras", "numeripole", "sandrine")
    people = {one["first"] + " " + one["last"]: one for one in seen["persons"]}
    today = [one for one in seen["sessions"] if one["day"] == TODAY.isoformat()]
    assert len(people) >= 30
    assert [len(one["registrations"]) > 0 for one in today[1:]] == [True, True, True]
    assert seen["today"]["persons"] >= 8
    assert seen["today"]["new"] >= 1
    assert seen["today"]["anonymous"] >= 1
    assert len(seen["today"]["here"]) >= 4
    assert seen["till"]["open"]["cash_cents"] > seen["till"]["open"]["float_cents"]
    assert people["Marie Le Gall"]["missing"] == ["charter"]
    assert people["Henri Toussaint"]["expired_on"] is not None
    assert people["Léa Marchal"]["missing"] == ["parental_consent"]
    assert people["Denise Humbert"]["due_cents"] == 800
    assert any(one["rank"] for session in seen["sessions"] for one in session["registrations"])
    assert {one["capacity"] for one in today} >= {4, 8}


def test_pipriac_counts_heads_without_a_name(demo) -> None:
    """Golden number 19: the place stands three days; the tally is most of the people."""
    seen = look("pipriac", "mon-autre-bureau", "maelle")
    assert seen["place"]["open_now"]
    assert seen["today"]["anonymous"] >= 3
    with in_structure("pipriac"):
        place = Place.objects.get()
        assert (place.kind, place.opened_on, place.closed_on) == (
            "temporary",
            TODAY - DAY,
            TODAY + DAY,
        )


def test_what_a_visitor_did_is_not_done_again(demo) -> None:
    """Who was greeted, erased or marked by the visitor is left alone when the day goes on."""
    with in_structure("bras"):
        seats = Registration.objects.filter(session__day=TODAY, attendance="expected")
        seat = seats.exclude(person__first_name__in=("Léa", "Henri")).first()
        structure, place = seat.structure_id, seat.session.place_id
    arrival = {
        "visit": str(new_id()),
        "person": str(seat.person_id),
        "seat": {"registration": str(seat.pk), "session": str(seat.session_id)},
    }
    sent = Sent(
        key=new_id(),
        kind="counter.arrive",
        place=place,
        actor=demo_id("bras", "staff", "sandrine"),
        at=NOW,
        payload=arrival,
    )
    assert run_one(door_of_server(structure), sent, NOW).status == "done"
    prepare(NOW + timedelta(hours=8), lambda _: None)
    with in_structure("bras"):
        seat.refresh_from_db()
        visit = Visit.objects.get(person=seat.person_id, day=TODAY)
        assert (seat.attendance, visit.greetings) == ("present", 1)


def test_everybody_can_sign_in_with_what_is_printed(demo, client) -> None:
    told = page(NOW, 8123)
    assert "http://127.0.0.1:8123/s/bras/desk/" in told
    assert "personnes inventées" in told
    for login in ("sandrine@bras", "yann@amboise", "maelle@pipriac", "elise@bras"):
        assert login in told
        assert client.login(username=login, password="bonjour-maillage")
    assert "Marie Le Gall" in told


def test_nobody_shares_a_card(demo) -> None:
    with in_structure("bras"):
        cards = list(Person.objects.exclude(card="").values_list("card", flat=True))
    assert len(cards) == len(set(cards))
