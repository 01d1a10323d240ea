"""Undo: the inverse of what was just typed at the desk, by whoever typed it, for 60 seconds.

Later, a manager reverses. A composite is undone whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Payload, Refusal, command, kinds
from maillage.core.models import Command

UNDO_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an inverse receives: the command, the values its operation kept, what the desk gives.

    ``given`` holds what only the desk knows, such as the number of the reversal receipt it issued.
    """

    command: Command
    values: Data
    given: Data


def undo(acting: Acting, *, key: UUID, given: Data) -> Data | None:
    """Run the inverse of the command ``key``.

    Refuses ``too_late`` after 60 seconds, ``not_yours``, ``not_undoable``, ``already_undone``;
    ``not_found`` when the key is unknown here. The inverse may refuse ``stands`` or ``closed``.
    """
    original = Command.objects.filter(key=key, status=Command.Status.DONE).first()
    if original is None:
        raise Missing(_("Saisie"), key)
    inverse = kinds()[original.kind].undo
    if inverse is None:
        raise Refusal("not_undoable", _("Cela ne s’annule pas : modifiez-le à nouveau."))
    _check(acting, original)
    Command.objects.filter(pk=original.pk).update(undone_by=acting.key)
    acting.touch(*(UUID(one) for one in original.touched))
    return inverse(acting, Undone(original, original.undo or {}, given))


def _check(acting: Acting, original: Command) -> None:
    if original.undone_by is not None:
        raise Refusal("already_undone", _("C’est déjà annulé."))
    if original.actor_id != acting.actor_id:
        raise Refusal("not_yours", _("Seule la personne qui a saisi peut annuler."))
    if acting.at - original.at > UNDO_FOR:
        raise Refusal(
            "too_late", _("Plus d’une minute a passé. Demandez l’annulation à un responsable.")
        )


@command("core.undo", right="undo", run=undo, label=gettext_lazy("a annulé une saisie"))
class Undo(Payload):
    """``given`` carries the reversal receipt a desk issues when money moved."""

    key: UUID
    given: dict[str, Any] = Field(default_factory=dict)

    def has_happened(self, at: datetime) -> bool:
        return "receipt" in self.given
