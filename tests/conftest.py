"""Fixtures shared by all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.houses import Desk, House, build_house, open_desk

settings.register_profile("maillage", deadline=None)
settings.load_profile("maillage")


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Each test has its own data folder: anchors, erased ids, media."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def house(db) -> House:
    """Bras: membership 30 €, sessions at 8 € for members and 12 € for others."""
    return build_house()


@pytest.fixture
def desk(house: House) -> Desk:
    """A desk of Bras where its mediator is signed in."""
    return open_desk(house)
