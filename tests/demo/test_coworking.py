"""Rodez as its coworkers know it: the whole grid of plans, who has one, who came today."""

from __future__ import annotations

from datetime import date

import pytest

from maillage.booking.models import Reservation, Resource
from maillage.core.models import SecretLink
from maillage.demo.world import demo_id
from maillage.money.models import EntitlementLine, PlanPause, PlanTerm, Price, Sale, UsePlan
from maillage.money.plan_queries import Standing, conversions, every_standing, plans_of
from tests.demo.conftest import in_structure
from tests.demo.test_prepare import look

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 24)


def test_the_whole_grid_of_rodez(demo) -> None:
    """Needs P19, P24, P25: 250 € a month with two free months, 100 € a quarter, two days a week."""
    with in_structure("rodez"):
        rates = dict(Price.objects.values_list("code", "rate"))
        grid = {
            one.code: (
                rates[one.price_code] // 10_000,
                one.months,
                one.calendar,
                one.trial_months,
                one.deposit_cents,
                one.at_any_hour,
                sorted(one.allowances.values_list("code", "units", "per")),
            )
            for one in UsePlan.objects.all()
        }
    always = [("JOUR", None, "term"), ("SALLE", 4_000, "term")]
    assert grid == {
        "PERMANENT": (250, 1, False, 2, 15_000, True, always),
        "CARNET20": (100, 3, True, 0, 0, False, [("JOUR", 20_000, "term")]),
        "DECOUVERTE": (15, 1, False, 0, 0, False, [("JOUR", 2_000, "term")]),
        "DEUXJOURS": (90, 1, False, 0, 0, False, [("JOUR", 2_000, "week")]),
    }


def who(standing: Standing) -> str:
    holder = standing.holder
    return holder.person.first_name if holder.person else holder.organisation.name


def used(standing: Standing) -> tuple[int, int | None]:
    """Days used and given, of today's window."""
    (days,) = (one for one in standing.used if one.allowance.code == "JOUR")
    return days.used // 1000, None if days.given is None else days.given // 1000


def test_a_dozen_coworkers_stand_each_in_their_own_way(demo) -> None:
    """Tried, paid, asleep, used up, over: a Tuesday afternoon."""
    with in_structure("rodez"):
        stand = {who(one): one for one in every_standing(TODAY)}
        last_days = {name: one.term.ends_on for name, one in stand.items()}
        tried = [name for name, one in stand.items() if one.term.trial]
        asleep = [name for name, one in stand.items() if one.pause]
        assert (len(stand), tried, asleep) == (13, ["Yasmine"], ["Mathieu"])
        assert [name for name, one in stand.items() if not one.runs] == ["Julien"]
        assert (last_days["Claire"], last_days["Élodie"]) == (
            date(2026, 12, 31),
            date(2026, 11, 27),
        )
        assert used(stand["Studio Causse (inventé)"]) == (2, 2)
        assert used(stand["Pauline"]) == (1, 2)
        assert used(stand["Sophie"])[1] is None
        (tried,) = conversions(TODAY)
        assert (tried.place, tried.running, tried.decided, tried.stayed, tried.share) == (
            "Le Tiers-Lieu de Rodez", 1, 1, 1, 100,
        )  # fmt: skip


def test_solange_has_used_her_two_days(demo) -> None:
    with in_structure("rodez"):
        (standing,) = plans_of(demo_id("rodez", "person", "solange"), TODAY)
        assert used(standing) == (2, 2)
    (seen,) = (
        one
        for one in look("rodez", "centre-ville", "bastien")["persons"]
        if one["first"] == "Solange"
    )
    assert seen["today"] is None


def test_who_comes_spends_and_nothing_is_below_zero(demo) -> None:
    """Balances are the sums of their lines; a day left due is a sale, never a debt."""
    with in_structure("rodez"):
        sums: dict[tuple, int] = {}
        for one in EntitlementLine.objects.order_by("at", "number"):
            key = one.holder_id, one.code, one.window
            sums[key] = sums.get(key, 0) + one.units
            assert one.balance is None or one.balance == sums[key] >= 0
        due = Sale.objects.filter(receipts=None, reverses=None, lines__code="JOUR")
        assert {one.person.first_name for one in due} == {"Karine"}
        assert {one.person.first_name for one in Sale.objects.filter(lines__kind="use")} == {
            "Karine",
            "Denis",
        }


def test_a_pause_lets_the_term_end_as_many_days_later(demo) -> None:
    with in_structure("rodez"):
        pause = PlanPause.objects.get()
        term = PlanTerm.objects.filter(holder=pause.holder).latest("starts_on")
    assert (pause.from_day, pause.to_day) == (date(2026, 11, 20), date(2026, 12, 6))
    assert (term.starts_on, term.ends_on) == (date(2026, 11, 6), date(2026, 12, 22))


def test_desks_are_alike_and_nobody_shares_one(demo) -> None:
    with in_structure("rodez"):
        desks = Resource.objects.filter(family__name="Bureau partagé")
        rows = Reservation.objects.filter(family__name="Bureau partagé")
        thursday = rows.filter(day=date(2026, 11, 26))
        assert (desks.count(), thursday.count()) == (8, 2)
        assert len({one.resource_id for one in thursday}) == 2
        states = Reservation.objects.values_list("state", flat=True)
        assert set(states) == {"confirmed", "waiting", "cancelled"}
        kinds = sorted(SecretLink.objects.values_list("kind", flat=True).distinct())
        assert kinds == ["booking.own_feed", "booking.own_page", "booking.place_public"]


def test_the_page_of_plans_says_them_all(demo, client) -> None:
    client.login(username="hugues@rodez", password="bonjour-maillage")
    body = client.get("/s/rodez/plans/").content.decode()
    assert [
        word in body for word in ("Deux jours par semaine", "2/2", "À renouveler", "Élodie")
    ] == [True] * 4
