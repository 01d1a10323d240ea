"""Writes behind the signatures of a session: who signs is present."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.undo import Undone
from maillage.programme import seating
from maillage.programme.models import Registration, Signature

WIDE: Final = 1000
HIGH: Final = 300


def sign(
    acting: Acting, *, signature: UUID, registration: UUID, half: str, strokes: list[list[int]]
) -> Data:
    """Somebody signs for a half-day: they are marked present, as ``mark_attendance`` does.

    Refuses as it does, and ``already_signed``: the first signature stands. At a desk it has
    happened: the second one is left out and noted. A seat without a name keeps no drawing.
    """
    present = Registration.Attendance.PRESENT
    answer = seating.mark_attendance(acting, registration=registration, attendance=present)
    row = Registration.objects.filter(pk=registration).first()
    if row is None:
        return answer
    if Signature.objects.filter(registration=row, half=half).exists():
        if not acting.counts:
            raise Refusal("already_signed", _("C’est déjà signé pour cette demi-journée."))
        acting.leave_out("already_signed", registration)
        return answer
    Signature.objects.create(
        id=signature,
        structure_id=acting.structure_id,
        registration=row,
        person_id=row.person_id,
        half=half,
        at=acting.at,
        strokes=strokes if row.person_id else [],
    )
    acting.touch(signature)
    acting.keep_for_undo(signature=str(signature))
    return answer


def unsign(acting: Acting, undone: Undone) -> None:
    """Take a signature back, and the presence with it unless another half-day is signed."""
    Signature.objects.filter(pk=undone.values.get("signature")).delete()
    registration = undone.values.get("registration")
    if not Signature.objects.filter(registration=registration).exists():
        seating.unmark(acting, undone)
