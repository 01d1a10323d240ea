"""Accounts, staff and their dated roles; the devices they work on."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Identified, Private, System
from maillage.network.models.places import Organisation, Place

STAFF_FILE = Personal(
    purpose=_("savoir qui fait quoi dans l’équipe"),
    duration=_("5 ans après le départ"),
    subject="staff",
)


class Account(Identified, AbstractBaseUser):
    """Who signs in. What they may do is their staff rows' business, structure by structure."""

    tenancy = "system"

    login = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    personal = {"login": STAFF_FILE}
    impersonal = frozenset({"password"})
    objects = BaseUserManager()
    USERNAME_FIELD = "login"


class Role(models.TextChoices):
    """What somebody does in a structure; the rights of each are in ``network/rights.py``."""

    VOLUNTEER = "volunteer", _("bénévole")
    MEDIATOR = "mediator", _("médiateur·rice")
    MANAGER = "manager", _("responsable")
    TREASURER = "treasurer", _("trésorier·ère")
    COORDINATOR = "coordinator", _("coordinateur·rice")
    ORGANISER = "organiser", _("co-organisateur·rice")


class Staff(Private):
    """A member of a structure's team, or the service account of an API token.

    ``organisation`` is the partner that a co-organiser works for.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="posts")
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60, blank=True)
    pin = models.CharField(max_length=200, blank=True)
    is_service = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="team"
    )
    left_on = models.DateField(null=True)

    personal = {"first_name": STAFF_FILE, "last_name": STAFF_FILE}
    impersonal = frozenset({"pin"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "account"],
                name="network_staff_account_once",
                violation_error_message=_("Cette personne fait déjà partie de l’équipe."),
            )
        ]

    def __str__(self) -> str:
        return self.first_name

    def has_left(self, day: date) -> bool:
        """Whether their last day is before ``day``."""
        return self.left_on is not None and self.left_on < day


class StaffRole(Private):
    """A role held from a day to another (inclusive), in one place or in all."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role.choices)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    till_allowed = models.BooleanField(default=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True)


class StaffQualification(Private):
    """What a member of the team is qualified for, and until when."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="qualifications")
    label = models.CharField(max_length=80)
    granted_on = models.DateField()
    valid_until = models.DateField(null=True)

    impersonal = frozenset({"label"})


class Device(Private):
    """Where commands come from: a desk, a kiosk, the structure's server, an API token.

    Desks and kiosks count their commands. A token and a kiosk belong to one service account each.
    ``paper`` is a place's book of blank receipts: it has a series and sends nothing.
    """

    class Kind(models.TextChoices):
        DESK = "desk", _("poste d’accueil")
        SERVER = "server", _("serveur")
        TOKEN = "token", _("programme")
        KIOSK = "kiosk", _("borne")
        PAPER = "paper", _("carnet papier")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT)
    secret_hash = models.CharField(max_length=64, unique=True, null=True)
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wipe_asked_at = models.DateTimeField(null=True)
    """When the office asked it to empty what it shows of people; what waits to be sent stays."""

    impersonal = frozenset({"name", "secret_hash"})

    @property
    def counts(self) -> bool:
        return self.kind in {self.Kind.DESK, self.Kind.KIOSK}


class SignIn(System):
    """Somebody at work on a device, from an instant to another."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    device = models.ForeignKey(Device, on_delete=models.CASCADE)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["device", "staff"], name="network_signin_who")]
