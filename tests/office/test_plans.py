"""Plans and passes on the screens: set, taken, tried, used, paused; the grids of Bras and Rodez."""

from __future__ import annotations

import html
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.periods import months_after
from maillage.counter.endings import tell_endings
from maillage.money.deposits import deposits
from maillage.money.models import (
    EntitlementLine,
    Material,
    PlanHolder,
    PlanTerm,
    Price,
    Receipt,
    Sale,
    UsePlan,
)
from tests.making_plans import DAY, code, set_price, take, use_plan
from tests.office.conftest import Office


def add_price(office: Office, label: str, euros: str, unit: str, **more: Any) -> str:
    """A price as the form sets it; its code."""
    office.send("price-set", label=label, rate=euros, unit=unit, from_day="2026-01-01", **more)
    with office.house.scope():
        return str(Price.objects.filter(label=label).latest("id").code)


def add_plan(office: Office, label: str, price: str, length: str, **more: Any) -> UsePlan:
    empty = {f"per_{row}": "term" for row in (1, 2, 3)}
    values = {"label": label, "price_code": price, "length": length, "trial_months": 0}
    office.send("use-plan-add", **empty | values | more)
    with office.house.scope():
        return UsePlan.objects.get(label=label)


def take_plan(office: Office, person: UUID, plan: UsePlan, **more: Any) -> str:
    return office.send("plan-take", person, plan=plan.pk, **more)


def arrives(office: Office, person: UUID, **more: Any) -> str:
    return office.send("check-in", person, code=more.pop("code", DAY), units="1", **more)


@pytest.mark.prove("1. grilles par les écrans")
def test_the_whole_grid_of_rodez_is_set_on_screens(office: Office) -> None:
    """250 € a month, 20 days a quarter for 100 €, H24, 2 days a week, first months free."""
    day = add_price(office, "Coworking", "12", "day")
    month = add_price(office, "Bureau permanent", "250", "month")
    quarter = add_price(office, "Carnet de 20 jours", "100", "pass")
    week = add_price(office, "Deux jours par semaine", "90", "month")
    grid = office.get("prices")
    assert "Forfaits et carnets Bureau permanent le mois" in grid
    assert "Carnet de 20 jours le carnet" in grid
    permanent = add_plan(
        office, "Permanent", month, "1c", covers_1=day, at_any_hour="on", pro_rata="on",
        trial_months=2, deposit_cents="50",
    )  # fmt: skip
    carnet = add_plan(office, "Carnet 20", quarter, "3c", covers_1=day, units_1="20")
    two = add_plan(office, "Deux jours", week, "1", covers_1=day, units_1="2", per_1="week")
    said = office.get("use-plans")
    for words in (
        "mois du calendrier · Coworking sans limite · 2 mois offerts",
        "caution de 50,00 € · à toute heure",
        "trimestre du calendrier · 20 × Coworking par période",
        "1 mois, de date à date · 2 × Coworking par semaine",
    ):
        assert words in said
    with office.house.scope():
        rows = [permanent, carnet, two]
        lasting = [(one.months, one.calendar, one.trial_months) for one in rows]
        units = [[(a.units, a.per, a.carries) for a in one.allowances.all()] for one in rows]
    assert lasting == [(1, True, 2), (3, True, 0), (1, False, 0)]
    assert units == [[(None, "term", False)], [(20_000, "term", False)], [(2_000, "week", False)]]


@pytest.fixture
def ines(office: Office) -> UUID:
    set_price(office.house, DAY, 12, label="Coworking")
    return office.house.person("Inès", "Faure")


def test_two_days_used_the_third_is_due_or_granted(office: Office, ines: UUID) -> None:
    house, day = office.house, timezone.localdate()
    plan = use_plan(
        house,
        "DEUX",
        90,
        label="Deux jours",
        allowances=[{"code": DAY, "units": 1_000, "per": "week"}],
    )
    take(house, plan, day, person=ines)
    assert "Deux jours : 1/1." in arrives(office, ines)
    assert "C’était déjà compté aujourd’hui." in arrives(office, ines)
    assert "tout est utilisé" in office.get("person-plans", ines)
    other = house.person("Ana", "Bel")
    assert "12,00 € à payer." in arrives(office, other)


def test_a_plan_is_taken_with_its_deposit_apart_which_is_no_income(
    office: Office, ines: UUID
) -> None:
    house = office.house
    plan = UsePlan(pk=use_plan(house, "PERMANENT", 250, label="Permanent", deposit_cents=5_000))
    said = take_plan(office, ines, plan, means="transfer")
    assert "« Permanent » est pris et payé." in said
    with house.scope():
        sales = Sale.objects.order_by("at", "id")
        assert [(one.amount_cents, one.receipts.count()) for one in sales] == [
            (25_000, 1),
            (5_000, 1),
        ]
        term = PlanTerm.objects.get()
    assert "Caution de « Permanent »" in said
    assert "50,00 € à rendre" in said
    assert "Caution" not in office.get("person-plans", house.person("Ana", "Bel"))
    assert "Cautions à rendre : 50,00 €." in office.get("use-plans")
    again = take_plan(office, ines, plan)
    assert "« Permanent » est pris ; 250,00 € à payer à l’accueil." in again
    with house.scope():
        assert Sale.objects.count() == 3, "the deposit is left once"
        second = PlanTerm.objects.exclude(pk=term.pk).get()
    assert second.starts_on == term.ends_on + timedelta(days=1)


def test_a_deposit_is_left_once_even_after_a_refund(office: Office, ines: UUID) -> None:
    house = office.house
    plan = UsePlan(pk=use_plan(house, "PERMANENT", 250, label="Permanent", deposit_cents=5_000))
    take_plan(office, ines, plan, means="transfer")
    with house.scope():
        sale = Sale.objects.get(amount_cents=25_000).pk
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    take_plan(office, ines, plan, means="transfer")
    with house.scope():
        assert [(one.held, one.due) for one in deposits([ines])] == [(5_000, 0)]


def test_a_deposit_that_is_not_paid_is_to_be_paid_and_gives_nothing_back(
    office: Office, ines: UUID
) -> None:
    house = office.house
    plan = UsePlan(pk=use_plan(house, "PERMANENT", 250, label="Permanent", deposit_cents=5_000))
    said = take_plan(office, ines, plan)
    assert "« Permanent » est pris ; 300,00 € à payer à l’accueil." in said
    assert "! 50,00 € à régler" in said
    assert "à rendre" not in said
    both = office.get("use-plans")
    assert "Cautions à rendre : 0,00 €." in both
    assert "Inès Faure Permanent ! 50,00 € à régler Annuler" in both
    with house.scope():
        sale = Sale.objects.get(amount_cents=5_000).pk
    house.do("money.pay", sale=sale, payments=[{"means": "card", "amount_cents": 2_000}])
    said = office.get("person-plans", ines)
    assert "20,00 € à rendre ! 30,00 € à régler" in said
    asked = office.get("sale-reverse", sale)
    assert "Rendre la caution de 50,00 € ?" in asked
    assert "À rendre 20,00 €" in asked
    office.send("sale-reverse", sale, means="transfer", reason="")
    with house.scope():
        assert list(Receipt.objects.order_by("number").values_list("total_cents", flat=True)) == [
            2_000,
            -2_000,
        ]
    assert "Caution de" not in office.get("person-plans", ines)


def test_what_was_never_paid_is_cancelled_for_nothing(office: Office, ines: UUID) -> None:
    house = office.house
    plan = UsePlan(pk=use_plan(house, "PERMANENT", 250, label="Permanent", deposit_cents=5_000))
    take_plan(office, ines, plan)
    with house.scope():
        sale = Sale.objects.get(amount_cents=5_000).pk
    assert "Rien n’a été payé : il n’y a rien à rendre" in office.get("sale-reverse", sale)
    office.send("sale-reverse", sale, means="", reason="")
    with house.scope():
        assert Receipt.objects.count() == 0
    assert "! doit 250,00 €" in office.get("person-plans", ines)


def test_what_is_due_leads_to_the_desk_and_what_is_paid_to_its_receipt(
    office: Office, ines: UUID
) -> None:
    plan = UsePlan(pk=use_plan(office.house, "PERMANENT", 250, label="Permanent"))
    take_plan(office, ines, plan)
    page = office.client.get(office.url("person-plans", ines)).content.decode()
    assert f'href="{office.url("desk")}#regler={ines}">Encaisser à l’accueil' in page
    take_plan(office, ines, plan, means="cheque")
    with office.house.scope():
        receipt = Receipt.objects.get().pk
    page = office.client.get(office.url("person-plans", ines)).content.decode()
    assert f'href="{office.url("receipt", receipt)}"' in page


def test_a_trial_ends_by_itself_and_is_counted_when_it_becomes_a_plan(
    office: Office, ines: UUID
) -> None:
    house, day = office.house, timezone.localdate()
    plan = UsePlan(pk=use_plan(house, "PERMANENT", 250, label="Permanent", trial_months=2))
    assert "Permanent : 2 mois offerts" in office.get("plan-try", ines)
    assert "L’essai commence." in office.send("plan-try", ines, plan=plan.pk, starts_on=day)
    assert "1 essai en cours" in office.get("use-plans")
    _text, page = office.refused("plan-try", ines, plan=plan.pk, starts_on=day)
    assert "court déjà ces jours-là" in html.unescape(page)
    with house.scope():
        tried = PlanTerm.objects.get()
    follows = tried.ends_on + timedelta(days=1)
    offered = f"La suite, du {follows:%d/%m/%Y} au"
    assert offered in office.get("person-plans", ines)
    one_tap = {"plan": plan.pk, "starts_on": follows}
    said = office.send("plan-take", ines, **one_tap)
    assert "« Permanent » est pris ; 250,00 € à payer à l’accueil." in said
    assert offered not in said
    _text, page = office.refused("plan-take", ines, **one_tap)
    assert "court déjà ces jours-là" in html.unescape(page)
    assert "Sur 1 essai, suivis d’un forfait : 1 (100 %)" in office.get("use-plans")
    with house.scope():
        terms = PlanTerm.objects.order_by("starts_on")
        assert [(one.trial, one.starts_on) for one in terms] == [(True, day), (False, follows)]


def test_those_who_tried_and_left_or_took_another_plan_are_counted_by_place(
    office: Office, ines: UUID
) -> None:
    house, day = office.house, timezone.localdate()
    long_ago = day - timedelta(days=70)
    plan = use_plan(house, "PERMANENT", 250, trial_months=1)
    carnet = use_plan(house, "CARNET", 100)
    tried = [ines, house.person("Ana", "Bel"), house.person("Léo", "Cros")]
    for person in tried:
        house.do(
            "money.start_trial", term=new_id(), plan=plan, starts_on=long_ago, person=person
        )  # fmt: skip
    take(house, carnet, day, person=ines)
    said = office.get("use-plans")
    assert "Numéripôle Sur 3 essais, suivis d’un forfait : 1 (33 %)" in said


def test_the_office_says_who_was_told_and_who_is_to_be(office: Office, ines: UUID) -> None:
    house, day = office.house, timezone.localdate()
    plan = use_plan(house, "DEUX", 90, label="Deux jours")
    began = months_after(day, -1) + timedelta(days=3)
    reached = house.person("Ana", "Bel", email="ana@example.fr")
    called = house.person("Zoé", "Cros", phone="03 29 12 34 56")
    for person in (reached, called):
        take(house, plan, began, person=person)
    assert office.get("use-plans").count("à prévenir") == 3, "the note, and two persons"
    here = datetime.combine(day, time(11), ZoneInfo("Europe/Paris"))
    assert tell_endings(house.structure, here) == 1
    said = office.get("use-plans")
    assert f"prévenu·e le {timezone.localdate(here):%d/%m/%Y}, e-mail : à envoyer" in said
    assert "à prévenir 03 29 12 34 56" in said
    assert "prévenu·e le" in office.get("person-plans", reached)


def test_what_was_counted_by_mistake_comes_back_to_its_plan(office: Office, ines: UUID) -> None:
    """Of one price code of the day; the other stays."""
    house = office.house
    both = [{"code": DAY, "units": 5_000}, {"code": "ATELIER", "units": 5_000}]
    plan = use_plan(house, "DEUX", 90, label="Deux", allowances=both)
    take(house, plan, timezone.localdate(), person=ines)
    arrives(office, ines)
    said = arrives(office, ines, code="ATELIER")
    assert said.count("Rendre") == 2
    with house.scope():
        (used,) = {*EntitlementLine.objects.exclude(source_id=None).values_list("source_id")}
    used = used[0]
    assert office.client.post(office.url("use-cancel", new_id())).status_code == 404
    said = office.send("use-cancel", used, code=DAY)
    assert "C’est rendu au forfait." in said
    assert said.count("Rendre") == 1
    said = office.send("use-cancel", used, code=DAY)
    assert "Rien n’a été décompté pour ce passage." in said
    with house.scope():
        returned = EntitlementLine.objects.filter(move="returned")
        assert [(one.code, one.units) for one in returned] == [(DAY, 1000)]


def test_a_pause_makes_it_end_later_and_a_return_sooner(office: Office, ines: UUID) -> None:
    house, day = office.house, timezone.localdate()
    term = take(house, use_plan(house, "PERMANENT", 250), day, person=ines)
    with house.scope():
        holder, ends_on = PlanHolder.objects.get().pk, PlanTerm.objects.get(pk=term).ends_on
    assert "Pour Inès Faure." in office.get("plan-pause", holder)
    office.send("plan-pause", holder, from_day=day, to_day=day + timedelta(days=9))
    with house.scope():
        row = PlanTerm.objects.get(pk=term)
        pause = row.holder.pauses.get()
    assert row.ends_on == ends_on + timedelta(days=10)
    assert "12,00 € à payer." in arrives(office, ines)
    office.send("plan-resume", pause.pk)
    with house.scope():
        assert PlanTerm.objects.get(pk=term).ends_on == ends_on


def test_what_is_sold_leaves_the_stock_and_what_is_low_is_to_be_bought(office: Office) -> None:
    house, price = office.house, code("PLA")
    set_price(house, price, 0.05, unit="gram", label="PLA")
    office.send("material-add", code=price, label="PLA blanc", reorder_at="100")
    with house.scope():
        made = Material.objects.get().pk
    office.send("stock-move", made, why="delivered", units="1000")
    office.send("stock-move", made, why="lost", units="30,5")
    assert "PLA blanc" in office.get("stock")
    assert "969,5" in office.get("material", made)
    office.send("stock-move", made, why="counted", units="80")
    assert "à racheter" in office.get("stock")


@pytest.mark.parametrize(
    ("tax", "said"),
    [
        (
            {"tax_mode": "liable", "tax_rate": "20"},
            "250,00 € TTC = 208,33 € HT + 41,67 € de TVA (20 %)",
        ),
        ({"tax_mode": "exempt"}, "TVA non applicable"),
    ],
)
def test_a_receipt_of_a_permanent_says_the_tax_of_its_price(
    office: Office, ines: UUID, tax: dict[str, str], said: str
) -> None:
    """P24: 250.00 TTC = 208.33 HT + 41.67 when liable."""
    month = add_price(office, "Bureau permanent", "250", "session", **tax)
    plan = add_plan(office, "Permanent", month, "1", covers_1=DAY)
    take_plan(office, ines, plan, means="transfer")
    with office.house.scope():
        receipt = Receipt.objects.get().pk
    page = office.get("receipt", receipt)
    assert said in page
    assert ("TVA non applicable" in page) == (tax["tax_mode"] == "exempt")
