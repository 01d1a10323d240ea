"""Tables of the network floor."""

from maillage.network.models.occupancy import Occupancy, StaffPresence
from maillage.network.models.places import Carrier, Commune, Organisation, Place, Structure, Unit
from maillage.network.models.rota import RotaSlot, StaffAbsence
from maillage.network.models.staff import (
    Account,
    Device,
    Role,
    SignIn,
    Staff,
    StaffQualification,
    StaffRole,
)
from maillage.network.models.territory import (
    CommunePopulation,
    Network,
    NetworkMembership,
    PriorityNeighbourhood,
    Territory,
    TerritoryCommune,
)

__all__ = [
    "Account",
    "Carrier",
    "Commune",
    "CommunePopulation",
    "Device",
    "Network",
    "NetworkMembership",
    "Occupancy",
    "Organisation",
    "Place",
    "PriorityNeighbourhood",
    "Role",
    "RotaSlot",
    "SignIn",
    "Staff",
    "StaffAbsence",
    "StaffPresence",
    "StaffQualification",
    "StaffRole",
    "Structure",
    "Territory",
    "TerritoryCommune",
    "Unit",
]
