"""Pure rules of seats, waiting lists and themes.

A seat has a number; the lowest free one is given, up to the session's capacity. Seats asked
together are a party: it is seated whole or waits whole, at one rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from maillage.core.folding import fold, starts_any_word, words
from maillage.programme.models import Format, Registration

State = Registration.State
EVENTS = frozenset({Format.EVENT, Format.TOURNAMENT})
"""The formats that have a sheet of their own and a list of things to do."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A registration, as far as seating goes."""

    id: UUID
    person: UUID | None
    party: UUID
    state: str
    seat: int | None
    asked: int


def free_seats(capacity: int | None, seats: Iterable[Seat], wanted: int) -> list[int]:
    """The lowest free seat numbers, at most ``wanted``; no capacity means as many as wanted."""
    taken = {one.seat for one in seats if one.seat is not None}
    limit = capacity if capacity is not None else len(taken) + wanted
    free = (number for number in range(1, limit + 1) if number not in taken)
    return [number for number, _ in zip(free, range(wanted), strict=False)]


def waiting_parties(seats: Iterable[Seat]) -> list[UUID]:
    """Parties that wait, first asked first."""
    waiting = sorted((one for one in seats if one.state == State.WAITING), key=lambda s: s.asked)
    return list(dict.fromkeys(one.party for one in waiting))


def rank_of(party: UUID, seats: Sequence[Seat]) -> int | None:
    """The rank of a waiting party, from 1; ``None`` when it does not wait."""
    parties = waiting_parties(seats)
    return parties.index(party) + 1 if party in parties else None


def overbooked_rank(registration: UUID, seats: Sequence[Seat]) -> int | None:
    """The rank among those present beyond the number that stands, from 1."""
    beyond = sorted((one for one in seats if one.state == State.OVERBOOKED), key=lambda s: s.asked)
    ids = [one.id for one in beyond]
    return ids.index(registration) + 1 if registration in ids else None


def ranks(seats: Sequence[Seat]) -> dict[UUID, int | None]:
    """The rank of each registration that waits, or is beyond the number that stands."""
    waiting = {party: rank for rank, party in enumerate(waiting_parties(seats), 1)}
    return {one.id: waiting.get(one.party) or overbooked_rank(one.id, seats) for one in seats}


def next_asked(seats: Iterable[Seat]) -> int:
    """The place in the order of requests that comes next."""
    return max((one.asked for one in seats), default=0) + 1


def shares_room(*, shares: bool | None, session_format: str) -> bool:
    """Free access shares a room unless the workshop says otherwise; the rest does not."""
    return session_format == "free_access" if shares is None else shares


def folded_theme(title: str, synonyms: str) -> str:
    """What is searched of a theme: its title and the words people say for it."""
    return fold(f"{title} {synonyms}")[:400]


def says(asked: str, text: str) -> bool:
    """Whether each word of ``asked``, plural or not, begins a word of ``text``."""
    return starts_any_word(" ".join(map(_singular, words(asked))), fold(text))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def successors_of(theme: UUID, following: Mapping[UUID, UUID | None]) -> list[UUID]:
    """What replaced a theme, in turn; ``following`` gives each theme's successor."""
    found: list[UUID] = []
    after = following.get(theme)
    while after is not None and after in following and after not in found:
        found.append(after)
        after = following[after]
    return found
