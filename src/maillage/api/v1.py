"""``/api/v1``: the same commands as the desk's, and lists to read; by token only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from maillage.api import schemas
from maillage.api.lists import add_lists
from maillage.api.openapi import DescribedAPI, envelope_body
from maillage.api.reading import Forbidden, door_of, rights_now
from maillage.core.envelope import Unreadable, read_envelope, run_batch
from maillage.network.doors import DeviceDoor, token_door


class Token(HttpBearer):
    """``Authorization: Bearer <secret>``, as ``maillage token`` printed it once."""

    def authenticate(self, request: HttpRequest, token: str) -> DeviceDoor | None:
        return token_door(token)


api = DescribedAPI(
    title="Maillage",
    version="1",
    auth=Token(),
    urls_namespace="api-v1",
    docs_url=None,
)


def _fault(status: int, code: str, message: str) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


@api.exception_handler(AuthenticationError)
def unknown_token(request: HttpRequest, error: Exception) -> HttpResponse:
    return _fault(401, "unknown_token", _("Jeton inconnu ou retiré. Demandez-en un autre."))


@api.exception_handler(Forbidden)
def forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return _fault(403, "forbidden", _("Le rôle de ce jeton ne permet pas de lire cela."))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = ", ".join(str(one["loc"][-1]) for one in error.errors[:5])
    return _fault(422, "unreadable", _("Demande illisible : corrigez %s.") % where)


@api.get("/me", response={200: schemas.Me, 401: schemas.Fault}, summary="This token")
def me(request: HttpRequest) -> dict[str, Any]:
    """What an envelope must name: the token's device and the account it acts for."""
    door = door_of(request)
    return {
        "structure": door.structure_id,
        "device": door.device_id,
        "actor": door.service.staff_id if door.service else None,
        "rights": sorted(rights_now(door)),
    }


@api.post(
    "/commands",
    response={200: schemas.Results, 400: schemas.Fault, 401: schemas.Fault},
    openapi_extra=envelope_body(),
    summary="Send commands",
)
def commands(request: HttpRequest) -> HttpResponse:
    """An envelope of at most 200 commands, each done whole or refused."""
    received_at, door = timezone.now(), door_of(request)
    try:
        envelope = read_envelope(request.body)
    except Unreadable as error:
        return _fault(400, "unreadable", str(error))
    if envelope.device != door.device_id:
        return _fault(401, "unknown_device", _("Cet appareil n’est pas celui du jeton."))
    results = run_batch(door, envelope, received_at)
    return JsonResponse({"results": [one.as_json() for one in results]})


add_lists(api)
