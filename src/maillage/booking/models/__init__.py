"""Tables of booking: what may be reserved, who is authorised, what is reserved, what happened."""

from maillage.booking.models.authorisations import Authorisation
from maillage.booking.models.care import Incident, Maintenance
from maillage.booking.models.jobs import Job
from maillage.booking.models.reservations import Recurrence, Reservation
from maillage.booking.models.resources import Family, LockOut, Protection, Resource
from maillage.booking.models.words import KEPT_WORDS

__all__ = [
    "KEPT_WORDS",
    "Authorisation",
    "Family",
    "Incident",
    "Job",
    "LockOut",
    "Maintenance",
    "Protection",
    "Recurrence",
    "Reservation",
    "Resource",
]
