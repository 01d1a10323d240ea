"""Who animates a session instead of somebody."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.network.models import Staff, StaffPresence
from maillage.network.taking import send_staff
from maillage.programme.models import Session, SessionMediator
from maillage.programme.operations import locked_session


def replace_mediator(acting: Acting, *, session: UUID, staff: UUID, by: UUID) -> Data:
    """``by`` animates a session instead of ``staff``.

    Refuses ``cancelled_session``, ``animates_already``, and ``elsewhere`` when ``by`` is at another
    place then. Raises ``Missing`` when ``staff`` does not animate it.
    """
    found = locked_session(session)
    if found.state == Session.State.CANCELLED:
        raise Refusal("cancelled_session", _("Cette séance est annulée : il n’y a rien à animer."))
    row = SessionMediator.objects.filter(session=found, staff=staff).first()
    if row is None:
        raise Missing(_("Animateur"), staff)
    if not Staff.objects.filter(pk=by).exists():
        raise Missing(_("Animateur"), by)
    if SessionMediator.objects.filter(session=found, staff=by).exists():
        raise Refusal(
            "animates_already",
            _("Cette personne anime déjà la séance : choisissez quelqu’un d’autre."),
        )
    StaffPresence.objects.filter(source_id=session, staff=staff).delete()
    row.staff_id = by
    row.save(update_fields=["staff"])
    send_staff(
        acting,
        staff=by,
        place=found.place_id,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        source_kind="session",
        source_id=session,
        label=found.title,
    )
    acting.touch(session, staff, by)
    return {"session": str(session)}
