"""What is kept of the team, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.ids import secret_token
from maillage.core.journal import write_server_line
from maillage.core.periods import months_after
from maillage.core.retention import rule
from maillage.network.models import SignIn, Staff
from maillage.network.models.staff import STAFF_FILE

STAFF_MONTHS = 60
SIGN_INS = timedelta(days=366)


@rule("network.staff", what=STAFF_FILE.purpose, duration=STAFF_FILE.duration)
def forget_staff(structure_id: UUID, now: datetime) -> int:
    """Empty the name of who left more than five years ago; an account without another post closes.

    The journal then names nobody: what was done stays, by somebody of the team.
    """
    before = months_after(timezone.localdate(now), -STAFF_MONTHS)
    gone = Staff.objects.filter(left_on__lt=before).exclude(first_name="", last_name="")
    with transaction.atomic():
        staff = list(gone.select_related("account"))
        for one in staff:
            _forget(one)
        if staff:
            write_server_line(structure_id, kind="tick.retention", touched=[s.pk for s in staff])
    return len(staff)


def _forget(one: Staff) -> None:
    account = one.account
    one.first_name = one.last_name = one.pin = ""
    one.account = None
    one.save(update_fields=["first_name", "last_name", "pin", "account"])
    if account and not Staff._base_manager.filter(account=account).exists():
        account.login, account.is_active = f"gone-{secret_token(16)}", False
        account.set_unusable_password()
        account.save(update_fields=["login", "is_active", "password"])


@rule(
    "network.sign_ins",
    what=_("savoir qui était à quel poste, le temps qu’un poste coupé du réseau rende sa saisie"),
    duration=_("1 an"),
)
def forget_sign_ins(structure_id: UUID, now: datetime) -> int:
    """Remove who was at work on which device more than a year ago."""
    before = now - SIGN_INS
    old = SignIn.objects.filter(device__structure_id=structure_id, ended_at__lt=before)
    return int(old.delete()[0])
