"""Devices people work on: the cookie that names one, and who is signed in on it.

The cookie holds a random secret and stays within the structure's addresses, so that one browser
may be a desk of several structures. The base keeps the secret's SHA-256 only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from maillage.core.compiled import Compiled
from maillage.core.ids import hash_secret, secret_token
from maillage.network.models import Device, SignIn, Staff, Structure
from maillage.network.rules import checked_pin

COOKIE = "maillage_device"
KIOSK_COOKIE = "maillage_kiosk"
COOKIE_AGE = timedelta(days=400)
"""The longest a browser keeps a cookie."""

HANDING_IN = timedelta(days=30)
"""How long a revoked device may still hand in what it holds."""

LATITUDE = timedelta(minutes=1)
"""How far apart two sendings of a device may put the same instant."""


def new_secret() -> str:
    """A secret for a device or a token: shown once, never stored."""
    return secret_token()


def set_cookie(response: HttpResponse, *, slug: str, secret: str) -> None:
    """Make this browser the device that holds ``secret``, in the structure ``slug``."""
    _set(response, COOKIE, f"/s/{slug}/", secret)


def set_kiosk_cookie(response: HttpResponse, *, slug: str, secret: str) -> None:
    """Make this browser the kiosk that holds ``secret``: at the kiosk's address only."""
    _set(response, KIOSK_COOKIE, f"/kiosk/{slug}/", secret)


def _set(response: HttpResponse, name: str, path: str, secret: str) -> None:
    response.set_cookie(
        name,
        secret,
        max_age=COOKIE_AGE,
        path=path,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_cookie(response: HttpResponse, *, slug: str) -> None:
    """This browser is no longer a device of the structure."""
    response.delete_cookie(COOKIE, path=f"/s/{slug}/", samesite="Lax")


def device_of(request: HttpRequest) -> Device | None:
    """The desk this browser is in the structure in scope, revoked or not."""
    secret = request.COOKIES.get(COOKIE)
    if not secret:
        return None
    for device in _DESKS.objects(hash_secret(secret)):
        return cast("Device", device)
    return None


_DESKS = Compiled(
    lambda secret: Device.objects.filter(kind=Device.Kind.DESK, secret_hash=secret), str
)


def kiosk_of(request: HttpRequest, slug: str) -> Device | None:
    """The kiosk this browser is in the structure ``slug``, revoked or not; no scope is open yet."""
    secret = request.COOKIES.get(KIOSK_COOKIE)
    if not secret:
        return None
    here = Structure.objects.filter(slug=slug).values("pk")
    held = Device._base_manager.filter(kind=Device.Kind.KIOSK, secret_hash=hash_secret(secret))
    found: Device | None = held.filter(structure_id__in=here).first()
    return found


def may_hand_in(device: Device, now: datetime) -> bool:
    """Whether a device may still send what it holds: always, or 30 days after it was revoked."""
    return device.revoked_at is None or now < device.revoked_at + HANDING_IN


@transaction.atomic
def sign_in(staff: Staff, device: Device, now: datetime) -> None:
    """``staff`` is at work on ``device`` from now; whoever was there before is signed out.

    Doing it again changes nothing.
    """
    held = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    still_there = SignIn.objects.filter(device=held, ended_at=None)
    if still_there.filter(staff=staff).exists():
        return
    still_there.update(ended_at=now)
    SignIn.objects.create(staff=staff, device=held, started_at=now)


@transaction.atomic
def take_over(device: UUID, staff: UUID, at: datetime) -> None:
    """``staff`` is at work on a device from ``at``, until who came next; who was there is out.

    ``at`` may be past: it was typed without a line. Those before and after overlap by ``LATITUDE``
    each way, since each sending corrects the device's clock by its own delay.
    """
    held = Device.objects.select_for_update(no_key=True).get(pk=device)
    known = SignIn.objects.filter(device=held)
    came_next = known.filter(started_at__gt=at).order_by("started_at")
    until = came_next.values_list("started_at", flat=True).first()
    there = known.filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at)
    there.update(ended_at=at + LATITUDE)
    SignIn.objects.create(staff_id=staff, device=held, started_at=at - LATITUDE, ended_at=until)


def sign_out(device: Device, now: datetime) -> None:
    """Nobody is at work on ``device`` any more."""
    SignIn.objects.filter(device=device, ended_at=None).update(ended_at=now)


def current_staff(device: Device) -> Staff | None:
    """Who is at work on ``device`` now."""
    staff: Staff | None = Staff.objects.filter(signin__device=device, signin__ended_at=None).first()
    return staff


def hash_pin(pin: str) -> str:
    """What a command carries of a PIN of 4 to 6 digits; refuses ``pin``."""
    return make_password(checked_pin(pin))


def pin_matches(staff: Staff, pin: str) -> bool:
    """Whether ``pin`` is theirs; never when they have none, or have left.

    Limit the tries before calling.
    """
    at_work = bool(staff.pin) and not staff.has_left(timezone.localdate())
    return at_work and check_password(pin, staff.pin)
