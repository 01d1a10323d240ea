"""What the demo's machines and plans lack for their screens: a photo, a lock-out; whose rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from maillage.booking.models import Authorisation, Family, Incident, Job, Reservation, Resource
from maillage.booking.photos import keep_photo
from maillage.core.ids import new_id
from maillage.core.models import SecretLink
from maillage.core.scopes import structure_scope
from maillage.core.secret_links import token_of
from maillage.money.models import Material, PlanHolder, PlanPause, UsePlan
from maillage.network.models import Structure
from maillage.people.models import Person

if TYPE_CHECKING:
    from screening.story import Numeripole

PHOTO = Path(__file__).resolve().parents[2] / "docs" / "guide" / "pictures" / "absence.png"
"""Any picture: the photo of an incident."""

MAKER = "Thomas Royer"
"""Who prints, cuts, and plays music."""


def machines(at: Numeripole) -> None:
    """A second printer, broken, with its photo; a print, where none runs at this hour."""
    with structure_scope(at.structure):
        kinds = {one.name: one.pk for one in Family.objects.all()}
        printer = key(Resource.objects.filter(unit__name="Imprimante 3D"))
        runs = Job.objects.filter(started_at__isnull=False, ended_at=None).exists()
    unit, broken = new_id(), new_id()
    at.do(
        "network.add_unit", unit=unit, place=at.place, name="Grande imprimante 3D", kind="machine"
    )
    at.do("booking.set_resource", resource=broken, unit=unit, family=kinds["Impression 3D"])
    at.do(
        "booking.report_incident", incident=new_id(), resource=broken, what="broken",
        photo=keep_photo(PHOTO.read_bytes()), lock_out=new_id(),
        words="La tête cogne à gauche, elle s’arrête au bout d’une heure.",
    )  # fmt: skip
    if not runs:
        at.do(
            "booking.queue_job", job=new_id(), resource=printer, minutes=150, start=True,
            person=at.people[MAKER], what="pièce de vélo",
        )  # fmt: skip


def key(rows: Any) -> UUID:
    """The key of the first of them; there is one."""
    found: UUID = rows.values_list("pk", flat=True)[0]
    return found


def machine_ids(at: Numeripole) -> dict[str, Any]:
    """The rows that the screens of machines are about, at the Numéripôle."""
    now, maker = timezone.now(), at.people[MAKER]
    theirs = Reservation.objects.filter(person=maker, state="confirmed").order_by("starts_at")
    jobs = Job.objects.order_by("started_at")
    laser = Resource.objects.filter(unit__name="Découpe laser")
    return {
        "maker": maker,
        "reservation": key(theirs.filter(starts_at__gt=now)),
        "used": key(theirs.filter(ends_at__lt=now)),
        "family": key(Family.objects.filter(name="Découpe laser")),
        "resource": key(laser),
        "studio": key(Resource.objects.filter(unit__name="Studio")),
        "authorisation": key(Authorisation.objects.filter(person=maker)),
        "incident": key(Incident.objects.exclude(photo="")),
        "job": key(jobs.filter(started_at__isnull=False, ended_at=None)),
        "printed": key(jobs.filter(outcome="done").order_by("-ended_at")),
        "material": key(Material.objects.filter(label="Filament PLA")),
    }


def plan_ids() -> dict[str, str]:
    """The rows that the screens of plans are about, at Rodez; a personal page's address."""
    with structure_scope(Structure.objects.get(slug="rodez").pk):
        people = {one.first_name: one.pk for one in Person.objects.all()}
        page = SecretLink.objects.get(kind="booking.own_page", target=people["Claire"])
        rows = {
            "useplan": key(UsePlan.objects.filter(code="PERMANENT")),
            "holder": key(PlanHolder.objects.filter(person=people["Antoine"])),
            "pause": key(PlanPause.objects),
            "solange": people["Solange"],
            "claire": people["Claire"],
            "andre": people["André"],
            "own": token_of(page),
        }
    return {name: str(value) for name, value in rows.items()}
