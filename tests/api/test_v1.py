"""The API: commands by token, lists in bounded pages, nobody else's rows."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.core.ids import new_id
from tests.houses import House, ailleurs
from tests.tokens import Api, give_token


@pytest.fixture
def api(house: House) -> Api:
    return give_token(house)


def test_me_says_what_an_envelope_must_name(api: Api) -> None:
    me = api.get("me").json()
    assert (me["device"], me["actor"]) == (str(api.device), str(api.actor))
    assert "greet" in me["rights"]


def test_a_registration_by_token(api: Api) -> None:
    session, person = api.house.session(), api.house.person()
    seat = {"registration": str(new_id()), "person": str(person)}
    command = api.command("programme.register", session=str(session), seats=[seat])
    (result,) = api.post(command).json()["results"]
    assert (result["status"], result["data"]["state"]) == ("done", "confirmed")
    assert api.post(command).json()["results"] == [result]
    (row,) = api.get("registrations", session=session).json()["rows"]
    assert (row["id"], row["seat"]) == (seat["registration"], 1)


def test_a_registration_costs_at_most_twelve_statements(
    api: Api, django_assert_max_num_queries
) -> None:
    session, person = api.house.session(), api.house.person()
    seat = {"registration": str(new_id()), "person": str(person)}
    command = api.command("programme.register", session=str(session), seats=[seat])
    with django_assert_max_num_queries(14) as counted:
        assert api.post(command).json()["results"][0]["status"] == "done"
    own = [one["sql"] for one in counted if not one["sql"].startswith(("BEGIN", "COMMIT"))]
    savepoints = [one for one in own if "SAVEPOINT" in one]
    assert len(own) - len(savepoints) <= 12, own


def test_another_devices_envelope_is_401(api: Api) -> None:
    answer = api.post(device=new_id())
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_device")


def test_an_unknown_token_is_401(house: House) -> None:
    answer = Api(house, "nothing", new_id(), new_id()).get("places")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_two_statements(api: Api, rows: int, django_assert_num_queries) -> None:
    for number in range(rows):
        api.house.person(f"Marie {number}")
    with django_assert_num_queries(2):
        answer = api.get("persons")
    assert len(answer.json()["rows"]) == rows


def test_pages_follow_one_another(api: Api) -> None:
    made = {str(api.house.person(f"Marie {number}")) for number in range(3)}
    first = api.get("persons", limit=2).json()
    second = api.get("persons", limit=2, after=first["next"]).json()
    assert second["next"] is None
    assert {one["id"] for one in first["rows"] + second["rows"]} == made


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("persons", {"limit": 20806022822173419241472}),
        ("persons", {"limit": 0}),
        ("persons", {"after": "x"}),
        ("journal", {"since": 2**63}),
        ("sessions", {"day": "2026-13-45"}),
    ],
)
def test_bad_input_is_said_in_french(api: Api, path: str, query: dict[str, Any]) -> None:
    answer = api.get(path, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")


def test_the_journal_is_read_since_a_revision(api: Api) -> None:
    last = api.get("journal", limit=200).json()["rows"][-1]["rev"]
    person = api.house.person()
    (line,) = api.get("journal", since=last).json()["rows"]
    assert (line["kind"], line["touched"]) == ("people.create", [str(person)])


def test_nothing_of_another_structure_is_read(api: Api) -> None:
    other = ailleurs()
    stranger = other.person()
    assert api.get("persons").json()["rows"] == []
    session = api.house.session()
    seat = {"registration": str(new_id()), "person": str(stranger)}
    command = api.command("programme.register", session=str(session), seats=[seat])
    (result,) = api.post(command).json()["results"]
    assert (result["status"], result["code"]) == ("refused", "not_found")


def test_a_role_without_the_right_gets_403(house: House) -> None:
    coordinator = give_token(house, "coordinator")
    assert coordinator.get("persons").status_code == 403
    command = coordinator.command("people.create", person=str(new_id()), first_name="Zoé")
    (result,) = coordinator.post(command).json()["results"]
    assert (result["status"], result["code"]) == ("refused", "forbidden")
