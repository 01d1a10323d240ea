"""Words that the team types about machines: a person may be named in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal

KEPT_WORDS = Personal(
    purpose=_("savoir ce qui est arrivé à une machine"), duration=_("3 ans après les faits")
)
