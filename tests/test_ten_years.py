"""Must show 7: the retention run on ten years. What the durations say, no more, no less.

People come, sit, pay, join and accept at random over ten years, by commands of those days; then one
night passes. Who is forgotten is computed again here, from what each was told to do.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db.models import Count, Sum

from maillage.cli.tick import tick
from maillage.core.ids import new_id
from maillage.core.models import Command, RetentionRun
from maillage.core.periods import months_after
from maillage.money.models import Membership, Receipt, ReceiptPrint, SaleLine
from maillage.network.models import SignIn, Staff
from maillage.people.models import AnonymousCount, Guardianship, Person, Visit
from maillage.people.queries import day_count
from maillage.programme.models import Registration
from tests.houses import House, build_house
from tests.making import document

TONIGHT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = TONIGHT.date()
FIRST = date(2016, 6, 1)
PERSONS = 300 if os.environ.get("MAILLAGE_PROVE") else 40
ACTS = ("visit", "seat", "sale", "accept", "head")


class Decade:
    """Ten years of a house: what each person was last heard of, by their id."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        with time_machine.travel(datetime(2016, 5, 1, 9, tzinfo=UTC)):
            self.house = build_house()
            self.charter = document(self.house)
            self.price = new_id()
            self.house.do(
                "money.set_price",
                price=self.price,
                code="CAFE",
                label="Café",
                rate=80_000,
                from_day="2010-01-01",
            )
            self.gone = self.house.add_staff("volunteer", "Karim")
            self.recent = self.house.add_staff("treasurer", "Monique")
        self.heard: dict[UUID, date] = {}
        self.paid: dict[UUID, list[date]] = defaultdict(list)
        self.wards: dict[UUID, UUID] = {}

    def live(self) -> None:
        """Everybody's life, day after day, so that commands come in the order of time."""
        days = defaultdict(list)
        for number in range(PERSONS):
            arrived = self._day(FIRST, TODAY - timedelta(days=1))
            days[arrived].append((number, "create"))
            for _ in range(self.random.randint(0, 4)):
                act = self.random.choice(ACTS)
                days[self._day(arrived, TODAY - timedelta(days=1))].append((number, act))
        days[date(2018, 3, 1)].append((-1, "leave"))
        days[date(2025, 3, 1)].append((-2, "leave"))
        ids: dict[int, UUID] = {}
        for day in sorted(days):
            with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
                for number, act in sorted(days[day], key=lambda one: one[1] != "create"):
                    self._act(day, number, act, ids)
        self._join_and_guard(list(ids.values()))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def _act(self, day: date, number: int, act: str, ids: dict[int, UUID]) -> None:
        if act == "leave":
            who = self.gone if number == -1 else self.recent
            self.house.do("network.end_staff", staff=who, left_on=day)
            return
        if act == "create":
            ids[number] = self.house.person(f"Personne{number}", phone=f"06{number:08d}")
        elif act == "head":
            self.house.do("people.count_anonymous", count=new_id())
            return
        else:
            getattr(self, f"_{act}")(day, ids[number])
        self.heard[ids[number]] = max(day, self.heard.get(ids[number], day))

    def _visit(self, day: date, person: UUID) -> None:
        self.house.do("people.greet", visit=new_id(), person=person)

    def _seat(self, day: date, person: UUID) -> None:
        session = self.house.session(day=day)
        seats = [{"registration": new_id(), "person": person}]
        self.house.do("programme.register", session=session, seats=seats)

    def _sale(self, day: date, person: UUID) -> None:
        line = {
            "kind": "session",
            "code": "CAFE",
            "price": self.price,
            "rate": 80_000,
            "amount_cents": 800,
        }
        paid = [{"means": "cash", "amount_cents": 800}]
        sale = {"sale": new_id(), "lines": [line], "payments": paid}
        self.house.do("money.sell", sale=sale, person=person)
        self.paid[person].append(day)

    def _accept(self, day: date, person: UUID) -> None:
        values = {"acceptance": new_id(), "document": self.charter, "how": "paper"}
        self.house.do("people.accept_document", person=person, **values)

    def _join_and_guard(self, persons: list[UUID]) -> None:
        """A membership that ended three years ago to the day, one the day before; a minor kept."""
        ends = (self.limit, self.limit - timedelta(days=1))
        silent = sorted(one for one in persons if self.heard[one] < self.limit)
        with self.house.scope():
            for person, end in zip(silent, ends, strict=False):
                start = months_after(end, -12)
                Membership.objects.create(
                    structure_id=self.house.structure,
                    plan_id=self.house.plan,
                    person_id=person,
                    starts_on=start,
                    ends_on=end,
                )
                self.heard[person] = max(end, self.heard[person])
            minor = max(persons, key=self.heard.__getitem__)
            Guardianship.objects.create(
                structure_id=self.house.structure, minor_id=minor, guardian_id=silent[-1]
            )
            self.wards[silent[-1]] = minor

    @property
    def limit(self) -> date:
        return months_after(TODAY, -36)

    def forgotten(self) -> set[UUID]:
        """Who was last heard of before the limit, and answers for no minor who was not."""
        old = {person for person, day in self.heard.items() if day < self.limit}
        return {one for one in old if self.wards.get(one, one) in old}


def counts(house: House) -> dict[str, Any]:
    """The figures of the past, by day, and the totals of the till."""
    with house.scope():
        days = Visit.objects.values_list("place", "day").distinct().order_by("day")
        profile = Visit.objects.values_list("sex", "age_band", "commune", "qpv", "status")
        return {
            "days": {(place, day): day_count(place, day) for place, day in days},
            "profiles": list(profile.annotate(n=Count("id")).order_by("n")),
            "heads": AnonymousCount.objects.aggregate(n=Sum("count")),
            "seats": list(Registration.objects.values_list("id", "person", "state", "seat")),
            "receipts": list(
                Receipt.objects.order_by("id").values_list("id", "total_cents", "hash")
            ),
            "lines": list(SaleLine.objects.order_by("id").values()),
        }


@pytest.fixture
def decade(db: None) -> Iterator[Decade]:
    made = Decade(759)
    made.live()
    with time_machine.travel(TONIGHT):
        yield made


@pytest.mark.prove("7. dix ans de conservation")
def test_a_night_forgets_what_the_durations_say_no_more_no_less(decade: Decade) -> None:
    house, before = decade.house, counts(decade.house)
    tick()
    with house.scope():
        erased = set(Person.objects.exclude(erased_at=None).values_list("pk", flat=True))
        assert erased == decade.forgotten()
        kept = Person.objects.filter(erased_at=None)
        assert set(kept.values_list("pk", flat=True)) == decade.heard.keys() - erased
        assert not kept.filter(first_name="").exists()
        assert set(Person.objects.filter(pk__in=erased).values_list("first_name", "phone")) == {
            ("", "")
        }
        staff = dict(Staff.objects.values_list("pk", "first_name"))
        assert (staff[decade.gone], staff[decade.recent]) == ("", "Monique")
        old = TONIGHT - timedelta(days=30)
        assert not Command.objects.filter(received_at__lt=old).exclude(payload=None).exists()
        assert not SignIn.objects.filter(ended_at__lt=TONIGHT - timedelta(days=366)).exists()
        (run,) = RetentionRun.objects.all()
        assert run.counts["people.files"] == len(erased)
    assert counts(house) == before


def test_a_second_tick_the_same_night_does_nothing(decade: Decade) -> None:
    assert tick()["forgotten"] > 0
    assert tick()["forgotten"] == 0


def test_a_payer_is_forgotten_after_ten_years(decade: Decade) -> None:
    """Names beside receipts of people still on file: only the old ones go."""
    with decade.house.scope():
        ReceiptPrint.objects.update(payer_name="Marie")
    later = datetime(2028, 1, 1, 12, tzinfo=UTC)
    with time_machine.travel(later):
        tick()
    limit = date(2018, 1, 1)
    with decade.house.scope():
        named = {one.receipt_id: one.payer_name for one in ReceiptPrint.objects.all()}
        erased = set(Person.objects.exclude(erased_at=None).values_list("pk", flat=True))
        for receipt in Receipt.objects.select_related("sale"):
            gone = receipt.day < limit or receipt.sale.person_id in erased
            assert named[receipt.pk] == ("" if gone else "Marie"), receipt.day
