"""Units: renamed, resized, retired with their parts, never while they are taken for later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.core.commands import Refusal
from maillage.core.ids import new_id
from maillage.network.models import Unit
from maillage.network.queries import units_of
from tests.network.test_taking import take

TODAY = timezone.localdate


def tree(house):
    with house.scope():
        return [(depth, unit.name, unit.retired_on) for depth, unit in units_of(house.place.pk)]


def test_a_unit_is_renamed_and_resized(bras):
    room = bras.add_unit("Salle bleue", capacity=8)
    bras.do("network.edit_unit", unit=room, name="Salle Odette")
    bras.do("network.edit_unit", unit=room, capacity=None)
    with bras.scope():
        found = Unit.objects.get(pk=room)
    assert (found.name, found.capacity, found.retired_on) == ("Salle Odette", None, None)
    other = bras.add_unit("Atelier")
    assert bras.code("network.edit_unit", unit=other, name="Salle Odette") == "unit_taken"
    assert bras.code("network.edit_unit", unit=new_id(), name="Nulle part") == "not_found"


def test_a_unit_is_retired_with_what_it_holds_and_alone_comes_back(bras):
    room = bras.add_unit("Salle bleue")
    desk = bras.add_unit("Bureau 1", kind="desk", parent=room)
    bras.add_unit("Atelier")
    today = TODAY()
    bras.do("network.edit_unit", unit=room, retired_on=today.isoformat())
    assert tree(bras) == [
        (0, "Atelier", None), (0, "Salle bleue", today), (1, "Bureau 1", today),
    ]  # fmt: skip
    bras.do("network.edit_unit", unit=room, retired_on=None)
    assert tree(bras) == [
        (0, "Atelier", None), (0, "Salle bleue", None), (1, "Bureau 1", today),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="unit_retired"):
        take(bras, desk, start=timezone.now() + timedelta(days=2))


def test_a_unit_taken_for_later_is_not_retired(bras):
    room = bras.add_unit("Salle bleue")
    desk = bras.add_unit("Bureau 1", kind="desk", parent=room)
    take(bras, desk, start=timezone.now() + timedelta(days=2), label="Boîte mail")
    result = bras.run("network.edit_unit", unit=room, retired_on=TODAY().isoformat())
    assert result.code == "unit_busy"
    assert result.message.startswith("Bureau 1 est prévue ")
    assert "pour « Boîte mail »" in result.message
    later = (TODAY() + timedelta(days=9)).isoformat()
    assert bras.code("network.edit_unit", unit=room, retired_on=later) == "done"
