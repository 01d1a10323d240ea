"""What is told to people: templates, and one row for each message with its delivery."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.network.models import Place, Staff
from maillage.people.models import Person

TOLD_TO = Personal(
    purpose=_("prévenir la personne, et savoir si elle l’a été"),
    duration=_("90 jours après l’envoi"),
)
TOLD_AT = replace(TOLD_TO, subject="told")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("lettre")
    CALL = "call", _("appel")


class Template(Private):
    """A structure's own words for a kind of message; without a row, those of the package."""

    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()

    impersonal = frozenset({"code", "subject", "body"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="messages_template_once",
                violation_error_message=_("Ce modèle existe déjà."),
            )
        ]


class Message(Private):
    """Something to tell somebody, by one channel, about one thing.

    ``once`` is unique in the structure: the same thing is never told twice. A message sent by a
    machine goes queued → sending → sent; ``unsure`` when the process died while sending: it is
    not sent again by itself. A letter or a call is to do, then done by somebody of the team.

    ``person`` is whom it is about, ``told`` who is told: themselves, or who answers for a minor.
    ``place`` lends its name and phone. ``next_try_at`` is when a queued message is due, and when
    one being sent is ``unsure``. After ``until``, what it announces is past: it is not sent.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("à envoyer")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("envoyé")
        UNSURE = "unsure", _("peut-être parti")
        FAILED = "failed", _("échec")
        TO_DO = "to_do", _("à faire")
        DONE = "done", _("fait")
        DROPPED = "dropped", _("abandonné")

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="messages")
    told = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    code = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=24)
    about = models.UUIDField(null=True)
    once = models.CharField(max_length=160)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    personal = {
        **dict.fromkeys(("subject", "body"), TOLD_TO),
        **dict.fromkeys(("address", "fault"), TOLD_AT),
    }
    impersonal = frozenset({"code", "about_kind", "once"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "once"],
                name="messages_message_once",
                violation_error_message=_("C’est déjà dit à cette personne."),
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="messages_message_due",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["about"], name="messages_message_about"),
            models.Index(fields=["structure_id", "created_at"], name="messages_message_journal"),
            models.Index(
                fields=["structure_id", "state", "created_at"], name="messages_message_state"
            ),
        ]
