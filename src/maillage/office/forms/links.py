"""Forms of secret addresses."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.booking.links import PUBLIC, TEAM
from maillage.office.forms.fields import OfficeForm


class FeedForm(OfficeForm):
    """Which calendar a button is about: a place's or a resource's, and for whom."""

    audience = forms.ChoiceField(choices=[(one, one) for one in (TEAM, PUBLIC)])
    place = forms.UUIDField(required=False)
    resource = forms.UUIDField(required=False)

    def payload(self) -> dict[str, Any]:
        """Of a resource when one is named, else of the place."""
        data = self.cleaned_data
        of = "resource" if data["resource"] else "place"
        return {"audience": data["audience"], of: data[of]}
