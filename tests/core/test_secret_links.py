"""Secret links: random, never kept, dead at once when given anew or withdrawn."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from maillage.core import secret_links
from maillage.core.ids import new_id
from maillage.core.models import SecretLink
from maillage.core.secret_links import find, give, links_to, token_of, withdraw
from tests.houses import House, ailleurs

NOW = timezone.now()


def given(house: House, kind: str = "any.page", target=None) -> SecretLink:
    with house.scope():
        return give(house.structure, kind, target or new_id(), at=NOW)


def test_it_opens_what_it_is_about_from_outside_any_scope(house: House) -> None:
    link = given(house)
    token = token_of(link)
    assert re.fullmatch(r"[-\w]{43}", token)
    assert find(token) == link


@pytest.mark.parametrize("typed", ["", "x", "x" * 43, "x" * 4000])
def test_anything_else_opens_nothing(house: House, typed: str) -> None:
    given(house)
    assert find(typed) is None


def test_the_base_never_holds_the_address(house: House) -> None:
    link = given(house)
    token = token_of(link)
    with house.scope():
        held = SecretLink.objects.filter(pk=link.pk).values().get()
    assert token not in map(str, held.values())
    assert find(link.seed) is None
    assert find(link.secret_hash) is None


def test_given_anew_the_one_before_is_dead(house: House) -> None:
    target = new_id()
    first, other = token_of(given(house, target=target)), token_of(given(house, "any.feed", target))
    second = given(house, target=target)
    assert (find(first), find(token_of(second))) == (None, second)
    assert find(other) is not None


def test_withdrawn_one_kind_or_all(house: House) -> None:
    target = new_id()
    page, feed = given(house, target=target), given(house, "any.feed", target)
    with house.scope():
        assert withdraw([target], ["any.page"]) == 1
        assert links_to([target], ["any.page", "any.feed"]) == {("any.feed", target): feed}
        assert find(token_of(page)) is None
        assert (withdraw([target]), withdraw([target])) == (1, 0)


def test_another_structure_withdraws_nothing(house: House) -> None:
    link = given(house)
    with ailleurs().scope():
        assert withdraw([link.target]) == 0
    assert find(token_of(link)) == link


def test_once_the_key_has_changed_it_still_opens_and_is_shown_no_more(
    house: House, settings
) -> None:
    link = given(house)
    token = token_of(link)
    settings.SECRET_KEY = "another key of another day"
    assert token_of(link) == ""
    assert find(token) == link
    assert secret_links.token_of(given(house)) != ""
