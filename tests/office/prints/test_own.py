"""The paper that opens somebody's own page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.making_booking import given_page, token

pytestmark = pytest.mark.once


def test_it_says_the_address_whose_it_is_and_what_it_gives(office: Any, printed: Any) -> None:
    office.house.do("network.edit_place", place=office.house.place, phone="03 29 12 34 56")
    marie = given_page(office.house)["person"]
    for size in ("", "large"):
        made = printed("own-print", marie, size=size)
        assert (made.pages, made.is_accessible) == (1, True)
        assert min(made.sizes) >= (18 if size else 14)
        written = made.text.replace(" ", "")
        assert f"/moi/{token(office.house, 'own_page', marie)}/" in written
        assert "Votre page Marie Le Gall" in made.text
        assert "qui l’a peut réserver à votre place" in made.text
        assert "03 29 12 34 56" in made.text


def test_without_a_link_there_is_nothing_to_print(office: Any) -> None:
    address = office.url("own-print", office.house.person())
    assert office.client.get(address).status_code == 404


def test_their_file_says_that_one_was_given(office: Any, printed: Any) -> None:
    marie = given_page(office.house)["person"]
    assert "Un lien vers une page à vous, donné le" in printed("person-file", marie).text
