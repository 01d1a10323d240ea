"""The grid, its profiles and plans; the till; receipts again; reversals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.saying import date_long
from maillage.money.models import (
    Membership,
    MembershipPlan,
    Price,
    PriceProfile,
    Receipt,
    Sale,
)
from maillage.office.forms.fields import code_of, rate_text
from tests.houses import Desk, House, open_desk
from tests.office.conftest import Office, text_of

TODAY = timezone.localdate()
PRICE = {"label": "Studio", "rate": "12,50", "unit": "hour", "from_day": "2026-01-01"}
TOMORROW = TODAY + timedelta(days=1)


def prices(house: House, code: str) -> list[Price]:
    with house.scope():
        return list(Price.objects.filter(code=code).order_by("from_day"))


def set_cell(office: Office, **asked: str) -> str:
    """The address of a cell of the grid."""
    return f"{office.url('price-set')}?{urlencode(asked)}"


def typed_in(office: Office, typed: dict[str, Any], **asked: str) -> Any:
    return office.client.post(set_cell(office, **asked), typed)


def test_a_new_thing_is_priced_and_its_code_comes_from_its_name(office: Office) -> None:
    page = office.send("price-set", **PRICE)
    assert "Temps : machine, poste, salle Studio l’heure" in page
    assert "12,50 €" in page
    (price,) = prices(office.house, "STUDIO")
    assert (price.rate, price.member, price.unit) == (125_000, None, "hour")
    assert price.set_by == office.house.manager


def test_a_name_already_in_the_grid_is_not_new(office: Office) -> None:
    office.send("price-set", **PRICE)
    page, source = office.refused("price-set", **{**PRICE, "rate": "15"})
    assert "Ce nom est déjà dans la grille" in page
    assert 'value="15"' in source


def test_a_price_may_depend_on_who_and_where(office: Office) -> None:
    typed = {
        "label": "Atelier réduit", "rate": "4", "unit": "session", "member": "yes",
        "profile": "demandeur", "place": office.house.place, "from_day": "2026-01-01",
        "tax_mode": "liable", "tax_rate": "5,5",
    }  # fmt: skip
    assert typed_in(office, typed, code="ATELIER").status_code == 302
    price = next(one for one in prices(office.house, "ATELIER") if one.profile)
    assert (price.member, price.place_id, price.rate) == (True, office.house.place, 40_000)
    assert (price.tax_mode, price.tax_rate) == ("liable", 550)
    page = office.get("prices")
    assert "Atelier réduit, demandeur d’emploi, adhérent·e : 4,00 €" in page.replace("D", "d")


def test_the_grid_is_one_page_and_an_empty_cell_says_what_applies(office: Office) -> None:
    page = office.get("prices")
    assert "Ce que l’on vend Tout le monde Demandeur d’emploi" in page
    assert (
        "Séances et ateliers Atelier la séance Atelier, sans adhésion : 12,00 € "
        "Atelier, adhérent·e : 8,00 € "
        "Atelier, Demandeur d’emploi, sans adhésion : 12,00 € comme sans adhésion "
        "Atelier, Demandeur d’emploi, adhérent·e : 8,00 € comme adhérent·e"
    ) in page


def test_a_cell_changes_from_a_day_and_keeps_its_history(office: Office) -> None:
    cell = {"code": "ATELIER", "member": "yes"}
    page = text_of(office.client.get(set_cell(office, **cell)))
    assert "Le prix de « Atelier » Pour : adhérent·e. Où : tous les lieux." in page
    typed = {"rate": "9", "from_day": TOMORROW, "label": "Atelier", "unit": "session"}
    answer = typed_in(office, {**typed, "member": "yes"}, **cell)
    assert f"9,00 € dès le {TOMORROW:%d/%m/%Y}" in text_of(office.client.get(answer["Location"]))
    page = text_of(office.client.get(set_cell(office, **cell)))
    today, tomorrow = date_long(TODAY), date_long(TOMORROW)
    assert f"9,00 € la séance à venir depuis le {tomorrow} · fixé par Loïc Terminer" in page
    assert f"8,00 € la séance en ce moment du 1er janvier 2020 au {today} · fixé par Loïc" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"code": "NONE"},
        {"code": "ATELIER", "profile": "none"},
        {"code": "ATELIER", "member": "none"},
        {"code": "ATELIER", "where": "none"},
    ],
)
def test_a_cell_that_is_not_there_is_not_found(office: Office, asked: dict[str, str]) -> None:
    assert office.client.get(set_cell(office, **asked)).status_code == 404


@pytest.mark.parametrize("typed", ["douze", "12,50000", "-3", "1e3", ""])
def test_what_is_no_price_is_refused(office: Office, typed: str) -> None:
    office.refused("price-set", **{**PRICE, "rate": typed})
    assert prices(office.house, "STUDIO") == []


def test_a_price_ends_and_stays_in_the_history(office: Office) -> None:
    (price,) = prices(office.house, "ADHESION")
    page = office.send("price-end", price.pk, to_day=TODAY)
    assert f"30,00 € jusqu’au {TODAY:%d/%m/%Y}" in page
    page, _source = office.refused("price-end", price.pk, to_day="2019-01-01")
    assert "La fin vient après le début" in page
    office.send("price-end", price.pk, to_day="2026-01-01")
    assert "Ce qui ne se vend plus Adhésion annuelle" in office.get("prices")


def test_a_profile_is_added_and_renamed(office: Office) -> None:
    assert "Étudiant·e" in office.send("profile-add", label="Étudiant·e")
    with office.house.scope():
        added = PriceProfile.objects.get(code="ETUDIANT-E")
    assert "Étudiante" in office.send("profile", added.pk, label="Étudiante")
    page, _source = office.refused("profile-add", label="étudiant e")
    assert "Ce profil existe déjà" in page
    page, _source = office.refused("profile-add", label="!!!")
    assert "au moins une lettre" in page


PLAN = {"length": "calendar_year", "months": "12", "from_day": "2026-01-01"}


def test_a_plan_is_added_at_a_price_of_the_grid_or_with_its_own(office: Office) -> None:
    page = office.send(
        "plan-add", label="Année civile", price_code="ADHESION", for_organisations="on", **PLAN
    )
    assert "Année civile année civile · 30,00 € · organismes" in page
    page = office.send("plan-add", label="Soutien", rate="50", **PLAN)
    assert "Soutien année civile · 50,00 €" in page
    with office.house.scope():
        assert MembershipPlan.objects.get(code="ANNEE-CIVILE").price_code == "ADHESION"
        assert Price.objects.get(code="SOUTIEN").rate == 500_000
    for both in ({}, {"rate": "50", "price_code": "ADHESION"}):
        page, _source = office.refused("plan-add", label="Autre", **PLAN, **both)
        assert "Écrivez un prix, ou choisissez-en un de la grille" in page


def test_a_plan_is_renamed_and_no_longer_proposed(office: Office, desk: Desk) -> None:
    house = office.house
    kept = {"price_code": "ADHESION", "length": "months", "months": "12"}
    assert "À l’année" in office.send("plan", house.plan, label="À l’année", **kept)
    assert [one["label"] for one in desk.snapshot()["plans"]] == ["À l’année"]
    yesterday = TODAY - timedelta(days=1)
    page = office.send("plan", house.plan, label="À l’année", **kept, sold_until=yesterday)
    assert "À l’année plus proposée" in page
    assert desk.snapshot()["plans"] == []


# What somebody would pay


def ask(office: Office, **asked: Any) -> str:
    where = {"code": "ATELIER", "day": TODAY, "where": office.house.place}
    return office.get("price-quote", **{**where, **asked})


def test_golden_number_1_said_before_it_is_asked(office: Office) -> None:
    office.client.post(
        set_cell(office, code="ATELIER", member="no"),
        {"rate": "8", "from_day": TOMORROW, "label": "Atelier", "unit": "session", "member": "no"},
    )
    page = ask(office, day=TOMORROW)
    assert "Adhésion Tarif de tous, depuis le 1er janvier 2020 30,00 €" in page
    assert "Atelier Tarif adhérent·e, depuis le 1er janvier 2020 8,00 €" in page
    assert "En tout 38,00 €" in page
    assert "En tout 8,00 €" in ask(office, day=TOMORROW, member="yes")
    assert "En tout 12,00 €" in ask(office)


def test_somebody_is_asked_for_by_name(office: Office) -> None:
    house = office.house
    marie = house.person("Marie", "Le Gall", price_profile="demandeur")
    with house.scope():
        Membership.objects.create(
            structure_id=house.structure, plan_id=house.plan, person_id=marie,
            starts_on=TODAY - timedelta(days=9), ends_on=TOMORROW,
        )  # fmt: skip
    page = ask(office, who="mari")
    assert "Combien paierait Marie ?" in page
    assert f"adhérent·e jusqu’au {date_long(TOMORROW)} · Demandeur d’emploi" in page
    assert "En tout 8,00 €" in page
    house.person("Marie", "Petit")
    page = ask(office, who="mari")
    assert "De qui s’agit-il ? Marie Le Gall Marie Petit" in page
    assert "En tout 8,00 €" in ask(office, person=marie)
    assert "Personne de ce nom" in ask(office, who="zzz")
    expired = ask(office, person=marie, day=TOMORROW + timedelta(days=9))
    assert f"adhésion finie le {date_long(TOMORROW)}" in expired
    assert "En tout 38,00 €" in expired


@pytest.mark.parametrize(
    ("label", "code"),
    [("Adhésion annuelle", "ADHESION-ANNUELLE"), ("Œuvre d’été", "OEUVRE-D-ETE"), ("李", "")],
)
def test_a_code_is_made_of_plain_letters(label: str, code: str) -> None:
    assert code_of(label) == code


def test_a_rate_is_read_in_cents_or_finer() -> None:
    assert [rate_text(one) for one in (80_000, 150, 0)] == [
        "8,00\u00a0€", "0,015\u00a0€", "0,00\u00a0€",
    ]  # fmt: skip


# The till


@pytest.fixture
def sold(desk: Desk) -> dict[str, object]:
    """A session paid in cash by Marie, then the till closed with a difference."""
    person, till, sale, receipt = desk.house.person(), new_id(), new_id(), new_id()
    price = next(
        one for one in desk.snapshot()["prices"] if one["code"] == "ATELIER" and one["member"]
    )
    line = {
        "kind": "session",
        "code": "ATELIER",
        "member": True,
        "price": price["price"],
        "rate": price["rate"],
        "amount_cents": 800,
    }
    desk.do("money.open_till", till=till, float_cents=5000)
    desk.do(
        "money.sell",
        person=person,
        sale={
            "sale": sale,
            "lines": [line],
            "payments": [{"means": "cash", "amount_cents": 800, "given_cents": 1000}],
            "receipt": {"receipt": receipt, "number": 1},
        },
    )
    desk.do("money.close_till", closing=new_id(), till=till, counted_cents=5700, reason="change")
    return {"sale": sale, "receipt": receipt, "person": person}


def test_a_closing_is_listed_with_its_head(office: Office, sold: dict) -> None:
    page = office.get("till")
    with office.house.scope():
        head = Receipt.objects.get().hash[:8]
    assert f"1–1 58,00 € 57,00 € erreur de rendu de monnaie {head}" in page


def test_the_receipts_of_a_day_and_their_total(office: Office, sold: dict) -> None:
    page = office.get("till-day")
    assert "Atelier Marie Le Gall espèces 8,00 €" in page
    assert "Espèces 8,00 € Total 8,00 €" in page
    assert "Aucun reçu ce jour-là" in office.get("till-day", day="2020-01-01")
    assert "Atelier" in office.get("till-day", day="not a day")


def test_a_receipt_again_says_what_it_said(office: Office, as_role, sold: dict) -> None:
    house = office.house
    house.do("people.edit", person=sold["person"], last_name="Autre")
    house.do(
        "network.set_carrier", carrier=new_id(), kind="commune", name="Plus tard", from_day=TODAY
    )
    volunteer, treasurer = as_role("volunteer"), as_role("treasurer")
    pages = [
        volunteer.get("receipt", sold["receipt"]), treasurer.get("till-receipt", sold["receipt"]),
    ]  # fmt: skip
    for page in pages:
        assert "Reçu de Marie Le Gall" in page
        assert "Atelier 8,00 € Total payé 8,00 € Espèces 8,00 €" in page
        assert "Plus tard" not in page


def test_a_sale_is_reversed_by_a_manager(office: Office, sold: dict) -> None:
    assert "Annuler la vente de 8,00 € ?" in office.get("sale-reverse", sold["sale"])
    page = office.send("sale-reverse", sold["sale"], means="transfer", reason="duplicate")
    assert "annulée par un nouveau reçu" in page
    assert "annulation encaissée deux fois" in page
    assert "virement -8,00 €" in page
    assert "Total 0,00 €" in page
    with office.house.scope():
        counter = Sale.objects.get(reverses=sold["sale"])
        again = Receipt.objects.get(sale=counter).pk
    assert (counter.amount_cents, counter.reversal_reason) == (-800, "duplicate")
    for receipt in (sold["receipt"], again):
        page = office.get("till-receipt", receipt)
        assert "Motif de l’annulation : encaissée deux fois." in page
    page = office.client.post(office.url("sale-reverse", sold["sale"]), {"means": ""})
    assert page.status_code == 422
    assert "déjà annulée" in page.content.decode()
    assert "cette vente est déjà annulée" in office.get("sale-reverse", sold["sale"]).lower()


def test_no_cash_is_given_back_away_from_an_open_till(office: Office, sold: dict) -> None:
    assert "Pour rendre des espèces" in office.get("sale-reverse", sold["sale"])
    for means in ("", "cash"):
        page, source = office.refused("sale-reverse", sold["sale"], means=means, reason="mistake")
        assert "Les espèces sortent d’une caisse ouverte" in page
        assert '<option value="mistake" selected>' in source
    with office.house.scope():
        assert not Sale.objects.filter(reverses=sold["sale"]).exists()


def test_cash_comes_out_of_the_open_till_of_this_desk(sold: dict, house: House) -> None:
    desk, till = open_desk(house, "manager"), new_id()
    office = Office(house, desk.client)
    assert "Pour rendre des espèces" in office.get("sale-reverse", sold["sale"])
    desk.do("money.open_till", till=till, float_cents=2000)
    assert "de la caisse de « Accueil »" in office.get("sale-reverse", sold["sale"])
    assert "B-1" in office.send("sale-reverse", sold["sale"])
    seen = desk.snapshot()
    assert (seen["device"]["last_n"], seen["till"]["next_number"]) == (2, 2)
    assert seen["till"]["open"]["cash_cents"] == 1200
    assert desk.code("money.close_till", closing=new_id(), till=till, counted_cents=1200) == "gap"
    done = desk.do("money.close_till", closing=new_id(), till=till, counted_cents=1200)
    assert (done["code"], done["number"], done["difference_cents"]) == ("B", 1, 0)


def test_the_journal_is_a_spreadsheet(office: Office, sold: dict) -> None:
    office.house.do("people.edit", person=sold["person"], first_name="=1+1")
    office.send("sale-reverse", sold["sale"], means="card", reason="mistake")
    day = timezone.localdate().isoformat()
    answer = office.client.get(office.url("till-journal"), {"first": day, "last": day})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="caisse-{day}-{day}.csv"'
    text = answer.content.decode("utf-8")
    assert text.startswith(
        "\ufeffNuméro;Jour;Heure;Lieu;Libellés;Payé par;Moyen;Montant;Annule;Motif"
    )
    lines = [line.split(";") for line in text.splitlines()[1:]]
    written, reason = date.fromisoformat(day).strftime("%d/%m/%Y"), "erreur de saisie"
    assert [(one[0], one[1], *one[3:]) for one in lines] == [
        ("A-1", written, "Numéripôle", "Atelier", "Marie Le Gall", "espèces", "8,00", "", ""),
        ("B-1", written, "Numéripôle", "Atelier", "'=1+1 Le Gall", "carte", "-8,00", "oui", reason),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"first": "2026-02-01", "last": "2026-01-01"},
        {"first": "2020-01-01", "last": "2026-01-01"},
    ],
)
def test_a_journal_without_its_days_asks_for_them(office: Office, asked: dict) -> None:
    answer = office.client.get(office.url("till-journal"), asked)
    assert answer.status_code == 422
    assert "Journal de caisse" in answer.content.decode()
