"""A week before a plan or a trial ends, who has it is told, once, with what going on costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from maillage.cli.tick import tick
from maillage.core.ids import new_id
from maillage.core.models import JournalLine
from maillage.counter import endings
from maillage.counter.endings import tell_endings
from maillage.messages.models import Template
from maillage.money.models import PlanTerm, Sale
from tests.houses import House
from tests.making_plans import set_price, take, use_plan
from tests.messages.conftest import held

START = date(2027, 9, 1)


@pytest.fixture(autouse=True)
def first_of_september(house: House):
    """Wednesday 1 September 2027, 11 in the morning in Bras."""
    with time_machine.travel(datetime(2027, 9, 1, 9, tzinfo=UTC), tick=False) as clock:
        house.do("network.edit_place", place=house.place, phone="03 29 12 34 56")
        yield clock


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def permanent(house: House, **more: Any) -> UUID:
    values = {"label": "Permanent", "calendar": True, "trial_months": 2} | more
    return use_plan(house, "PERMANENT", 250, **values)


def tried(house: House, plan: UUID, person: UUID) -> UUID:
    term = new_id()
    house.do("money.start_trial", term=term, plan=plan, starts_on=START, person=person)
    return term


def marie(house: House, **contact: Any) -> UUID:
    return house.person("Marie", "", **(contact or {"email": "marie@example.fr"}))


def told(house: House, day: date, hour: int = 9) -> int:
    return tell_endings(house.structure, at(day, hour))


def said(house: House) -> str:
    (one,) = held(house)
    return f"{one.subject}\n\n{one.body}".replace("\u00a0", " ")


TRIAL = """Votre essai finit bientôt : Permanent

Bonjour Marie,

Votre essai « Permanent » finit dimanche 31 octobre.
Vous n’avez rien à payer.
L’essai s’arrête tout seul.
Vous voulez continuer ? Dites-le-nous.
Cela coûte 250,00 €, du 1er novembre 2027 au 30 novembre 2027.
La caution est de 150,00 €. Elle se rend.

Une question ? Appelez le 03 29 12 34 56.

Numéripôle"""

PAID = """Votre forfait finit bientôt : Deux jours

Bonjour Marie,

Votre forfait « Deux jours » finit jeudi 30 septembre.
Il ne se renouvelle pas tout seul.
Vous voulez continuer ? Dites-le-nous.
Cela coûte 90,00 €, du 1er octobre 2027 au 31 octobre 2027.

Une question ? Appelez le 03 29 12 34 56.

Numéripôle"""


def test_two_months_free_from_september_are_said_a_week_before_31_october(house: House) -> None:
    """P18: nothing is charged without a yes."""
    tried(house, permanent(house, deposit_cents=15_000), marie(house))
    eve = date(2027, 10, 24)
    assert [told(house, eve - timedelta(days=1)), told(house, eve)] == [0, 1]
    assert said(house) == TRIAL
    with house.scope():
        assert Sale.objects.count() == 0


def test_a_paid_term_is_said_with_what_the_next_costs(house: House) -> None:
    plan = use_plan(house, "DEUX", 90, label="Deux jours", calendar=True)
    take(house, plan, START, person=marie(house))
    assert told(house, date(2027, 9, 23)) == 1
    assert said(house) == PAID


def test_it_is_said_once_at_a_decent_hour_by_tick_and_noted(
    house: House, first_of_september: Any
) -> None:
    tried(house, permanent(house), marie(house))
    days = [date(2027, 10, 24) + timedelta(days=n) for n in range(9)]
    hours = [told(house, days[0], hour) for hour in (5, 7, 8, 17, 18)]
    assert hours == [0, 0, 1, 0, 0]
    first_of_september.move_to(at(days[1]))
    assert tick()["endings"] == 0
    assert [told(house, day) for day in days] == [0] * 9
    with house.scope():
        assert JournalLine.objects.filter(kind="tick.endings").count() == 1


def test_what_goes_on_is_over_or_was_cancelled_is_not_said(house: House) -> None:
    plan = use_plan(house, "DEUX", 90, label="Deux jours", calendar=True)
    goes_on, refunded = marie(house), house.person("Ana", "", email="ana@example.fr")
    for day in (START, date(2027, 10, 1)):
        take(house, plan, day, person=goes_on)
    term = take(house, plan, START, person=refunded)
    with house.scope():
        sale = Sale.objects.get(lines__target_id=term).pk
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    assert [told(house, date(2027, 9, 28)), told(house, date(2027, 10, 1))] == [0, 0]


@pytest.mark.parametrize("meanwhile", ["renewed", "cancelled", "paused"])
def test_what_changes_while_others_are_told_is_not_said(
    house: House, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    plan, who = use_plan(house, "DEUX", 90, label="Deux jours", calendar=True), marie(house)
    term, tenth = take(house, plan, START, person=who), date(2027, 9, 10)
    read, day = endings.ending, date(2027, 9, 28)

    def read_before(first: date, last: date) -> list[PlanTerm]:
        """The terms as they were; then something happens to one."""
        found = read(first, last)
        monkeypatch.setattr(endings, "ending", read)
        if meanwhile == "renewed":
            take(house, plan, date(2027, 10, 1), person=who)
        elif meanwhile == "cancelled":
            sale = Sale.objects.get(lines__target_id=term).pk
            house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
        else:
            holder = found[0].holder_id
            days = {"from_day": tenth, "to_day": date(2027, 9, 20)}
            house.do("money.pause_plan", pause=new_id(), holder=holder, **days)
        return found

    monkeypatch.setattr(endings, "ending", read_before)
    assert told(house, day) == 0


def test_a_plan_renewed_on_another_file_of_the_same_person_goes_on(house: House) -> None:
    plan = use_plan(house, "DEUX", 90, label="Deux jours", calendar=True)
    kept, other = marie(house), house.person("Marie", "Le Gal", email="m@example.fr")
    take(house, plan, START, person=other)
    take(house, plan, date(2027, 10, 1), person=kept)
    house.do("people.merge", alias=new_id(), kept=kept, merged=other)
    assert told(house, date(2027, 9, 28)) == 0


def test_who_no_machine_reaches_and_organisations_stay_on_the_list(
    house: House, settings: Any
) -> None:
    plan = use_plan(house, "DEUX", 90, label="Deux jours", calendar=True)
    organisation = new_id()
    house.do("network.add_organisation", organisation=organisation, name="Studio Causse")
    take(house, plan, START, person=marie(house, phone="03 29 12 34 56"))
    take(house, plan, START, person=house.person("Léo", "", email="l@e.fr", contact_by="nobody"))
    take(house, plan, START, organisation=organisation)
    assert told(house, date(2027, 9, 28)) == 0
    take(house, plan, START, person=house.person("Ana", "", email="ana@example.fr"))
    settings.MAIL, settings.SMS_URL = {}, ""
    assert (told(house, date(2027, 9, 28)), held(house)) == (0, [])


def test_a_pause_that_moves_the_end_is_said_anew_a_week_before_it(house: House) -> None:
    term = tried(house, permanent(house), marie(house))
    assert told(house, date(2027, 10, 25)) == 1
    with house.scope():
        holder = PlanTerm.objects.get(pk=term).holder_id
    pause = {"from_day": "2027-10-26", "to_day": "2027-11-14"}
    house.do("money.pause_plan", pause=new_id(), holder=holder, **pause)
    assert [told(house, date(2027, 11, day)) for day in (12, 13, 14)] == [0, 1, 0]
    bodies = [one.body.replace("\u00a0", " ") for one in held(house)]
    assert ["31 octobre" in bodies[0], "samedi 20 novembre" in bodies[1]] == [True, True]


def test_without_a_price_or_once_no_more_proposed_no_sum_is_said(house: House) -> None:
    plan = permanent(house)
    tried(house, plan, marie(house))
    house.do("money.edit_use_plan", plan=plan, sold_until="2027-10-01")
    assert told(house, date(2027, 10, 24)) == 1
    assert "coûte" not in said(house)


def test_the_price_is_that_of_the_person_and_the_words_the_structures_own(house: House) -> None:
    set_price(house, "SOLO", 250, unit="month")
    house.do("money.add_profile", profile=new_id(), code="STUDENT", label="Étudiant")
    set_price(house, "SOLO", 120, unit="month", profile="STUDENT")
    plan = use_plan(house, "SOLO", label="Solo", price_code="SOLO", calendar=True)
    take_at_120(house, plan)
    with house.scope():
        Template.objects.create(
            structure_id=house.structure, code="plan_ends", subject="{forfait}", body="{suite}"
        )
    assert told(house, date(2027, 9, 28)) == 1
    assert said(house) == "Solo\n\nCela coûte 120,00 €, du 1er octobre 2027 au 31 octobre 2027."


def take_at_120(house: House, plan: UUID) -> None:
    who, term = marie(house), new_id()
    house.do("people.edit", person=who, price_profile="STUDENT")
    line = {
        "kind": "plan", "code": "SOLO", "target": term, "rate": 1_200_000, "reason": "other",
        "amount_cents": 12_000,
    }  # fmt: skip
    house.do(
        "money.sell", sale={"sale": new_id(), "lines": [line], "payments": []}, person=who,
        plans=[{"term": term, "plan": plan, "starts_on": START}],
    )  # fmt: skip
