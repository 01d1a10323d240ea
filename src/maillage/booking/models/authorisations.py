"""Who may use a machine, train others at it, or mend it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.booking.models.resources import Family
from maillage.core.tenancy import Private
from maillage.network.models import Staff
from maillage.people.models import Person
from maillage.programme.models import Session


class Authorisation(Private):
    """A person may use the machines of a family, from a day on.

    It ends on ``expires_on`` (included), by non-use, or when it is withdrawn. ``session`` is the
    training it came from; ``given_by`` the trainer of the team who answers for it.
    """

    class Level(models.TextChoices):
        USER = "user", _("utilise")
        TRAINER = "trainer", _("forme")
        MAINTAINER = "maintainer", _("entretient")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorisations")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="authorisations")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.USER)
    from_day = models.DateField()
    expires_on = models.DateField(null=True)
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "family"], name="booking_authorisation_who")]
