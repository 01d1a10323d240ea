"""Kinds of commands about messages."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Payload, command
from maillage.messages import operations
from maillage.network.rights import Right


@command(
    "messages.set_template",
    right=Right.PLACES,
    run=operations.set_template,
    label=_("a changé les mots d’un message"),
)
class SetTemplate(Payload):
    """The structure's own words; without a body, those of Maillage are back."""

    code: str = Field(max_length=40)
    subject: str = Field(default="", max_length=120)
    body: str = Field(default="", max_length=4000)


@command(
    "messages.mark_done",
    right=Right.PEOPLE,
    run=operations.mark_done,
    undo=operations.unmark_done,
    label=_("a prévenu des personnes"),
)
class MarkDone(Payload):
    """Calls made, letters posted."""

    messages: list[UUID] = Field(min_length=1, max_length=200)


@command(
    "messages.send_again",
    right=Right.PEOPLE,
    run=operations.send_again,
    label=_("a renvoyé un message"),
)
class SendAgain(Payload):
    """What failed, was dropped or has perhaps left; a call or a letter is to do again."""

    message: UUID


@command(
    "messages.drop",
    right=Right.PEOPLE,
    run=operations.drop,
    label=_("a abandonné un message"),
)
class Drop(Payload):
    """What need not be told any more."""

    message: UUID


@command(
    "messages.write",
    right=Right.PEOPLE,
    run=operations.write,
    label=_("a écrit à des personnes"),
)
class Write(Payload):
    """A text of one's own, to chosen persons."""

    persons: list[UUID] = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=2000)
