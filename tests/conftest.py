"""Fixtures shared by all tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from hypothesis import settings

from tests.figures import PROVING, note, write_lines
from tests.houses import Desk, House, bras, open_desk
from tests.servers import begin_run, end_run, migrated

settings.register_profile("maillage", deadline=None)
settings.load_profile("maillage")


def pytest_configure(config: pytest.Config) -> None:
    """Tests make many accounts and many browsers: both must be cheap."""
    if not hasattr(config, "workerinput"):
        begin_run()
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each browser of a test makes its own application: it need not list the static files.
    django_settings.WHITENOISE_AUTOREFRESH = True


WALKS = {
    *("test_verbs.py", "test_doctor.py", "test_prepare.py", "test_rebuilding.py"),
    *("test_scopes.py", "test_scopes_pages.py", "test_scopes_bite.py", "test_schemathesis.py"),
    *("test_consistency.py", "test_paths.py"),
}
"""What walks all registries or starts many processes, and says the same of both engines."""

SCREENS = Path(__file__).parent / "office"
ON_BOTH = {"test_statements.py", "test_people.py", "test_calendar.py", "test_money.py"}
"""Screens that ask the most of a database; the first opens them all."""


LONG = {
    *("test_kills.py", "test_scopes.py", "test_scopes_pages.py"),
    *("test_accessibility.py", "test_moved_by_hand.py"),
    *("test_verbs.py", "test_upgrade.py", "test_backup.py", "test_doctor.py", "test_prepare.py"),
    *("test_rebuilding.py", "test_organisers.py", "test_statements.py", "test_memory.py"),
}
"""Files begun first, so that no processor waits for another at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a short round neither walks nor the words of screens are repeated on PostgreSQL."""
    items.sort(key=lambda item: item.path.name not in LONG)
    for item in items:
        name, is_screen = item.path.name, SCREENS in item.path.parents
        if not PROVING and (name in WALKS or (is_screen and name not in ON_BOTH)):
            item.add_marker(pytest.mark.once)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Count the tests that prove a line of *Must show*."""
    report = yield
    note(item, report)
    return report


def pytest_sessionfinish() -> None:
    """Write the figures."""
    write_lines()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the database that others were cloned from."""
    if not hasattr(config, "workerinput"):
        end_run()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' own database begins as a clone too."""
    template = migrated()
    if template.url:
        connection.settings_dict["TEST"]["TEMPLATE"] = template.database
        return

    def fill(connection: BaseDatabaseWrapper, **_told: object) -> None:
        connection_created.disconnect(fill)
        with closing(sqlite3.connect(template.file)) as source:
            source.backup(connection.connection)

    connection_created.connect(fill, weak=False)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Each test has its own data folder: anchors, erased ids, media."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def outbox(settings, data_folder):
    """Messages are written in the data folder: nobody receives them."""
    settings.MAIL, settings.SMS_URL = {"folder": True}, "file:"


@pytest.fixture
def house(db) -> House:
    """Bras: membership 30 €, sessions at 8 € for members and 12 € for others."""
    return bras()


@pytest.fixture
def desk(house: House) -> Desk:
    """A desk of Bras where its mediator is signed in."""
    return open_desk(house)
