"""Writes behind the team: who is in it, their roles, how they sign in, devices and tokens."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.models import DeviceSequence
from maillage.core.periods import local_date
from maillage.network import rules
from maillage.network.models import (
    Account,
    Device,
    Organisation,
    Place,
    Role,
    SignIn,
    Staff,
    StaffQualification,
    StaffRole,
    Structure,
)
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rota import end_slots_of
from maillage.network.taking import locked_staff


def add_staff(
    acting: Acting,
    *,
    staff: UUID,
    first_name: str,
    last_name: str = "",
    login: str = "",
    password_hash: str | None = None,
) -> Data:
    """Add somebody to the team, with an account when a login is given. No role yet.

    Refuses ``login_taken``, and ``password_needed`` for a login without a password.
    """
    Staff.objects.create(
        pk=staff,
        structure_id=acting.structure_id,
        first_name=first_name,
        last_name=last_name,
        account=_open_account(login, password_hash) if login else None,
    )
    acting.touch(staff)
    return {"staff": str(staff)}


def _open_account(login: str, password_hash: str | None) -> Account:
    if not password_hash:
        raise Refusal("password_needed", _("Donnez un mot de passe avec l’identifiant."))
    if Account.objects.filter(login=login).exists():
        raise Refusal("login_taken", _login_taken(login))
    return Account.objects.create(login=login, password=password_hash)


def _login_taken(login: str) -> str:
    """Whose login it is, when they are of the team; what is elsewhere is not told."""
    holder = Staff.objects.filter(account__login=login).first()
    if holder is None:
        return _("Cet identifiant est déjà pris : donnez-en un autre.")
    words = {"name": holder.first_name}
    return (
        _(
            "Cet identifiant est celui de %(name)s, dans votre équipe : donnez-en un autre, ou "
            "ouvrez sa page pour lui rendre un rôle."
        )
        % words
    )


def give_role(
    acting: Acting,
    *,
    staff_role: UUID,
    staff: UUID,
    role: str,
    from_day: date | None = None,
    to_day: date | None = None,
    place: UUID | None = None,
    till_allowed: bool = True,
    organisation: UUID | None = None,
) -> Data:
    """Give a role from a day (today unless said), in one place or in all.

    Refuses ``forbidden`` to a manager of one place who gives a role elsewhere or everywhere, and
    ``organisation_needed`` for a co-organiser whose organisation is not known.
    """
    demand_at(acting, Right.STAFF, [place])
    person = locked_staff(staff)
    if role == Role.ORGANISER:
        _work_for(person, organisation)
    StaffRole.objects.create(
        pk=staff_role,
        structure_id=acting.structure_id,
        staff=person,
        role=role,
        place_id=place,
        till_allowed=till_allowed,
        from_day=from_day or _today(acting),
        to_day=to_day,
    )
    acting.touch(staff_role, staff)
    return {"staff_role": str(staff_role)}


def _work_for(person: Staff, organisation: UUID | None) -> None:
    """Say which partner a co-organiser works for: theirs unless another is given."""
    if organisation is not None:
        found = Organisation.objects.filter(pk=organisation).first()
        if found is None:
            raise Missing(_("Organisme"), organisation)
        person.organisation = found
        person.save(update_fields=["organisation"])
    if person.organisation_id is None:
        raise Refusal(
            "organisation_needed", _("Dites pour quel partenaire cette personne organise.")
        )


def end_role(acting: Acting, *, staff_role: UUID, to_day: date) -> Data:
    """End a role on a day (its last). Refuses ``last_manager``: a structure keeps one."""
    Structure.objects.select_for_update(no_key=True).get(pk=acting.structure_id)
    row = StaffRole.objects.filter(pk=staff_role).first()
    if row is None:
        raise Missing(_("Rôle"), staff_role)
    demand_at(acting, Right.STAFF, [row.place_id])
    _demand_a_manager_beside(StaffRole.objects.filter(pk=staff_role))
    row.to_day = to_day
    row.save(update_fields=["to_day"])
    acting.touch(staff_role, row.staff_id)
    return {"staff_role": str(staff_role)}


def _demand_a_manager_beside(ending: QuerySet[StaffRole]) -> None:
    """Refuse ``last_manager`` when nobody else manages the whole structure for good."""
    lasting = StaffRole.objects.filter(
        role=Role.MANAGER, place=None, to_day=None, staff__left_on=None, staff__is_service=False
    )
    alone = not lasting.exclude(pk__in=ending).exists()
    if alone and lasting.filter(pk__in=ending).exists():
        raise Refusal(
            "last_manager", _("C’est le dernier responsable : nommez-en un autre d’abord.")
        )


def end_staff(acting: Acting, *, staff: UUID, left_on: date | None) -> Data:
    """Say the last day of somebody in the team: roles, rota, sign-in and PIN end with it.

    Without a day they are back, and their roles are to be given again. Refuses ``last_manager``,
    and ``forbidden`` to who does not manage them everywhere they work.
    """
    Structure.objects.select_for_update(no_key=True).get(pk=acting.structure_id)
    person = _managed_staff(acting, staff)
    acting.touch(staff)
    if left_on is not None:
        _end_roles(acting, person, left_on)
    if left_on is not None and left_on < _today(acting):
        SignIn.objects.filter(staff=person, ended_at=None).update(ended_at=acting.received_at)
    person.left_on = left_on
    person.save(update_fields=["left_on"])
    return {"staff": str(staff)}


def _end_roles(acting: Acting, person: Staff, last_day: date) -> None:
    ending = person.roles.filter(Q(to_day=None) | Q(to_day__gt=last_day))
    _demand_a_manager_beside(ending)
    acting.touch(*ending.values_list("pk", flat=True))
    ending.update(to_day=last_day)
    acting.touch(*end_slots_of(person, last_day, acting.at))


def _managed_staff(acting: Acting, staff: UUID) -> Staff:
    """A member of the team, locked, whom the actor manages everywhere they work."""
    person = locked_staff(staff)
    demand_at(acting, Right.STAFF, person.roles.values_list("place_id", flat=True))
    return person


# How one signs in


def set_password(acting: Acting, *, staff: UUID, password_hash: str) -> Data:
    """Change one's own password, once the face has checked the present one, or somebody else's.

    Sessions are signed with the hash: those opened with the former one are worth nothing.
    Refuses ``no_account``; for somebody else, ``forbidden`` as ``end_staff`` does, and
    ``works_elsewhere`` when another structure counts on the account: its owner alone changes it.
    """
    own = staff == acting.actor_id
    person = locked_staff(staff) if own else _managed_staff(acting, staff)
    account = person.account
    if account is None:
        raise Refusal("no_account", _("Cette personne n’a pas d’identifiant : un code lui suffit."))
    posts = Staff._base_manager.filter(account=account)
    if not own and posts.exclude(structure_id=acting.structure_id).exists():
        raise Refusal(
            "works_elsewhere",
            _("Cette personne travaille aussi ailleurs : elle seule change son mot de passe."),
        )
    account.password = password_hash
    account.save(update_fields=["password"])
    acting.touch(staff)
    return {"staff": str(staff)}


def set_pin(acting: Acting, *, staff: UUID, pin_hash: str) -> Data:
    """Set a PIN: one's own, or, for who manages them everywhere they work, somebody else's."""
    own = staff == acting.actor_id
    person = locked_staff(staff) if own else _managed_staff(acting, staff)
    person.pin = pin_hash
    person.save(update_fields=["pin"])
    acting.touch(staff)
    return {"staff": str(staff)}


def qualify_staff(
    acting: Acting,
    *,
    qualification: UUID,
    staff: UUID,
    label: str,
    granted_on: date | None = None,
    valid_until: date | None = None,
) -> Data:
    """Say what a member of the team is qualified for, from a day (today unless said)."""
    StaffQualification.objects.create(
        pk=qualification,
        structure_id=acting.structure_id,
        staff=locked_staff(staff),
        label=label,
        granted_on=granted_on or _today(acting),
        valid_until=valid_until,
    )
    acting.touch(qualification, staff)
    return {"qualification": str(qualification)}


def _today(acting: Acting) -> date:
    """The day of the act, at its place."""
    zone = Place.objects.filter(pk=acting.place_id).values_list("time_zone", flat=True).first()
    return local_date(acting.at, zone or rules.HOME_ZONE)


# Devices and tokens


def enrol_device(
    acting: Acting, *, device: UUID, name: str, secret_hash: str, place: UUID | None = None
) -> Data:
    """Make a browser a desk. The face keeps the secret in its cookie and sends its SHA-256."""
    demand_at(acting, Right.DEVICES, [place])
    _add_device(acting, Device(pk=device, name=name, secret_hash=secret_hash, place_id=place))
    return {"device": str(device)}


def add_token(
    acting: Acting,
    *,
    token: UUID,
    staff: UUID,
    name: str,
    role: str,
    secret_hash: str,
    place: UUID | None = None,
) -> Data:
    """Make an API token: a service account ``staff`` with one role, and the device it acts by."""
    demand_at(acting, Right.STAFF, [place])
    service = Staff.objects.create(
        pk=staff, structure_id=acting.structure_id, first_name=name, is_service=True
    )
    StaffRole.objects.create(
        structure_id=acting.structure_id,
        staff=service,
        role=role,
        place_id=place,
        from_day=_today(acting),
    )
    device = Device(pk=token, name=name, secret_hash=secret_hash, place_id=place, staff=service)
    device.kind = Device.Kind.TOKEN
    _add_device(acting, device)
    acting.touch(staff)
    return {"token": str(token), "staff": str(staff)}


def enrol_kiosk(
    acting: Acting, *, device: UUID, staff: UUID, name: str, secret_hash: str, place: UUID
) -> Data:
    """Make a tablet the kiosk of a place's door, with a service account that has no role."""
    demand_at(acting, Right.DEVICES, [place])
    service = Staff.objects.create(
        pk=staff, structure_id=acting.structure_id, first_name=name, is_service=True
    )
    row = Device(pk=device, name=name, secret_hash=secret_hash, place_id=place, staff=service)
    row.kind = Device.Kind.KIOSK
    _add_device(acting, row)
    acting.touch(staff)
    return {"device": str(device), "staff": str(staff)}


def _add_device(acting: Acting, device: Device) -> None:
    device.structure_id = acting.structure_id
    device.kind = device.kind or Device.Kind.DESK
    device.enrolled_at = acting.at
    device.save(force_insert=True)
    DeviceSequence.objects.create(device_id=device.pk, structure_id=acting.structure_id)
    acting.touch(device.pk)


def revoke_device(acting: Acting, *, device: UUID) -> Data:
    """Take a desk, a kiosk or a token away; who was signed in there is signed out.

    A desk or a kiosk may still hand in what it holds for 30 days. Refuses ``already_revoked``.
    """
    row = (
        Device.objects.select_for_update(of=("self",))
        .filter(pk=device, kind__in=[Device.Kind.DESK, Device.Kind.KIOSK, Device.Kind.TOKEN])
        .first()
    )
    if row is None:
        raise Missing(_("Appareil"), device)
    right = Right.STAFF if row.kind == Device.Kind.TOKEN else Right.DEVICES
    demand_at(acting, right, [row.place_id])
    if row.revoked_at is not None:
        raise Refusal("already_revoked", _("Cet appareil est déjà retiré."))
    row.revoked_at = acting.at
    row.save(update_fields=["revoked_at"])
    SignIn.objects.filter(device=row, ended_at=None).update(ended_at=acting.received_at)
    acting.touch(device)
    return {"device": str(device)}


def wipe_device(acting: Acting, *, device: UUID) -> Data:
    """Ask a desk to empty what it shows of people, the next time it has a line.

    What it has still to send stays, and the numbers of its receipts.
    """
    row = Device.objects.filter(pk=device, kind=Device.Kind.DESK, revoked_at=None).first()
    if row is None:
        raise Missing(_("Appareil"), device)
    demand_at(acting, Right.DEVICES, [row.place_id])
    row.wipe_asked_at = acting.at
    row.save(update_fields=["wipe_asked_at"])
    acting.touch(device)
    return {"device": str(device)}
