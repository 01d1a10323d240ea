"""Writes about who arrives by themselves, at the kiosk of the door.

A card known here greets its person. Anything else is one head without a name, never an invented
person: what was typed waits for somebody of the team to say who it was, then goes.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.models import Command
from maillage.core.undo import Undone
from maillage.people.models import AnonymousCount, DoorRing, Person
from maillage.people.operations import (
    count_anonymous,
    live_person,
    local_day,
    record_visit,
    uncount,
    ungreet,
)

State = DoorRing.State


def ring(acting: Acting, *, ring: UUID, card: str = "", first_name: str = "") -> Data:
    """Somebody arrives: ``ring`` names their visit, or the head counted without a name.

    The answer is the same in both cases: the kiosk never says whose card it is, nor that it is
    somebody's.
    """
    place, day = local_day(acting)
    found = _holder(card)
    if found is not None:
        record_visit(acting, visit=ring, person=found, place=place, day=day, purpose="")
        return {}
    count_anonymous(acting, count=ring)
    if card or first_name:
        DoorRing.objects.create(
            id=ring,
            structure_id=acting.structure_id,
            place=place,
            count_id=ring,
            day=day,
            at=acting.at,
            card=card,
            first_name=first_name,
            command_key=acting.key,
        )
    return {}


def _holder(card: str) -> Person | None:
    """Whose card it is; of a file that is an alias, the one that stands."""
    rows = Person.objects.filter(erased_at=None).select_related("same_as")
    held: Person | None = rows.filter(card=card).first() if card else None
    return held.kept if held else None


def unring(acting: Acting, undone: Undone) -> None:
    """Take an arrival back. Refuses ``stands`` once somebody has said who it was."""
    if "visit" in undone.values:
        return ungreet(acting, undone)
    waiting = DoorRing.objects.select_for_update().filter(count_id=undone.values["count"]).first()
    if waiting is not None and waiting.state == State.MATCHED:
        raise Refusal("stands", _("Quelqu’un a déjà été reconnu : voyez l’équipe."))
    if waiting is not None:
        waiting.delete()
    return uncount(acting, undone)


def match_ring(acting: Acting, *, ring: UUID, person: UUID, visit: UUID) -> Data:
    """It was ``person``: the head is taken back, and they have their visit, at its own hour.

    Refuses ``already_matched``; ``not_found``.
    """
    found, who = _waiting(ring), live_person(person)
    typed = {"first_name": found.first_name, "card": found.card}
    AnonymousCount.objects.filter(pk=found.count_id).update(undone=True)
    answer = record_visit(
        acting, visit=visit, person=who, place=found.place, day=found.day, purpose="", at=found.at
    )
    _forget(found, State.MATCHED)
    acting.touch(ring)
    acting.keep_for_undo(ring=str(ring), typed=typed)
    return answer


def unmatch_ring(acting: Acting, undone: Undone) -> None:
    """It was somebody else: the head counts again, and what was typed waits again."""
    found = DoorRing.objects.select_for_update(of=("self",)).get(pk=undone.values["ring"])
    ungreet(acting, undone)
    AnonymousCount.objects.filter(pk=found.count_id).update(undone=False)
    DoorRing.objects.filter(pk=found.pk).update(state=State.OPEN, **undone.values["typed"])


def leave_ring(acting: Acting, *, ring: UUID) -> None:
    """Nobody knows who it was: one head without a name. Refuses ``already_matched``."""
    _forget(_waiting(ring), State.LEFT)
    acting.touch(ring)


def _waiting(ring: UUID) -> DoorRing:
    rows = DoorRing.objects.select_for_update(of=("self",)).select_related("place")
    found: DoorRing | None = rows.filter(pk=ring).first()
    if found is None:
        raise Missing(_("Venue à la borne"), ring)
    if found.state != State.OPEN:
        raise Refusal("already_matched", _("C’est déjà fait : rechargez la page."))
    return found


def _forget(found: DoorRing, state: str) -> None:
    """Empty what was typed, in the row and in the tap that brought it."""
    DoorRing.objects.filter(pk=found.pk).update(state=state, first_name="", card="")
    Command.objects.filter(key=found.command_key).update(payload=None)
