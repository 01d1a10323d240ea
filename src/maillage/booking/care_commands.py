"""Kinds of commands of what happens to machines."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.booking import care
from maillage.booking.models import Incident
from maillage.booking.photos import NAME
from maillage.core.commands import Payload, command
from maillage.network.rights import Right


@command(
    "booking.report_incident",
    right=Right.BOOK,
    run=care.report_incident,
    label=_("a signalé un incident"),
)
class ReportIncident(Payload):
    """What happened to a resource, in the register; ``lock_out``: it is out of use from now on."""

    made = ("incident",)
    incident: UUID
    resource: UUID
    what: Incident.What
    words: str = Field(default="", max_length=300)
    photo: str = Field(default="", pattern=f"^(?:{NAME})?$")
    lock_out: UUID | None = None

    def creates(self) -> Iterable[UUID]:
        """The incident, and the lock-out where one is asked for."""
        return [*super().creates(), *filter(None, [self.lock_out])]


@command(
    "booking.end_incident",
    right=Right.AUTHORISE,
    run=care.end_incident,
    label=_("a clos un incident"),
)
class EndIncident(Payload):
    """How an incident ended; ``back``: what it put out of use is in use again."""

    incident: UUID
    outcome: Incident.Outcome
    words: str = Field(default="", max_length=300)
    back: bool = False


@command(
    "booking.note_maintenance",
    right=Right.AUTHORISE,
    run=care.note_maintenance,
    label=_("a noté un entretien"),
)
class NoteMaintenance(Payload):
    """A resource was maintained: hours and months are counted anew."""

    made = ("maintenance",)
    maintenance: UUID
    resource: UUID
    words: str = Field(default="", max_length=300)
