import time
import uuid

import pytest

from maillage.core.ids import new_id, secret_token

pytestmark = pytest.mark.once


def test_an_id_is_a_uuid_of_version_7_that_holds_the_time(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 1_645_557_742_000_500_000)  # RFC 9562, appendix A
    made = new_id()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert str(made).startswith("017f22e2-79b0-7800-")  # half a millisecond is 0x800


def test_ids_made_in_turn_are_in_order(monkeypatch):
    clock = iter(range(1_780_000_000_000_000_000, 1_780_000_000_002_000_000, 250))
    monkeypatch.setattr(time, "time_ns", lambda: next(clock))
    made = [new_id() for _ in range(8000)]
    assert made == sorted(made)


def test_ids_of_one_instant_differ(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 1_780_000_000_000_000_000)
    assert len({new_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(("nbytes", "length"), [(32, 43), (16, 22)])
def test_a_token_is_url_safe_and_never_the_same(nbytes, length):
    first, second = secret_token(nbytes), secret_token(nbytes)
    assert first != second
    assert len(first) == length
    assert first.replace("-", "").replace("_", "").isalnum()
