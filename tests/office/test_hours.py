"""The editor of opening hours: what is typed is the OSM text, read back the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.network.models import Place
from maillage.network.opening import DatedHours, OpeningHours
from maillage.office.forms.hours import HoursForm
from tests.office.conftest import Office

TODAY = date(2026, 11, 23)
USUAL = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T07:00:00Z", tick=False):
        yield


def sent(form: HoursForm) -> dict[str, Any]:
    """What a browser sends of a form left as it is shown."""
    return {
        name: form[name].value() or ""
        for name in form.fields
        if name not in {"unsaid", "opens_by_rota"}
    }


def place(opening: str = "") -> Place:
    return Place(name="EPN", opening=opening)


def form_of(opening: str, **typed: Any) -> HoursForm:
    shown = HoursForm(of=place(opening), today=TODAY)
    return HoursForm({**sent(shown), **typed}, of=place(opening), today=TODAY)


minutes = st.integers(0, 287).map(lambda one: one * 5)
spans = (
    st.lists(minutes, min_size=0, max_size=6, unique=True)
    .map(sorted)
    .map(lambda ends: tuple(zip(ends[::2], ends[1::2], strict=False)))
)
exceptions = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 9), spans.map(lambda one: one[:2])), max_size=3
).map(
    lambda rows: tuple(
        DatedHours(TODAY + timedelta(days=a), TODAY + timedelta(days=a + b), one)
        for a, b, one in rows
    )
)


@given(st.tuples(*[spans] * 7), spans, exceptions)
def test_what_is_shown_and_sent_back_is_what_was_said(week, holidays, dated) -> None:
    said = str(OpeningHours(week, holidays, dated))
    if len(said) > 500:
        return
    form = form_of(said)
    if any((*week, holidays, *(one.spans for one in dated))):
        assert form.is_valid(), form.errors
        assert form.payload()["opening"] == said
    else:
        assert list(form.errors) == ["d0_0_from"]


def test_midnight_and_all_day() -> None:
    for said in ("Mo-Su 00:00-24:00; PH 00:00-24:00", "Fr 20:00-24:00; PH off"):
        form = form_of(said)
        assert form.is_valid()
        assert form.payload()["opening"] == said


def test_more_spans_than_usual_are_all_shown() -> None:
    said = "Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00; PH off"
    form = form_of(said)
    assert form.is_valid()
    assert form.payload()["opening"] == said


def test_past_exceptions_are_forgotten() -> None:
    form = form_of(f"{USUAL}; 2026-11-01 off; 2026-12-24-2026-12-31 off")
    assert form.is_valid()
    assert form.payload()["opening"] == f"{USUAL}; 2026-12-24-2026-12-31 off"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"d0_0_to": ""}, "d0_0_from", "Donnez le début et la fin, ou ni l’un ni l’autre."),
        ({"d0_0_to": "08:00"}, "d0_0_from", "La fin vient après le début."),
        ({"d0_2_from": "11:00", "d0_2_to": "13:00"}, "d0_2_from", "Deux plages se chevauchent."),
        ({"x0_last": "2026-12-24"}, "x0_first", "Donnez le premier jour."),
        ({"x0_first": "2026-12-24", "x0_last": "2026-12-23"}, "x0_last",
         "La fin vient après le début."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(typed: dict, field: str, said: str) -> None:
    assert form_of(USUAL, **typed).errors == {field: [said]}


def test_hours_are_typed_read_back_then_kept(office: Office) -> None:
    house = office.house
    typed = {
        "d3_0_from": "14:00", "d3_0_to": "17:00", "x0_first": "2026-12-24",
        "x0_last": "2026-12-31", "opens_by_rota": "on",
    }  # fmt: skip
    answer = office.client.post(
        office.url("place-hours", house.place), {**typed, "preview": "Relire"}
    )
    assert answer.status_code == 200
    assert "Du jeudi 24 décembre 2026 au jeudi 31 décembre 2026" in answer.content.decode()
    with house.scope():
        assert Place.objects.get().opening == ""
    page = office.send("place-hours", house.place, **typed)
    assert "Jeudi de 14 h à 17 h" in page
    assert "Ouvert seulement quand quelqu’un de l’équipe est là." in page
    with house.scope():
        found = Place.objects.get()
    assert found.opening == "Th 14:00-17:00; PH off; 2026-12-24-2026-12-31 off"
    assert found.opens_by_rota


def test_the_advanced_text_replaces_the_rest_and_hours_may_be_unsaid(office: Office) -> None:
    house = office.house
    page = office.send("place-hours", house.place, raw="Mo-Fr 09:00-12:00", d5_0_from="10:00",
                       d5_0_to="12:00")  # fmt: skip
    assert "Du lundi au vendredi de 9 h à 12 h" in page
    text, _source = office.refused("place-hours", house.place, raw="tous les jours")
    assert "horaires non compris" in text
    office.send("place-hours", house.place, raw="Mo-Fr 09:00-12:00", unsaid="on")
    with house.scope():
        assert Place.objects.get().opening == ""


def test_hours_that_nobody_staffs_are_said_beside_the_hours(office: Office) -> None:
    house = office.house
    house.do("network.edit_place", place=house.place, opening="Th 14:00-17:00")
    house.do(
        "network.set_rota_slot", slot=new_id(), staff=house.manager, place=house.place, weekday=3,
        starts="14:00", ends="16:00",
    )  # fmt: skip
    assert "personne n’est prévu Jeudi de 16 h à 17 h" in office.get("places")
