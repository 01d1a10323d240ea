"""The kiosk's two pages, how a tablet becomes one, and the door its taps come in by.

Nobody is signed in there: the cookie names the device, whose service account may only ring. No
page and no answer says anything of anybody.
"""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from maillage.core.envelope import Unreadable, read_envelope, run_batch
from maillage.core.ids import hash_secret, new_id
from maillage.core.scopes import structure_scope
from maillage.desk.kiosk.queries import last_n, rung_today
from maillage.desk.shell import MARK, manifest, shell, worker
from maillage.desk.words import words
from maillage.network import devices
from maillage.network.access import needs
from maillage.network.devices import may_hand_in
from maillage.network.doors import door_of_device, run_as_server
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right

UNKNOWN = 403
TALLY = "compter"


@needs(Right.DEVICES)
@require_POST
def enrol(request: StaffRequest, slug: str) -> HttpResponse:
    """Make this tablet the kiosk of the place; the account is signed out of it."""
    secret = devices.new_secret()
    place = request.place.pk if request.place else None
    enrolment = {
        "device": new_id(),
        "staff": new_id(),
        "place": place,
        "name": request.POST.get("name", "").strip()[:60] or _("Borne de l’entrée"),
        "secret_hash": hash_secret(secret),
    }
    result = run_as_server(
        request.structure.pk,
        "network.enrol_kiosk",
        enrolment,
        actor=request.staff.pk,
        place=place,
    )
    if result.status != "done":
        return render(request, "kiosk/unknown.html", {"refusal": result.message}, status=UNKNOWN)
    logout(request)
    response = redirect("kiosk", slug=slug)
    devices.set_kiosk_cookie(response, slug=slug, secret=secret)
    return response


@never_cache
@require_GET
@ensure_csrf_cookie
def kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """Three ways to say « I am here »: a card, a first name, a big +1."""
    return _page(request, slug, "kiosk/kiosk.html")


@never_cache
@require_GET
@ensure_csrf_cookie
def tally(request: HttpRequest, slug: str) -> HttpResponse:
    """One big button, for an open place."""
    return _page(request, slug, "kiosk/tally.html")


def _page(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    device = devices.kiosk_of(request, slug)
    if device is None or device.revoked_at is not None:
        return render(request, "kiosk/unknown.html", status=UNKNOWN)
    with structure_scope(device.structure_id):
        place = Place.objects.get(pk=device.place_id)
        context = {
            "slug": slug,
            "place": place,
            "device": device,
            "last_n": last_n(device),
            "heads": rung_today(device, timezone.now(), place.time_zone),
            "words": words(),
        }
        response = render(request, template, context)
        response.headers[MARK] = shell().version
        return response


@require_GET
def service_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """What starts the kiosk and its tally without a line; asked anew at each visit."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(worker(TALLY, fresh=True), content_type="text/javascript", headers=headers)


@require_GET
def web_manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """The kiosk as an application of the tablet: one tap on its screen."""
    told = manifest(_("Borne"), "", reverse("kiosk", args=[slug]))
    return JsonResponse(told, content_type="application/manifest+json")


@require_POST
def commands(request: HttpRequest, slug: str) -> HttpResponse:
    """The kiosk's taps, as a desk's commands; a revoked one hands in what it holds."""
    received_at = timezone.now()
    try:
        envelope = read_envelope(request.body)
    except Unreadable as error:
        return JsonResponse({"code": "unreadable", "message": str(error)}, status=400)
    device = devices.kiosk_of(request, slug)
    if device is None or device.pk != envelope.device or not may_hand_in(device, received_at):
        message = _("Cette tablette n’est plus une borne. Demandez à un responsable.")
        return JsonResponse({"code": "unknown_device", "message": message}, status=401)
    results = run_batch(door_of_device(device), envelope, received_at)
    return JsonResponse({"results": [one.as_json() for one in results]})
