"""Tables of the network floor."""

from maillage.network.models.occupancy import Occupancy, StaffPresence
from maillage.network.models.places import Carrier, Commune, Organisation, Place, Structure, Unit
from maillage.network.models.staff import (
    Account,
    Device,
    Role,
    SignIn,
    Staff,
    StaffQualification,
    StaffRole,
)

__all__ = [
    "Account",
    "Carrier",
    "Commune",
    "Device",
    "Occupancy",
    "Organisation",
    "Place",
    "Role",
    "SignIn",
    "Staff",
    "StaffPresence",
    "StaffQualification",
    "StaffRole",
    "Structure",
    "Unit",
]
