"""Prints as PDF, in normal and large print: ``?size=large``, ``?paper=a5``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from maillage.core import saying
from maillage.core.periods import months_after
from maillage.core.printing import pdf
from maillage.core.shortcodes import code_of, written
from maillage.money.queries import membership_until, receipts_between
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.queries import carrier_on
from maillage.network.rights import Right
from maillage.office.days import day_of, month_of
from maillage.office.forms.money import JournalForm
from maillage.office.prints import machine, people, programme, sheet, till
from maillage.office.screens.people import person_or_404
from maillage.office.screens.programme import found_session, own_session, place_asked
from maillage.office.screens.resources import resource_or_404
from maillage.office.screens.till import asked_again
from maillage.office.screens.workshops import found_workshop
from maillage.office.shell import address
from maillage.people.models import Document
from maillage.people.queries import current_documents, guardian_of
from maillage.programme import queries
from maillage.programme.models import Registration, Session

MOST_LISTED = 40
MOST_ON_PAPER = 5_000
SIZES = {"a4", "a5"}


def answer(
    request: StaffRequest, template: str, data: Mapping[str, Any], name: str
) -> HttpResponse:
    """The PDF, shown in the browser and kept by nobody."""
    made = pdf(template, {**data, "large": is_large(request)})
    headers = {
        "Content-Disposition": f'inline; filename="{slugify(name)}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def is_large(request: StaffRequest) -> bool:
    """Whether large print is asked for."""
    return request.GET.get("size") == "large"


def site(request: StaffRequest) -> str:
    """Where inhabitants read the hours, for the QR code."""
    return request.build_absolute_uri(reverse("welcome"))


def size_asked(request: StaffRequest) -> str:
    """``a4`` unless ``a5`` is asked for."""
    asked = request.GET.get("paper", "")
    return asked if asked in SIZES else "a4"


def home_place(request: StaffRequest) -> Place:
    """The place whose name a print of the whole structure carries; 404 where there is none."""
    if request.place is None:
        raise Http404
    return request.place


def session_asked(request: StaffRequest) -> Session | None:
    """The session that ``?session=`` names, if any; 404 for one that is not here."""
    asked = request.GET.get("session", "")
    if not asked:
        return None
    try:
        return found_session(UUID(asked))
    except ValueError as error:
        raise Http404 from error


# To be read on the wall


@needs(Right.OWN_SESSIONS)
@require_GET
def month_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """The programme of a month, of one place or of all."""
    first = month_of(request.GET.get("month"), timezone.localdate())
    last = months_after(first, 1) - timedelta(days=1)
    chosen = place_asked(request)
    found = queries.sessions_of_all_places(first, last, place=chosen.pk if chosen else None)
    data = programme.month_data(
        first, found, place=chosen or home_place(request), site=site(request)
    )
    return answer(request, "programme/prints/month.typ", data, f"programme-{first:%Y-%m}")


@needs(Right.OWN_SESSIONS)
@require_GET
def session_poster(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """The poster or the flyer of a session."""
    found = own_session(request, session)
    data = programme.session_poster(found, site=site(request), size=size_asked(request))
    return answer(request, "programme/prints/poster.typ", data, f"affiche-{found.day}")


@needs(Right.PROGRAMME)
@require_GET
def workshop_poster(request: StaffRequest, slug: str, workshop: UUID) -> HttpResponse:
    """The poster or the flyer of a workshop, with its next dates."""
    found = found_workshop(workshop)
    coming, _past = queries.sessions_of_workshop(workshop, timezone.localdate())
    data = programme.workshop_poster(
        found, coming, place=home_place(request), site=site(request), size=size_asked(request)
    )
    return answer(request, "programme/prints/poster.typ", data, f"affiche-{found.title}")


@needs(Right.OWN_SESSIONS)
@require_GET
def session_signs(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """« Entrez ! » and arrows."""
    found = own_session(request, session)
    data = programme.signs_data(found)
    return answer(request, "programme/prints/signs.typ", data, f"panneaux-{found.day}")


# To work with


def _code(kind: str, target: UUID) -> str:
    return written(code_of(kind, target, now=timezone.now()))


@needs(Right.ATTENDANCE)
@require_GET
def session_sheet(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """The sheet to sign."""
    found = own_session(request, session)
    data = sheet.sheet_data(
        found,
        whole_names=Right.PEOPLE in request.rights,
        code=_code("attendance", session),
        large=is_large(request),
    )
    name = f"presence-{found.day}"
    return answer(request, "programme/prints/attendance_sheet.typ", data, name)


@needs(Right.PEOPLE)
@require_GET
def session_phones(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Whom to call for a session."""
    found = found_session(session)
    data = people.phones_data(
        [found],
        place=found.place,
        heading=found.title,
        whole_names=True,
        code=_code("phones", session),
    )
    return answer(request, "programme/prints/phones.typ", data, f"appels-{found.day}")


@needs(Right.PEOPLE)
@require_GET
def day_phones(request: StaffRequest, slug: str) -> HttpResponse:
    """Whom to call for all the sessions of a day, in one place or in all; ``?day=``."""
    day = day_of(request.GET.get("day"), timezone.localdate())
    chosen = place_asked(request)
    where = chosen or home_place(request)
    found = queries.sessions_of_all_places(day, day, place=chosen.pk if chosen else None)
    code = code_of("phones_day", where.pk, now=timezone.now(), day=day)
    data = people.phones_data(
        found[:MOST_LISTED],
        place=where,
        heading=saying.day_long(day),
        whole_names=True,
        code=written(code),
    )
    return answer(request, "programme/prints/phones.typ", data, f"appels-{day}")


@needs(Right.DESK)
@require_GET
def registration_slip(request: StaffRequest, slug: str, registration: UUID) -> HttpResponse:
    """What somebody takes away; ``?paper=80mm`` for the printer of the till."""
    rows = Registration.objects.select_related("person", "session__place", "session__room")
    row = rows.exclude(state=Registration.State.CANCELLED).filter(pk=registration).first()
    if row is None:
        raise Http404
    size = "80mm" if request.GET.get("paper") == "80mm" else "a5"
    data = people.slip_data(row, size=size, code=_code("slip", registration))
    return answer(request, "programme/prints/slip.typ", data, f"inscription-{row.session.day}")


# Of a person


@needs(Right.PEOPLE)
@require_GET
def person_card(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """The card of a member."""
    found = person_or_404(person)
    until = membership_until(person, timezone.localdate())
    data = people.card_data(found, place=home_place(request), until=until)
    return answer(request, "people/prints/card.typ", data, "carte")


@needs(Right.PEOPLE)
@require_GET
def person_letter(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """The letter that lists the seats somebody has and the ranks where they wait."""
    data = people.letter_data(
        person_or_404(person),
        queries.coming_registrations(person, timezone.localdate()),
        place=home_place(request),
        day=timezone.localdate(),
        by=f"{request.staff.first_name}, {home_place(request).name}",
        large=is_large(request),
    )
    return answer(request, "messages/prints/letter.typ", data, "lettre")


@needs(Right.PEOPLE)
@require_GET
def person_parental(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """The parental consent, for an activity (``?session=``) or for all."""
    found = person_or_404(person)
    session = session_asked(request)
    data = people.parental_data(
        found,
        guardian_of(person),
        current_documents(timezone.localdate()).get(Document.Kind.PARENTAL),
        place=session.place if session else home_place(request),
        session=session,
        code=_code("parental", person),
    )
    return answer(request, "people/prints/parental.typ", data, "autorisation")


# The till


@needs(Right.ACCOUNTS)
@require_GET
def journal_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """The journal of the tills between two days, with its totals."""
    form = JournalForm(request.GET)
    if not form.is_valid():
        return asked_again(request, form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    carrier = carrier_on(last)
    data = till.journal_data(
        receipts_between(first, last, MOST_ON_PAPER),
        first=first,
        last=last,
        carrier=carrier.name if carrier else request.structure.name,
    )
    return answer(request, "money/prints/till_journal.typ", data, f"caisse-{first}-{last}")


@needs(Right.AUTHORISE)
@require_GET
def resource_card(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """The card of a machine, to hang beside it."""
    found = resource_or_404(resource)
    place = found.unit.place_id
    report = f"{address(request, 'incident-add')}?{urlencode({'place': place, 'what': resource})}"
    data = machine.machine_data(
        found,
        now=timezone.now(),
        code=_code("machine", resource),
        url=request.build_absolute_uri(report),
    )
    return answer(request, "booking/prints/machine.typ", data, f"fiche-{found.unit.name}")
