"""A week before a plan or its trial ends, who has it is told, once, and what going on costs.

Nothing is renewed by itself, and nobody learns it too late. Whoever no machine reaches, and an
organisation, stay on the office's list « À renouveler ».
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.scopes import structure_scope
from maillage.counter.reminders import by_itself, is_decent, tell_by_itself
from maillage.messages.connectors import BY_MACHINE, working
from maillage.messages.telling import About
from maillage.messages.wordings import PLAN_ENDS, TRIAL_ENDS
from maillage.money.models import PlanTerm
from maillage.money.plan_queries import ending
from maillage.money.taking import Next, buyer_of, going_on
from maillage.people.models import Person

LEAD: Final = timedelta(days=7)
"""How long before its last day people are told."""

ABOUT: Final = "plan_term"
KIND: Final = "tick.endings"
A_DAY: Final = timedelta(days=1)


def tell_endings(structure_id: UUID, now: datetime) -> int:
    """Tell whoever has a term that ends within a week; how many messages. Again, it says no more.

    Each term is a transaction of its own, with its journal line.
    """
    with structure_scope(structure_id):
        if not working() & BY_MACHINE:
            return 0
        return sum(_tell(structure_id, one, now) for one in _soon(now))


def _soon(now: datetime) -> list[PlanTerm]:
    """The terms that end within a week, where it is a decent hour now."""
    rows = ending(now.date() - A_DAY, now.date() + LEAD + A_DAY)
    return [one for one in rows if _is_time(one, now.astimezone(_zone(one)))]


def _is_time(term: PlanTerm, here: datetime) -> bool:
    begun = term.starts_on <= here.date()
    return begun and here.date() <= term.ends_on <= here.date() + LEAD and is_decent(here)


def _zone(term: PlanTerm) -> ZoneInfo:
    return ZoneInfo(term.holder.place.time_zone)


@transaction.atomic
def _tell(structure_id: UUID, term: PlanTerm, now: datetime) -> int:
    if term.holder.person is None or not _still_ends(term):
        return 0
    code = TRIAL_ENDS if term.trial else PLAN_ENDS
    who = term.holder.person.kept
    about = _about(term, who, now.astimezone(_zone(term)).date())
    return tell_by_itself(by_itself(structure_id, now, KIND), [who.pk], code, about)


def _still_ends(term: PlanTerm) -> bool:
    """Whether it ends as it was read; its row locked, so that two who tell it say it once."""
    PlanTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    return term.pk in {one.pk for one in ending(term.ends_on, term.ends_on)}


def _about(term: PlanTerm, who: Person, today: date) -> About:
    """A term as a message is about it; a pause that moves its end makes it another time."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "forfait": term.holder.plan.label,
            "jour": saying.day(term.ends_on),
            "suite": _after(going_on(term, buyer_of(who, today))),
        }
    return About(
        ABOUT,
        term.pk,
        term.holder.place,
        values,
        until=datetime.combine(term.ends_on + A_DAY, time(), _zone(term)),
        revision=f"{term.ends_on:%Y%m%d}",
    )


def _after(after: Next | None) -> str:
    """« Cela coûte 250,00 €, du 1er novembre au 30 novembre. »; nothing where nothing says it."""
    if after is None:
        return ""
    said = _("Cela coûte %(price)s, du %(first)s au %(last)s.") % {
        "price": format_euros(after.cents),
        "first": saying.date_long(after.starts_on),
        "last": saying.date_long(after.ends_on),
    }
    if not after.deposit_cents:
        return said
    deposit = _("La caution est de %s. Elle se rend.") % format_euros(after.deposit_cents)
    return f"{said}\n{deposit}"
