"""Tables every write passes through: commands, journal, clock, numbering, *À régler*."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import AppendOnly
from maillage.core.personal import Personal
from maillage.core.tenancy import Private, System

WHILE_UNDOABLE = Personal(
    purpose=_("rejouer, annuler ou expliquer une saisie récente"),
    duration=_("30 jours"),
    subject="touched",
)


class Command(Private):
    """One command received: its answer for ever, its payload for 30 days.

    ``key`` is unique within the structure: sent again, it gets the same answer and has no second
    effect. A refusal keeps its code and the ids it would have created, never its payload.
    """

    class Status(models.TextChoices):
        DONE = "done", _("faite")
        REFUSED = "refused", _("refusée")

    key = models.UUIDField()
    device_id = models.UUIDField()
    n = models.BigIntegerField()
    rev = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    place_id = models.UUIDField(null=True)
    actor_id = models.UUIDField()
    typed_at = models.DateTimeField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices)
    code = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=300, blank=True)
    answer = models.JSONField(default=dict)
    touched = models.JSONField(default=list)
    payload = models.JSONField(null=True)
    undo = models.JSONField(null=True)
    undone_by = models.UUIDField(null=True)

    personal = {"payload": WHILE_UNDOABLE, "undo": WHILE_UNDOABLE, "message": WHILE_UNDOABLE}
    impersonal = frozenset({"kind", "fingerprint", "code", "answer", "touched"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "key"],
                name="core_command_key_once",
                violation_error_message=_("Cette saisie a déjà été reçue."),
            ),
            models.UniqueConstraint(
                fields=["device_id", "n"],
                name="core_command_n_once",
                violation_error_message=_("Ce numéro d’ordre a déjà été reçu de cet appareil."),
            ),
        ]


class JournalLine(Private):
    """Who did what, when, to which rows: ids and codes only, appended, read "since rev".

    ``mark`` is what the kind proves with the line: for a receipt, the head of its chain.
    """

    rev = models.BigIntegerField()
    device_id = models.UUIDField()
    n = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    place_id = models.UUIDField(null=True)
    actor_id = models.UUIDField()
    at = models.DateTimeField()
    touched = models.JSONField(default=list)
    mark = models.CharField(max_length=120, blank=True)

    guards = (AppendOnly(),)
    impersonal = frozenset({"kind", "touched", "mark"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "rev"],
                name="core_journal_rev_once",
                violation_error_message=_("Deux lignes du journal ont le même rang."),
            )
        ]


class StructureClock(System):
    """The revision of a structure, raised once by each write; ``epoch`` changes with a restore."""

    structure_id = models.UUIDField(primary_key=True)
    rev = models.BigIntegerField(default=0)
    epoch = models.UUIDField()


class DeviceSequence(System):
    """The last ``n`` held from each device."""

    device_id = models.UUIDField(primary_key=True)
    structure_id = models.UUIDField()
    last_n = models.BigIntegerField(default=0)


class ToSettle(Private):
    """*À régler*: a part left out of what had already happened. Ids and codes, no text."""

    command_key = models.UUIDField()
    kind = models.CharField(max_length=60)
    place_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    ids = models.JSONField(default=list)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    impersonal = frozenset({"kind", "code", "ids"})

    class Meta:
        indexes = [
            models.Index(
                fields=["structure_id", "at"],
                name="core_tosettle_open",
                condition=models.Q(settled_at=None),
            )
        ]


class Tries(System):
    """How many times something was tried in a window of time; the key is a hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    impersonal = frozenset({"key"})


class ShortCode(Private):
    """The short code of a print that comes back: typed, it opens the right screen.

    Made when the document is first printed, the same ever after; ``target`` is a plain id, ``day``
    what a sheet of a day is about.
    """

    code = models.CharField(max_length=8)
    kind = models.CharField(max_length=24)
    target = models.UUIDField()
    day = models.DateField(null=True)
    made_at = models.DateTimeField()

    impersonal = frozenset({"code", "kind"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="core_shortcode_once",
                violation_error_message=_("Ce code existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["structure_id", "kind", "target", "day"],
                condition=models.Q(day__isnull=False),
                name="core_shortcode_day_once",
                violation_error_message=_("Ce document a déjà un code."),
            ),
            models.UniqueConstraint(
                fields=["structure_id", "kind", "target"],
                condition=models.Q(day=None),
                name="core_shortcode_target_once",
                violation_error_message=_("Ce document a déjà un code."),
            ),
        ]


class SecretLink(Private):
    """A secret address: who holds it opens what it is about, without a sign-in.

    ``kind`` says what it opens, ``target`` is a plain id. One of a kind for a target: given anew,
    the address before is dead. It is made from ``seed`` (``core.secret_links``), never kept.
    """

    kind = models.CharField(max_length=24)
    target = models.UUIDField()
    seed = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()

    impersonal = frozenset({"kind", "seed", "secret_hash"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "kind", "target"],
                name="core_secretlink_once",
                violation_error_message=_("Ce lien vient d’être donné : rechargez la page."),
            )
        ]


class RetentionRun(Private):
    """What was forgotten one night, by purpose: how many rows of each table, never which."""

    day = models.DateField()
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    impersonal = frozenset({"counts"})


class DatedWork(System):
    """When each kind of dated work was last done."""

    name = models.CharField(max_length=40, primary_key=True)
    done_at = models.DateTimeField()

    impersonal = frozenset({"name"})
