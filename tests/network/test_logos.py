"""The logo of a place: what may be one, who may change it, what a print makes of it."""

from __future__ import annotations

import re

import pytest

from maillage.core.commands import Refusal
from maillage.network.logos import checked_logo, is_kept, keep_logo, read_logo
from maillage.network.models import Place
from tests.pictures import EXTENDED, JPEG, PNG, SVG, WEBP, png


def place_of(house) -> Place:
    with house.scope():
        return Place.objects.get(pk=house.place.pk)


@pytest.mark.parametrize(
    ("content", "kind"), [(PNG, "png"), (JPEG, "jpg"), (WEBP, "webp"), (EXTENDED, "webp")]
)
def test_a_logo_is_kept_under_a_random_name_and_shown(bras, content, kind):
    name = keep_logo(content)
    assert re.fullmatch(rf"logos/[0-9a-f]{{32}}\.{kind}", name)
    assert keep_logo(content) != name
    bras.do("network.set_logo", place=bras.place.pk, logo=name)
    assert place_of(bras).logo.url == f"/media/{name}"
    assert read_logo(place_of(bras)) == content
    bras.do("network.set_logo", place=bras.place.pk, logo="")
    assert not place_of(bras).logo
    assert read_logo(place_of(bras)) == b""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "PNG, JPEG ou WebP"),
        (SVG, "PNG, JPEG ou WebP"),
        (PNG + b"<script>", "PNG, JPEG ou WebP"),
        (png(31, 200), "de 32 à 2000 points"),
        (png(2001, 200), "de 32 à 2000 points"),
        (PNG[:60] + bytes(300_000) + PNG[-12:], "300 ko au plus"),
        (PNG[:45] + b"????" + PNG[49:], "abîmée"),
        (JPEG[:200] + JPEG[-2:], "abîmée"),
    ],
)
def test_what_is_no_logo_is_refused(content, said):
    with pytest.raises(Refusal) as refused:
        checked_logo(content)
    assert refused.value.code == "logo"
    assert said in refused.value.message


def test_only_a_stored_logo_is_named(bras):
    def code(logo):
        return bras.code("network.set_logo", place=bras.place.pk, logo=logo)

    assert code(f"logos/{'0' * 32}.png") == "not_found"
    for odd in ("logos/../keys/secret_key", "/etc/passwd", f"logos/{'0' * 32}.svg", "x"):
        assert code(odd) == "unreadable"
        assert not is_kept(odd)


def test_a_logo_whose_file_is_gone_prints_nothing(bras):
    name = keep_logo(PNG)
    bras.do("network.set_logo", place=bras.place.pk, logo=name)
    place = place_of(bras)
    place.logo.storage.delete(name)
    assert read_logo(place) == b""


def test_a_manager_of_one_place_changes_that_logo_only(bras, amboise):
    second = bras.add_place("Fab lab")
    leila = bras.add_staff("Leïla", "manager", place=second)

    def code(place):
        values = {"place": place, "logo": ""}
        return bras.run("network.set_logo", actor=leila, at_place=second, **values).code

    assert [code(second), code(bras.place.pk), code(amboise.place.pk)] == [
        "", "forbidden", "not_found",
    ]  # fmt: skip
