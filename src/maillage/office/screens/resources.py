"""What may be reserved: kinds of equipment with their rules, the resources of a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.booking import care_queries, job_queries, queries
from maillage.booking.models import Family, LockOut, Resource
from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.ids import new_id, read_id
from maillage.money.queries import price_codes
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import units_of
from maillage.network.rights import Right
from maillage.office.booked import called, job_told
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.resources import (
    EditResourceForm,
    FamilyForm,
    LockForm,
    ResourceForm,
    RetireFamilyForm,
    family_values,
    resource_values,
)
from maillage.office.screens.asking import whole_names
from maillage.office.screens.programme import place_asked
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed
from maillage.programme import catalogue

FORM = ["GET", "POST"]
MOST_TOLD = 100
MOMENT = timedelta(microseconds=1)


@needs(Right.RESOURCES)
@require_GET
def families(request: StaffRequest, slug: str) -> HttpResponse:
    """The kinds of equipment, each with its rules in words."""
    lines = [{"family": one, "rules": rules_said(one)} for one in queries.every_family()]
    return page(request, "office/families.html", {"lines": lines})


def rules_said(family: Family) -> str:
    """« habilitation, de 30 min à 4 h, sous réserve »."""
    said = [_("habilitation")] if family.authorised else []
    least = saying.length(family.shortest)
    if family.half_days:
        said.append(_("à la demi-journée"))
    elif family.longest is None:
        said.append(_("au moins %s") % least)
    else:
        values = {"least": least, "most": saying.length(family.longest)}
        said.append(_("de %(least)s à %(most)s") % values)
    if family.staffed:
        said.append(_("équipe présente"))
    if family.opening:
        said.append(_("heures à part"))
    if family.tentative:
        said.append(_("sous réserve"))
    return ", ".join(said)


def _family_form(request: StaffRequest, **options: Any) -> FamilyForm:
    return FamilyForm(
        typed(request),
        workshops=catalogue.workshops(),
        codes=price_codes(timezone.localdate()),
        **options,
    )


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def family_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A kind of equipment: a name is enough."""
    return act(
        request,
        _family_form(request),
        "booking.add_family",
        ids={"family": new_id()},
        to=address(request, "families"),
        said=_("C’est ajouté. Dites maintenant quel matériel est de ce genre."),
        title=_("Ajouter un genre de matériel"),
        lead=_("Le même prix, les mêmes règles, la même habilitation. Un nom suffit."),
    )


def family_or_404(family: UUID) -> Family:
    """A kind of equipment of the structure."""
    found: Family | None = Family.objects.filter(pk=family).first()
    if found is None:
        raise Http404
    return found


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def family_edit(request: StaffRequest, slug: str, family: UUID) -> HttpResponse:
    """Other rules, from the next reservation on."""
    found = family_or_404(family)
    return act(
        request,
        _family_form(request, initial=family_values(found)),
        "booking.edit_family",
        ids={"family": family},
        to=address(request, "families"),
        said=_("Les règles sont changées, dès la prochaine réservation."),
        title=found.name,
        lead=_("Ses règles. Ce qui est déjà réservé ne change pas."),
    )


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def family_retire(request: StaffRequest, slug: str, family: UUID) -> HttpResponse:
    """The last day of a kind, or none: it is back."""
    found = family_or_404(family)
    initial = {"retired_on": found.retired_on or timezone.localdate()}
    return act(
        request,
        RetireFamilyForm(typed(request), initial=initial),
        "booking.retire_family",
        ids={"family": family},
        to=address(request, "families"),
        said=_("C’est noté."),
        title=_("Retirer « %s »") % found.name,
        lead=_("Ce genre ne sera plus proposé. Rien de son histoire ne disparaît."),
    )


# The resources of a place


def _resources_address(request: StaffRequest, place: UUID | None) -> str:
    to = address(request, "resources")
    return f"{to}?{urlencode({'place': place})}" if place else to


@needs(Right.AUTHORISE)
@require_GET
def resources(request: StaffRequest, slug: str) -> HttpResponse:
    """The resources of a place by kind, those out of use and those withdrawn too."""
    place = place_asked(request) or request.place
    rows = queries.resources_at(place.pk, withdrawn=True) if place else []
    now = timezone.now()
    locks = queries.lock_outs_between([one.pk for one in rows], now, now + MOMENT)
    context = {
        "rows": list(_with_locks(rows, locks)),
        "due": {one.resource.pk for one in care_queries.care_of(rows, now) if one.due},
        "open": care_queries.open_incidents(one.pk for one in rows),
        "chosen": place,
        "may_set": Right.RESOURCES in request.rights,
    }
    return page(request, "office/resources.html", context)


def _with_locks(rows: list[Resource], locks: list[LockOut]) -> Iterator[tuple[Resource, str]]:
    """Each resource, and why and until when it is out of use: « panne, jusqu’au mardi 24 »."""
    said = {}
    for one in locks:
        until = (
            _("jusqu’au %s") % saying.day(timezone.localdate(one.ended_at)) if one.ended_at else ""
        )
        said[one.resource_id] = ", ".join(filter(None, [str(one.get_why_display()), until]))
    return ((one, said.get(one.pk, "")) for one in rows)


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def resource_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A unit of the place may be reserved."""
    place = place_asked(request) or request.place
    known = queries.resources_at(place.pk, withdrawn=True) if place else []
    taken = {one.unit_id for one in known}
    units = [one for _depth, one in units_of(place.pk)] if place else []
    form = ResourceForm(
        typed(request),
        units=[one for one in units if one.pk not in taken and one.retired_on is None],
        families=queries.families(),
    )
    return act(
        request,
        form,
        "booking.set_resource",
        ids={"resource": new_id()},
        to=_resources_address(request, place.pk if place else None),
        said=_("Ce matériel se réserve."),
        place=place.pk if place else None,
        title=_("Mettre un matériel à réserver"),
        lead=_("Une salle, une machine ou un poste du lieu. Ils s’ajoutent dans « Lieux »."),
    )


def resource_or_404(resource: UUID) -> Resource:
    found = queries.resource_of(resource)
    if found is None:
        raise Http404
    return found


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def resource_edit(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """The kind and the card of a resource; withdrawn from reservation, or back."""
    found = resource_or_404(resource)
    place = found.unit.place_id
    form = EditResourceForm(
        typed(request), initial=resource_values(found), families=queries.families(found.family_id)
    )
    return act(
        request,
        form,
        "booking.edit_resource",
        ids={"resource": resource},
        to=_resources_address(request, place),
        said=_("C’est modifié."),
        place=place,
        title=found.unit.name,
        lead=_("Son genre, et ce que dit sa fiche : à porter, interdit, conseils."),
    )


@needs(Right.AUTHORISE)
@require_http_methods(FORM)
def resource_lock(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """Out of use from now on; the page that follows says whom to call."""
    found = resource_or_404(resource)
    place = found.unit.place
    form = LockForm(typed(request))
    if form.is_bound and form.is_valid():
        sent = {"lock_out": new_id(), "resource": resource, **form.payload_at(place.time_zone)}
        done = run(request, form, "booking.lock_out", sent, place=place.pk)
        if done is not None:
            say(request, _out_said(found, done))
            return redirect(told_address(request, resource, done))
    context = {
        "form": form,
        "back": _resources_address(request, place.pk),
        "title": _("« %s » hors service") % found.unit.name,
        "lead": _("Ce qui était réservé passe sur un autre du même genre, ou s’annule."),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/resource_lock.html", context, status=status)


def _out_said(found: Resource, done: Data) -> str:
    said = _("« %s » est hors service.") % found.unit.name
    return f"{said} {job_said(done)}".strip()


def job_said(done: Data) -> str:
    """What became of the job of a machine that was put out of use; nothing where none ran."""
    if done["stopped"]:
        return _("Le travail qui y tournait est noté arrêté : coupez la machine.")
    return _("Un travail y tourne encore.") if done["running"] else ""


def told_address(request: StaffRequest, resource: UUID, done: Data) -> str:
    """Whom to call after a lock-out, by what its command answered."""
    told = {name: ",".join(done[name][:MOST_TOLD]) for name in ("moved", "cancelled")}
    told["stopped"] = done["stopped"]
    query = urlencode({one: ids for one, ids in told.items() if ids})
    return f"{address(request, 'resource-told', resource)}?{query}"


@needs(Right.BOOK)
@require_GET
def resource_told(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """Whom to call after a lock-out: ``?moved=``, ``?cancelled=`` and the job ``?stopped=``.

    Who waits in the queue of the machine is said too.
    """
    found = resource_or_404(resource)
    tz = found.unit.place.time_zone
    groups = [
        (title, called(request, request.GET.get(name, ""), tz))
        for name, title in (("cancelled", _("Annulées")), ("moved", _("Déplacées ailleurs")))
    ]
    context = {
        "found": found,
        "lead": _("Ce qui était prévu, après la mise hors service de « %s ».") % found.unit.name,
        "groups": [(title, rows) for title, rows in groups if rows],
        "jobs": [(title, rows) for title, rows in _jobs_told(request, found) if rows],
        "back_label": _("Réservations"),
        "back": f"{address(request, 'bookings')}?{urlencode({'place': found.unit.place_id})}",
    }
    return page(request, "office/resource_told.html", context)


def _jobs_told(request: StaffRequest, found: Resource) -> Iterator[tuple[str, list[Data]]]:
    """The job that was stopped, and the queue that waits: for whom, what it is, their phone."""
    whole, stopped = whole_names(request), read_id(request.GET.get("stopped"))
    row = job_queries.job_of(stopped) if stopped else None
    yield _("Travail arrêté"), [job_told(row, whole=whole)] if row else []
    waiting = [one for one in job_queries.open_jobs([found.pk]) if one.started_at is None]
    yield (
        _("Dans la file : leur tour attend la remise en service"),
        [job_told(one, whole=whole) for one in waiting] if found.locked else [],
    )


@needs(Right.AUTHORISE)
@require_POST
def resource_back(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """Back in use."""
    found = resource_or_404(resource)
    form, place = OfficeForm({}), found.unit.place_id
    form.is_valid()
    if run(request, form, "booking.give_back", {"resource": resource}, place=place) is None:
        say(request, " ".join(map(str, form.non_field_errors())))
    else:
        say(request, _("« %s » est de nouveau en service.") % found.unit.name)
    return redirect(_resources_address(request, place))
