"""No screen and no print of the office is left out of the contact sheets."""

from collections import Counter

import pytest

from maillage.office.urls import urlpatterns
from screening.families import FAMILIES, PRINTS
from screens import TITLES
from tests.office.test_accessibility import PAGES

pytestmark = pytest.mark.once


def test_every_page_is_in_a_family():
    shots = [shot for family in FAMILIES.values() for shot in family]
    assert {shot.name for shot in shots} == {one.name for one in PAGES}
    asked = Counter(shot.key for shot in shots)
    assert [key for key, times in asked.items() if times > 1] == []


def test_every_print_is_on_the_sheet():
    printed = {one.name for one in urlpatterns if str(one.pattern).endswith(".pdf")}
    assert {shot.name for shot in PRINTS} == printed


def test_every_family_has_a_title():
    assert {*FAMILIES} <= {*TITLES}
