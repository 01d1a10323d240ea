from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maillage.core.commands import Refusal
from maillage.core.ids import new_id
from maillage.network import devices
from maillage.network.models import Device, SignIn, Staff

NINE = datetime(2026, 10, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(bras) -> Device:
    device = new_id()
    secret_hash = devices.hash_secret("secret")
    bras.do("network.enrol_device", device=device, name="Accueil", secret_hash=secret_hash)
    with bras.scope():
        return Device.objects.get(pk=device)


def times(desk) -> list[tuple]:
    rows = SignIn.objects.filter(device=desk).order_by("started_at")
    return [(row.staff_id, row.started_at, row.ended_at) for row in rows]


def test_one_person_at_a_time_each_ending_the_one_before(bras, desk):
    ali = bras.add_staff("Ali", "volunteer")
    with bras.scope():
        volunteer = Staff.objects.get(pk=ali)
        devices.sign_in(bras.manager, desk, NINE)
        devices.sign_in(bras.manager, desk, NINE + HOUR)
        devices.sign_in(volunteer, desk, NINE + 2 * HOUR)
        assert devices.current_staff(desk) == volunteer
        devices.sign_out(desk, NINE + 3 * HOUR)
        assert devices.current_staff(desk) is None
        devices.sign_in(bras.manager, desk, NINE + 4 * HOUR)
    assert times(desk) == [
        (bras.manager.pk, NINE, NINE + 2 * HOUR),
        (ali, NINE + 2 * HOUR, NINE + 3 * HOUR),
        (bras.manager.pk, NINE + 4 * HOUR, None),
    ]


def test_a_pin_is_four_to_six_digits_and_only_its_own_matches(bras):
    assert not devices.pin_matches(bras.manager, "")
    assert not devices.pin_matches(bras.manager, "0420")
    bras.manager.pin = devices.hash_pin("0420")
    assert devices.pin_matches(bras.manager, "0420")
    assert not devices.pin_matches(bras.manager, "0421")
    with pytest.raises(Refusal):
        devices.hash_pin("042")


def test_secrets_are_long_and_never_twice_the_same():
    secrets = {devices.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 43
