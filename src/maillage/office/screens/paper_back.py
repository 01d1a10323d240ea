"""What comes back on paper: the kits that wait, their receipts, the tally of a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.periods import local_date, local_instant
from maillage.money import paper_queries, queries
from maillage.money.models import MembershipPlan, PaperBatch
from maillage.money.paper_lines import paper_line
from maillage.money.queries import ResolvedPrice
from maillage.money.rules import membership_period
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.days import day_of
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.paper import PaperForm, TallyForm, Used
from maillage.office.prints.kit import TALLY_HOURS
from maillage.office.prints.parts import name_of
from maillage.office.screens.paper import found_batch
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed
from maillage.people.models import Person
from maillage.people.queries import live_persons, nameless_on, search_persons

FORM = ["GET", "POST"]
MOST_FOUND = 6
MOST_KITS = 30


@needs(Right.TILL)
@require_GET
def paper(request: StaffRequest, slug: str) -> HttpResponse:
    """The kits that wait, the oldest first; the last ones entered."""
    today = timezone.localdate()
    context = {
        "waiting": paper_queries.kits_waiting()[:MOST_KITS],
        "entered": paper_queries.kits_entered(MOST_KITS),
        "today": today,
    }
    return page(request, "office/paper.html", context)


@needs(Right.TILL)
@require_http_methods(FORM)
def paper_enter(request: StaffRequest, slug: str, batch: UUID) -> HttpResponse:
    """The receipts of a kit, a line a number: what is left blank is void."""
    found = found_batch(batch)
    to = address(request, "paper")
    if found.entered_at is not None:
        context = {"batch": found, "title": title_of(found)}
        return page(request, "office/paper_enter.html", context)
    today = timezone.localdate()
    earlier = paper_queries.kits_before(found).first()
    form = PaperForm(
        typed(request),
        batch=found,
        codes=queries.price_codes(found.day),
        today=today,
        earlier=earlier is not None,
        search=lambda text: search_persons(text, MOST_FOUND),
        label=lambda one: person_words(request, one),
    )
    sent = form.is_valid()
    return act(
        request,
        form,
        "money.enter_paper",
        ids={},
        to=to,
        said=_("Le kit est saisi : les numéros non utilisés sont annulés."),
        template="office/paper_enter.html",
        place=found.place_id,
        payload=_payload(found, form) if sent else None,
        batch=found,
        earlier=earlier,
        title=title_of(found),
    )


def title_of(batch: PaperBatch) -> str:
    """« Reçus P1-1 à P1-20 »."""
    code = batch.series.code
    words = {"first": f"{code}-{batch.first_number}", "last": f"{code}-{batch.last_number}"}
    return _("Reçus %(first)s à %(last)s") % words


def person_words(request: StaffRequest, person: Person) -> str:
    """Somebody among those found: the name their role lets be read, the end of the phone."""
    name = name_of(person, whole=Right.PEOPLE in request.rights)
    return f"{name} …{person.phone_last4}" if person.phone_last4 else name


def _payload(batch: PaperBatch, form: PaperForm) -> dict[str, Any]:
    """What the command carries: each receipt priced by the grid of its own day."""
    used: list[Used] = form.cleaned_data["used"]
    persons = live_persons().in_bulk([one.person for one in used if one.person])
    known = queries.profiles()
    grids = {
        day: queries.resolved_prices(queries.prices_on(day), known, place=batch.place_id, day=day)
        for day in {one.day for one in used}
    }
    return {
        "batch": batch.pk,
        "counted_cents": form.counted_cents(),
        "reason": form.cleaned_data["reason"],
        "earlier_unused": form.cleaned_data.get("earlier_unused", False),
        "receipts": [_receipt(batch, one, persons.get(one.person), grids[one.day]) for one in used],
    }


def _receipt(
    batch: PaperBatch, one: Used, person: Person | None, grid: list[ResolvedPrice]
) -> dict[str, Any]:
    plans = queries.plans_on(one.day)
    stands = queries.standing(
        queries.last_membership(person.pk) if person else None, plans, one.day
    )
    line = paper_line(
        grid,
        code=one.what,
        cents=one.cents,
        profile=person.price_profile if person else "",
        member=stands.until is not None,
    )
    part = {
        "number": one.number,
        "receipt": new_id(),
        "at": local_instant(one.day, one.hour, batch.place.time_zone),
        "person": person.pk if person else None,
        "sale": new_id(),
        "lines": [line],
        "payments": [{"means": one.means, "amount_cents": one.cents}],
    }
    plan = next((plan for plan in plans if one.what and plan.price_code == one.what), None)
    return part if plan is None else _with_membership(part, plan, one.day, stands.last_day)


def _with_membership(
    part: dict[str, Any], plan: MembershipPlan, day: date, last_day: date | None
) -> dict[str, Any]:
    """The membership that the receipt was for; without a name, it is left to settle."""
    starts_on, ends_on = membership_period(plan, today=day, current_end=last_day)
    membership = new_id()
    line = {**part["lines"][0], "kind": "membership", "target": membership}
    taken = {
        "membership": membership, "plan": plan.pk, "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
    return {**part, "lines": [line], "memberships": [taken]}


@needs(Right.REVERSE)
@require_POST
def paper_lost(request: StaffRequest, slug: str, batch: UUID) -> HttpResponse:
    """A kit that nobody finds any more: its numbers are void."""
    found = found_batch(batch)
    form = OfficeForm(request.POST)
    form.is_valid()
    made = {"batch": batch}
    if run(request, form, "money.void_paper", made, place=found.place_id) is None:
        say(request, " ".join(map(str, form.non_field_errors())))
        return redirect("paper-enter", slug=slug, batch=batch)
    say(request, _("Les numéros de ce kit sont annulés."))
    return redirect("paper", slug=slug)


@needs(Right.GREET)
@require_http_methods(FORM)
def paper_tally(request: StaffRequest, slug: str) -> HttpResponse:
    """The tally of a day: heads without a name, at their own hour; ``?day=``."""
    place = request.place
    if place is None:
        return redirect("home", slug=slug)
    today = local_date(timezone.now(), place.time_zone)
    day = min(day_of(request.GET.get("day"), today), today)
    rows = nameless_on(place.pk, day)
    form = TallyForm(typed(request), place=place, day=day, rows=rows, hours=TALLY_HOURS)
    if form.is_bound and form.is_valid() and _count(request, form, place.pk):
        heads = sum(heads for *_said, heads in form.counts())
        counted_fr = ngettext("%s personne comptée", "%s personnes comptées", heads) % heads
        say(request, f"{counted_fr}, {saying.day_long(day)}.")
        return redirect("home", slug=slug)
    context = {
        "form": form,
        "day": day,
        "back": address(request, "home"),
        "title": _("Pointage du %s") % saying.day_long(day),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/paper_tally.html", context, status=status)


def _count(request: StaffRequest, form: TallyForm, place: UUID) -> bool:
    """Count each hour's heads; what is sent twice counts once."""
    return all(
        run(
            request,
            form,
            "people.count_anonymous",
            {"count": count, "heads": heads},
            place=place,
            at=at,
            key=key,
        )
        is not None
        for at, key, count, heads in form.counts()
    )
