"""Erasing a person: every personal column that speaks of them, wherever it is.

What is emptied is read from each model's ``personal`` table, so that a column classified once is
never forgotten here. Erased ids are also kept in ``erased.log``, outside what a backup restores.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from maillage.core import erased_ids
from maillage.core.acting import Acting
from maillage.core.models import Command
from maillage.people.models import Person, new_fact_key


def erase_person(acting: Acting, person: Person) -> None:
    """Empty the person's columns everywhere and leave a tombstone."""
    leave_tombstone(person, acting.at)
    acting.touch(person.pk)
    structure_id, person_id = acting.structure_id, person.pk
    transaction.on_commit(lambda: erased_ids.remember(structure_id, person_id, acting.at))


def leave_tombstone(person: Person, at: datetime) -> None:
    """Empty the person's columns everywhere; by a command, or after a restore."""
    empty_rows_about(person)
    Person.objects.filter(pk=person.pk).update(erased_at=at, fact_key=new_fact_key())


def empty_rows_about(person: Person) -> None:
    """Empty each column that is declared personal and reached from the person."""
    for model in apps.get_models():
        for subject, columns in _emptied_by_subject(model).items():
            rows = _rows_about(model, subject, person)
            if rows is not None:
                rows.update(**{column: _nothing(model, column) for column in columns})
    _forget_commands(person)
    DBTaskResult.objects.filter(args_kwargs__icontains=str(person.pk)).delete()


def _emptied_by_subject(model: type[models.Model]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column, personal in getattr(model, "personal", {}).items():
        if personal.action == "empty":
            found.setdefault(personal.subject, []).append(column)
    return found


def _rows_about(
    model: type[models.Model], subject: str, person: Person
) -> models.QuerySet[Any] | None:
    manager = model._default_manager
    if subject == "self":
        return manager.filter(pk=person.pk) if model is Person else None
    field = {one.name: one for one in model._meta.concrete_fields}.get(subject)
    if field is None or field.related_model is not Person:
        return None
    return manager.filter(**{subject: person})


def _nothing(model: type[models.Model], column: str) -> Any:
    field = next(one for one in model._meta.concrete_fields if one.name == column)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _forget_commands(person: Person) -> None:
    """Payloads and undo values of every command that names the person."""
    wanted = str(person.pk)
    kept = Command.objects.filter(~Q(payload=None) | ~Q(undo=None))
    keys = [
        key
        for key, touched, payload in kept.values_list("pk", "touched", "payload")
        if wanted in touched or wanted in str(payload)
    ]
    Command.objects.filter(pk__in=keys).update(payload=None, undo=None)


def is_named_elsewhere(person: Person, made_with: list[str]) -> bool:
    """Whether a row other than those ``made_with`` the person points at them."""
    for relation in person._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: person})
        if rows.exclude(pk__in=made_with).exists():
            return True
    return False
