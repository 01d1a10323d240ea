"""The demo, laid once for the tests of a module: five days instead of six weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import transaction

from maillage.core.scopes import structure_scope
from maillage.demo import prepare, world
from maillage.network.models import Structure

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
"""A Tuesday, half past two in Bras: the training has begun."""


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """What preparing said; everything is taken back at the end of the module."""
    said: list[str] = []
    with (
        django_db_blocker.unblock(),
        mock.patch.object(world, "PAST_DAYS", 5),
        transaction.atomic(),
    ):
        prepare(NOW, said.append)
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def demo(told, db) -> list[str]:
    """The demo laid up to ``NOW``; a test takes back what it adds."""
    return told


def in_structure(slug: str):
    """The scope of a demo structure."""
    return structure_scope(Structure.objects.get(slug=slug).pk)
