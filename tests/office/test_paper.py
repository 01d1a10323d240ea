"""What comes back on paper: a code opens its screen, which enters it with its own time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.shortcodes import code_of
from maillage.money.models import Membership, Receipt, Sale, SaleLine
from maillage.people.models import AnonymousCount
from tests.houses import House, sign_in
from tests.office.conftest import Office

YESTERDAY = timezone.localdate() - timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


def kit(house: House, receipts: int = 3) -> UUID:
    """A kit prepared yesterday."""
    batch = new_id()
    then = timezone.now() - timedelta(days=1)
    made = {"batch": batch, "place": house.place, "receipts": receipts}
    house.do("money.reserve_paper", at=then, **made)
    return batch


def copied(number: int, **parts: str) -> dict[str, str]:
    """What is typed of one receipt."""
    said = {"day": YESTERDAY.isoformat(), "hour": "14:30", "what": "ATELIER", "paid": "12"}
    said |= {"means": "cash", "who": ""}
    return {f"n{number}_{part}": value for part, value in (said | parts).items()}


def voids(house: House) -> list[str]:
    with house.scope():
        return list(Receipt.objects.order_by("number").values_list("void", flat=True))


def test_a_code_opens_the_receipts_which_are_sold_at_their_hour(office: Office) -> None:
    house, batch = office.house, kit(office.house)
    with house.scope():
        code = code_of("receipts", batch, now=timezone.now())
    opened = office.client.get(office.url("code"), {"code": code})
    assert opened["Location"] == office.url("paper-enter", batch)
    person = house.person(card="0247")
    page = office.send("paper-enter", batch, **copied(2, who="0247"))
    assert "Le kit est saisi : les numéros non utilisés sont annulés." in page
    assert voids(house) == ["unused", "", "unused"]
    with house.scope():
        sale = Sale.objects.get()
        at = datetime.combine(YESTERDAY, datetime.min.time().replace(hour=14, minute=30), PARIS)
        assert (sale.person_id, sale.at, sale.day) == (person, at, YESTERDAY)
        line = SaleLine.objects.get()
        assert (line.code, line.member, line.reason, line.amount_cents) == (
            "ATELIER", False, "", 1200,
        )  # fmt: skip
    assert "Loïc a saisi ce kit" in office.get("paper-enter", batch)


@pytest.mark.parametrize(
    ("what", "paid", "kept"),
    [
        ("ATELIER", "8", ("ATELIER", True, "", 1000, 800)),
        ("ATELIER", "24", ("ATELIER", False, "", 2000, 2400)),
        ("ATELIER", "5", ("ATELIER", False, "other", 1000, 500)),
        ("", "3,50", ("AUTRE", False, "other", 1000, 350)),
    ],
)
def test_what_was_paid_is_a_price_of_the_grid_or_has_a_reason(
    office: Office, what: str, paid: str, kept: tuple
) -> None:
    office.send("paper-enter", kit(office.house), **copied(1, what=what, paid=paid))
    with office.house.scope():
        line = SaleLine.objects.get()
    found = (line.code, line.member, line.reason, line.quantity, line.amount_cents)
    assert found == kept


def test_a_membership_makes_a_member_from_that_day(office: Office) -> None:
    office.house.person(card="0247")
    typed = copied(1, what="ADHESION", paid="30", who="0247")
    office.send("paper-enter", kit(office.house), **typed)
    with office.house.scope():
        assert Membership.objects.get().starts_on == YESTERDAY


def test_several_of_a_name_are_asked_which_and_nobody_stays_without_a_name(
    office: Office,
) -> None:
    house, batch = office.house, kit(office.house)
    first, _second = house.person("Marie", "Petit"), house.person("Marie", "Grand")
    text, _page = office.refused("paper-enter", batch, **copied(1, who="Marie"))
    assert "Plusieurs personnes : choisissez, ou « sans nom »." in text
    assert "Laquelle ?" in text
    text, _page = office.refused("paper-enter", batch, **copied(2, who="Zoltan"))
    assert "Personne de ce nom : corrigez, ou choisissez « sans nom »." in text
    typed = copied(1, who="Marie", which=str(first)) | copied(2, who="Zoltan", which="nobody")
    office.send("paper-enter", batch, **typed)
    with house.scope():
        persons = Sale.objects.order_by("id").values_list("person", flat=True)
        assert sorted(persons, key=str) == sorted([first, None], key=str)


def test_a_line_begun_or_a_day_to_come_is_corrected_and_nothing_is_lost(office: Office) -> None:
    batch = kit(office.house)
    text, page = office.refused("paper-enter", batch, **copied(1, paid=""))
    assert "Combien a été payé ? Vide partout : annulé." in text
    assert 'value="14:30"' in page
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    text, _page = office.refused("paper-enter", batch, **copied(1, day=later))
    assert "Ce jour n’est pas encore venu." in text
    text, _page = office.refused("paper-enter", batch, **copied(1), counted="10")
    assert "Le compte n’est pas juste" in text
    assert voids(office.house) == []


def test_a_kit_before_is_named_and_may_be_said_unused(office: Office) -> None:
    house = office.house
    first, second = kit(house), kit(house)
    assert (
        office.url("paper-enter", first)
        in office.client.get(office.url("paper-enter", second)).content.decode()
    )
    text, _page = office.refused("paper-enter", second)
    assert "Un kit d’avant attend encore" in text
    office.send("paper-enter", second, earlier_unused="on")
    assert voids(house) == ["unused"] * 6


def test_a_lost_kit_is_void_and_the_journals_say_so(office: Office) -> None:
    batch = kit(office.house, 2)
    office.house.add_staff("mediator")
    desk = Office(office.house, sign_in(office.house, "mediator"))
    assert "1 kit à saisir" in desk.get("home")
    page = office.send("paper-lost", batch)
    assert "Les numéros de ce kit sont annulés." in page
    day = timezone.localdate().isoformat()
    assert "P1-1 à P1-2" in office.get("till-day", day=day)
    assert "Annulé, feuille perdue" in office.get("till-day", day=day)
    journal = office.client.get(office.url("till-journal"), {"first": day, "last": day})
    lines = journal.content.decode().splitlines()[1:]
    assert [one.split(";")[0] for one in lines] == ["P1-1", "P1-2"]
    assert all("Annulé, feuille perdue" in one and ";0,00;" in one for one in lines)
    with office.house.scope():
        receipt = Receipt.objects.get(number=1)
    assert "Annulé, feuille perdue" in office.get("till-receipt", receipt.pk)


def test_a_tally_counts_heads_at_their_hour_once(office: Office) -> None:
    house = office.house
    with house.scope():
        code = code_of("tally", house.place, now=timezone.now(), day=YESTERDAY)
    opened = office.client.get(office.url("code"), {"code": code})["Location"]
    typed = {"before": "0", "h9": "3", "h14": "2"}
    for _twice in range(2):
        answer = office.client.post(opened, typed)
        assert answer.status_code == 302
    with house.scope():
        rows = AnonymousCount.objects.order_by("at").values_list("at", "day", "count")
        kept = [(at.astimezone(PARIS).hour, day, count) for at, day, count in rows]
    assert kept == [(9, YESTERDAY, 3), (14, YESTERDAY, 2)]
    assert "5 personnes comptées" in office.get("home")
    office.client.post(opened, {"before": "2", "h9": "3"})
    with house.scope():
        assert sum(AnonymousCount.objects.values_list("count", flat=True)) == 8
    assert "déjà comptées : 6" in office.get("paper-tally", day=YESTERDAY.isoformat())


def test_an_empty_tally_is_asked_again(office: Office) -> None:
    text, _page = office.refused("paper-tally", before="0")
    assert "Écrivez au moins une personne, à son heure." in text


def test_the_kits_that_wait_and_those_entered_are_listed(office: Office) -> None:
    first, _second = kit(office.house), kit(office.house)
    office.house.do("money.enter_paper", batch=first)
    page = office.get("paper")
    assert ("P1-4 – P1-6" in page, "P1-1 – P1-3" in page, "par Loïc" in page) == (True,) * 3
    assert "Kits papier à saisir P1-4 – P1-6" in office.get("till")
