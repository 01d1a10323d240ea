"""``till verify`` finds what was changed past Maillage, names the first wrong receipt, says why."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from maillage.cli import till
from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.periods import local_date
from maillage.core.scopes import every_structure
from maillage.money.verify import verify
from maillage.network.doors import do_as_server
from maillage.network.models import Place, Staff, Structure
from tests.cli.installation import install_filled
from tests.money.rewriting import rewrite

TODAY = saying.date_long(local_date(datetime.now(UTC), "Europe/Paris"))
BRAS = "Numéripôle"

pytestmark = pytest.mark.prove("6. till verify")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    made = install_filled(tmp_path_factory.mktemp("filled"))
    yield made
    made.drop()


@pytest.fixture
def bras(filled, tmp_path, settings, django_db_blocker):
    """A copy to tamper with, verified within this process."""
    made = filled.clone(tmp_path / "bras")
    settings.DATA_DIR = made.data
    with django_db_blocker.unblock(), made.inside():
        yield made
    made.drop()


@pytest.fixture
def findings(bras, capsys) -> Callable[[], list[str]]:
    """What is found: one line a finding, the advice left out."""

    def find() -> list[str]:
        assert till.run(Namespace()) == 1
        *found, advice = capsys.readouterr().out.splitlines()
        assert re.match(r"\d+ anomalies? \(", advice), advice
        return found

    return find


def receipt(number: int, code: str = "B") -> str:
    series = f"SELECT id FROM money_series WHERE code = '{code}'"
    return f"(SELECT id FROM money_receipt WHERE number = {number} AND series_id = ({series}))"


def delete_receipts(numbers: range) -> list[str]:
    return [
        statement
        for number in numbers
        for statement in (
            f"DELETE FROM money_payment WHERE receipt_id = {receipt(number)}",
            f"DELETE FROM money_receiptprint WHERE receipt_id = {receipt(number)}",
            f"DELETE FROM money_receipt WHERE id = {receipt(number)}",
        )
    ]


def wind_back(to: int) -> str:
    """Make the series say that its last receipt is ``to``."""
    total = "SELECT sum(total_cents) FROM money_receipt WHERE series_id = money_series.id"
    return (
        f"UPDATE money_series SET last_number = {to}, total_cents = ({total}), "
        f"head_hash = (SELECT hash FROM money_receipt WHERE id = {receipt(to)}) WHERE code = 'B'"
    )


def test_clean(filled):
    assert filled.done("till", "verify") == "Caisse vérifiée : 2 séries, 10 reçus\n"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (f"UPDATE money_payment SET amount_cents = 700 WHERE receipt_id = {receipt(1)}", 1),
        (f"UPDATE money_payment SET means = 'cash' WHERE receipt_id = {receipt(3)}", 3),
        (f"UPDATE money_receipt SET total_cents = 700 WHERE id = {receipt(9)}", 9),
        (f"UPDATE money_receipt SET day = '2026-01-01' WHERE id = {receipt(8)}", 8),
        (
            (
                "UPDATE money_saleline SET rate = 1 WHERE sale_id = "
                f"(SELECT sale_id FROM money_receipt WHERE id = {receipt(5)})"
            ),
            5,
        ),
        (
            (
                "UPDATE money_sale SET amount_cents = 1 WHERE id = "
                f"(SELECT sale_id FROM money_receipt WHERE id = {receipt(2)})"
            ),
            2,
        ),
        (
            (
                "UPDATE money_sale SET reversal_reason = 'other' WHERE id = "
                f"(SELECT sale_id FROM money_receipt WHERE id = {receipt(7)})"
            ),
            7,
        ),
    ],
)
def test_a_changed_row_is_found(bras, findings, change, wrong):
    bras.tamper(change)
    day = "1er janvier 2026" if "2026-01-01" in change else TODAY
    why = "son contenu a changé depuis qu’il a été fait (lignes, paiements ou montant)."
    assert findings() == [f"{BRAS} : B-{wrong} du {day} : {why}"]


def test_a_deleted_tail_is_found(bras, findings):
    bras.tamper(*delete_receipts(range(8, 10)), wind_back(7))
    why = "il a disparu : le journal le connaît."
    assert findings() == [f"{BRAS} : B-8 du {TODAY} : {why}"]


def test_a_tail_deleted_with_its_closing_and_its_journal_is_found(bras, findings):
    bras.tamper(
        *delete_receipts(range(6, 10)),
        wind_back(5),
        *(
            f"DELETE FROM core_journalline WHERE mark LIKE 'B {number} %'"
            for number in range(6, 10)
        ),
        "DELETE FROM money_tillclosing WHERE head_number = 7",
        "DELETE FROM money_anchor WHERE number = 7",
    )
    journal, log, missing = findings()
    assert journal.endswith("des lignes ont été retirées.")
    assert log == f"{BRAS} : anchors.log : l’ancre B-7 du {TODAY} n’est plus dans la base."
    assert missing == f"{BRAS} : B-6 : il manque : voyez anchors.log, au {TODAY}."


def test_a_hole_is_found(bras, findings):
    bras.tamper(*delete_receipts(range(4, 5)))
    why = "il a disparu : le journal le connaît."
    assert findings() == [f"{BRAS} : B-4 du {TODAY} : {why}"]


@pytest.mark.parametrize("number", [2, 8], ids=["before a closing", "after the last"])
def test_a_chain_made_again_is_found_by_the_journal(bras, findings, number):
    with bras.unguarded():
        rewrite("B", number)
    why = "il a été réécrit : le journal garde une autre empreinte."
    assert findings() == [f"{BRAS} : B-{number} du {TODAY} : {why}"]


def test_a_chain_made_again_with_its_journal_is_found_by_the_anchors(bras, findings):
    with bras.unguarded():
        rewrite("B", 2, "journal")
    why = f"il a été réécrit, lui ou un reçu d’avant : voyez l’ancre du {TODAY}."
    assert findings() == [f"{BRAS} : B-3 du {TODAY} : {why}"]


def test_a_chain_made_again_with_everything_in_the_base_is_found_by_the_log(bras, findings):
    with bras.unguarded():
        rewrite("B", 2, "journal", "anchors")
    doubt, wrong = findings()
    assert doubt == f"{BRAS} : anchors.log : l’ancre B-7 du {TODAY} n’est plus dans la base."
    why = f"il a été réécrit, lui ou un reçu d’avant : voyez anchors.log, au {TODAY}."
    assert wrong == f"{BRAS} : B-3 du {TODAY} : {why}"


def test_a_receipt_added_past_the_journal_is_found(bras, findings):
    bras.tamper("DELETE FROM core_journalline WHERE mark LIKE 'B 9 %'")
    journal, added = findings()
    assert journal.startswith(f"{BRAS} : le journal : il compte ")
    why = "le journal ne le connaît pas : il a été ajouté après coup."
    assert added == f"{BRAS} : B-9 du {TODAY} : {why}"


def test_a_changed_closing_is_found(bras, findings):
    bras.tamper("UPDATE money_tillclosing SET expected_cents = 1 WHERE head_number = 7")
    why = "elle ne correspond plus à ses reçus."
    assert findings() == [f"{BRAS} : la fermeture de B du {TODAY} : {why}"]


def test_a_changed_series_is_found(bras, findings):
    bras.tamper("UPDATE money_series SET total_cents = 1 WHERE code = 'B'")
    why = "son numéro, son total ou son empreinte ont été changés."
    assert findings() == [f"{BRAS} : la série B : {why}"]


def test_an_epoch_that_the_log_does_not_know_is_found(bras, findings):
    epoch = new_id() if bras.url else new_id().hex
    bras.tamper(f"UPDATE core_structureclock SET epoch = '{epoch}'")
    (doubt,) = findings()
    assert doubt.endswith("elle a été remplacée sans « maillage restore ».")


def test_a_log_that_cannot_be_read_is_said(bras, findings):
    with (bras.data / "anchors.log").open("a") as log:
        log.write("closing half\n")
    (unread,) = findings()
    assert unread.startswith(
        "Toutes les structures : anchors.log : une de ses lignes est illisible"
    )


def test_the_first_wrong_receipt_of_each_series(bras, findings):
    bras.tamper(
        f"UPDATE money_payment SET amount_cents = 700 WHERE receipt_id = {receipt(2)}",
        f"UPDATE money_payment SET amount_cents = 700 WHERE receipt_id = {receipt(6)}",
        f"UPDATE money_payment SET amount_cents = 700 WHERE receipt_id = {receipt(1, 'A')}",
    )
    assert [one.split(" : ")[1] for one in findings()] == [f"A-1 du {TODAY}", f"B-2 du {TODAY}"]


def enter_kit() -> None:
    """A paper kit of three numbers, the second used."""
    with every_structure():
        place = Place.objects.get(structure_id=_bras().pk)
        manager = Staff.objects.get(structure_id=_bras().pk, account__isnull=False)

    def do(kind: str, **payload: object) -> None:
        do_as_server(_bras().pk, kind, payload, actor=manager.pk, place=place.pk)

    batch, cents = new_id(), 250
    do("money.reserve_paper", batch=batch, place=place.pk, receipts=3)
    line = {
        "kind": "other", "code": "AUTRE", "rate": 25_000, "amount_cents": cents, "reason": "other",
    }  # fmt: skip
    used = {"number": 2, "receipt": new_id(), "at": datetime.now(UTC), "sale": new_id()}
    used |= {"lines": [line], "payments": [{"means": "cash", "amount_cents": cents}]}
    do("money.enter_paper", batch=batch, receipts=[used])


def _bras() -> Structure:
    return Structure.objects.get(slug="bras")


CHANGED = "son contenu a changé depuis qu’il a été fait (lignes, paiements ou montant)."
OF_THE_KIT = "mark LIKE 'P1 1-3 %'"


@pytest.mark.parametrize(
    ("changes", "number", "why"),
    [
        ([f"UPDATE money_receipt SET void = 'lost' WHERE id = {receipt(3, 'P1')}"], 3, CHANGED),
        (
            [f"UPDATE money_payment SET amount_cents = 50 WHERE receipt_id = {receipt(2, 'P1')}"],
            2, CHANGED,
        ),
        (
            [
                f"DELETE FROM money_receiptprint WHERE receipt_id = {receipt(3, 'P1')}",
                f"DELETE FROM money_receipt WHERE id = {receipt(3, 'P1')}",
            ],
            3, "il a disparu : le journal le connaît.",
        ),
        (
            [f"UPDATE core_journalline SET mark = 'P1 2-3 {'0' * 64}' WHERE {OF_THE_KIT}"],
            1, "le journal ne le connaît pas : il a été ajouté après coup.",
        ),
        (
            [f"UPDATE core_journalline SET mark = 'P1 1-3 {'0' * 64}' WHERE {OF_THE_KIT}"],
            3, "il a été réécrit : le journal garde une autre empreinte.",
        ),
    ],
)  # fmt: skip
def test_a_kit_is_verified_number_by_number(bras, findings, changes, number, why):
    enter_kit()
    assert verify().findings == []
    bras.tamper(*changes)
    assert findings() == [f"{BRAS} : P1-{number} du {TODAY} : {why}"]
