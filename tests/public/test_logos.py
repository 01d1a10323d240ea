"""A logo as a browser gets it."""

from __future__ import annotations

import pytest
from django.test import Client

from maillage.network.logos import keep_logo
from tests.houses import House
from tests.pictures import JPEG, PNG, WEBP

KINDS = [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_it_is_what_it_says_and_nothing_else(db: None, content: bytes, kind: str) -> None:
    answer = Client().get(f"/media/{keep_logo(content)}")
    assert (answer.status_code, answer.content) == (200, content)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["logos/x.png", f"logos/{'0' * 32}.png", "keys/secret_key"])
def test_what_is_not_there_is_404(db: None, name: str) -> None:
    assert Client().get(f"/media/{name}").status_code == 404


def test_inhabitants_see_the_logo_of_the_only_place(house: House) -> None:
    name = keep_logo(PNG)
    house.do("network.set_logo", place=house.place, logo=name)
    assert f'src="/media/{name}"' in Client().get("/").content.decode()
