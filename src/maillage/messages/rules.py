"""Pure rules of messages: by which channel, with which words, when it is tried again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from maillage.messages.models import Channel
from maillage.people.models import ContactBy

AGAIN_AFTER: Final = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=16),
)
"""After each try that failed for a time: five tries over a day."""

MOST_TRIES: Final = len(AGAIN_AFTER) + 1
SENDING_FOR: Final = timedelta(minutes=10)
"""How long a message may be « en cours d’envoi » before nobody knows whether it has left."""

WAKES, SLEEPS = time(8), time(20)
POST_TAKES: Final = timedelta(days=5)

_MOBILE = re.compile(r"\+33[67]\d{8}|\+(590|262|594|596)6\d{8}")
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_QUOTES = re.compile(r"«\s*|\s*»")
_PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "–": "-"})


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached; ``address`` is postal."""

    contact_by: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, and where it leads; a call without a number is to be said face to face."""

    channel: Channel
    address: str


def is_mobile(phone: str) -> bool:
    """Whether a number, in international form, is a French mobile's, overseas ones included."""
    return _MOBILE.fullmatch(phone) is not None


def is_email(address: str) -> bool:
    """Whether an address can be written on an envelope: plain ASCII, one @, no space."""
    return _EMAIL.fullmatch(address) is not None


def way_for(contact: Contact, *, works: frozenset[str], late: bool) -> Way | None:
    """The person's own channel; else the first that works: SMS, e-mail, letter, call.

    ``works`` are the channels that have a connector; ``late``: the post would come too late, so
    that a call goes first. ``None`` for who asked not to be told.
    """
    if contact.contact_by == ContactBy.NOBODY:
        return None
    ways = _ways(contact, works)
    order = [Channel.SMS, Channel.EMAIL, Channel.LETTER, Channel.CALL]
    if late:
        order = [Channel.SMS, Channel.EMAIL, Channel.CALL, Channel.LETTER]
    own = Channel(contact.contact_by) if contact.contact_by else None
    if own is not None and not (late and own == Channel.LETTER):
        order.insert(0, own)
    found = next((one for one in order if one in ways), None)
    return Way(found, ways[found]) if found else Way(Channel.CALL, "")


def _ways(contact: Contact, works: frozenset[str]) -> dict[Channel, str]:
    """Each channel that leads to the person."""
    asked = contact.contact_by == ContactBy.SMS and contact.phone.startswith("+")
    texts = contact.phone if asked or is_mobile(contact.phone) else ""
    led = {
        Channel.SMS: texts if Channel.SMS in works else "",
        Channel.EMAIL: contact.email if Channel.EMAIL in works and is_email(contact.email) else "",
        Channel.LETTER: contact.address,
        Channel.CALL: contact.phone,
    }
    return {channel: address for channel, address in led.items() if address}


def comes_too_late(at: datetime, until: datetime | None) -> bool:
    """Whether a letter posted now comes after what it announces."""
    return until is not None and until - at < POST_TAKES


def next_try(tries: int, at: datetime, zone: str) -> datetime | None:
    """When to try again after the ``tries``-th try; ``None`` after the last.

    Nobody's phone rings at night: what falls after 20 h waits for 8 h, in the place's zone.
    """
    if tries >= MOST_TRIES:
        return None
    return awake(at + AGAIN_AFTER[tries - 1], zone)


def awake(at: datetime, zone: str) -> datetime:
    """``at``, or the next 8 h in the zone when it is night there."""
    local = at.astimezone(ZoneInfo(zone))
    if WAKES <= local.time() < SLEEPS:
        return at
    day = local.date() + timedelta(days=local.time() >= SLEEPS)
    return datetime.combine(day, WAKES, ZoneInfo(zone)).astimezone(at.tzinfo)


def once(*, code: str, about_kind: str, about: str, told: str, person: str, revision: str) -> str:
    """What makes two messages the same: what, about what, to whom, for whom, which time."""
    return f"{code}/{about_kind}/{about}/{told}/{person}/{revision}"


def unknown_placeholders(text: str, known: frozenset[str]) -> list[str]:
    """The placeholders of a text that are not known, in order; a lone brace counts as one."""
    found = [f"{{{name}}}" for name in _PLACEHOLDER.findall(text) if name not in known]
    return list(dict.fromkeys([*found, *_BRACE.findall(_PLACEHOLDER.sub("", text))]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; a line left empty by them is taken away.

    A value is only text: braces in it stay as they are.
    """
    lines = []
    for line in text.splitlines():
        said = _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), line).strip()
        if said or not line.strip():
            lines.append(said)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def for_sms(text: str) -> str:
    """The text as an SMS carries it in the fewest parts: one paragraph, plain quotes and spaces."""
    return " ".join(_QUOTES.sub('"', text).translate(_PLAIN).split())
