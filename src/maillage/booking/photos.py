"""Photos of what happened to a machine: kept without what the telephone wrote in them.

They are read whole and drawn before they are kept, under a random name; a command names them. Only
the team sees them, through the page of their incident.
"""

from __future__ import annotations

import re
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from maillage.core.commands import Refusal
from maillage.core.pictures import Picture, bare, read_picture
from maillage.network.logos import check_drawn

MOST_BYTES = 5_000_000
LEAST_SIDE, MOST_SIDE = 32, 8000
NAME = r"photos/[0-9a-f]{32}\.(?:png|jpg|webp)"


def bare_photo(content: bytes) -> tuple[bytes, Picture]:
    """A photo that pages can show, without place, date or device; refuses ``photo``."""
    if len(content) > MOST_BYTES:
        raise Refusal("photo", _("Cette photo est trop lourde : 5 Mo au plus."))
    photo = bare(content)
    picture = read_picture(photo)
    if picture is None:
        raise Refusal("photo", _("Ce n’est pas une photo PNG, JPEG ou WebP : choisissez-en une."))
    if min(picture[1:]) < LEAST_SIDE or max(picture[1:]) > MOST_SIDE:
        raise Refusal("photo", _("Cette photo doit avoir de 32 à 8000 points de côté."))
    check_drawn(photo, "photo")
    return photo, picture


def keep_photo(content: bytes) -> str:
    """Store a photo; its name, as ``booking.report_incident`` takes it. Refuses ``photo``."""
    photo, picture = bare_photo(content)
    name = f"photos/{uuid4().hex}.{picture.kind}"
    return default_storage.save(name, ContentFile(photo))


def is_kept(name: str) -> bool:
    """Whether a photo of that name was stored."""
    return bool(re.fullmatch(NAME, name)) and default_storage.exists(name)
