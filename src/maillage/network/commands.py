"""Kinds of the network floor: the structure's places, units, carriers and team.

Passwords and PINs come hashed: a command's payload is kept.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.contrib.auth.hashers import identify_hasher
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, StringConstraints

from maillage.core.commands import Changes, Day, Payload, command, unchanged
from maillage.network import device_commands as _devices  # noqa: F401 - registers its kinds
from maillage.network import networks, operations, team, units
from maillage.network import rota_commands as _rota  # noqa: F401 - registers its kinds
from maillage.network import territory_commands as _territory  # noqa: F401 - registers its kinds
from maillage.network.logos import NAME
from maillage.network.models import Carrier, Place, Role, Unit
from maillage.network.rights import Right
from maillage.network.rules import HOME_ZONE


def _hashed(text: str) -> str:
    identify_hasher(text)
    return text


Short = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
LongName = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Address = Annotated[str, StringConstraints(max_length=200)]
Siret = Annotated[str, StringConstraints(max_length=20)]
Hashed = Annotated[str, StringConstraints(max_length=200), AfterValidator(_hashed)]
NetworkCode = Annotated[str, StringConstraints(min_length=6, max_length=24)]


class _PlaceParts(Payload):
    motto: Annotated[str, StringConstraints(max_length=120)] = ""
    colour: Annotated[str, StringConstraints(max_length=7)] = ""
    address: Address = ""
    phone: Annotated[str, StringConstraints(max_length=20)] = ""
    commune: Annotated[str, StringConstraints(max_length=5)] = ""
    time_zone: Annotated[str, StringConstraints(max_length=40)] = HOME_ZONE
    holiday_zone: Annotated[str, StringConstraints(max_length=20)] = ""
    school_zone: Annotated[str, StringConstraints(max_length=1)] = ""
    opening: Annotated[str, StringConstraints(max_length=500)] = ""
    opens_by_rota: bool = False
    opened_on: Day | None = None
    closed_on: Day | None = None


@command(
    "network.add_place", right=Right.PLACES, run=operations.add_place, label=_("a ajouté un lieu")
)
class AddPlace(_PlaceParts):
    """A place of the structure."""

    place: UUID
    name: Name
    kind: Place.Kind

    made = ("place",)


@command(
    "network.edit_place",
    right=Right.PLACES,
    run=operations.edit_place,
    label=_("a modifié un lieu"),
)
class EditPlace(Changes, _PlaceParts):
    """Only what changes; an empty text or day empties: a place closed by mistake opens again."""

    place: UUID
    name: Name = Field(default_factory=unchanged)
    kind: Place.Kind = Field(default_factory=unchanged)


@command(
    "network.set_logo", right=Right.PLACES, run=operations.set_logo, label=_("a changé un logo")
)
class SetLogo(Payload):
    """The name of a picture that the face has stored; "" takes the logo away."""

    place: UUID
    logo: Annotated[str, StringConstraints(pattern=f"^(?:{NAME})?$")]


@command(
    "network.add_unit",
    right=Right.PLACES,
    run=operations.add_unit,
    label=_("a ajouté une salle, une machine ou un bureau"),
)
class AddUnit(Payload):
    """A room, a machine or a desk of a place, perhaps inside another."""

    unit: UUID
    place: UUID
    name: Short
    kind: Unit.Kind = Unit.Kind.ROOM
    parent: UUID | None = None
    capacity: int | None = Field(default=None, ge=1, le=32_767)

    made = ("unit",)


@command(
    "network.edit_unit",
    right=Right.PLACES,
    run=units.edit_unit,
    label=_("a modifié une salle, une machine ou un bureau"),
)
class EditUnit(Changes):
    """Only what changes; ``retired_on`` retires it with its parts, ``null`` takes it back."""

    unit: UUID
    name: Short = Field(default_factory=unchanged)
    capacity: int | None = Field(default=None, ge=1, le=32_767)
    retired_on: Day | None = None


@command(
    "network.set_carrier",
    right=Right.PLACES,
    run=operations.set_carrier,
    label=_("a dit qui porte la structure"),
)
class SetCarrier(Payload):
    """Who carries the structure from a day; the same id again corrects its identity."""

    carrier: UUID
    kind: Carrier.Kind
    name: LongName
    from_day: Day
    address: Address = ""
    siret: Siret = ""
    rna: Annotated[str, StringConstraints(max_length=16)] = ""

    made = ("carrier",)


@command(
    "network.add_organisation",
    right=Right.PROGRAMME,
    run=operations.add_organisation,
    label=_("a ajouté une organisation"),
)
class AddOrganisation(Payload):
    """A partner, an organiser, a member that is not a person."""

    organisation: UUID
    name: LongName
    kind: Annotated[str, StringConstraints(max_length=40)] = ""
    siret: Siret = ""

    made = ("organisation",)


@command(
    "network.edit_organisation",
    right=Right.PROGRAMME,
    run=operations.edit_organisation,
    label=_("a modifié une organisation"),
)
class EditOrganisation(Changes):
    """What changes of a partner; ``logo`` names a picture that the face has stored, "" none."""

    organisation: UUID
    name: LongName = Field(default_factory=unchanged)
    kind: Annotated[str, StringConstraints(max_length=40)] = ""
    siret: Siret = ""
    logo: Annotated[str, StringConstraints(pattern=f"^(?:{NAME})?$")] = ""


@command(
    "network.add_staff",
    right=Right.STAFF,
    run=team.add_staff,
    label=_("a ajouté quelqu’un à l’équipe"),
)
class AddStaff(Payload):
    """Somebody of the team; with a login and a hashed password, their account too."""

    staff: UUID
    first_name: Short
    last_name: Annotated[str, StringConstraints(max_length=60)] = ""
    login: Annotated[str, StringConstraints(max_length=80)] = ""
    password_hash: Hashed | None = None

    made = ("staff",)


@command("network.give_role", right=Right.STAFF, run=team.give_role, label=_("a donné un rôle"))
class GiveRole(Payload):
    """A role from a day (today unless said), in one place or in all.

    ``organisation`` is the partner that a co-organiser works for.
    """

    staff_role: UUID
    staff: UUID
    role: Role
    place: UUID | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    till_allowed: bool = True
    organisation: UUID | None = None

    made = ("staff_role",)


@command("network.end_role", right=Right.STAFF, run=team.end_role, label=_("a mis fin à un rôle"))
class EndRole(Payload):
    """The last day of a role."""

    staff_role: UUID
    to_day: Day


@command(
    "network.end_staff",
    right=Right.STAFF,
    run=team.end_staff,
    label=_("a noté un départ de l’équipe, ou un retour"),
)
class EndStaff(Payload):
    """The last day of somebody in the team; ``null`` when they are back."""

    staff: UUID
    left_on: Day | None


@command(
    "network.set_password",
    right=Right.OWN_ACCOUNT,
    run=team.set_password,
    label=_("a changé un mot de passe"),
)
class SetPassword(Payload):
    """One's own, whoever works here; somebody else's, by who manages them."""

    staff: UUID
    password_hash: Hashed


@command("network.set_pin", right=Right.DESK, run=team.set_pin, label=_("a changé un code d’accès"))
class SetPin(Payload):
    """The hash of a PIN of 4 to 6 digits."""

    staff: UUID
    pin_hash: Hashed


@command(
    "network.qualify_staff",
    right=Right.STAFF,
    run=team.qualify_staff,
    label=_("a noté une qualification"),
)
class QualifyStaff(Payload):
    """What a member of the team is qualified for."""

    qualification: UUID
    staff: UUID
    label: Name
    granted_on: Day | None = None
    valid_until: Day | None = None

    made = ("qualification",)


@command(
    "network.found_network",
    right=Right.PLACES,
    run=networks.found_network,
    label=_("a fondé un réseau"),
)
class FoundNetwork(Payload):
    """``code`` is given to the structures invited."""

    made = ("network", "membership")
    network: UUID
    membership: UUID
    name: LongName
    code: NetworkCode
    from_day: Day


@command(
    "network.join_network",
    right=Right.PLACES,
    run=networks.join_network,
    label=_("a rejoint un réseau"),
)
class JoinNetwork(Payload):
    """Share the directory and the programme with the network of that code."""

    made = ("membership",)
    membership: UUID
    code: NetworkCode
    from_day: Day


@command(
    "network.leave_network",
    right=Right.PLACES,
    run=networks.leave_network,
    label=_("a quitté un réseau"),
)
class LeaveNetwork(Payload):
    """Be a member no more after a day."""

    membership: UUID
    to_day: Day
