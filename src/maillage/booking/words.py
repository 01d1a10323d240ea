"""What is said of reservations, on screens, in prints and in calendars."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maillage.booking.models import Job, Reservation


def whom(row: Reservation | Job, *, whole: bool) -> str:
    """For whom something is reserved, or runs; « sans nom » where it is for nobody in particular.

    ``whole``: the whole name, else the first name and an initial.
    """
    if row.person is not None:
        kept = row.person.kept
        return str(kept) if whole else kept.initialled
    return str(row.organisation) if row.organisation else _("sans nom")
