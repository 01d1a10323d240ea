"""When a person was last heard of: what each package knows of it.

A package registers what it calls a contact: a visit, a seat, a payment. ``heard_since`` is the
union of them all, one query without a row in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.people.models import Acceptance, Guardianship, Person, Visit

Contact = Callable[[datetime, date], QuerySet[Any, Any]]

_contacts: list[Contact] = []


def contact(heard: Contact) -> Contact:
    """Register ``heard(at, day)``: ids of the persons heard of since that instant, or that day."""
    _contacts.append(heard)
    return heard


def heard_since(at: datetime, day: date) -> Q:
    """Whether a person was heard of since, as a condition on ``Person``."""
    found = Q(created_at__gte=at)
    for heard in _contacts:
        found |= Q(pk__in=heard(at, day))
    return found


def silent_since(at: datetime, day: date) -> QuerySet[Person]:
    """Live persons of whom nothing was heard since, by any file of theirs.

    Who answers for a minor still on file stays as long as they do.
    """
    theirs = Q(pk=OuterRef("pk")) | Q(same_as=OuterRef("pk"))
    wards = Guardianship.objects.filter(
        Q(guardian=OuterRef("pk")) | Q(guardian__same_as=OuterRef("pk")),
        ended_at=None,
        minor__erased_at=None,
    )
    return Person.objects.filter(
        ~Exists(Person.objects.filter(theirs).filter(heard_since(at, day))),
        ~Exists(wards),
        erased_at=None,
        same_as=None,
    )


@contact
def visited(at: datetime, day: date) -> QuerySet[Any, Any]:
    return Visit.objects.filter(day__gte=day).values("person")


@contact
def accepted(at: datetime, day: date) -> QuerySet[Any, Any]:
    return Acceptance.objects.filter(at__gte=at).values("person")
