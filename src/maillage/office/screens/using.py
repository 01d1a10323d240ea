"""A machine in use: done with, then counted; plans pay, the rest is due at the counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.booking import job_queries, rules
from maillage.booking.jobs import span_of
from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.commands import Data
from maillage.money.grid import FAMILIES
from maillage.money.queries import prices_on
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Unit
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.using import ChargeForm
from maillage.office.plans import spent_said
from maillage.office.screens.booking import reservation_or_404
from maillage.office.shell import IN_ERROR, address, page, run, say, typed

FORM = ["GET", "POST"]


@needs(Right.BOOK)
@require_POST
def booking_leave(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """They have done with it: free from now on, and the next page counts it."""
    found = reservation_or_404(reservation)
    form = OfficeForm({})
    form.is_valid()
    place = found.resource.unit.place_id
    done = run(request, form, "booking.leave", {"reservation": reservation}, place=place)
    if done is None:
        say(request, " ".join(map(str, form.non_field_errors())))
        return redirect("booking", slug=slug, reservation=reservation)
    say(request, _("C’est noté : %s d’usage.") % saying.length(max(1, done["minutes"])))
    to = "booking-charge" if Right.TILL in request.rights and found.person else "booking"
    return redirect(to, slug=slug, reservation=reservation)


@needs(Right.TILL)
@require_http_methods(FORM)
def booking_charge(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """What a reservation used, and its material."""
    found = reservation_or_404(reservation)
    return _charge(
        request,
        {"reservation": reservation},
        unit=found.resource.unit,
        minutes=rules.minutes_used(found),
        to=address(request, "booking", reservation),
    )


@needs(Right.TILL)
@require_http_methods(FORM)
def job_charge(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """What a machine did by itself for somebody, and its material."""
    found = job_queries.job_of(job)
    if found is None:
        raise Http404
    minutes = found.minutes
    if found.started_at is not None:
        start, end = span_of(found)
        minutes = int((end - start).total_seconds()) // 60
    return _charge(
        request,
        {"job": job},
        unit=found.resource.unit,
        minutes=minutes,
        to=f"{address(request, 'jobs')}?place={found.resource.unit.place_id}",
    )


def _charge(
    request: StaffRequest, what: dict[str, UUID], *, unit: Unit, minutes: int, to: str
) -> HttpResponse:
    """The form of what was used, then its command; ``to`` is where one comes back."""
    initial = {"minutes": max(1, minutes)}
    form = ChargeForm(typed(request), initial=initial, materials=_materials())
    if form.is_bound and form.is_valid():
        sent = {**form.payload(), **what}
        done = run(request, form, "counter.charge_use", sent, place=unit.place_id)
        if done is not None:
            say(request, charged_said(done))
            return redirect(to)
    context: dict[str, Any] = {
        "form": form,
        "back": to,
        "title": _("Compter l’usage de « %s »") % unit.name,
        "lead": _("Un forfait paie s’il le couvre ; le reste se règle à l’accueil."),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/form.html", context, status=status)


def _materials() -> dict[str, str]:
    """The prices of the grid by the gram, the sheet, the piece, by their words."""
    rows = [one for one in prices_on(timezone.localdate()) if FAMILIES.get(one.unit) == "material"]
    return {one.code: one.label for one in rows}


def charged_said(done: Data) -> str:
    """« Carnet d’heures : 3/10. », « 11,10 € à régler à l’accueil. »"""
    due = done["due_cents"]
    to_pay = _("%s à régler à l’accueil.") % format_euros(due) if due else ""
    return " ".join(filter(None, [_("C’est compté."), spent_said(done["spent"]), to_pay]))
