"""The grid, its profiles and plans; the till; receipts again; reversals."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.money.models import MembershipPlan, Price, PriceProfile, Receipt, Sale
from maillage.office.forms.fields import rate_text
from maillage.office.forms.money import code_of
from tests.houses import Desk, House, open_desk
from tests.office.conftest import Office

TODAY = timezone.localdate()
PRICE = {"label": "Studio", "rate": "12,50", "unit": "hour", "from_day": "2026-01-01"}
UNTAXED = {"tax_mode": "not_stated"}


def prices(house: House, code: str) -> list[Price]:
    with house.scope():
        return list(Price.objects.filter(code=code).order_by("from_day"))


def test_a_new_thing_is_priced_and_its_code_comes_from_its_name(office: Office) -> None:
    page = office.send("price-add", **PRICE, **UNTAXED)
    assert "Studio STUDIO" in page
    assert "Tout le monde tous les lieux · depuis le 01/01/2026 12,50 € l’heure" in page
    (price,) = prices(office.house, "STUDIO")
    assert (price.rate, price.member, price.unit) == (125_000, None, "hour")


def test_a_price_may_depend_on_who_and_where(office: Office) -> None:
    office.send(
        "price-add", sold="ATELIER", label="Atelier réduit", rate="4", unit="session",
        member="yes", profile="demandeur", place=office.house.place, from_day="2026-01-01",
        tax_mode="liable", tax_rate="5,5",
    )  # fmt: skip
    price = next(one for one in prices(office.house, "ATELIER") if one.profile)
    assert (price.member, price.place_id, price.rate) == (True, office.house.place, 40_000)
    assert (price.tax_mode, price.tax_rate) == ("liable", 550)
    assert "Demandeur d’emploi, adhérent·e Numéripôle" in office.get("prices")


def test_a_tie_is_said_in_the_form(office: Office) -> None:
    office.send("price-add", **PRICE, **UNTAXED)
    page, source = office.refused(
        "price-add", **{**PRICE, "sold": "STUDIO", "rate": "15", "label": "Studio cher"}, **UNTAXED
    )
    assert "Un prix existe déjà pour ces dates" in page
    assert 'value="15"' in source
    assert 'value="Studio cher"' in source


@pytest.mark.parametrize("typed", ["douze", "12,50000", "-3", "1e3", ""])
def test_what_is_no_price_is_refused(office: Office, typed: str) -> None:
    office.refused("price-add", **{**PRICE, "rate": typed}, **UNTAXED)
    assert prices(office.house, "STUDIO") == []


def test_a_price_ends_and_stays_in_the_history(office: Office) -> None:
    (price,) = prices(office.house, "ADHESION")
    page = office.send("price-end", price.pk, to_day="2026-06-30")
    assert "jusqu’au 30/06/2026" in page
    page, _source = office.refused("price-end", price.pk, to_day="2019-01-01")
    assert "La fin vient après le début" in page


def test_profiles_and_plans_are_added(office: Office) -> None:
    office.send("profile-add", label="Étudiant·e")
    page = office.send(
        "plan-add", label="Année civile", price_code="ADHESION", length="calendar_year",
        months="12", for_organisations="on",
    )  # fmt: skip
    assert "Étudiant·e" in page
    assert "Année civile année civile · ADHESION · organismes" in page
    with office.house.scope():
        assert PriceProfile.objects.filter(code="ETUDIANT-E").exists()
        assert MembershipPlan.objects.get(code="ANNEE-CIVILE").for_organisations
    page, _source = office.refused("profile-add", label="étudiant e")
    assert "Ce profil existe déjà" in page
    page, _source = office.refused("profile-add", label="!!!")
    assert "au moins une lettre" in page


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
