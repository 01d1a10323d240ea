"""Desks, kiosks and programs: taken away, emptied, their receipts closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.money.queries import series_of_devices
from maillage.network import queries
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Device
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.money import SeriesForm
from maillage.office.shell import page, run, say


@needs(Right.DEVICES)
@require_GET
def devices(request: StaffRequest, slug: str) -> HttpResponse:
    """The desks, the kiosks and the programs that may write here."""
    return _devices(request)


def _devices(request: StaffRequest, form: Any = None) -> HttpResponse:
    rows = queries.devices_held()
    series = series_of_devices([one.pk for one in rows])
    context = {
        "desks": [(one, series.get(one.pk)) for one in rows if one.kind == Device.Kind.DESK],
        "kiosks": [one for one in rows if one.kind == Device.Kind.KIOSK],
        "tokens": [one for one in rows if one.kind == Device.Kind.TOKEN],
        "form": form,
    }
    return page(request, "office/devices.html", context, status=422 if form else 200)


@needs(Right.DEVICES)
@require_POST
def device_wipe(request: StaffRequest, slug: str, device: UUID) -> HttpResponse:
    """Ask a desk to forget people: it was left somewhere, or lent."""
    said = _("C’est demandé : ce poste oublie les personnes dès qu’il a une ligne.")
    return _done_to(request, "network.wipe_device", device, said)


@needs(Right.DEVICES)
@require_POST
def device_revoke(request: StaffRequest, slug: str, device: UUID) -> HttpResponse:
    """Take a desk, a kiosk or a token away."""
    said = _("L’appareil est retiré. Il peut encore envoyer ce qu’il garde, 30 jours.")
    return _done_to(request, "network.revoke_device", device, said)


@needs(Right.DEVICES)
@require_POST
def series_close(request: StaffRequest, slug: str, device: UUID) -> HttpResponse:
    """Close the receipts of a device taken away or lost, at its last known number."""
    said = _("La série est fermée. Les numéros jamais reçus sont dans « À régler ».")
    form = SeriesForm(request.POST)
    return _done_to(request, "money.close_series", device, said, form)


def _done_to(
    request: StaffRequest, kind: str, device: UUID, said: str, form: Any = None
) -> HttpResponse:
    """A command about a device, then their list; 404 for one unknown here."""
    found = Device.objects.filter(pk=device).exclude(kind=Device.Kind.SERVER).first()
    if found is None:
        raise Http404
    form = form or OfficeForm({})
    if (
        not form.is_valid()
        or run(request, form, kind, {**form.payload(), "device": device}) is None
    ):
        return _devices(request, form)
    say(request, said)
    return redirect("devices", slug=request.structure.slug)
