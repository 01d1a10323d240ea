"""Founding a structure: what must stand before its first command can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core.commands import Refusal
from maillage.core.journal import start_clock
from maillage.core.models import DeviceSequence
from maillage.core.periods import local_date
from maillage.core.scopes import structure_scope
from maillage.network.models import Account, Device, Role, Staff, StaffRole, Structure
from maillage.network.rules import HOME_ZONE


@dataclass(frozen=True, slots=True)
class Founded:
    """A structure just made, its server device and its first manager."""

    structure: Structure
    server: Device
    manager: Staff


@transaction.atomic
def found(
    *,
    structure_name: str,
    slug: str,
    first_name: str,
    login: str,
    password: str,
    now: datetime,
    last_name: str = "",
) -> Founded:
    """Make a structure, its clock, its server device, its first manager and their account.

    It is the one business write that cannot be a command: a command needs a structure to belong
    to, a device to come by and somebody to act. Only the command line, the first run and the demo
    call it. Refuses ``slug``, ``slug_taken``, ``login_taken``.
    """
    structure = Structure(slug=_free_slug(slug), name=structure_name, created_at=now)
    structure.save(force_insert=True)
    start_clock(structure.pk)
    with structure_scope(structure.pk):
        server = Device.objects.create(
            structure_id=structure.pk, kind=Device.Kind.SERVER, name="Serveur", enrolled_at=now
        )
        DeviceSequence.objects.create(device_id=server.pk, structure_id=structure.pk)
        if Account.objects.filter(login=login).exists():
            raise Refusal("login_taken", _("Cet identifiant est déjà pris : donnez-en un autre."))
        manager = Staff.objects.create(
            structure_id=structure.pk,
            account=Account.objects.create(login=login, password=make_password(password)),
            first_name=first_name,
            last_name=last_name,
        )
        StaffRole.objects.create(
            structure_id=structure.pk,
            staff=manager,
            role=Role.MANAGER,
            from_day=local_date(now, HOME_ZONE),
        )
    return Founded(structure, server, manager)


def _free_slug(slug: str) -> str:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise Refusal(
            "slug", _("L’adresse s’écrit en lettres sans accent, chiffres et tirets : bras.")
        ) from error
    if len(slug) > 40:
        raise Refusal("slug", _("L’adresse compte au plus 40 caractères."))
    if Structure.objects.filter(slug=slug).exists():
        raise Refusal("slug_taken", _("Cette adresse est déjà prise : donnez-en une autre."))
    return slug
