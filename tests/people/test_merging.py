"""Must show 5: two files made one and apart again give back the exact state of every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from maillage.core.acting import Acting
from maillage.core.ids import new_id
from maillage.core.models import Command, DeviceSequence, JournalLine, StructureClock
from maillage.money.models import SaleLine
from maillage.people import merging
from maillage.people.models import Person, PersonAlias
from tests.figures import PROVING
from tests.houses import House
from tests.making import document, sold

PEOPLE = 4
NOT_COMPARED = {Command, JournalLine, StructureClock, DeviceSequence, PersonAlias}
ROUNDS = settings(
    max_examples=100 if PROVING else 6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
)


@contextmanager
def put_back() -> Iterator[None]:
    """What is written inside is as if it had never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def every_row(house: House) -> dict[str, list[Any]]:
    """Every row of every table, but what says that something was done."""
    with house.scope():
        return {
            model._meta.label: sorted(map(repr, model._default_manager.values_list(*named(model))))
            for model in apps.get_models()
            if model._meta.app_label in {"people", "money", "programme", "messages", "network"}
            and model not in NOT_COMPARED
        }


def named(model: Any) -> list[str]:
    """Its columns; the ids of lines come at random from the server, and say nothing."""
    columns = [field.attname for field in model._meta.concrete_fields]
    return [one for one in columns if (model, one) != (SaleLine, "id")]


def lives(house: House) -> list[UUID]:
    """People who came, bought, registered, took a membership, signed; each unlike the others."""
    charter, session = document(house), house.session(capacity=20)
    details: list[dict[str, Any]] = [
        {"phone": "06 12 34 56 78", "profile": {"sex": "female", "birth_year": 1950}},
        {"email": "marie@example.org", "phone": "07 12 34 56 78", "card": "0247"},
        {"profile": {"sex": "female", "commune": "55073", "status": "retired"}},
        {"address": "1 rue de la Mairie", "price_profile": "demandeur", "contact_by": "letter"},
    ]
    people = [house.person("Marie", "Le Gall", **one) for one in details]
    for number, person in enumerate(people):
        house.do("people.greet", visit=new_id(), person=person)
        house.do("people.greet", visit=new_id(), person=person, at=ago(days=number + 1))
        seat = {"registration": new_id(), "person": person}
        house.do("programme.register", session=session, seats=[seat])
        house.do(
            "people.accept_document", acceptance=new_id(), person=person, document=charter,
            how="paper",
        )  # fmt: skip
        house.do(
            "people.add_name", name=new_id(), person=person, name_kind="used", last_name="Roux"
        )
        sell(house, person, new_id(), member=True)
    house.do("people.join_household", person=people[0], other=sold_to(house), household=new_id())
    return people


def sold_to(house: House) -> UUID:
    """Somebody else altogether, who bought something too."""
    sold(house)
    return house.person("Odette", "Petit")


def ago(**since: int) -> Any:
    return timezone.now() - timedelta(**since)


def sell(house: House, person: UUID, sale: UUID, *, member: bool = False) -> None:
    line = {
        "kind": "other", "code": "DIVERS", "rate": 50_000, "reason": "other", "amount_cents": 500,
    }  # fmt: skip
    taken = {
        "membership": new_id(), "plan": house.plan, "starts_on": "2026-01-01",
        "ends_on": "2199-12-31",
    }  # fmt: skip
    house.do(
        "money.sell", person=person, sale={"sale": sale, "lines": [line]},
        memberships=[taken] if member else [], at=EARLIER,
    )  # fmt: skip


EARLIER = max(timezone.now() - timedelta(hours=1), timezone.localtime().replace(hour=0, minute=0))
"""Today, when all of them have come: a visit copies what is known of somebody at the time."""


class Lived(NamedTuple):
    """A house, its people, a text to sign, sessions with free seats."""

    house: House
    people: list[UUID]
    charter: UUID
    sessions: list[UUID]


@pytest.fixture
def lived(house: House) -> Lived:
    return Lived(house, lives(house), document(house), [house.session() for _ in range(3)])


Did = Callable[[House, UUID], None]


def doings(charter: UUID, sessions: list[UUID]) -> dict[str, Callable[[], Did]]:
    """What may be done to somebody meanwhile: each a command ready to be done twice alike."""
    numbers, rooms = count(10_000_000), list(sessions)

    def greet() -> Did:
        visit = new_id()
        return lambda house, who: house.do("people.greet", visit=visit, person=who, at=EARLIER)

    def buy() -> Did:
        sale = new_id()
        return lambda house, who: sell(house, who, sale)

    def register() -> Did:
        if not rooms:
            return greet()
        session, registration = rooms.pop(), new_id()
        return lambda house, who: house.do(
            "programme.register", session=session, at=EARLIER, party=registration,
            seats=[{"registration": registration, "person": who}],
        )  # fmt: skip

    def sign() -> Did:
        acceptance = new_id()
        return lambda house, who: house.do(
            "people.accept_document", acceptance=acceptance, person=who, document=charter,
            how="paper", at=EARLIER,
        )  # fmt: skip

    def call() -> Did:
        phone = f"06{next(numbers)}"
        return lambda house, who: house.do("people.edit", person=who, phone=phone)

    def forget() -> Did:
        return lambda house, who: house.do(
            "people.edit", person=who, phone="", profile={"sex_told": "declined"}
        )

    def rename() -> Did:
        name = new_id()
        return lambda house, who: house.do(
            "people.add_name", name=name, person=who, name_kind="birth", last_name="Petit"
        )

    return {
        "greet": greet, "buy": buy, "register": register, "sign": sign, "call": call,
        "forget": forget, "rename": rename,
    }  # fmt: skip


WHO = st.integers(0, PEOPLE - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), WHO, WHO),
        st.tuples(st.just("unmerge"), WHO, WHO),
        st.tuples(
            st.sampled_from(["greet", "buy", "register", "sign", "call", "forget", "rename"]),
            WHO,
            WHO,
        ),
    ),
    min_size=2,
    max_size=9,
)


class Groups:
    """Who stands for whom, worked out apart: the aliases that stand, one after the other."""

    def __init__(self) -> None:
        self.standing: list[tuple[UUID, UUID, UUID]] = []

    def root(self, person: UUID) -> UUID:
        step = {merged: kept for _alias, kept, merged in self.standing}
        while person in step:
            person = step[person]
        return person


@pytest.mark.prove("5. deux fiches réunies puis séparées")
@given(steps=STEPS, last=st.randoms(use_true_random=False))
@ROUNDS
def test_what_was_brought_together_and_taken_apart_is_as_it_was(
    lived: Lived, steps: list[tuple[str, int, int]], last: Any
) -> None:
    """Against the same commands without a merge, each on the file that stood for the person."""
    house, people = lived.house, lived.people
    with put_back():
        may, groups = doings(lived.charter, lived.sessions), Groups()
        meanwhile: list[tuple[Did, UUID]] = []
        before = every_row(house)
        with put_back():
            for name, one, other in steps:
                first, second = people[one], people[other]
                if name == "merge":
                    merge(house, groups, first, second)
                elif name == "unmerge":
                    unmerge(house, groups, one)
                else:
                    did = may[name]()
                    meanwhile.append((did, groups.root(first)))
                    did(house, first)
            stood = {person: groups.root(person) for person in people}
            assert roots(house, people) == stood
            while groups.standing:
                unmerge(house, groups, last.randrange(len(groups.standing)))
            after = every_row(house)
        with put_back():
            for did, root in meanwhile:
                did(house, root)
            alone = every_row(house)
        if not meanwhile:
            assert after == before
        assert differences(after, alone) == {}


def merge(house: House, groups: Groups, kept: UUID, merged: UUID) -> None:
    first, second = groups.root(kept), groups.root(merged)
    if first == second:
        return
    alias = new_id()
    house.do("people.merge", alias=alias, kept=kept, merged=merged)
    groups.standing.append((alias, first, second))


def unmerge(house: House, groups: Groups, index: int) -> None:
    if groups.standing:
        alias, _kept, _merged = groups.standing.pop(index % len(groups.standing))
        house.do("people.unmerge", alias=alias)


def roots(house: House, people: list[UUID]) -> dict[UUID, UUID]:
    with house.scope():
        rows = Person.objects.filter(pk__in=people).values_list("pk", "same_as_id")
        return {person: same_as or person for person, same_as in rows}


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, Any]:
    """Rows of one dump and not of the other, by table."""
    return {
        table: (set(one[table]) ^ set(other[table])) for table in one if one[table] != other[table]
    }


# What one file takes from another


DETAILS = st.fixed_dictionaries(
    {
        "phone": st.sampled_from(["", "+33612345678", "+33712345678"]),
        "email": st.sampled_from(["", "a@example.org", "b@example.org"]),
        "last_name": st.sampled_from(["", "Roux", "Petit"]),
        "sex": st.sampled_from([None, "female", "male"]),
        "birth_year": st.sampled_from([None, 1950, 1960]),
    }
)


@pytest.mark.prove("5. deux fiches réunies puis séparées")
@given(
    files=st.lists(DETAILS, min_size=5, max_size=5),
    picks=st.lists(st.tuples(WHO, WHO), min_size=2, max_size=4),
    undone=st.lists(st.integers(0, 3), max_size=3),
)
@ROUNDS
def test_a_merge_undone_is_as_if_it_had_never_been(
    house: House, files: list[dict], picks: list[tuple[int, int]], undone: list[int]
) -> None:
    """Among merges that stand: each file holds what the others alone would have given it."""
    with put_back(), house.scope():
        people = [filed(house, one) for one in files]
        merges, standing = [], list(people)
        for one, other in picks:
            kept, merged = (standing[index % len(standing)] for index in (one, other))
            if kept != merged:
                merges.append((new_id(), kept, merged))
                standing.remove(merged)
        gone = {merges[index % len(merges)][0] for index in undone} if merges else set()
        with put_back():
            for alias, kept, merged in merges:
                merging.merge(acting(house), alias=alias, kept=kept, merged=merged)
            for alias in dict.fromkeys(
                merges[index % len(merges)][0] for index in undone if merges
            ):
                merging.unmerge(acting(house), alias=alias)
            after = files_and_aliases()
        with put_back():
            for alias, kept, merged in merges:
                if alias not in gone:
                    merging.merge(acting(house), alias=alias, kept=kept, merged=merged)
            assert after == files_and_aliases()


def filed(house: House, details: dict[str, Any]) -> UUID:
    told = {"sex_told": "known"} if details["sex"] else {}
    known = {key: value for key, value in details.items() if value is not None} | told
    person = Person(
        id=new_id(), structure_id=house.structure, first_name="Marie", created_at=EARLIER,
        phone_last4=details["phone"][-4:], **known,
    )  # fmt: skip
    merging.write_name_keys(person)
    person.save(force_insert=True)
    return person.pk


def acting(house: House) -> Acting:
    return Acting(
        structure_id=house.structure, device_id=new_id(), actor_id=house.manager,
        place_id=house.place, key=new_id(), kind="people.merge", at=EARLIER, typed_at=EARLIER,
        received_at=EARLIER, counts=False,
    )  # fmt: skip


def files_and_aliases() -> list[Any]:
    rows = PersonAlias.objects.filter(undone_at=None).order_by("pk")
    return [
        list(Person.objects.order_by("pk").values()),
        list(rows.values("pk", "kept", "merged", "filled")),
    ]
