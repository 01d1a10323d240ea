"""Price profiles, as a file names them: another package keeps them and says which there are."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from maillage.core.commands import Refusal

Known = Callable[[str], bool]

_kept: list[Known] = []


def kept(known: Known) -> Known:
    """Register ``known(code)``: whether the structure has a price profile of that code."""
    _kept.append(known)
    return known


def check_profile(code: str) -> None:
    """Refuse ``profile_unknown``; no code is no profile."""
    if code and not any(known(code) for known in _kept):
        said = _("Ce profil tarifaire n’existe pas. Choisissez-en un de la page des prix.")
        raise Refusal("profile_unknown", said)
