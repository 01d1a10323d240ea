"""Tables of booking: what may be reserved, who is authorised, what is reserved."""

from maillage.booking.models.authorisations import Authorisation
from maillage.booking.models.reservations import Recurrence, Reservation
from maillage.booking.models.resources import Family, LockOut, Protection, Resource

__all__ = [
    "Authorisation",
    "Family",
    "LockOut",
    "Protection",
    "Recurrence",
    "Reservation",
    "Resource",
]
