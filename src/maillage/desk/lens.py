"""What the rows of a snapshot depend on beside themselves: its digest says when all are stale."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from maillage.booking.desk_queries import Reserved, badges_for, reserved_on
from maillage.booking.models import Family, Resource
from maillage.booking.queries import resources_at
from maillage.core.periods import Period, local_day_bounds
from maillage.desk.standpoint import Standpoint
from maillage.money import queries as money
from maillage.money.desk_queries import Running, counted_on, running_plans
from maillage.money.models import MembershipPlan
from maillage.network.rights import Right
from maillage.people import queries as people
from maillage.people.models import Document
from maillage.programme import queries as programme

AHEAD_DAYS = 31
DIGEST = 16
ROWS = 2
"""What a row says: raised when it says more, so that desks read them all again."""


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
    def texts(self) -> dict[str, people.Standing]:
        """The texts in force today, by kind."""
        return people.standing_documents(self.view.day)

    @cached_property
    def use_plans(self) -> dict[UUID, list[Running]]:
        """What plans pay for today, by the file of who may use them."""
        found: dict[UUID, list[Running]] = {}
        for one in running_plans(self.view.day):
            found.setdefault(one.person, []).append(one)
        return found

    @cached_property
    def reserved(self) -> dict[UUID | None, list[Reserved]]:
        """What is reserved or used here today, by the file of whom it is for."""
        found: dict[UUID | None, list[Reserved]] = {}
        for one in reserved_on(self.view.place.pk, self.today, self.view.day):
            found.setdefault(one.person, []).append(one)
        return found

    @property
    def today(self) -> Period:
        return local_day_bounds(self.view.day, self.view.place.time_zone)

    @cached_property
    def resources(self) -> list[Resource]:
        """What may be used here, for who may say that somebody begins."""
        return resources_at(self.view.place.pk) if Right.BOOK in self.view.rights else []

    @cached_property
    def families(self) -> list[Family]:
        """The families of what may be used here, by name."""
        return list({one.family_id: one.family for one in self.resources}.values())

    @cached_property
    def badges(self) -> dict[UUID, list[UUID]]:
        """Of those families, which ones each file is authorised for today."""
        return badges_for(self._asking, self.view.day, self.view.now)

    @property
    def _asking(self) -> list[Family]:
        """The families for which being authorised changes something."""
        return [one for one in self.families if one.authorised or one.alone]

    @cached_property
    def asked_apart(self) -> list[str]:
        """The kinds of papers that a machine asks for, and that are not asked of everyone."""
        everyones = {
            kind
            for kind, one in self.texts.items()
            if one.document.required_of == Document.RequiredOf.EVERYONE
        }
        return sorted({kind for one in self.families for kind in one.papers} - everyones)

    @cached_property
    def counted(self) -> set[tuple[UUID, str]]:
        """What a plan was counted or a use sold for today, visits and reservations, by code."""
        return counted_on(self.view.day) if self.use_plans or self.reserved else set()

    @cached_property
    def charged(self) -> set[UUID]:
        """The reservations and visits of today that were counted, whatever the code."""
        return {source for source, _code in self.counted}

    @cached_property
    def oldest(self) -> int:
        """The highest age that a session or a machine asks for: one is told below it only."""
        ages = [one.minimum_age or 0 for one in self.families]
        return max(programme.highest_age(self.view.place.pk, self.first, self.last), *ages, 0)

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
            ROWS,
            *(str(view.place.pk), view.day, self.whole, self.sees_dues, self.oldest),
            [{**vars(one), "_state": None} for one in self.plans],
            [(one.pk, one.unused_months) for one in self._asking],
            self.asked_apart,
            [
                (kind, one.document.required_of, sorted(map(str, one.worth)))
                for kind, one in self.texts.items()
            ],
        ]
        return hashlib.sha256(json.dumps(read, default=str).encode()).hexdigest()[:DIGEST]
