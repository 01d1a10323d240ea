from __future__ import annotations

import pytest

from maillage.network.loading import load_communes
from maillage.network.models import Commune
from maillage.network.queries import search_communes


@pytest.fixture
def communes(db) -> None:
    """Migrations have loaded them."""


def names(text: str, limit: int = 8) -> list[str]:
    return [one.name for one in search_communes(text, limit)]


def test_migrating_loads_every_commune_and_doing_it_again_changes_nothing(communes):
    assert Commune.objects.count() == 34_969
    assert load_communes() == 0


def test_an_empty_table_is_filled(communes):
    Commune.objects.all().delete()
    assert load_communes() == Commune.objects.count() == 34_969


def test_a_commune_that_changed_is_corrected_and_one_that_is_gone_stays(communes):
    Commune.objects.filter(code="55073").update(name="Bras")
    Commune.objects.create(code="00000", name="Ancienne", folded="ancienne", postcodes="")
    assert load_communes() == 1
    assert Commune.objects.get(code="55073").name == "Bras-sur-Meuse"
    assert Commune.objects.count() == 34_970


@pytest.mark.parametrize("text", ["bras-sur", "BRAS SUR M", "Bras‑sur‑Meuse"])
def test_search_folds_what_is_typed(communes, text):
    assert names(text) == ["Bras-sur-Meuse"]


def test_search_by_postcode_and_the_largest_first(communes, queries):
    with queries(1):
        assert names("55100")[0] == "Verdun"
    assert "Bras-sur-Meuse" in names("55100", limit=30)
    assert names("verdun")[0] == "Verdun"
    assert len(names("a", limit=3)) == 3
    assert names("13001") == ["Marseille"]


@pytest.mark.parametrize("text", ["", "  ", "zzzz", "%", "_"])
def test_nothing_is_found_where_nothing_is(communes, text):
    assert names(text) == []
