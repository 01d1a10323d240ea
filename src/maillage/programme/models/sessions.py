"""Sessions: dated, repeated, shared between organisers; and what they need or leave behind."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Shared
from maillage.network.models import Organisation, Place, Staff, Unit
from maillage.programme.models.workshops import Format, Workshop


class Series(Shared):
    """A repetition: an RRULE from a first day, at a local hour; its sessions are dated rows.

    ``except_days`` are ISO days left out by hand. « Les suivantes » ends a series the day before
    and opens another, which keeps where it comes from in ``split_from``.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="series")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    rrule = models.CharField(max_length=200)
    until = models.DateField()
    skips_bank_holidays = models.BooleanField(default=True)
    skips_school_holidays = models.BooleanField(default=False)
    except_days = models.JSONField(default=list)
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    impersonal = frozenset({"rrule", "except_days"})


class Session(Shared):
    """A workshop at a date: in a room of a place, or at an address for a day.

    ``capacity`` is the number that stands; a chair added by staff raises it. ``title`` and the
    rest are copied from the workshop when the session is planned, so that history stays. Of a
    series, ``occurs_on`` is the day the rule gave, ``apart`` says that it was changed by itself.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("prévue")
        CANCELLED = "cancelled", _("annulée")

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=80)
    format = models.CharField(max_length=14, choices=Format.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()
    capacity = models.PositiveSmallIntegerField(null=True)
    price_code = models.CharField(max_length=24, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="sessions")
    occurs_on = models.DateField(null=True)
    apart = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)

    impersonal = frozenset({"address", "title", "price_code"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_session_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]
        indexes = [models.Index(fields=["place", "day"], name="programme_session_day")]

    def __str__(self) -> str:
        return self.title


class SessionMediator(Shared):
    """Who animates a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="mediators")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class SessionOrganiser(Shared):
    """Who organises a session beside the structure; several share one."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


class EventSheet(Shared):
    """What an event or a tournament needs to know: the game, the ages, the papers asked for.

    ``papers`` are kinds of documents; ``pegi`` the age printed on the game.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="event")
    game = models.CharField(max_length=80, blank=True)
    pegi = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    cash_prizes = models.BooleanField(default=False)
    papers = models.JSONField(default=list)

    impersonal = frozenset({"game", "papers"})


class ChecklistItem(Shared):
    """Something to do before a session; ticked by somebody of the team."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    impersonal = frozenset({"label"})


class SessionDecision(Shared):
    """What people decided together in a collaborative workshop."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    impersonal = frozenset({"text"})
