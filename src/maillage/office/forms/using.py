"""Forms of what was used: how long, which material."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.office.forms.fields import Lasting, OfficeForm
from maillage.office.forms.plans import Number

MATERIALS = (1, 2, 3)
MOST = 60 * 24 * 60


class ChargeForm(OfficeForm):
    """How long something was used, and the material it took."""

    minutes = Lasting(label=_("Durée d’usage"), most=MOST)

    def __init__(self, *args: Any, materials: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for row in MATERIALS if materials else ():
            self.fields[f"code_{row}"] = forms.ChoiceField(
                label=_("Matière") if row == 1 else _("Autre matière"),
                required=False,
                choices=[("", _("aucune")), *materials.items()],
            )
            self.fields[f"units_{row}"] = Number(label=_("Combien"), required=False)
        rest = MATERIALS[1:] if materials else ()
        self.more = tuple(f"{name}_{row}" for row in rest for name in ("code", "units"))

    def clean(self) -> dict[str, Any]:
        """A material has a quantity."""
        data = self.cleaned_data
        for row in MATERIALS:
            if data.get(f"code_{row}") and not data.get(f"units_{row}"):
                self.add_error(f"units_{row}", _now("Écrivez combien : 42, par exemple."))
        return data

    def payload(self) -> dict[str, Any]:
        """Minutes, and each material with its units."""
        data = self.cleaned_data
        used = [
            {"code": data[f"code_{row}"], "units": data[f"units_{row}"]}
            for row in MATERIALS
            if data.get(f"code_{row}")
        ]
        return {"minutes": data["minutes"], "materials": used}
