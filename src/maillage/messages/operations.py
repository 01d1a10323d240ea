"""Writes of messages: a structure's own words, what is done by hand, what is sent again."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.undo import Undone
from maillage.messages.connectors import BY_MACHINE
from maillage.messages.models import Message, Template
from maillage.messages.rules import unknown_placeholders
from maillage.messages.sending import send_soon
from maillage.messages.telling import About, tell
from maillage.messages.wordings import FREE, WORDINGS
from maillage.network.models import Place
from maillage.people.models import Person

State = Message.State
BY_HAND = (State.TO_DO, State.FAILED, State.UNSURE)
"""What somebody of the team may still see to."""


def set_template(acting: Acting, *, code: str, subject: str = "", body: str = "") -> None:
    """Write the structure's own words; without a body, those of the package are back.

    Refuses ``template_unknown``, and ``placeholder`` naming what nothing would fill.
    """
    if code not in WORDINGS:
        raise Refusal("template_unknown", _("Ce modèle n’existe pas. Rechargez la page."))
    own = Template.objects.filter(code=code).first()
    if not body:
        if own is not None:
            acting.touch(own.pk)
            own.delete()
        return
    check_placeholders(code, subject, body)
    own = own or Template(structure_id=acting.structure_id, code=code)
    own.subject, own.body = subject, body
    own.save()
    acting.touch(own.pk)


def check_placeholders(code: str, subject: str, body: str) -> None:
    """Refuses ``placeholder``, naming what nothing would fill in this kind of message."""
    wording = WORDINGS[code]
    unknown = unknown_placeholders(f"{subject}\n{body}", wording.holds)
    if unknown:
        known = ", ".join(f"{{{one}}}" for one in sorted(wording.holds))
        raise Refusal(
            "placeholder",
            _("%(unknown)s n’existe pas ici. Vous pouvez écrire : %(known)s.")
            % {"unknown": unknown[0], "known": known},
        )
    if code == FREE and "{texte}" not in body:
        raise Refusal("placeholder", _("Gardez {texte} : c’est là que va votre message."))


def locked_messages(messages: list[UUID]) -> list[Message]:
    """The messages, locked; ``not_found`` if one is unknown here."""
    found = {
        one.pk: one
        for one in Message.objects.select_for_update().filter(pk__in=messages).order_by("id")
    }
    for wanted in messages:
        if wanted not in found:
            raise Missing(_("Message"), wanted)
    return list(found.values())


def mark_done(acting: Acting, *, messages: list[UUID]) -> None:
    """Calls made, letters posted; or what did not leave, said otherwise. Refuses ``not_to_do``."""
    found = locked_messages(messages)
    if any(one.state not in BY_HAND for one in found):
        raise Refusal("not_to_do", _("C’est déjà fait. Rechargez la page."))
    acting.keep_for_undo(states={str(one.pk): one.state for one in found})
    Message.objects.filter(pk__in=messages).update(
        state=State.DONE, ended_at=acting.at, done_by=acting.actor_id
    )
    acting.touch(*messages)


def unmark_done(acting: Acting, undone: Undone) -> None:
    """Back to what it was. Refuses ``stands`` when it is no longer done."""
    states: dict[str, str] = undone.values["states"]
    found = locked_messages([UUID(one) for one in states])
    if any(one.state != State.DONE for one in found):
        raise Refusal("stands", _("Ce message a changé entre-temps."))
    for one in found:
        one.state, one.done_by = states[str(one.pk)], None
        if one.state == State.TO_DO:
            one.ended_at = None
        one.save(update_fields=["state", "done_by", "ended_at"])


def send_again(acting: Acting, *, message: UUID) -> None:
    """Hand over again what failed, was dropped, or has perhaps left: somebody decided so.

    A call or a letter is to do again. Refuses ``not_failed``, and ``forgotten`` when its words or
    its address are emptied.
    """
    (found,) = locked_messages([message])
    by_machine = found.channel in BY_MACHINE
    ended = (
        (State.FAILED, State.UNSURE, State.DROPPED) if by_machine else (State.DONE, State.DROPPED)
    )
    if found.state not in ended:
        raise Refusal("not_failed", _("Ce message n’attend pas d’être renvoyé."))
    if not found.body or (by_machine and not found.address):
        raise Refusal("forgotten", _("Ce message est effacé : écrivez-en un autre."))
    found.state = State.QUEUED if by_machine else State.TO_DO
    found.next_try_at = acting.at if by_machine else None
    found.ended_at, found.fault, found.done_by = None, "", None
    found.save(update_fields=["state", "next_try_at", "ended_at", "fault", "done_by"])
    if by_machine:
        send_soon(acting.structure_id)
    acting.touch(message)


def drop(acting: Acting, *, message: UUID) -> None:
    """Give up a message that has not been told. Refuses ``already_told``."""
    (found,) = locked_messages([message])
    if found.state not in (*BY_HAND, State.QUEUED):
        raise Refusal("already_told", _("Ce message est déjà parti."))
    found.state, found.ended_at, found.next_try_at = State.DROPPED, acting.at, None
    found.save(update_fields=["state", "ended_at", "next_try_at"])
    acting.touch(message)


def write(acting: Acting, *, persons: list[UUID], text: str) -> Data:
    """Tell chosen persons something of one's own, each by their own channel.

    Refuses ``not_found`` for somebody unknown here, or erased.
    """
    held = Person.objects.filter(pk__in=persons, erased_at=None).values_list("pk", flat=True)
    for wanted in persons:
        if wanted not in set(held):
            raise Missing(_("Personne"), wanted)
    place = Place.objects.filter(pk=acting.place_id).first()
    about = About("persons", None, place, {"texte": text}, revision=acting.key.hex)
    return {"told": tell(acting, persons=persons, code=FREE, about=about)}
