"""The door list on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.making_booking import family, reservation, resource, slot

pytestmark = pytest.mark.once
DAY = slot()["day"].isoformat()


def test_a_page_to_hang_behind_the_door(office: Any, printed: Any) -> None:
    machines = [resource(office.house, family(office.house, tentative=True)) for _ in range(3)]
    for start in ("10:00", "14:00"):
        reservation(office.house, resource=machines[0], **slot(7, start))
    for size in ("", "large"):
        made = printed("door-pdf", office.house.place, day=DAY, size=size)
        assert (made.pages, made.is_accessible) == (1, True)
        assert min(made.sizes) >= (18 if size else 14)
        assert made.text.startswith("Numéripôle")
        assert (
            "de 10 h à 11 h Marie L. sous réserve de 14 h à 15 h Marie L. sous réserve" in made.text
        )
        assert "Le Gall" not in made.text
        assert "Libre toute la journée" in made.text


def test_where_nothing_is_reserved(office: Any, printed: Any) -> None:
    assert "Rien ne se réserve encore dans ce lieu." in printed("door-pdf", office.house.place).text
