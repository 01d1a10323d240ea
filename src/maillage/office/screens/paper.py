"""The paper kit: prepared each morning on one button, printed for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.shortcodes import code_of, codes_of, written
from maillage.money.models import PaperBatch
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import carrier_on
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.prints import kit, people, sheet
from maillage.office.screens.prints import MOST_LISTED, answer, home_place, is_large
from maillage.office.shell import run, say
from maillage.programme import queries
from maillage.programme.models import Session

PRINTED_FOR = timedelta(minutes=15)
"""How long a kit may be printed, for a sheet that jams: later, its numbers may be in use."""


@needs(Right.DESK)
@require_POST
def paper_prepare(request: StaffRequest, slug: str) -> HttpResponse:
    """Reserve the numbers of a kit, then print it."""
    form, place, batch = OfficeForm(request.POST), home_place(request), new_id()
    form.is_valid()
    made = {"batch": batch, "place": place.pk}
    if run(request, form, "money.reserve_paper", made, place=place.pk) is None:
        say(request, " ".join(map(str, form.non_field_errors())))
        return redirect("home", slug=slug)
    return redirect("paper-kit", slug=slug, batch=batch)


def found_batch(batch: UUID) -> PaperBatch:
    """The kit; 404 when it is not here."""
    rows = PaperBatch.objects.select_related("series", "place", "entered_by", "reserved_by")
    found: PaperBatch | None = rows.filter(pk=batch).first()
    if found is None:
        raise Http404
    return found


@needs(Right.DESK)
@require_GET
def paper_kit(request: StaffRequest, slug: str, batch: UUID) -> HttpResponse:
    """The kit on paper, for a quarter of an hour: no number is printed twice."""
    found = found_batch(batch)
    if found.entered_at or timezone.now() - found.at > PRINTED_FOR:
        say(request, _("Ce kit est imprimé : ses numéros servent peut-être. Préparez-en un autre."))
        return redirect("home", slug=slug)
    sessions = [
        one
        for one in queries.sessions_between(found.place_id, found.day, found.day)
        if one.state == Session.State.PLANNED
    ][:MOST_LISTED]
    data = _kit(
        found, sessions, whole_names=Right.PEOPLE in request.rights, large=is_large(request)
    )
    return answer(request, "office/prints/kit.typ", data, f"kit-{found.day}-{found.first_number}")


def _kit(
    batch: PaperBatch, sessions: list[Session], *, whole_names: bool, large: bool
) -> dict[str, object]:
    """The sheets of the kit, each with its code; those of the sessions in as many statements."""
    now = timezone.now()
    codes = codes_of("attendance", [one.pk for one in sessions], now=now)
    sheets = sheet.sheets_data(
        sessions,
        whole_names=whole_names,
        codes={session: written(code) for session, code in codes.items()},
        large=large,
    )
    return kit.kit_data(
        batch,
        sheets=list(zip(sessions, sheets, strict=True)),
        phones=_phones(batch, sessions) if whole_names and sessions else None,
        carrier=carrier_on(batch.day),
        codes={
            "receipts": written(code_of("receipts", batch.pk, now=now)),
            "tally": written(code_of("tally", batch.place_id, now=now, day=batch.day)),
        },
    )


def _phones(batch: PaperBatch, sessions: list[Session]) -> dict[str, object]:
    code = code_of("phones_day", batch.place_id, now=timezone.now(), day=batch.day)
    return people.phones_data(
        sessions,
        place=batch.place,
        heading=saying.capital(saying.day_long(batch.day)),
        whole_names=True,
        code=written(code),
    )
