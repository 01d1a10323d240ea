"""« Réservations »: the week of a place's resources, a reservation made, moved, given up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.booking import queries, rules
from maillage.booking.finding import free_halves, nearest_free
from maillage.booking.half_days import AFTERNOON, MORNING, NOON
from maillage.booking.models import Reservation, Resource
from maillage.booking.words import whom
from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.ids import new_id
from maillage.core.periods import Period, local_date
from maillage.money.plan_queries import is_paid_for
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.office.booked import Booked, moment_said, when_said
from maillage.office.days import day_asked, monday_of
from maillage.office.forms.booking import MoveForm, ReserveForm, WhenForm, move_values
from maillage.office.forms.fields import OfficeForm
from maillage.office.prints.parts import name_of
from maillage.office.screens.asking import whole_names, whom_asked
from maillage.office.screens.programme import place_asked
from maillage.office.shell import IN_ERROR, address, page, refuse, run, say, send, typed
from maillage.office.week import notes_of

FORM = ["GET", "POST"]
STARTED = {"reservation", "resource", "family", "minutes", "person", "companion"}
"""What of the form says how a use begins at once: neither day nor hour."""
State = Reservation.State


def place_of(request: StaffRequest) -> Place | None:
    """The place that the address names, else where one is."""
    return place_asked(request) or request.place


def _week_address(request: StaffRequest, place: Place | None, day: date) -> str:
    """The week of a day, at a place."""
    query = {"week": f"{day:%Y-%m-%d}", **({"place": place.pk} if place else {})}
    return f"{address(request, 'bookings')}?{urlencode(query)}"


@needs(Right.BOOK)
@require_GET
def bookings(request: StaffRequest, slug: str) -> HttpResponse:
    """What holds each resource of a place, day by day; ``?week=2026-11-23``, ``?place=``."""
    place = place_of(request)
    today = timezone.localdate()
    monday = monday_of(request.GET.get("week"), today)
    resources = queries.resources_at(place.pk) if place else []
    days = [monday + timedelta(days=number) for number in range(7)]
    shown = Booked(place, resources, days, whole=whole_names(request)) if place else None
    context = {
        "groups": shown.groups() if shown else [],
        "freed": _freed(request, place) if place else [],
        "days": [(one, notes_of(one, [place])) for one in days] if place else [],
        "chosen": place,
        "today": today,
        "this": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "title": _("Semaine du %s") % saying.date_long(monday),
    }
    return page(request, "office/bookings.html", context)


def _freed(request: StaffRequest, place: Place) -> list[dict[str, Any]]:
    """Who waits for an hour that nobody came for."""
    rows = queries.waiting_for_released(place.pk, timezone.now())
    return [_waits(one, whole=whole_names(request)) for one in rows]


@needs(Right.BOOK)
@require_http_methods(FORM)
def booking_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Reserve for somebody who is searched first, or for nobody in particular."""
    place = place_of(request)
    resources = queries.resources_at(place.pk) if place else []
    asked = whom_asked(request)
    form = ReserveForm(
        asked.sent,
        initial=_asked(request, resources) | asked.typed,
        resources=resources,
        any_of=True,
        persons=asked.persons(),
        companions=asked.companions(),
    )
    if form.is_bound and form.is_valid():
        sent = {"reservation": new_id(), **form.payload()}
        kind = "booking.reserve"
        if "now" in request.POST:
            kind, sent = "booking.start", {one: sent[one] for one in sent if one in STARTED}
            sent["minutes"] = form.minutes_from(timezone.now())
        made = sent_or_refused(request, form, kind, sent, place)
        if made is not None:
            say(request, reserved_said(made, resources))
            return redirect(_week_address(request, place, form.cleaned_data["day"]))
    context = {
        "form": form,
        "asked": asked,
        "back": _week_address(
            request, place, day_asked(str(form["day"].value())) or timezone.localdate()
        ),
        "title": _("Réserver"),
        "lead": _("Une machine, une salle, un poste : pour qui, quel jour, combien de temps."),
        "resources": resources,
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/booking_form.html", context, status=status)


def sent_or_refused(
    request: StaffRequest, form: WhenForm, kind: str, payload: Data, place: Place | None
) -> Data | None:
    """Its data once done; refused, the form says why and offers what may be answered."""
    result = send(request, kind, payload, place=place.pk if place else None)
    if result.status == "done":
        return result.data or {}
    refuse(form, result)
    form.refused(result)
    by_halves = result.code == "length" and form.wanted()[0].family.half_days
    if (result.code == "room_taken" or by_halves) and "day" in payload:
        _offer_hours(form, payload)
    return None


def _offer_hours(form: WhenForm, payload: Data) -> None:
    """The nearest hours of that day, or the half-days, at which what is wanted is free."""
    wanted = form.wanted()
    zone = ZoneInfo(wanted[0].unit.place.time_zone)
    start = datetime.combine(payload["day"], form.cleaned_data["start"], zone)
    period = Period(start, start + timedelta(minutes=payload["minutes"]))
    row = queries.reservation_of(payload["reservation"])
    if wanted[0].family.half_days:
        but = payload["reservation"]
        form.offer_parts(
            payload["day"], free_halves(wanted, payload["day"], timezone.now(), but=but)
        )
        return
    person = row.person_id if row else payload.get("person")
    found = nearest_free(wanted, period, timezone.now(), person=person, but=payload["reservation"])
    form.offer_hours(one.astimezone(zone) for one in found if not _is_there(row, wanted, one))


def _is_there(row: Reservation | None, wanted: list[Resource], start: datetime) -> bool:
    """Whether a reservation that moves begins there already."""
    return row is not None and (wanted[0].pk, start) == (row.resource_id, row.starts_at)


def _asked(request: StaffRequest, resources: list[Resource]) -> Data:
    """What the cell that was followed already says; else the next whole hour."""
    soon = timezone.localtime() + timedelta(hours=1)
    only = str(resources[0].pk) if len(resources) == 1 else ""
    values = {"what": only, "day": soon.date(), "start": f"{soon:%H}:00", "length": 60}
    day = day_asked(request.GET.get("day"))
    if day is not None:
        values["day"] = day
        values["start"] = values["start"] if day == soon.date() else "09:00"
    filled = ("what", "person", "start", "length")
    values |= {one: request.GET[one] for one in filled if request.GET.get(one)}
    asked = {str(values["what"])}
    chosen = [one for one in resources if asked & {str(one.pk), str(one.family_id)}]
    if values["length"] == 60 and (chosen or resources):
        halves = all(one.family.half_days for one in chosen or resources)
        values |= {"length": half_of(str(values["start"]))} if halves else {}
    return values


def half_of(start: str) -> str:
    """The half-day of an hour of the clock."""
    return MORNING if start < f"{NOON:%H:%M}" else AFTERNOON


def reserved_said(made: Data, resources: list[Resource]) -> str:
    """« Laser 2 est réservé : mardi 24 novembre, de 10 h à 11 h. »"""
    (resource,) = (one for one in resources if str(one.pk) == made["resource"])
    start, end = (datetime.fromisoformat(made[one]) for one in ("starts_at", "ends_at"))
    said = {
        State.CONFIRMED: _("Réservé : %(what)s. %(when)s."),
        State.TENTATIVE: _("Sous réserve, jusqu’au oui de l’équipe : %(what)s. %(when)s."),
        State.WAITING: _("C’est pris : la personne est en attente. %(what)s. %(when)s."),
    }[made["state"]]
    tz = resource.unit.place.time_zone
    return said % {"what": resource.unit.name, "when": when_said(start, end, tz)}


# One reservation


def reservation_or_404(reservation: UUID) -> Reservation:
    """A reservation of the structure."""
    found = queries.reservation_of(reservation)
    if found is None:
        raise Http404
    return found


@needs(Right.BOOK)
@require_GET
def booking(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """A reservation: when, for whom, its state, who waits for the same hour."""
    return _show(request, reservation_or_404(reservation))


def _show(request: StaffRequest, row: Reservation, form: OfficeForm | None = None) -> HttpResponse:
    now, place, whole = timezone.now(), row.resource.unit.place, whole_names(request)
    companion = row.companion.kept if row.companion else None
    context = {
        "row": row,
        "form": form,
        "when": when_said(row.starts_at, row.ends_at, place.time_zone),
        "who": whom(row, whole=whole),
        "person": row.person.kept if row.person else None,
        "companion": name_of(companion, whole=whole),
        "set_aside": saying.together([set_aside_words()[one] for one in row.despite]),
        "stands": rules.stands(row, now),
        "begun": row.starts_at <= now,
        "came": moment_said(row.came_at, place.time_zone) if row.came_at else "",
        "left": moment_said(row.left_at, place.time_zone) if row.left_at else "",
        "used": saying.length(max(1, rules.minutes_used(row))),
        "counted": is_paid_for(row.pk),
        "may_come": rules.may_come(row, local_date(now, place.time_zone)),
        "waits": row.state == State.WAITING,
        "to_confirm": row.state in {State.TENTATIVE, State.WAITING},
        "waiting": _waiting(row, now, whole=whole),
        "back": _week_address(request, place, row.day),
    }
    status = IN_ERROR if form else 200
    return page(request, "office/booking.html", context, status=status)


def set_aside_words() -> dict[str, str]:
    """The rules that the team may set aside, as a page says them."""
    return {
        "hours": _("les horaires du lieu"),
        "notice": _("le délai pour réserver"),
        "ahead": _("la date la plus lointaine"),
        "length": _("la durée"),
        "quota": _("le nombre de réservations par personne"),
    }


def _waiting(row: Reservation, now: datetime, *, whole: bool) -> list[dict[str, Any]]:
    """Who waits for the same resource at the same hour, first asked first."""
    return [
        _waits(one, whole=whole, tz=row.resource.unit.place.time_zone)
        for one in queries.waiting_beside(row, now)
    ]


def _waits(row: Reservation, *, whole: bool, tz: str = "") -> dict[str, Any]:
    """Somebody who waits: for when, and where to call them."""
    return {
        "row": row,
        "who": whom(row, whole=whole),
        "when": when_said(row.starts_at, row.ends_at, tz or row.resource.unit.place.time_zone),
        "phone": row.person.kept.phone if whole and row.person else "",
    }


@needs(Right.BOOK)
@require_http_methods(FORM)
def booking_move(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """Another hour, another length, perhaps another resource of the place."""
    found = reservation_or_404(reservation)
    place = found.resource.unit.place
    resources = queries.resources_at(place.pk)
    form = MoveForm(typed(request), initial=move_values(found), resources=resources)
    if form.is_bound and form.is_valid():
        sent = {"reservation": reservation, **form.payload()}
        if sent_or_refused(request, form, "booking.move", sent, place) is not None:
            say(request, _("La réservation est déplacée."))
            return redirect("booking", slug=slug, reservation=reservation)
    context = {
        "form": form,
        "back": address(request, "booking", reservation),
        "title": _("Déplacer une réservation"),
        "lead": _("%(what)s, pour %(who)s. Refusée, elle reste comme elle était.")
        % {"what": found.resource.unit.name, "who": whom(found, whole=whole_names(request))},
        "resources": resources,
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/booking_move.html", context, status=status)


def _done(request: StaffRequest, found: Reservation, kind: str) -> Data | OfficeForm:
    """A button of the page: what its command answered, or the form that says why not."""
    form = OfficeForm({})
    form.is_valid()
    place = found.resource.unit.place_id
    done = run(request, form, kind, {"reservation": found.pk}, place=place)
    return form if done is None else done


@needs(Right.BOOK)
@require_POST
def booking_confirm(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """Yes to what was *sous réserve*, or to who waited."""
    found = reservation_or_404(reservation)
    done = _done(request, found, "booking.confirm")
    if isinstance(done, OfficeForm):
        return _show(request, found, done)
    say(request, _("La réservation est confirmée."))
    return redirect("booking", slug=slug, reservation=reservation)


@needs(Right.BOOK)
@require_POST
def booking_come(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """They are there."""
    found = reservation_or_404(reservation)
    done = _done(request, found, "booking.come")
    if isinstance(done, OfficeForm):
        return _show(request, found, done)
    say(request, _("C’est noté : la personne est là."))
    return redirect("booking", slug=slug, reservation=reservation)


@needs(Right.BOOK)
@require_POST
def booking_cancel(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """Give a reservation up: the page then says who waits."""
    found = reservation_or_404(reservation)
    done = _done(request, found, "booking.cancel")
    if isinstance(done, OfficeForm):
        return _show(request, found, done)
    said = _("La réservation est annulée.")
    if done["late"]:
        said = _("La réservation est annulée, après le délai.")
    waiting = _("Quelqu’un attendait cette heure : appelez.") if done["waiting"] else ""
    say(request, f"{said} {waiting}".strip())
    return redirect("booking", slug=slug, reservation=reservation)
