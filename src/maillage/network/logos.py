"""Logos: a picture is read whole before it is kept, under a random name; a command names it.

A file that no command named is harmless: nothing shows it.
"""

from __future__ import annotations

import re
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from maillage.core.commands import Refusal
from maillage.core.pictures import Picture, read_picture
from maillage.core.printing import PrintFailed, pdf
from maillage.network.models import Organisation, Place

MOST_BYTES = 300_000
LEAST_SIDE, MOST_SIDE = 32, 2000
NAME = r"logos/[0-9a-f]{32}\.(?:png|jpg|webp)"


def checked_logo(content: bytes) -> Picture:
    """A logo that screens and prints can show; refuses ``logo``, saying what to send."""
    picture = read_picture(content[: MOST_BYTES + 1])
    if len(content) > MOST_BYTES:
        raise Refusal("logo", _("Cette image est trop lourde : 300 ko au plus."))
    if picture is None:
        raise Refusal("logo", _("Ce n’est pas une image PNG, JPEG ou WebP : choisissez-en une."))
    if min(picture[1:]) < LEAST_SIDE or max(picture[1:]) > MOST_SIDE:
        raise Refusal("logo", _("Cette image doit avoir de 32 à 2000 points de côté."))
    check_drawn(content, "logo")
    return picture


def check_drawn(content: bytes, code: str) -> None:
    """Refuse, by this code, a picture that cannot be drawn whole."""
    try:
        pdf("core/prints/picture.typ", {"picture": list(content)})
    except PrintFailed as error:
        raise Refusal(code, _("Cette image est abîmée : enregistrez-la à nouveau.")) from error


def keep_logo(content: bytes) -> str:
    """Store a logo; its name, as ``network.set_logo`` takes it. Refuses ``logo``."""
    name = f"logos/{uuid4().hex}.{checked_logo(content).kind}"
    return default_storage.save(name, ContentFile(content))


def is_kept(name: str) -> bool:
    """Whether a logo of that name was stored."""
    return bool(re.fullmatch(NAME, name)) and default_storage.exists(name)


def read_logo(shown: Place | Organisation) -> bytes:
    """The logo of a place or a partner, for a print; nothing when none, or its file is gone."""
    if not is_kept(shown.logo.name or ""):
        return b""
    with shown.logo.open() as file:
        return bytes(file.read())
