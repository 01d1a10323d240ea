from __future__ import annotations

from datetime import date

import pytest

from maillage.core.commands import Refusal
from maillage.core.journal import current_rev
from maillage.core.models import DeviceSequence, JournalLine
from maillage.network.bootstrap import found
from maillage.network.models import Account, Device, StaffRole, Structure
from tests.network.conftest import FOUNDED

ASKED = {
    "structure_name": "Multimédia",
    "slug": "bras",
    "first_name": "Sandrine",
    "login": "sandrine",
    "password": "un mot de passe long",
    "now": FOUNDED,
}


def test_a_structure_stands_with_its_clock_its_server_and_its_manager(db):
    founded = found(**ASKED)
    structure = founded.structure
    assert current_rev(structure.pk)[0] == 0
    assert founded.server.kind == Device.Kind.SERVER
    assert not founded.server.counts
    assert DeviceSequence.objects.get(device_id=founded.server.pk).last_n == 0
    account = Account.objects.get(login="sandrine")
    assert account.check_password("un mot de passe long")
    assert founded.manager.account == account
    role = StaffRole._base_manager.get(staff=founded.manager)
    assert (role.role, role.place, role.from_day) == ("manager", None, date(2026, 9, 1))


def test_the_manager_may_act_at_once_and_the_journal_begins(bras):
    with bras.scope():
        lines = [(line.rev, line.n, line.kind) for line in JournalLine.objects.all()]
    assert lines == [(1, 1, "network.add_place")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"slug": "Bras sur Meuse"}, "slug"),
        ({"slug": "b" * 41}, "slug"),
        ({"login": "autre"}, "slug_taken"),
        ({"slug": "autre"}, "login_taken"),
    ],
)
def test_what_is_taken_or_unreadable_leaves_nothing_behind(db, changed, code):
    found(**ASKED)
    with pytest.raises(Refusal) as refused:
        found(**{**ASKED, **changed})
    assert refused.value.code == code
    assert Structure.objects.count() == Account.objects.count() == 1
