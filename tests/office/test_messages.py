"""Messages through their screens: who is told before sending, what is left to do, the words."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from pypdf import PdfReader

from maillage.core.ids import new_id
from maillage.messages.models import Message
from tests.houses import House, ailleurs
from tests.messages.conftest import deliver, held
from tests.office.conftest import Office


def later(house: House, **changes) -> UUID:
    day = timezone.localdate() + timedelta(days=9)
    return house.session(**{"day": day, "start": "14:00", "minutes": 90, "room": None, **changes})


def seat(house: House, session: UUID, name: str, **contact) -> UUID:
    registration = new_id()
    person = house.person(name, "", **contact)
    seats = [{"registration": registration, "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return registration


def eight(house: House) -> UUID:
    """A session to come: three mobiles, four landlines, an address."""
    session = later(house, capacity=12)
    for n in range(3):
        seat(house, session, f"Ana{n}", phone=f"06 12 34 56 7{n}")
    for n in range(4):
        seat(house, session, f"Zoé{n}", phone=f"03 29 12 34 5{n}")
    seat(house, session, "Odette", address="3 rue des Lilas, 55100 Bras")
    return session


def test_how_many_by_which_channel_is_said_before(office: Office) -> None:
    session = eight(office.house)
    assert "Les personnes inscrites sont prévenues : 3 SMS, 4 appels et 1 lettre." in office.get(
        "session", session
    )
    page = office.get("session-tell", session)
    assert "Prévenir : 3 SMS, 4 appels et 1 lettre" in page
    assert "Odette Boîte mail" in page


def test_a_session_is_called_off_and_the_page_says_where_it_stands(office: Office) -> None:
    session = eight(office.house)
    page = office.send("session-cancel", session)
    assert "La séance est annulée. Prévenus : 3 SMS, 4 appels et 1 lettre." in page
    deliver(office.house)
    page = office.get("session", session)
    assert "Séance annulée 4 appels : à faire 1 lettre : à faire 3 SMS : envoyé" in page


def test_a_session_changed_is_told_unless_one_says_no(office: Office) -> None:
    session = later(office.house)
    seat(office.house, session, "Ana", phone="03 29 12 34 56")
    day = timezone.localdate() + timedelta(days=10)
    typed = {"day": day, "minutes": "90", "title": "Boîte mail", "scope": "one"}
    typed["place"] = office.house.place
    page = office.send("session-edit", session, **typed, start="14:00", tell="on")
    assert "C’est modifié. Prévenus : 1 appel." in page
    page = office.send("session-edit", session, **typed, start="15:00")
    assert "C’est modifié. Personnes à prévenir : 1." in page
    answer = office.client.get(office.url("session-tell", session) + "?moved=1")
    assert "à 15 heures." in answer.content.decode()
    assert "! 1 appel ou lettre" in office.get("home")


def test_one_writes_to_those_registered(office: Office) -> None:
    session = eight(office.house)
    page = office.send("session-tell", session, text="Venez avec vos photos.")
    assert "Prévenus : 3 SMS, 4 appels et 1 lettre." in page
    page, source = office.refused("session-tell", session, text="")
    assert 'href="#id_text"' in source


def test_what_is_left_to_do_is_done_one_by_one(office: Office) -> None:
    house = office.house
    session = eight(house)
    office.send("session-cancel", session)
    page = office.get("messages")
    assert "4 appels à passer" in page
    assert "03 29 12 34 50 Zoé0" in page
    assert "L’atelier « Boîte mail » est annulé." in page
    (letter,) = held(house, channel="letter")
    for one in held(house, channel="call"):
        office.send("message-done", one.pk)
    page = office.get("messages")
    assert "C’est dit" not in page
    office.send("letters-posted", message=letter.pk)
    assert "Tout le monde est prévenu." in office.get("messages")
    page = office.get("message", letter.pk)
    assert "Ce qui est dit Votre atelier est annulé : Boîte mail Bonjour Odette," in page
    assert "Remettre à faire" in page
    office.send("message-again", letter.pk)
    assert "1 lettre à poster" in office.get("messages")


def test_letters_and_calls_are_printed(office: Office) -> None:
    house = office.house
    house.do("network.edit_place", place=house.place, phone="03 29 12 34 56", address="1 rue")
    office.send("session-cancel", eight(house))
    for name, query in (("message-letters", {}), ("message-letters", {"size": "large"})):
        read = printed(office, name, **query)
        assert "Odette 3 rue des Lilas 55100 Bras" in read
        assert "Votre atelier est annulé : Boîte mail Bonjour Odette, L’atelier" in read
    read = printed(office, "message-calls")
    assert "4 personnes à appeler" in read
    assert "03 29 12 34 50 Zoé0" in read
    assert "Une question ?" not in read


def printed(office: Office, name: str, **query: str) -> str:
    answer = office.client.get(office.url(name), query)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join((page.extract_text() or "").replace("\u00a0", " ") for page in pages)
    return " ".join(text.split())


def test_no_letter_no_print(office: Office) -> None:
    assert office.client.get(office.url("message-letters")).status_code == 404


def test_what_failed_is_seen_with_its_reason_and_sent_again(office: Office) -> None:
    house = office.house
    seat(house, later(house), "Ana", email="ana@example.fr", phone="03 29 12 34 56")
    session = held_session(house)
    office.send("session-cancel", session)
    with house.scope():
        Message.objects.update(state="failed", fault="L’adresse n’existe pas.", next_try_at=None)
    page = office.get("messages")
    assert "1 message à vérifier" in page
    assert "! échec e-mail · L’adresse n’existe pas. 03 29 12 34 56" in page
    (row,) = held(house)
    office.send("message-again", row.pk)
    deliver(house)
    assert "✓ envoyé" in office.get("message-journal", state="told")
    answer = office.client.post(office.url("message-again", row.pk))
    assert answer.status_code == 422


def held_session(house: House) -> UUID:
    from maillage.programme.models import Session

    with house.scope():
        return Session.objects.latest("starts_at").pk


def test_the_journal_shows_by_state(office: Office) -> None:
    house = office.house
    office.send("session-cancel", eight(house))
    deliver(house)
    assert office.get("message-journal").count("Séance annulée") == 8
    assert office.get("message-journal", state="to-do").count("Séance annulée") == 5
    assert "Rien encore." in office.get("message-journal", state="to-check")
    assert office.get("message-journal", state="x", page="9" * 9).count("Séance annulée") == 0


def test_a_freed_seat_is_given_and_told(office: Office) -> None:
    house = office.house
    session = later(house, capacity=1)
    first = seat(house, session, "Ana")
    second = seat(house, session, "Bob", phone="03 29 12 34 56")
    assert "Donner la place" not in office.get("session", session)
    house.do("programme.cancel_registration", registration=first)
    assert "Donner la place et prévenir : Bob" in office.get("session", session)
    page = office.send("session-offer", session, registration=second)
    assert "La place est donnée. Prévenus : 1 appel." in page


def test_who_waits_is_told_and_papers_are_asked(office: Office) -> None:
    house = office.house
    session = later(house, capacity=1)
    seat(house, session, "Ana")
    seat(house, session, "Bob", phone="03 29 12 34 56")
    page = office.send("session-tell-waiting", session)
    assert "Prévenus : 1 appel." in page
    page = office.send("session-ask-documents", session)
    assert "Il n’y a personne de plus à prévenir." in page


def test_a_session_begun_is_told_to_nobody(office: Office) -> None:
    session = office.house.session()
    seat(office.house, session, "Ana", phone="03 29 12 34 56")
    assert "on ne prévient plus personne" in office.get("session-tell", session)
    assert office.client.post(office.url("session-tell-waiting", session)).status_code == 422


def test_the_words_are_changed_seen_first_and_taken_back(office: Office) -> None:
    url = office.url("message-words-edit") + "?code=session_cancelled"
    page = office.client.get(url).content.decode()
    assert "L’atelier « Boîte mail » est annulé." in page
    typed = {"subject": "Non", "body": "{bonjour}, pas de {atelier} {jour}."}
    answer = office.client.post(url, {**typed, "preview": ""})
    assert "Bonjour Marie, pas de Boîte mail mardi 16 mars." in answer.content.decode()
    assert "mots de Maillage" in office.get("message-words")
    assert office.client.post(url, typed).status_code == 302
    assert "✓ vos mots" in office.get("message-words")
    for more in ({}, {"preview": ""}):
        answer = office.client.post(url, {**typed, "body": "{jou}", **more})
        assert answer.status_code == 422
        assert "{jou} n’existe pas ici." in answer.content.decode()
    office.client.post(url, {"reset": ""})
    assert "✓ vos mots" not in office.get("message-words")


def test_somebody_is_written_to_and_their_page_says_so(office: Office) -> None:
    person = office.house.person("Ana", "", email="ana@example.fr")
    page = office.send("person-write", person, text="Votre carte est prête.")
    assert "Message libre e-mail" in page
    deliver(office.house)
    assert "✓ envoyé" in office.get("person", person)


def test_what_is_not_set_up_is_said(office: Office, settings) -> None:
    assert "Ici, rien ne part" in office.get("messages")
    settings.MAIL, settings.SMS_URL = {}, ""
    assert "Ni e-mail ni SMS ne sont réglés" in office.get("messages")


def test_a_message_of_another_structure_is_not_there(office: Office) -> None:
    other = ailleurs()
    other.do("messages.write", persons=[other.person()], text="Bonjour")
    (theirs,) = held(other)
    assert office.client.get(office.url("message", theirs.pk)).status_code == 404
    answer = office.client.post(office.url("letters-posted"), {"message": theirs.pk})
    assert answer.status_code == 422
    assert "Ana" not in office.get("message-journal")
