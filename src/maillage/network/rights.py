"""The rights of every role, as one table. Each kind of command and each screen names its right.

Source: ``needs`` §4.3. A coordinator sees counts and no name; a treasurer sees names on receipts.
A co-organiser sees the programme, and looks after the sessions of their own organisation alone
(``programme/permissions.py``).
"""

from __future__ import annotations

from typing import Final

from maillage.network.models import Role


class Right:
    """Names of rights."""

    GREET: Final = "greet"
    REGISTER: Final = "register"
    TILL: Final = "till"
    UNDO: Final = "undo"
    DESK: Final = "desk"
    PEOPLE: Final = "people"
    ERASE: Final = "erase"
    IMPORT: Final = "import"
    PROGRAMME: Final = "programme"
    DEVICES: Final = "devices"
    SETTLE: Final = "settle"
    PRICES: Final = "prices"
    REVERSE: Final = "reverse"
    ACCOUNTS: Final = "accounts"
    PLACES: Final = "places"
    STAFF: Final = "staff"
    JOURNAL: Final = "journal"
    COUNTS: Final = "counts"
    ATTENDANCE: Final = "attendance"
    OWN_SESSIONS: Final = "own_sessions"
    OWN_ACCOUNT: Final = "own_account"
    RING: Final = "ring"
    BOOK: Final = "book"
    AUTHORISE: Final = "authorise"
    RESOURCES: Final = "resources"


_EVERYBODY = {Right.OWN_ACCOUNT, Right.COUNTS}
_AT_THE_DESK = _EVERYBODY | {
    Right.GREET,
    Right.RING,
    Right.ATTENDANCE,
    Right.REGISTER,
    Right.TILL,
    Right.UNDO,
    Right.DESK,
    Right.BOOK,
}
_AND_AROUND = {
    Right.PEOPLE,
    Right.PROGRAMME,
    Right.OWN_SESSIONS,
    Right.DEVICES,
    Right.SETTLE,
    Right.AUTHORISE,
}
_AND_ABOVE = {
    Right.ERASE,
    Right.IMPORT,
    Right.PRICES,
    Right.REVERSE,
    Right.ACCOUNTS,
    Right.PLACES,
    Right.STAFF,
    Right.JOURNAL,
    Right.RESOURCES,
}

RIGHTS: Final[dict[str, frozenset[str]]] = {
    Role.VOLUNTEER: frozenset(_AT_THE_DESK),
    Role.MEDIATOR: frozenset(_AT_THE_DESK | _AND_AROUND),
    Role.MANAGER: frozenset(_AT_THE_DESK | _AND_AROUND | _AND_ABOVE),
    Role.TREASURER: frozenset(_EVERYBODY | {Right.ACCOUNTS, Right.JOURNAL, Right.SETTLE}),
    Role.COORDINATOR: frozenset(_EVERYBODY),
    Role.ORGANISER: frozenset({Right.OWN_ACCOUNT, Right.OWN_SESSIONS, Right.ATTENDANCE}),
}


KIOSK_RIGHTS: Final = frozenset({Right.RING, Right.UNDO})
"""What a tablet at the door may do: count who arrives, and take its own tap back."""


LINK_RIGHTS: Final = frozenset({Right.BOOK})
"""What a personal link may do: the page it opens reserves and cancels, for its own person only."""


def rights_of(role: str, *, till_allowed: bool = True) -> frozenset[str]:
    """What a role may do; a volunteer may be kept from the till."""
    rights = RIGHTS[role]
    return rights if till_allowed else rights - {Right.TILL}
