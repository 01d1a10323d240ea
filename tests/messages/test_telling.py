"""Who is told, by which channel, in whose words; and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from maillage.core.ids import new_id
from maillage.messages.models import Message, Template
from maillage.messages.retention import forget_messages
from maillage.network.doors import Refused
from maillage.people.models import Guardianship, Person, PersonAlias
from tests.houses import House, ailleurs
from tests.messages.conftest import deliver, held


def write(house: House, *persons, text: str = "Venez voir l’exposition.") -> dict[str, int]:
    return house.do("messages.write", persons=list(persons), text=text)["told"]


def change(house: House, person, **columns) -> None:
    with house.scope():
        Person.objects.filter(pk=person).update(**columns)


def guard(house: House, minor, guardian) -> None:
    with house.scope():
        Guardianship.objects.create(
            structure_id=house.structure, minor_id=minor, guardian_id=guardian
        )


def code(house: House, kind: str, **payload) -> str:
    with pytest.raises(Refused) as refused:
        house.do(kind, **payload)
    return refused.value.result.code


def test_each_person_by_their_own_channel(house: House) -> None:
    mobile = house.person("Ana", phone="06 12 34 56 78", email="ana@example.fr")
    mail = house.person("Bob", email="bob@example.fr", phone="03 29 12 34 56")
    phone = house.person("Cléo", phone="03 29 12 34 57")
    post = house.person("Dan", phone="03 29 12 34 58")
    quiet = house.person("Eve", email="eve@example.fr")
    change(house, post, address="3 rue des Lilas, 55100 Bras-sur-Meuse")
    change(house, quiet, contact_by="nobody")
    everybody = [mobile, mail, phone, post, quiet]
    assert write(house, *everybody) == {"email": 1, "sms": 1, "letter": 1, "call": 1}
    assert [(one.channel, one.state, one.address) for one in held(house)] == [
        ("sms", "queued", "+33612345678"),
        ("email", "queued", "bob@example.fr"),
        ("call", "to_do", "+33329123457"),
        ("letter", "to_do", "3 rue des Lilas\n55100 Bras-sur-Meuse"),
    ]


def test_the_town_of_the_file_ends_the_address(house: House) -> None:
    person = house.person(profile={"commune": "55073"})
    change(house, person, address="3 rue des Lilas")
    write(house, person)
    assert held(house)[0].address == "3 rue des Lilas\n55100 Bras-sur-Meuse"


def test_who_has_nothing_is_told_face_to_face(house: House) -> None:
    assert write(house, house.person()) == {"call": 1}
    (row,) = held(house)
    assert (row.state, row.address) == ("to_do", "")


def test_who_answers_for_a_minor_is_told(house: House) -> None:
    lea = house.person("Léa", phone="06 00 00 00 01", profile={"age_band": "12_17"})
    mother = house.person("Marie", phone="06 12 34 56 78")
    father = house.person("Paul", email="paul@example.fr")
    guard(house, lea, mother)
    guard(house, lea, father)
    assert write(house, lea) == {"email": 1, "sms": 1}
    rows = held(house)
    assert {(one.told.first_name, one.person.first_name) for one in rows} == {
        ("Marie", "Léa"),
        ("Paul", "Léa"),
    }
    (by_mail,) = (one for one in rows if one.channel == "email")
    assert by_mail.body.startswith("Bonjour,\nCe message est pour Léa.\n\nVenez")


def test_a_minor_alone_is_told_themselves(house: House) -> None:
    lea = house.person("Léa", phone="06 00 00 00 01", profile={"birth_year": 2015})
    write(house, lea)
    assert held(house)[0].address == "+33600000001"


def test_an_adult_is_not_told_by_a_former_guardian(house: House) -> None:
    zoe = house.person("Zoé", phone="06 00 00 00 01", profile={"birth_year": 1990})
    guard(house, zoe, house.person("Marie", phone="06 12 34 56 78"))
    write(house, zoe)
    assert [one.told_id for one in held(house)] == [zoe]


def test_a_merged_file_is_told_once_as_the_one_kept(house: House) -> None:
    kept, merged = house.person("Marie", phone="06 12 34 56 78"), house.person("Mari")
    with house.scope():
        PersonAlias.objects.create(
            structure_id=house.structure, kept_id=kept, merged_id=merged,
            merged_at=timezone.now(), merged_by_id=house.manager,
        )  # fmt: skip
    change(house, merged, same_as=kept)
    write(house, kept, merged)
    assert [one.person_id for one in held(house)] == [kept]


def test_words_are_french_whoever_sends_them(house: House) -> None:
    with translation.override("en"):
        write(house, house.person(email="marie@example.fr"))
    assert held(house)[0].body.startswith("Bonjour Marie,")


def test_a_structure_has_its_own_words_and_another_does_not_see_them(house: House) -> None:
    other = ailleurs()
    body = "Salut {prenom} !\n\n{texte}\n\nL’équipe de {lieu}"
    house.do("messages.set_template", code="free", subject="Coucou", body=body)
    for one in (house, other):
        write(one, one.person(email="marie@example.fr"))
    (mine,), (theirs,) = held(house), held(other)
    assert (mine.subject, mine.body) == (
        "Coucou",
        "Salut Marie !\n\nVenez voir l’exposition.\n\nL’équipe de Numéripôle",
    )
    assert theirs.body.startswith("Bonjour Marie,")
    house.do("messages.set_template", code="free")
    with house.scope():
        assert Template.objects.count() == 0


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"code": "nothing", "body": "x"}, "template_unknown"),
        ({"code": "free", "body": "{texte} {jou}"}, "placeholder"),
        ({"code": "free", "body": "{texte}", "subject": "{oups"}, "placeholder"),
        ({"code": "free", "body": "Bonjour"}, "placeholder"),
        ({"code": "document_missing", "body": "{atelier}"}, "placeholder"),
    ],
)
def test_words_that_nothing_fills_are_refused(house: House, payload, said: str) -> None:
    assert code(house, "messages.set_template", **payload) == said


def test_the_refusal_names_the_placeholder_and_those_that_exist(house: House) -> None:
    with pytest.raises(Refused) as refused:
        house.do("messages.set_template", code="document_missing", body="{jou}")
    message = refused.value.result.message
    assert message.startswith("{jou} n’existe pas ici. Vous pouvez écrire : {bonjour}, {contact}")


# By hand


def test_a_call_is_ticked_and_unticked(house: House) -> None:
    write(house, house.person(phone="03 29 12 34 56"))
    (row,) = held(house)
    key = new_id()
    from maillage.network.doors import run_as_server

    done = run_as_server(
        house.structure, "messages.mark_done", {"messages": [row.pk]},
        actor=house.manager, place=house.place, key=key,
    )  # fmt: skip
    assert done.status == "done"
    (row,) = held(house)
    assert (row.state, row.done_by_id) == ("done", house.manager)
    assert row.ended_at is not None
    assert code(house, "messages.mark_done", messages=[row.pk]) == "not_to_do"
    house.do("core.undo", key=key)
    (row,) = held(house)
    assert (row.state, row.done_by_id, row.ended_at) == ("to_do", None, None)


def test_what_is_refused_by_hand(house: House) -> None:
    write(house, house.person(email="marie@example.fr"))
    (row,) = held(house)
    assert code(house, "messages.send_again", message=row.pk) == "not_failed"
    assert code(house, "messages.mark_done", messages=[row.pk]) == "not_to_do"
    deliver(house)
    assert code(house, "messages.drop", message=row.pk) == "already_told"
    assert code(house, "messages.write", persons=[new_id()], text="x") == "not_found"


def test_two_messages_of_one_thing_cannot_be_stored(house: House) -> None:
    """The database itself holds that nothing is told twice."""
    from django.db import IntegrityError

    write(house, house.person(phone="03 29 12 34 56"))
    (row,) = held(house)
    with house.scope(), pytest.raises(IntegrityError):
        Message.objects.create(
            structure_id=house.structure, once=row.once, created_at=timezone.now(), state="to_do",
            channel="call", code="free", about_kind="persons",
        )  # fmt: skip


# What is forgotten


def test_ninety_days_after_only_that_somebody_was_told_stays(house: House) -> None:
    write(house, house.person(email="marie@example.fr"))
    write(house, house.person(phone="03 29 12 34 56"))
    deliver(house)
    now = timezone.now()
    with house.scope():
        assert forget_messages(house.structure, now + timedelta(days=89)) == 0
        assert forget_messages(house.structure, now + timedelta(days=91)) == 2
        assert forget_messages(house.structure, now + timedelta(days=91)) == 0
    rows = held(house)
    assert {(one.address, one.subject, one.body, one.fault) for one in rows} == {("",) * 4}
    assert sorted((one.channel, one.state) for one in rows) == [
        ("call", "dropped"),
        ("email", "sent"),
    ]
    assert all(one.person_id and one.code == "free" for one in rows)


def test_a_message_waiting_for_ninety_days_is_not_sent_again(house: House) -> None:
    write(house, house.person(email="marie@example.fr"))
    (row,) = held(house)
    with house.scope():
        Message.objects.update(state="failed", ended_at=timezone.now())
        forget_messages(house.structure, timezone.now() + timedelta(days=91))
    assert code(house, "messages.send_again", message=row.pk) == "forgotten"
