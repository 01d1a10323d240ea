"""Writes of events and tournaments: what they need to know, and the list of things to do before.

An event begins with the starter list of its format; what depends on cash prizes comes and goes
with them. Days due follow the session when it moves.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.people.models import Document
from maillage.programme.models import ChecklistItem, EventSheet, Format, Session
from maillage.programme.operations import locked_session
from maillage.programme.rules import EVENTS
from maillage.programme.starter import Task, cash_tasks, starter_tasks


def begin_event(session: Session) -> None:
    """Give a new event its sheet and its starter list; nothing to a session of another format."""
    if session.format not in EVENTS:
        return
    papers = [str(Document.Kind.PARENTAL)] if session.format == Format.TOURNAMENT else []
    EventSheet.objects.create(structure_id=session.structure_id, session=session, papers=papers)
    _add(session, starter_tasks(session.format))


def _add(session: Session, tasks: list[Task]) -> None:
    last = session.checklist.aggregate(last=Max("position"))["last"] or 0
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            structure_id=session.structure_id,
            session=session,
            position=rank,
            label=one.label,
            due_on=None if one.days is None else session.day + timedelta(days=one.days),
        )
        for rank, one in enumerate(tasks, last + 1)
    )


def describe_event(acting: Acting, *, session: UUID, **changes: Any) -> None:
    """Say what is given of an event: game, PEGI, ages, cash prizes, papers asked for.

    Refuses ``not_an_event``. Cash prizes bring their own things to do; without them, those that
    are not done go.
    """
    found = _event(session)
    if "minimum_age" in changes:
        found.minimum_age = changes.pop("minimum_age")
        found.save(update_fields=["minimum_age"])
    if "papers" in changes:
        changes["papers"] = list(dict.fromkeys(str(one) for one in changes["papers"]))
    sheet, _made = EventSheet.objects.get_or_create(
        session=found, defaults={"structure_id": acting.structure_id}
    )
    for name, value in changes.items():
        setattr(sheet, name, value)
    sheet.save()
    if "cash_prizes" in changes:
        _follow_cash(found, cash=changes["cash_prizes"])
    acting.touch(session)


def _event(session: UUID) -> Session:
    found = locked_session(session)
    if found.format not in EVENTS:
        raise Refusal("not_an_event", _("Cette séance n’est ni un événement ni un tournoi."))
    return found


def _follow_cash(session: Session, *, cash: bool) -> None:
    tasks = cash_tasks()
    labels = [one.label for one in tasks]
    held = session.checklist.filter(label__in=labels)
    if cash:
        there = set(held.values_list("label", flat=True))
        _add(session, [one for one in tasks if one.label not in there])
    else:
        held.filter(done_at=None).delete()


def add_item(
    acting: Acting, *, item: UUID, session: UUID, label: str, due_on: date | None = None
) -> None:
    """Add something to do, last in the list; any session may have one."""
    found = locked_session(session)
    last = found.checklist.aggregate(last=Max("position"))["last"] or 0
    ChecklistItem.objects.create(
        pk=item,
        structure_id=acting.structure_id,
        session=found,
        position=last + 1,
        label=label,
        due_on=due_on,
    )
    acting.touch(item, session)


def tick_item(acting: Acting, *, item: UUID, done: bool = True) -> None:
    """Say that something is done, by whom and when; or that it is not after all."""
    found = _item(item)
    found.done_at = acting.at if done else None
    found.done_by_id = acting.actor_id if done else None
    found.save(update_fields=["done_at", "done_by"])
    acting.touch(item, found.session_id)


def drop_item(acting: Acting, *, item: UUID) -> None:
    """Take something off the list."""
    found = _item(item)
    acting.touch(item, found.session_id)
    found.delete()


def _item(item: UUID) -> ChecklistItem:
    found: ChecklistItem | None = ChecklistItem.objects.filter(pk=item).first()
    if found is None:
        raise Missing(_("Chose à faire"), item)
    locked_session(found.session_id)
    return found


def follow_day(session: Session, former: date) -> None:
    """Move the days due of an event as far as it moved."""
    if session.format not in EVENTS or former == session.day:
        return
    rows = list(session.checklist.exclude(due_on=None))
    for one in rows:
        one.due_on = session.day + ((one.due_on or former) - former)
    ChecklistItem.objects.bulk_update(rows, ["due_on"])


def keep_decisions(acting: Acting, *, session: UUID, decisions: list[str]) -> None:
    """Keep what people decided together, in order, in place of what was kept before."""
    found = locked_session(session)
    found.decisions.all().delete()
    found.decisions.bulk_create(
        found.decisions.model(
            structure_id=acting.structure_id, session=found, position=rank, text=text
        )
        for rank, text in enumerate(decisions, 1)
    )
    acting.touch(session)
