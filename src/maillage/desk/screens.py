"""The desk's page, its snapshot, and the door its commands come in by."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST
from pydantic_core import to_json

from maillage.core.commands import kinds
from maillage.core.envelope import Envelope, Unreadable, read_envelope, run_batch
from maillage.core.ids import hash_secret, new_id, read_id
from maillage.core.ratelimit import PIN, Subject, give_back, seconds_to_wait
from maillage.desk.changes import changes_since
from maillage.desk.lens import Lens
from maillage.desk.shell import MARK, manifest, shell, worker
from maillage.desk.snapshot import changes, page_after, snapshot
from maillage.desk.standpoint import Data, Standpoint, instant
from maillage.desk.words import words
from maillage.network import devices
from maillage.network.access import needs
from maillage.network.doors import door_of_device, run_as_server
from maillage.network.middleware import PIN_STAFF, StaffRequest
from maillage.network.models import Device, Staff
from maillage.network.passes import make_pass, pin_mark
from maillage.network.rights import Right

NO_DEVICE = 409
SIGNED_IN_ON = "desk"
"""The session's key for the desk that its account signed in on."""


@needs(Right.DESK)
@require_GET
@ensure_csrf_cookie
def desk(request: StaffRequest, slug: str) -> HttpResponse:
    """The desk; on a browser that is no desk yet, how to make it one."""
    if request.device is None:
        return render(request, "desk/enrol.html", {"may_enrol": Right.DEVICES in request.rights})
    _at_work(request, request.device)
    response = render(request, "desk/desk.html", {"base": request.path, "words": words()})
    response.headers[MARK] = shell().version
    return response


def _at_work(request: StaffRequest, device: Device) -> None:
    """Sign in on the desk, once a session: a page asked again never ends a take-over since."""
    here = str(device.pk)
    if request.session.get(SIGNED_IN_ON) != here or devices.current_staff(device) is None:
        devices.sign_in(request.staff, device, timezone.now())
        request.session[SIGNED_IN_ON] = here


@needs(Right.DESK)
@require_GET
def service_worker(request: StaffRequest, slug: str) -> HttpResponse:
    """What starts the desk without a line; asked anew at each visit."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(worker(), content_type="text/javascript", headers=headers)


@needs(Right.DESK)
@require_GET
def web_manifest(request: StaffRequest, slug: str) -> HttpResponse:
    """The desk as an application of the device."""
    name = request.place.name if request.place else request.structure.name
    colour = request.place.colour if request.place else ""
    told = manifest(name, colour, reverse("desk", args=[slug]))
    return JsonResponse(told, content_type="application/manifest+json")


@needs(Right.DEVICES)
@require_POST
def enrol(request: StaffRequest, slug: str) -> HttpResponse:
    """Make this browser a desk of the place: two commands, then its cookie."""
    secret, device = devices.new_secret(), new_id()
    place = request.place.pk if request.place else None
    enrolment = {
        "device": device,
        "place": place,
        "name": request.POST.get("name", "")[:60] or _("Poste d’accueil"),
        "secret_hash": hash_secret(secret),
    }
    for kind, payload in (
        ("network.enrol_device", enrolment),
        ("money.give_series", {"device": device}),
    ):
        result = run_as_server(
            request.structure.pk, kind, payload, actor=request.staff.pk, place=place
        )
        if result.status != "done":
            context = {"may_enrol": True, "refusal": result.message}
            return render(request, "desk/enrol.html", context, status=NO_DEVICE)
    response = redirect("desk", slug=slug)
    devices.set_cookie(response, slug=slug, secret=secret)
    return response


def _no_device() -> JsonResponse:
    message = _("Ce navigateur n’est pas un poste d’accueil. Demandez à un responsable.")
    return JsonResponse({"code": "no_device", "message": message}, status=NO_DEVICE)


def _standpoint(request: StaffRequest, now: datetime) -> Standpoint | None:
    if request.device is None or request.place is None:
        return None
    return Standpoint(
        request.structure, request.place, request.device, request.staff, request.rights, now
    )


@needs(Right.DESK)
@require_GET
def snapshot_json(request: StaffRequest, slug: str) -> HttpResponse:
    """All the desk reads, whole or what it lacks.

    ``?since=REV&epoch=…&lens=…``: what changed since, or everything anew when that is not known.
    ``?after=CURSOR&lens=…``: the persons that follow; 409 when the lens is another.
    """
    view = _standpoint(request, timezone.now())
    if view is None:
        return _no_device()
    lens, asked = Lens(view), request.GET
    if "after" in asked:
        if asked.get("lens") != lens.digest:
            return JsonResponse({"code": "lens", "message": _("Recommencez.")}, status=409)
        return _large(page_after(lens, asked["after"]))
    found = None
    if asked.get("since", "").isdecimal():
        held = {"epoch": asked.get("epoch", ""), "digest": asked.get("lens", "")}
        found = changes_since(lens, rev=int(asked["since"]), **held)
    return _large(found or snapshot(lens))


def _large(told: Data) -> HttpResponse:
    """An answer of thousands of persons, written ten times quicker than by ``JsonResponse``."""
    return HttpResponse(to_json(told), content_type="application/json")


@needs(Right.DESK)
@require_GET
def rev_json(request: StaffRequest, slug: str) -> HttpResponse:
    """Whether something is new: the poll of an open desk."""
    view = _standpoint(request, timezone.now())
    if view is None:
        return _no_device()
    wipe = view.device.wipe_asked_at
    told = {**changes(view.structure.pk, view.day), "now": instant(view.now)}
    told["wipe"] = instant(wipe) if wipe else None
    return JsonResponse(told)


@needs(Right.DESK)
@require_POST
def commands(request: StaffRequest, slug: str) -> HttpResponse:
    """The desk's commands, by its own device; a revoked one hands in what has happened."""
    received_at = timezone.now()
    try:
        envelope = read_envelope(request.body)
    except Unreadable as error:
        return JsonResponse({"code": "unreadable", "message": str(error)}, status=400)
    device = request.device or request.revoked_device
    if device is None or envelope.device != device.pk:
        message = _("Cet appareil n’est pas reconnu : reconnectez-vous.")
        return JsonResponse({"code": "unknown_device", "message": message}, status=401)
    results = run_batch(door_of_device(device), envelope, received_at)
    _follow(request, device, envelope)
    return JsonResponse({"results": [one.as_json() for one in results]})


def _follow(request: StaffRequest, device: Device, envelope: Envelope) -> None:
    """Who took the desk over without a line is who its session speaks for from now on."""
    known = kinds()
    if any(one.kind in known and known[one.kind].proved for one in envelope.commands):
        there = devices.current_staff(device)
        request.session[PIN_STAFF] = str(there.pk) if there else ""


@needs(Right.DESK)
@require_POST
def switch(request: StaffRequest, slug: str) -> HttpResponse:
    """Another member of the team takes the desk, by a PIN; six tries in five minutes.

    The answer is their pass on this desk, for the next time, when there may be no line.
    """
    now = timezone.now()
    staff = Staff.objects.filter(pk=read_id(request.POST.get("staff")), is_service=False).first()
    if request.device is None or staff is None:
        return _no_device()
    tries = [Subject(PIN, f"{request.device.pk} {staff.pk}")]
    wait = seconds_to_wait(tries, now)
    if wait:
        message = _("Trop d’essais. Attendez %(minutes)s min, ou connectez-vous autrement.")
        text = message % {"minutes": wait // 60 + 1}
        return JsonResponse({"code": "too_many", "message": text}, status=429)
    if not devices.pin_matches(staff, request.POST.get("pin", "")):
        text = _("Ce code n’est pas le bon. Réessayez.")
        return JsonResponse({"code": "wrong_pin", "message": text}, status=403)
    give_back(tries, now)
    devices.sign_in(staff, request.device, now)
    request.session[PIN_STAFF] = str(staff.pk)
    return JsonResponse(_pass_of(staff, request.device, now))


def _pass_of(staff: Staff, device: Device, now: datetime) -> Data:
    return {
        "actor": str(staff.pk),
        "pass": make_pass(device.pk, staff.pk, now),
        "issued_at": instant(now),
        "pin": pin_mark(staff),
    }
