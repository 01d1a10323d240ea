"""The paper kit: its sheets, their codes, its numbers, printed once."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import ShortCode
from maillage.core.shortcodes import written
from maillage.money.models import PaperBatch
from tests.houses import House, sign_in
from tests.office.conftest import Office, text_of
from tests.office.prints.conftest import Print
from tests.office.prints.test_prints import identity, registered


def prepared(office: Office, **query: str) -> Print:
    """The button of the morning, as far as the PDF."""
    answer = office.client.post(office.url("paper-prepare"))
    made = office.client.get(answer["Location"], query)
    assert made["Content-Type"] == "application/pdf"
    return Print(made.content)


def numbers_in(made: Print) -> list[int]:
    """The numbers of the receipts that are given, in their order."""
    return [int(one) for one in re.findall(r"Reçu P1-(\d+)", made.text)]


def codes_of(house: House) -> dict[str, str]:
    with house.scope():
        return {row.kind: written(row.code) for row in ShortCode.objects.all()}


def test_a_kit_holds_every_sheet_of_the_day_each_with_its_code(office: Office) -> None:
    house = office.house
    identity(house)
    session = house.session(room=house.room)
    registered(house, session, phone="06 12 34 56 78")
    cancelled = house.session(room=None)
    house.do("programme.cancel_session", session=cancelled)
    made = prepared(office)
    pages = [" ".join((one.extract_text() or "").split()) for one in made.reader.pages]
    assert len(pages) == 1 + 1 + 5 + 1 + 1
    codes = codes_of(house)
    assert sorted(codes) == ["attendance", "phones_day", "receipts", "tally"]
    kinds = ["attendance", *["receipts"] * 5, "tally", "phones_day"]
    for page, kind in zip(pages[1:], kinds, strict=True):
        assert codes[kind] in page, kind
    assert all(code in pages[0] for code in codes.values())
    assert "03 29 12 34 56" in made.text
    assert "06 12 34 56 78" in pages[-1]
    assert made.text.count("Boîte mail") >= 2
    assert numbers_in(made) == list(range(1, 21))


def test_no_number_is_on_two_kits(office: Office) -> None:
    found = [number for _ in range(3) for number in numbers_in(prepared(office))]
    assert found == list(range(1, 61))


@pytest.mark.once
def test_a_kit_in_large_print_is_larger_and_holds_the_same_numbers(office: Office) -> None:
    identity(office.house)
    normal, large = prepared(office), prepared(office, size="large")
    assert (normal.is_accessible, large.is_accessible) == (True, True)
    assert (min(normal.sizes), min(large.sizes)) == (14, 18)
    assert numbers_in(large) == list(range(21, 41))
    assert (normal.pages, large.pages) == (7, 9)


def test_a_kit_is_not_printed_again_later(office: Office) -> None:
    house, batch = office.house, new_id()
    then = timezone.now() - timedelta(minutes=20)
    house.do("money.reserve_paper", batch=batch, place=house.place, at=then)
    assert refused_text(office, batch).startswith("Ce kit est imprimé")


def test_a_kit_entered_is_not_printed_again(office: Office) -> None:
    house, batch = office.house, new_id()
    house.do("money.reserve_paper", batch=batch, place=house.place)
    house.do("money.enter_paper", batch=batch)
    assert refused_text(office, batch).startswith("Ce kit est imprimé")


def refused_text(office: Office, batch: UUID) -> str:
    answer = office.client.get(office.url("paper-kit", batch))
    page = text_of(office.client.get(answer["Location"]))
    return page[page.index("Ce kit est imprimé") :]


def test_a_volunteer_has_a_kit_without_the_phones_and_with_initials(house: House) -> None:
    house.add_staff("volunteer")
    session = house.session(room=house.room)
    registered(house, session, phone="06 12 34 56 78")
    made = prepared(Office(house, sign_in(house, "volunteer")))
    assert "06 12 34 56 78" not in made.text
    assert ("Marie L." in made.text, "Le Gall" in made.text) == (True, False)
    with house.scope():
        assert PaperBatch.objects.get().reserved_by_id == house.staff["volunteer"]
