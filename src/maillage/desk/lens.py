"""What the rows of a snapshot depend on beside themselves: its digest says when all are stale."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from maillage.booking.desk_queries import Reserved, reserved_on
from maillage.desk.standpoint import Standpoint
from maillage.money import queries as money
from maillage.money.desk_queries import Running, counted_on, running_plans
from maillage.money.models import MembershipPlan
from maillage.network.rights import Right
from maillage.people import queries as people
from maillage.programme import queries as programme

AHEAD_DAYS = 31
DIGEST = 16


@dataclass(frozen=True)
class Lens:
    """A role, a day, a place, and the lists that any person's or session's row is read with."""

    view: Standpoint

    @property
    def first(self) -> date:
        """The first day of the sessions shown: yesterday."""
        return self.view.day - timedelta(days=1)

    @property
    def last(self) -> date:
        return self.view.day + timedelta(days=AHEAD_DAYS)

    @cached_property
    def plans(self) -> list[MembershipPlan]:
        return money.plans_on(self.view.day)

    @cached_property
    def use_plans(self) -> dict[UUID, list[Running]]:
        """What plans pay for today, by the file of who may use them."""
        found: dict[UUID, list[Running]] = {}
        for one in running_plans(self.view.day):
            found.setdefault(one.person, []).append(one)
        return found

    @cached_property
    def reserved(self) -> dict[UUID, list[Reserved]]:
        """What is reserved here today, by the file of whom it is for."""
        found: dict[UUID, list[Reserved]] = {}
        for one in reserved_on(self.view.place.pk, self.view.day):
            found.setdefault(one.person, []).append(one)
        return found

    @cached_property
    def counted(self) -> set[tuple[UUID, str]]:
        """The visits of today for which a plan was counted, or a use sold, by price code."""
        return counted_on(self.view.day) if self.use_plans else set()

    @cached_property
    def oldest(self) -> int:
        """The highest age that a session asks for: an age is told below it only."""
        return programme.highest_age(self.view.place.pk, self.first, self.last)

    @property
    def whole(self) -> bool:
        """Whether whole names are shown."""
        return Right.PEOPLE in self.view.rights

    @property
    def sees_dues(self) -> bool:
        return Right.TILL in self.view.rights

    @cached_property
    def digest(self) -> str:
        """The same as long as rows read through this lens only change by themselves."""
        view = self.view
        read: list[Any] = [
            *(str(view.place.pk), view.day, self.whole, self.sees_dues, self.oldest),
            [{**vars(one), "_state": None} for one in self.plans],
            [
                (kind, one.document.required_of, sorted(map(str, one.worth)))
                for kind, one in people.standing_documents(view.day).items()
            ],
        ]
        return hashlib.sha256(json.dumps(read, default=str).encode()).hexdigest()[:DIGEST]
