"""Golden numbers of the needs (§7), each by its number; number 1 and 20 are in tests/counter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.use_queries import utilisation_of
from maillage.core import saying
from maillage.core.bank_holidays import last_working_day
from maillage.core.cents import vat_parts
from maillage.core.ids import new_id
from maillage.core.periods import Period, local_instant
from maillage.money.models import ReceiptPrint, SaleLine
from maillage.network.models import Place
from maillage.people.queries import day_count
from tests.booking.asking import asked, refused
from tests.counter.test_arrive import Basket
from tests.houses import LONG_AGO, Desk, House, open_desk
from tests.making_booking import printer

PARIS = ZoneInfo("Europe/Paris")

pytestmark = pytest.mark.prove("1. nombres dorés")


@pytest.mark.parametrize(
    ("mode", "rate", "parts"),
    [("liable", 2000, (20833, 4167)), ("exempt", 0, (25000, 0)), ("not_stated", 0, (25000, 0))],
)
def test_golden_9_250_euros_with_and_without_vat(
    desk: Desk, mode: str, rate: int, parts: tuple[int, int]
) -> None:
    """Golden number 9: 250 TTC → 208,33 + 41,67 if liable; otherwise no VAT line."""
    desk.house.do(
        "money.set_price",
        price=new_id(),
        code="PERMANENT",
        label="Bureau permanent",
        rate=2_500_000,
        unit="month",
        tax_mode=mode,
        tax_rate=rate,
        from_day=LONG_AGO,
    )
    basket = Basket(desk)
    sale = basket.sale(basket.line("other", "PERMANENT", member=False), means="transfer")
    desk.do("money.sell", sale=sale, person=desk.house.person())
    with desk.house.scope():
        line = SaleLine.objects.get()
    assert (line.amount_cents, line.tax_mode, line.tax_rate) == (25000, mode, rate)
    assert vat_parts(line.amount_cents, line.tax_rate) == parts


def test_golden_13_the_last_useful_day_before_15_july_2017() -> None:
    """Golden number 13: 14 July is a bank holiday, 15 a Saturday: reminder on Thursday 13."""
    day = last_working_day(date(2017, 7, 15), "metropole")
    assert (day, saying.day(day)) == (date(2017, 7, 13), "jeudi 13 juillet")


def test_golden_19_a_place_open_three_days_with_a_tally_and_undo(house: House) -> None:
    """Golden number 19: a place from 20 to 22 June, six half-days, a tally with undo."""
    house.do(
        "network.edit_place",
        place=house.place,
        kind="temporary",
        opened_on="2026-06-20",
        closed_on="2026-06-22",
        opening="2026-06-20-2026-06-22 09:00-12:00,14:00-18:00",
    )
    heads = [5, 8, 3, 9, 6, 6]
    counted = []
    for number, wanted in enumerate(heads):
        hour = 10 if number % 2 == 0 else 15
        at = datetime(2026, 6, 20 + number // 2, hour, tzinfo=PARIS)
        with time_machine.travel(at, tick=True):
            desk = open_desk(house, "mediator")
            assert desk.snapshot()["place"]["open_now"] is True
            for _ in range(wanted):
                desk.do("people.count_anonymous", count=new_id())
            slip = desk.do("people.count_anonymous", count=new_id())
            desk.do("core.undo", key=slip["key"])
            counted.append(desk.snapshot()["today"]["anonymous"])
    assert counted == [5, 13, 3, 12, 6, 12]
    with house.scope():
        days = [day_count(house.place, date(2026, 6, day)) for day in (20, 21, 22)]
    assert [one.passages for one in days] == [13, 12, 12]
    assert sum(one.passages for one in days) == sum(heads) == 37


def test_golden_21_a_19_hour_print_across_midnight_and_a_closing_day(house: House) -> None:
    """Golden number 21: from 17:00 the printer is taken until 12:00 of a day when all is closed."""
    house.do("network.edit_place", place=house.place, opening="Mo-Fr 09:00-18:00")
    machine = printer(house)
    friday, saturday = date(2026, 6, 19), date(2026, 6, 20)
    with time_machine.travel(datetime(2026, 6, 19, 17, tzinfo=PARIS)) as clock:
        clock.move_to(timezone.now(), tick=False)
        made = house.do(
            "booking.queue_job", job=new_id(), resource=machine, minutes=19 * 60, start=True
        )
        assert made["expected_end"] == datetime(2026, 6, 20, 10, tzinfo=UTC).isoformat()
        wanted = asked(house, resource=machine, day=saturday, minutes=60, despite=["hours"])
        found = refused(house, **{**wanted, "start": "11:30"})
        said = "tourne jusqu’au samedi 20 juin à 12 h"
        assert found.code == "room_taken"
        assert said in found.message.replace("\u00a0", " ")
        house.do("booking.reserve", **{**wanted, "start": "12:00"})
        house.do("booking.cancel", reservation=wanted["reservation"])
    week = Period(
        *(local_instant(date(2026, 6, day), time.min, "Europe/Paris") for day in (15, 22))
    )
    with house.scope():
        place = Place.objects.get(pk=house.place)
        ((_resource, found_use),) = utilisation_of(place, friday - timedelta(days=4), week)
    assert [one // 60 for one in found_use] == [19, 168, 45]
    assert (found_use.by_clock, found_use.by_bookable) == (11, 42)


def test_golden_23_a_change_of_carrier_moves_no_history_and_no_total(desk: Desk) -> None:
    """Golden number 23: commune, then association: one history; old receipts keep their print."""
    house = desk.house
    today = timezone.localdate()
    house.do(
        "network.set_carrier",
        carrier=new_id(),
        kind="commune",
        name="Commune de Bras-sur-Meuse",
        from_day="2010-01-01",
    )
    sell(desk)
    before = history(house, today)
    tomorrow = today + timedelta(days=1)
    house.do(
        "network.set_carrier",
        carrier=new_id(),
        kind="association",
        name="Association Numéripôle",
        rna="W551000000",
        from_day=tomorrow,
    )
    assert history(house, today) == before
    assert desk.snapshot()["carrier"]["name"] == "Commune de Bras-sur-Meuse"
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        sell(desk)
        assert desk.snapshot()["carrier"]["name"] == "Association Numéripôle"
    with house.scope():
        printed = ReceiptPrint.objects.order_by("receipt__number")
        assert [one.carrier["name"] for one in printed] == [
            "Commune de Bras-sur-Meuse",
            "Association Numéripôle",
        ]


def sell(desk: Desk) -> None:
    basket = Basket(desk)
    sale = basket.sale(basket.line("session", "ATELIER", member=True))
    desk.do("counter.arrive", visit=new_id(), person=desk.house.person(), sale=sale)


def history(house: House, day: date) -> list[Any]:
    with house.scope():
        return [
            day_count(house.place, day),
            sum(SaleLine.objects.values_list("amount_cents", flat=True)),
            list(ReceiptPrint.objects.values_list("carrier", flat=True)),
        ]


def test_golden_27_one_animator_two_places_the_same_slot(house: House) -> None:
    """Golden number 27: refused, naming who and where; another hour goes."""
    other, who = new_id(), house.add_staff("mediator", "Sandrine")
    desk = open_desk(house)
    house.do("network.add_place", place=other, name="La Verrerie", kind="digital_space")
    plan = {"workshop": house.workshop, "day": "2027-03-10", "mediators": [who]}
    desk.do("programme.plan_session", session=new_id(), place=house.place, start="14:00", **plan)
    (result,) = desk.send(
        desk.command("programme.plan_session", session=new_id(), place=other, start="15:00", **plan)
    )
    assert (result["status"], result["code"]) == ("refused", "elsewhere")
    assert "Sandrine" in result["message"]
    assert "Numéripôle" in result["message"]
    desk.do("programme.plan_session", session=new_id(), place=other, start="16:00", **plan)
