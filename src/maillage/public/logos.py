"""The logos of places, as pages ask for them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maillage.core.pictures import MEDIA_TYPES


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """A stored logo, of the kind it was found to be; its name is random and never used again."""
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(content, content_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)
