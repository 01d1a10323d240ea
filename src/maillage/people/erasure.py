"""Erasing a person: every personal column that speaks of them, wherever it is.

What is emptied is read from each model's ``personal`` table, so that a column classified once is
never forgotten here. Erased ids are also kept in ``erased.log``, outside what a backup restores.
"""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from maillage.core import erased_ids, secret_links
from maillage.core.acting import Acting
from maillage.core.models import Command
from maillage.people.models import Person, PersonAlias, new_fact_key
from maillage.people.queries import group_of


def erase_person(acting: Acting, person: Person) -> None:
    """Empty the person's columns everywhere and leave a tombstone; so for each file of theirs."""
    erased = list(group_of(person.pk).values_list("pk", flat=True))
    leave_tombstones(erased, acting.at)
    acting.touch(*erased)
    structure_id = acting.structure_id

    def remember() -> None:
        for one in erased:
            erased_ids.remember(structure_id, one, acting.at)

    transaction.on_commit(remember)


def leave_tombstones(persons: list[UUID], at: datetime) -> None:
    """Empty these persons' columns everywhere and kill their links.

    By a command, or after a restore.
    """
    empty_rows_about(persons)
    secret_links.withdraw(persons)
    for person in persons:
        Person.objects.filter(pk=person).update(erased_at=at, fact_key=new_fact_key())


def empty_rows_about(persons: list[UUID]) -> None:
    """Empty each column that is declared personal and reached from the persons, or drop its row."""
    for model in apps.get_models():
        for (action, subject), columns in _by_subject(model).items():
            rows = _rows_about(model, subject, persons)
            if rows is not None and action == "drop_row":
                rows.delete()
            elif rows is not None:
                rows.update(**{column: _nothing(model, column) for column in columns})
    _forget_commands({str(one) for one in persons})
    named = (Q(args_kwargs__icontains=str(one)) for one in persons)
    DBTaskResult.objects.filter(reduce(or_, named)).delete()


def _by_subject(model: type[models.Model]) -> dict[tuple[str, str], list[str]]:
    """The columns that erasing somebody changes, by what it does and whom they speak of."""
    found: dict[tuple[str, str], list[str]] = {}
    for column, personal in getattr(model, "personal", {}).items():
        if personal.action != "keep":
            found.setdefault((personal.action, personal.subject), []).append(column)
    return found


def _rows_about(
    model: type[models.Model], subject: str, persons: list[UUID]
) -> models.QuerySet[Any] | None:
    manager = model._default_manager
    if subject == "self":
        return manager.filter(pk__in=persons) if model is Person else None
    field = {one.name: one for one in model._meta.concrete_fields}.get(subject)
    if field is None or field.related_model is not Person:
        return None
    return manager.filter(**{f"{subject}__in": persons})


def _nothing(model: type[models.Model], column: str) -> Any:
    field = next(one for one in model._meta.concrete_fields if one.name == column)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _forget_commands(wanted: set[str]) -> None:
    """Payloads and undo values of every command that names one of the persons."""
    kept = Command.objects.filter(~Q(payload=None) | ~Q(undo=None))
    keys = [
        key
        for key, touched, payload in kept.values_list("pk", "touched", "payload")
        if not wanted.isdisjoint(touched) or any(one in str(payload) for one in wanted)
    ]
    Command.objects.filter(pk__in=keys).update(payload=None, undo=None)


def is_named_elsewhere(person: Person, made_with: list[str]) -> bool:
    """Whether a row other than those ``made_with`` the person points at them."""
    if PersonAlias.objects.filter(Q(kept=person) | Q(merged=person)).exists():
        return True
    for relation in person._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: person})
        if rows.exclude(pk__in=made_with).exists():
            return True
    return False
