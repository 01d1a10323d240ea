"""What the programme knows of when a person was last heard of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from maillage.people.contacts import contact
from maillage.programme.models import Registration


@contact
def registered(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Who asked for a seat, or had one in a session, since."""
    since = Q(registered_at__gte=at) | Q(session__day__gte=day)
    return Registration.objects.filter(since, person__isnull=False).values("person")
