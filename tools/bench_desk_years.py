"""Lay a file behind a desk: ``python -m bench_desk_years PERSONS``, in the base of the settings.

The house is the one the tests build, by commands, with a mediator at a desk whose till is open.
Then persons under the names of the shared vectors (and communes, as last names often are), their
visits, memberships, papers and dues, and sessions over 33 days with their seats: copied by SQL
from real ones. Prints, as JSON, the device and the cookies of its browser.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

import maillage.core  # noqa: E402
from maillage.bench.laying import PAST_ID, Copy  # noqa: E402
from maillage.core.ids import new_id  # noqa: E402
from maillage.network.devices import COOKIE  # noqa: E402
from maillage.network.models import Commune  # noqa: E402
from maillage.people.models import Person  # noqa: E402
from maillage.people.rules import name_keys  # noqa: E402
from tests.houses import LONG_AGO, Desk, House, build_house, open_desk  # noqa: E402
from tests.making import sale_part  # noqa: E402

VECTORS = Path(maillage.core.__file__).parent / "vectors/phonetics.json"
TITLES = "ARRAY['Boîte mail','Photos : trier','Mon téléphone','Fab lab','Premiers pas','Tableur']"
ROOMS = "ARRAY['Salle bleue','Atelier','Studio','Annexe','Médiathèque','Mairie']"
SESSIONS_A_DAY, DAYS, SEATS = 6, 33, 8
VISITS = 4
MEMBERS, OWING, SIGNED = 3, 100, 4
"""One person in so many is a member, owes something, has not signed the charter."""


def lay(persons: int) -> dict[str, Any]:
    """Everything; who sits at the desk."""
    house = build_house()
    desk = open_desk(house)
    model = _models(house, desk)
    with house.scope():
        _persons(house, persons)
    with connection.cursor() as cursor:
        cursor.execute(PAST_ID)
        _around(cursor, model)
        _sessions(cursor, model)
        cursor.execute("DROP FUNCTION bench_id")
        cursor.execute("VACUUM ANALYZE")
    cookies = {name: desk.client.cookies[name].value for name in (COOKIE, "maillage_session")}
    return {"cookies": cookies, "device": str(desk.device)}


def _models(house: House, desk: Desk) -> dict[str, str]:
    """One of each row that is copied, made by commands; their ids."""
    made = {name: new_id() for name in ("document", "membership", "registration", "sale")}
    house.do(
        "people.add_document", document=made["document"], document_kind="charter",
        title="Charte", from_day=LONG_AGO,
    )  # fmt: skip
    house.do(
        "money.set_price", price=new_id(), code="COPIE", label="Copie, la page", rate=1_500,
        from_day=LONG_AGO,
    )  # fmt: skip
    person = house.person("Odette", "Martin")
    session = house.session(room=None, capacity=400)
    house.do(
        "programme.register", session=session,
        seats=[{"registration": made["registration"], "person": person}],
    )  # fmt: skip
    house.do(
        "people.accept_document", acceptance=new_id(), person=person, document=made["document"],
        how="paper",
    )  # fmt: skip
    desk.do("money.open_till", till=new_id(), float_cents=5_000)
    desk.do("people.greet", visit=new_id(), person=person)
    today = timezone.localdate()
    line = {"membership": made["membership"], "plan": house.plan}
    dated = {"starts_on": today, "ends_on": today + timedelta(days=364)}
    part = {**sale_part(house, due=True), "sale": made["sale"]}
    desk.do("money.sell", sale=part, person=person, memberships=[{**line, **dated}])
    return {"person": str(person), "session": str(session), **{k: str(v) for k, v in made.items()}}


def _names() -> Iterator[tuple[str, str]]:
    """First and last names, drawn for ever: half of the last ones are frequent."""
    told = json.loads(VECTORS.read_text(encoding="utf-8"))
    pairs = [one["args"] for one in told if one["call"] == "sound_of_name" and all(one["args"])]
    pairs = [(first, last) for first, last in pairs if len(first + last) < 40]
    firsts, lasts = ([*dict.fromkeys(one)] for one in zip(*pairs, strict=True))
    communes = Commune.objects.values_list("name", flat=True).order_by("code")
    rare = [one for one in communes if one.isalpha() and len(one) < 12]
    draw = random.Random(4)
    while True:
        yield draw.choice(firsts), draw.choice(lasts if draw.random() < 0.5 else rare)


def _persons(house: House, count: int) -> None:
    now, names = timezone.now(), _names()
    communes = list(Commune.objects.filter(code__startswith="55").order_by("code")[:200])
    draw = random.Random(5)
    rows = []
    for number, (first, last) in zip(range(count), names, strict=False):
        phone = f"+336{draw.randrange(10**8):08}" if draw.random() < 0.8 else ""
        rows.append(
            Person(
                structure_id=house.structure, first_name=first, last_name=last, phone=phone,
                phone_last4=phone[-4:], card=f"{number:05}" if number % 3 == 0 else "",
                sex=draw.choice(["female", "male", None]), birth_year=draw.randrange(1940, 2015),
                commune=draw.choice(communes), created_at=now, **name_keys(first, last),
            )
        )  # fmt: skip
    Person.objects.bulk_create(rows, batch_size=2_000)


def _past(cursor: Any, select: str) -> None:
    cursor.execute("DROP TABLE IF EXISTS bench_past")
    cursor.execute(f"CREATE TABLE bench_past AS {select}")


def _around(cursor: Any, model: dict[str, str]) -> None:
    """Visits of other days, memberships, charters accepted, sales left for later."""
    people = f"""SELECT id, row_number() OVER (ORDER BY folded, id) AS n FROM people_person
        WHERE id <> '{model["person"]}'"""
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, people.id AS person,
        current_date - (v * 37 + n % 30 + 1)::int AS day
        FROM ({people}) AS people, generate_series(1, {VISITS}) AS v""",
    )
    Copy(
        "people_visit",
        f"id = (SELECT id FROM people_visit WHERE person_id = '{model['person']}' LIMIT 1)",
        {
            "id": "past.id",
            "person_id": "past.person",
            "day": "past.day",
            "at": "past.day::timestamptz + interval '9 hours'",
        },
    ).make(cursor)
    owner = {"id": "past.id", "person_id": "past.person"}
    acceptance = f"SELECT id FROM people_acceptance WHERE person_id = '{model['person']}' LIMIT 1"
    _past(cursor, _one_in(people, f"n % {SIGNED} > 0"))
    Copy("people_acceptance", f"id = ({acceptance})", owner).make(cursor)
    _past(cursor, _one_in(people, f"n % {MEMBERS} = 0"))
    Copy("money_membership", f"id = '{model['membership']}'", owner).make(cursor)
    _past(cursor, _one_in(people, f"n % {OWING} = 0"))
    Copy("money_sale", f"id = '{model['sale']}'", owner).make(cursor)
    line = {"id": "bench_id(now())", "sale_id": "past.id"}
    lines = f"SELECT id FROM money_saleline WHERE sale_id = '{model['sale']}' LIMIT 1"
    Copy("money_saleline", f"id = ({lines})", line).make(cursor)


def _one_in(people: str, which: str) -> str:
    return f"SELECT bench_id(now()) AS id, id AS person FROM ({people}) AS people WHERE {which}"


def _sessions(cursor: Any, model: dict[str, str]) -> None:
    """``SESSIONS_A_DAY`` from yesterday on, ``SEATS`` registered in each."""
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, n, n % {SESSIONS_A_DAY} AS rank,
        current_date - 1 + n / {SESSIONS_A_DAY} AS day
        FROM generate_series(0, {SESSIONS_A_DAY * DAYS - 1}) AS n""",
    )
    Copy(
        "programme_session",
        f"id = '{model['session']}'",
        {
            "id": "past.id",
            "day": "past.day",
            "title": f"({TITLES})[1 + past.rank]",
            "address": f"({ROOMS})[1 + past.rank]",
            "starts_at": "past.day::timestamptz + (8 + past.rank * 2) * interval '1 hour'",
            "ends_at": "past.day::timestamptz + (10 + past.rank * 2) * interval '1 hour'",
        },
    ).make(cursor)
    cursor.execute("CREATE TABLE bench_sessions AS SELECT n, id FROM bench_past")
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, sessions.id AS session, seat, people.id AS person
        FROM bench_sessions AS sessions, generate_series(1, {SEATS}) AS seat,
        (SELECT id, row_number() OVER (ORDER BY card, id) AS n FROM people_person) AS people
        WHERE people.n = sessions.n * {SEATS} + seat""",
    )
    Copy(
        "programme_registration",
        f"id = '{model['registration']}'",
        {
            "id": "past.id",
            "session_id": "past.session",
            "person_id": "past.person",
            "party": "past.id",
            "seat": "past.seat",
            "asked": "past.seat",
        },
    ).make(cursor)


if __name__ == "__main__":
    print(json.dumps(lay(int(sys.argv[1]))))
