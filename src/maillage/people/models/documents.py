"""Documents and who accepted them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.network.models import Staff
from maillage.people.models.persons import Person
from maillage.people.models.profile import ON_FILE


class Document(Private):
    """A text people accept: its kind, its version, what it says, from when.

    Without a text, it is on the sheet that is signed. A version that does not ``asks_again`` is
    held for accepted by whoever accepted the one before.
    """

    class Kind(models.TextChoices):
        CHARTER = "charter", _("charte")
        PARENTAL = "parental_consent", _("autorisation parentale")
        IMAGE_VOICE = "image_voice_consent", _("droit à l’image et à la voix")
        INSURANCE = "insurance", _("attestation d’assurance")

    class RequiredOf(models.TextChoices):
        EVERYONE = "everyone", _("tout le monde")
        MINORS = "minors", _("mineurs")
        NOBODY = "nobody", _("sur demande")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    required_of = models.CharField(
        max_length=8, choices=RequiredOf.choices, default=RequiredOf.EVERYONE
    )
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    from_day = models.DateField()
    asks_again = models.BooleanField(default=True)

    impersonal = frozenset({"title", "text"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "kind", "version"],
                name="people_document_version_once",
                violation_error_message=_("Cette version existe déjà."),
            )
        ]


class Acceptance(Private):
    """Who accepted which version, when, how, before whom; a witness for the spoken word."""

    class How(models.TextChoices):
        PAPER = "paper", _("sur papier")
        SCREEN = "screen", _("à l’écran")
        ORAL = "oral", _("oralement, avec témoin")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acceptances")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=How.choices)
    sheet = models.CharField(max_length=30, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    witness_staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)
    undone = models.BooleanField(default=False)

    personal = {
        "sheet": Personal(_("retrouver la feuille signée"), ON_FILE.duration),
    }
