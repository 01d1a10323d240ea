"""Days that addresses ask for: those that are none ask for nothing, and no page breaks."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from maillage.office.days import day_asked, day_of, monday_of, month_of
from maillage.office.urls import urlpatterns
from tests.houses import House, sign_in
from tests.making_booking import resource

TODAY = date(2026, 11, 25)
NO_DAY = ["", "demain", "2026-13-01", "0001-01-01", "9999-12-31"]
LISTS = [str(one.pattern) for one in urlpatterns if "<" not in str(one.pattern)]


@pytest.mark.parametrize("text", [None, *NO_DAY])
def test_what_is_no_day_is_today(text: str | None) -> None:
    assert (day_asked(text), day_of(text, TODAY)) == (None, TODAY)
    assert (monday_of(text, TODAY), month_of(text, TODAY)) == (
        date(2026, 11, 23),
        date(2026, 11, 1),
    )


def test_a_day_its_monday_and_its_month() -> None:
    assert day_of("2026-12-06", TODAY) == date(2026, 12, 6)
    assert monday_of("2026-12-06", TODAY) == date(2026, 11, 30)
    assert month_of("2026-12", TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize("said", NO_DAY)
def test_no_page_breaks(house: House, said: str) -> None:
    """Every address without an id, asked for what is no day, week or month."""
    browser: Client = sign_in(house, "manager")
    resource(house)
    asked = dict.fromkeys(("day", "week", "month", "from", "to"), said) | {"kind": "laser"}
    for path in LISTS:
        answer = browser.get(f"/s/{house.slug}/{path}", asked)
        assert answer.status_code in {200, 302, 404, 405, 422}, (path, answer.status_code)
