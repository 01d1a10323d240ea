"""M13: who organises with the structure looks after their own sessions, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.network.doors import run_as_server
from maillage.network.models import SignIn, Staff
from maillage.programme.models import Registration, Session, SessionOrganiser
from tests import who_may
from tests.examples import EXAMPLES
from tests.houses import House, open_desk, sign_in
from tests.office.conftest import Office, text_of
from tests.test_scopes import STAFF_ADDRESSES, concrete


@dataclass
class Partner:
    """Somebody of Les Mulots, and a session that Les Mulots share; one of Point 35."""

    house: House
    staff: UUID
    organisation: UUID
    own: UUID
    others: UUID
    seat: UUID

    def code(self, kind: str, /, **payload: object) -> str:
        result = run_as_server(
            self.house.structure, kind, payload, actor=self.staff, place=self.house.place
        )
        return result.code or result.status


@pytest.fixture
def partner(house: House) -> Partner:
    staff = house.add_staff("organiser", "Maëlle")
    with house.scope():
        organisation = Staff.objects.get(pk=staff).organisation_id
    other = new_id()
    house.do("network.add_organisation", organisation=other, name="Point 35")
    tomorrow = timezone.localdate() + timedelta(days=1)
    own = house.session(organisers=[organisation, other], start="00:01")
    others = house.session(organisers=[other], day=tomorrow, start="10:00", minutes=60)
    seat = registered(house, own)
    return Partner(house, staff, organisation, own, others, seat)


def registered(house: House, session: UUID) -> UUID:
    registration = new_id()
    person = house.person("Marie", "Le Gall", phone="06 12 34 56 78")
    seats = [{"registration": registration, "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return registration


def coming(partner: Partner, **more: object) -> UUID:
    day = timezone.localdate() + timedelta(days=3)
    return partner.house.session(
        **{"day": day, "start": "14:00", "minutes": 60, "organisers": [partner.organisation]} | more
    )


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# Commands


def test_they_plan_change_and_cancel_their_own_sessions(partner: Partner) -> None:
    house, session = partner.house, new_id()
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    planned = {"session": session, "workshop": house.workshop, "place": house.place}
    assert partner.code("programme.plan_session", **planned, day=day, start="09:00") == "done"
    with house.scope():
        rows = SessionOrganiser.objects.filter(session=session)
        assert list(rows.values_list("organisation", flat=True)) == [partner.organisation]
    assert partner.code("programme.edit_session", session=session, start="10:00") == "done"
    assert partner.code("programme.cancel_session", session=session) == "done"
    with house.scope():
        assert Session.objects.get(pk=session).state == "cancelled"


def test_they_mark_who_came_to_their_own_sessions(partner: Partner) -> None:
    mark = {"registration": partner.seat, "attendance": "present"}
    assert partner.code("programme.mark_attendance", **mark) == "done"
    elsewhere = registered(partner.house, partner.others)
    mark["registration"] = elsewhere
    assert partner.code("programme.mark_attendance", **mark) == "forbidden"


def test_a_session_that_is_not_theirs_is_not_theirs(partner: Partner) -> None:
    assert partner.code("programme.edit_session", session=partner.others, title="x") == "forbidden"
    assert partner.code("programme.cancel_session", session=partner.others) == "forbidden"
    assert partner.code("counter.move_session", session=partner.others, title="x") == "forbidden"
    assert partner.code("counter.call_off", session=partner.others) == "forbidden"
    assert partner.code("counter.call_off", session=coming(partner)) == "done"


def test_a_series_that_is_theirs_in_part_is_changed_one_by_one(partner: Partner) -> None:
    house = partner.house
    day = timezone.localdate() + timedelta(days=3)
    repeat = {
        "rrule": f"FREQ=WEEKLY;BYDAY={DAYS[day.weekday()]}",
        "count": 3,
        "skip_bank_holidays": False,
    }
    first = coming(partner, day=day, repeat=repeat)
    with house.scope():
        last = Session.objects.filter(series=Session.objects.get(pk=first).series_id).latest("day")
        SessionOrganiser.objects.filter(session=last).delete()
    for kind in ("programme.edit_session", "programme.cancel_session"):
        more = {"capacity": 5} if kind.endswith("edit_session") else {}
        assert partner.code(kind, session=first, scope="all", **more) == "forbidden"
        assert partner.code(kind, session=first, scope="following", **more) == "forbidden"
        assert partner.code(kind, session=last.pk, **more) == "forbidden"
    assert partner.code("programme.edit_session", session=first, capacity=5) == "done"


def test_they_never_send_the_team(partner: Partner) -> None:
    house = partner.house
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    planned = {"session": new_id(), "workshop": house.workshop, "place": house.place, "day": day}
    sent = {"start": "09:00", "mediators": [house.manager]}
    assert partner.code("programme.plan_session", **planned, **sent) == "forbidden"
    session = coming(partner)
    change = {"session": session, "mediators": [house.manager]}
    assert partner.code("programme.edit_session", **change) == "forbidden"


def test_without_an_organisation_nothing_is_theirs(partner: Partner) -> None:
    with partner.house.scope():
        Staff.objects.filter(pk=partner.staff).update(organisation=None)
    house = partner.house
    planned = {"session": new_id(), "workshop": house.workshop, "place": house.place}
    day = timezone.localdate().isoformat()
    assert partner.code("programme.plan_session", **planned, day=day, start="09:00") == "forbidden"
    mark = {"registration": partner.seat, "attendance": "present"}
    assert partner.code("programme.mark_attendance", **mark) == "forbidden"


OWN = {
    *("programme.plan_session", "programme.edit_session", "programme.cancel_session"),
    *("programme.mark_attendance", "network.set_password"),
    *("counter.call_off", "counter.move_session"),
}


@pytest.mark.once
def test_every_other_kind_is_forbidden_to_them(partner: Partner) -> None:
    for kind in sorted(set(kinds()) - OWN):
        assert partner.code(kind, **EXAMPLES[kind](partner.house)) == "forbidden", kind


def test_the_role_asks_for_an_organisation(house: House) -> None:
    staff = new_id()
    house.do("network.add_staff", staff=staff, first_name="Karim")
    given = {"staff_role": new_id(), "staff": staff, "role": "organiser"}
    result = run_as_server(house.structure, "network.give_role", given, actor=house.manager)
    assert result.code == "organisation_needed"


def test_at_a_desk_what_happened_is_kept_and_noted(partner: Partner) -> None:
    house = partner.house
    desk = open_desk(house, "volunteer")
    with house.scope():
        SignIn.objects.create(
            staff_id=partner.staff, device_id=desk.device, started_at=timezone.now()
        )
    elsewhere = registered(house, house.session(start="00:02"))
    command = desk.command(
        "programme.mark_attendance", registration=elsewhere, attendance="present"
    )
    (result,) = desk.send({**command, "actor": str(partner.staff)})
    assert result["status"] == "done"
    assert [one["code"] for one in result["data"]["left_out"]] == ["forbidden"]
    with house.scope():
        assert Registration.objects.get(pk=elsewhere).attendance == "present"


# Screens


@pytest.fixture
def office(partner: Partner) -> Office:
    return Office(partner.house, sign_in(partner.house, "organiser"))


def test_they_see_the_programme_and_open_their_own_alone(partner: Partner, office: Office) -> None:
    home = office.client.get(office.url("home"))
    assert home["Location"] == office.url("sessions")
    source = office.client.get(office.url("sessions")).content.decode()
    assert f"/sessions/{partner.own}/" in source
    assert f"/sessions/{partner.others}/" not in source
    for name in ("session", "session-poster", "session-signs", "session-sheet"):
        assert office.client.get(office.url(name, partner.own)).status_code == 200, name
        assert office.client.get(office.url(name, partner.others)).status_code == 403, name
    for name in ("session-cancel", "session-mark"):
        assert office.client.post(office.url(name, partner.others)).status_code == 403, name


def test_they_read_first_names_and_an_initial(partner: Partner, office: Office) -> None:
    answer = office.client.get(office.url("session", partner.own))
    page = text_of(answer)
    assert "place 1 Marie L." in page
    assert "Le Gall" not in answer.content.decode()
    assert "06 12" not in page
    assert "/people/" not in answer.content.decode()
    page = office.send("session-mark", partner.own, registration=partner.seat, attendance="present")
    assert "présent·e 1" in page.replace("1 présent·e", "présent·e 1")


def test_they_plan_from_their_screen_without_the_team(partner: Partner, office: Office) -> None:
    source = office.client.get(office.url("session-plan")).content.decode()
    assert 'name="mediators"' not in source
    house = partner.house
    day = timezone.localdate() + timedelta(days=6)
    office.send(
        "session-plan", workshop=house.workshop, place=house.place, day=day.isoformat(),
        start="09:00",
    )  # fmt: skip
    with house.scope():
        made = Session.objects.get(day=day)
        assert partner.organisation in set(made.organisers.values_list("organisation", flat=True))


def test_every_other_address_is_closed_to_them(office: Office) -> None:
    open_to_them = {path for path, roles in who_may.ADDRESSES.items() if "organiser" in roles}
    assert len(open_to_them) == 13
    closed = [path for path, _view in STAFF_ADDRESSES]
    closed = [one for one in closed if one.removeprefix("s/<slug:slug>/") not in open_to_them]
    assert len(closed) > 60
    for path in closed:
        answer = office.client.get(concrete(path, office.house, new_id()))
        assert answer.status_code == 403, path
