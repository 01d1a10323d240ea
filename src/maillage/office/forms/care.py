"""Forms of what happens to machines: an incident with its photo, its end, maintenance done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.models import Incident, Resource
from maillage.booking.photos import MOST_BYTES, bare_photo, keep_photo
from maillage.core.ids import new_id
from maillage.office.forms.booking import offered
from maillage.office.forms.fields import OfficeForm, Pick, checked


def words(label: Any, **options: Any) -> forms.CharField:
    """A few lines that may be left empty."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=300, widget=widget, **options)


class IncidentForm(OfficeForm):
    """What happened to which machine; sent by ``stop``, it is out of use at once."""

    resource = Pick(label=_("À quoi"))
    what = forms.ChoiceField(
        label=_("Ce qui arrive"),
        choices=Incident.What.choices,
        widget=forms.RadioSelect,
        initial=Incident.What.BROKEN,
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("PNG, JPEG ou WebP, 5 Mo au plus, gardée sans lieu ni date."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    words = words(_("En quelques mots"), help_text=_("Ne nommez personne."))

    def __init__(self, *args: Any, resources: list[Resource], **options: Any) -> None:
        super().__init__(*args, **options)
        resource: Any = self.fields["resource"]
        resource.choices = offered(resources, any_of=False)

    def clean_photo(self) -> bytes:
        """What was sent, read whole."""
        sent = self.cleaned_data["photo"]
        content: bytes = sent.read(MOST_BYTES + 1) if sent else b""
        return checked(bare_photo, content)

    @property
    def stops(self) -> bool:
        """Whether the button that puts it out of use was the one."""
        return bool(self.data.get("stop"))

    def payload(self) -> dict[str, Any]:
        """The photo is stored first, the command names it."""
        data = self.cleaned_data
        photo = keep_photo(data["photo"]) if data["photo"] else ""
        return {**data, "photo": photo, "lock_out": new_id() if self.stops else None}


class EndIncidentForm(OfficeForm):
    """How an incident ended; whether what it put out of use is in use again."""

    outcome = forms.ChoiceField(
        label=_("C’est"),
        choices=Incident.Outcome.choices,
        widget=forms.RadioSelect,
        initial=Incident.Outcome.MENDED,
    )
    words = words(_("En quelques mots"))
    back = forms.BooleanField(label=_("Remettre en service"), required=False, initial=True)

    def __init__(self, *args: Any, out: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not out:
            del self.fields["back"]


class FilterForm(OfficeForm):
    """What the register shows."""

    state = forms.ChoiceField(label=_("Lesquels"), required=False)
    what = forms.ChoiceField(label=_("Ce qui est arrivé"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        state: Any = self.fields["state"]
        what: Any = self.fields["what"]
        state.choices = [("", _now("Tous")), ("open", _now("Ouverts"))]
        what.choices = [("", _now("Tout")), *Incident.What.choices]


class MaintainedForm(OfficeForm):
    """What was done to a machine."""

    words = words(_("Ce qui a été fait"))
