"""What booking knows of when a person was last heard of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from maillage.booking.models import Reservation
from maillage.people.contacts import contact


@contact
def reserved(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Who asked for a machine, or had one, since."""
    since = Q(asked_at__gte=at) | Q(day__gte=day)
    return Reservation.objects.filter(since, person__isnull=False).values("person")
