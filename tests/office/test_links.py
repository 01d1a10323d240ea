"""Secret addresses at the office: calendars given and withdrawn, somebody's page handed to them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from maillage.core.secret_links import find
from tests.houses import sign_in
from tests.making_booking import family, resource, token
from tests.office.conftest import Office


@pytest.fixture
def laser(office: Any) -> Any:
    return resource(office.house, family(office.house))


class TestCalendars:
    def test_given_shown_given_anew_withdrawn(self, office, laser):
        target = {"audience": "team", "resource": laser}
        assert office.get("feeds").count("Donner une adresse") == 4
        first = address_in(office.send("feed-give", **target))
        assert find(first).target == laser
        second = address_in(office.send("feed-give", **target))
        assert (find(first), find(second) is None) == (None, False)
        page = office.send("feed-withdraw", **target)
        assert "elle ne marche plus" in page
        assert "/agenda/" not in page
        assert "il n’y a rien à retirer" in office.send("feed-withdraw", **target)

    def test_of_the_place_for_everybody(self, office):
        page = office.send("feed-give", audience="public", place=office.house.place)
        assert address_in(page) == token(office.house, "place_public", office.house.place)

    def test_what_is_no_calendar_is_404(self, office, laser):
        for asked in ({"audience": "all", "resource": laser}, {"audience": "team", "place": "x"}):
            assert office.client.post(office.url("feed-give"), asked).status_code == 404

    def test_who_may_not_give_one_copies_it(self, office, laser, as_role):
        office.send("feed-give", audience="team", resource=laser)
        page = as_role("mediator").get("feeds")
        assert address_in(page) == token(office.house, "resource_team", laser)
        assert "Renouveler" not in page

    def test_an_address_of_another_key_is_to_be_given_anew(self, office, laser, settings):
        office.send("feed-give", audience="team", resource=laser)
        settings.SECRET_KEY = "another key of another day"
        again = Office(office.house, sign_in(office.house, "manager"))
        assert "elle ne peut plus être montrée" in again.get("feeds")


def address_in(page: str) -> str:
    (found,) = re.findall(r"/agenda/([-\w]+)\.ics", page)
    return found


def test_somebodys_page_given_given_anew_withdrawn(office: Any) -> None:
    marie = office.house.person()
    assert "Aucun lien n’est donné." in office.get("person-machines", marie)
    assert "remettez-le en main propre" in office.send("own-give", marie)
    first = token(office.house, "own_page", marie)
    assert "Imprimer le lien" in office.send("own-give", marie)
    assert find(first) is None
    assert "il ne marche plus" in office.send("own-withdraw", marie)
    assert "Aucun lien n’est donné." in office.get("person-machines", marie)
