"""By which channel, with which words, and when it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.messages.connectors import BY_HAND
from maillage.messages.models import Channel
from maillage.messages.rules import (
    MOST_TRIES,
    Contact,
    Way,
    awake,
    filled,
    for_sms,
    next_try,
    unknown_placeholders,
    way_for,
)
from maillage.messages.wordings import MEANING, WORDINGS

pytestmark = pytest.mark.once

ALL = frozenset(Channel)
MOBILE, LANDLINE = "+33612345678", "+33329123456"
NOON = datetime(2027, 3, 14, 11, tzinfo=UTC)


def way(*, works: frozenset[str] = ALL, late: bool = False, **contact: str) -> tuple[str, str]:
    found = way_for(Contact(**contact), works=works, late=late)
    return (found.channel, found.address) if found else ("nobody", "")


WHOLE = {"phone": MOBILE, "email": "m@example.fr", "address": "1 rue de la Mairie"}


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (WHOLE, ("sms", MOBILE)),
        (WHOLE | {"phone": LANDLINE}, ("email", "m@example.fr")),
        (WHOLE | {"phone": LANDLINE, "email": ""}, ("letter", "1 rue de la Mairie")),
        ({"phone": LANDLINE}, ("call", LANDLINE)),
        ({}, ("call", "")),
        (WHOLE | {"contact_by": "email"}, ("email", "m@example.fr")),
        (WHOLE | {"contact_by": "call"}, ("call", MOBILE)),
        (WHOLE | {"contact_by": "letter"}, ("letter", "1 rue de la Mairie")),
        (WHOLE | {"contact_by": "nobody"}, ("nobody", "")),
        ({"phone": "+4915112345678", "contact_by": "sms"}, ("sms", "+4915112345678")),
        ({"phone": "+4915112345678"}, ("call", "+4915112345678")),
        ({"phone": "+262692123456"}, ("sms", "+262692123456")),
        ({"phone": "3949", "contact_by": "sms"}, ("call", "3949")),
        ({"phone": LANDLINE, "email": "not an address"}, ("call", LANDLINE)),
    ],
)
def test_each_by_their_own_channel(contact: dict[str, str], expected: tuple[str, str]) -> None:
    assert way(**contact) == expected


def test_a_channel_without_a_connector_leads_nowhere() -> None:
    assert way(**WHOLE, works=BY_HAND) == ("letter", "1 rue de la Mairie")
    assert way(phone=MOBILE, contact_by="sms", works=BY_HAND) == ("call", MOBILE)


def test_a_letter_that_would_come_too_late_is_a_call() -> None:
    post = {"phone": LANDLINE, "address": "1 rue de la Mairie"}
    assert way(**post, contact_by="letter", late=True) == ("call", LANDLINE)
    assert way(**post, late=True) == ("call", LANDLINE)
    assert way(address=post["address"], late=True) == ("letter", "1 rue de la Mairie")


@given(
    st.builds(
        Contact,
        contact_by=st.sampled_from(["", "email", "sms", "call", "letter"]),
        phone=st.sampled_from(["", MOBILE, LANDLINE, "3949"]),
        email=st.sampled_from(["", "m@example.fr", "x"]),
        address=st.sampled_from(["", "1 rue de la Mairie"]),
    ),
    st.frozensets(st.sampled_from(["email", "sms"])),
    st.booleans(),
)
def test_everybody_who_did_not_say_no_is_told(
    contact: Contact, machines: frozenset[str], late: bool
) -> None:
    works = BY_HAND | machines
    found = way_for(contact, works=works, late=late)
    assert isinstance(found, Way)
    assert found.channel in works
    led = {"sms": contact.phone, "call": contact.phone, "email": contact.email}
    assert found.address == {**led, "letter": contact.address}[found.channel]


def test_five_tries_over_a_day() -> None:
    at, waited = NOON, []
    for tries in range(1, MOST_TRIES):
        later = next_try(tries, at, "Europe/Paris")
        assert later is not None
        waited.append(later - at)
        at = later
    assert next_try(MOST_TRIES, at, "Europe/Paris") is None
    assert waited[:3] == [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]
    assert timedelta(hours=20) < at - NOON < timedelta(hours=30)


@given(st.integers(0, 800 * 24 * 60))
def test_no_phone_rings_at_night(minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    later = awake(at, "Europe/Paris")
    assert at <= later < at + timedelta(hours=13)
    assert 8 <= later.astimezone(ZoneInfo("Europe/Paris")).hour < 20


def test_placeholders_are_filled_as_text_and_an_empty_line_goes() -> None:
    body = "{bonjour},\n{pour}\n\nVotre atelier : {atelier}.\n\n{contact}\n\n{lieu}"
    values = {"bonjour": "Bonjour Zoé", "atelier": "{lieu} 100 %s", "lieu": "La Cyber"}
    assert filled(body, values) == "Bonjour Zoé,\n\nVotre atelier : {lieu} 100 %s.\n\nLa Cyber"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{lieu} {atelier}", []),
        ("{lieux} et {x y} et {lieux}", ["{lieux}", "{x y}"]),
        ("{lieu", ["{"]),
        ("{}", ["{}"]),
    ],
)
def test_an_unknown_placeholder_is_named(text: str, unknown: list[str]) -> None:
    assert unknown_placeholders(text, frozenset({"lieu", "atelier"})) == unknown


def test_an_sms_is_one_plain_paragraph() -> None:
    assert for_sms("Bonjour Zoé,\n\nL’atelier « Photos » à 14\u00a0heures.") == (
        'Bonjour Zoé, L\'atelier "Photos" à 14 heures.'
    )


@pytest.mark.parametrize("code", WORDINGS)
def test_the_words_of_maillage_are_plain(code: str) -> None:
    """FALC, needs §4.2 rule 6: about twelve words a sentence, « vous », no abbreviation."""
    wording = WORDINGS[code]
    text = f"{wording.subject}\n{wording.body}"
    assert unknown_placeholders(text, wording.holds) == []
    assert wording.holds <= set(MEANING)
    assert {"{lieu}", "{contact}", "{pour}", "{bonjour}"} <= set(str(wording.body).split()) | {
        "{bonjour}"
    }
    for line in str(wording.body).splitlines():
        for sentence in line.replace("?", ".").split("."):
            assert len(sentence.split()) <= 12, sentence
    assert not {"RDV", "SVP", "tel", "tél", "h", "Mme"} & set(text.replace(".", " ").split())
