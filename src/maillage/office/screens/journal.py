"""Who did what; what is left to settle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.core import queries
from maillage.core.models import JournalLine, ToSettle
from maillage.core.retention import rules
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import first_names
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.shell import page, run, say
from maillage.office.words import did, left_out
from maillage.people.models import Person
from maillage.programme.models import Session

A_PAGE = 50
NIGHTS = 30


@needs(Right.JOURNAL)
@require_GET
def journal(request: StaffRequest, slug: str) -> HttpResponse:
    """The last lines, a page at a time; ``?before=`` a revision."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    lines = queries.journal_page(before=before, limit=A_PAGE + 1)
    names = first_names(line.actor_id for line in lines)
    names |= by_link({line.actor_id for line in lines} - {*names}, request)
    places = {one.pk: one.name for one in request.places}
    context = {
        "lines": [journal_line(line, names, places) for line in lines[:A_PAGE]],
        "older": lines[A_PAGE - 1].rev if len(lines) > A_PAGE else None,
        "newest": before is None,
    }
    return page(request, "office/journal.html", context)


def by_link(actors: set[UUID], request: StaffRequest) -> dict[UUID, str]:
    """« Marie L., par son lien »: who is no member of the team; one statement.

    Without the right to see people, and once they are erased, it is a person.
    """
    somebody = _("Une personne, par son lien")
    found = {one.pk: one for one in Person.objects.filter(pk__in=actors)}
    sees = Right.PEOPLE in request.rights
    return {
        pk: _("%s, par son lien") % one.initialled if sees and not one.erased_at else somebody
        for pk, one in found.items()
    }


@needs(Right.ERASE)
@require_GET
def retention(request: StaffRequest, slug: str) -> HttpResponse:
    """How long everything is kept, and what the last nights forgot."""
    kept = rules()
    nights = [
        {
            "day": one.day,
            "lines": [
                (kept[name].what, count)
                for name, count in one.counts.items()
                if count and name in kept
            ],
        }
        for one in queries.last_retention_runs(NIGHTS)
    ]
    return page(request, "office/retention.html", {"rules": kept.values(), "nights": nights})


def journal_line(
    line: JournalLine, names: dict[UUID, str], places: dict[UUID, str]
) -> dict[str, Any]:
    """« Sandrine a accueilli une personne »."""
    return {
        "rev": line.rev,
        "at": line.at,
        "who": names.get(line.actor_id, "Maillage"),
        "did": did(line.kind),
        "place": places.get(line.place_id, "") if line.place_id else "",
    }


@needs(Right.SETTLE)
@require_GET
def to_settle(request: StaffRequest, slug: str) -> HttpResponse:
    """What could not be kept of something that had happened, until somebody sees to it."""
    return _to_settle(request)


def _to_settle(request: StaffRequest, form: OfficeForm | None = None) -> HttpResponse:
    rows = queries.open_to_settle(A_PAGE)
    actors = queries.actors_of(rows)
    names = first_names(actors.values())
    links = named(request, rows)
    context = {
        "rows": [
            {
                "row": row,
                "who": names.get(actors.get(row.command_key, row.pk), "Maillage"),
                "did": did(row.kind),
                "what": left_out(row.code),
                "links": [links[one] for one in row.ids if one in links],
            }
            for row in rows
        ],
        "count": queries.count_to_settle(),
        "form": form,
    }
    return page(request, "office/to_settle.html", context, status=422 if form else 200)


def named(request: StaffRequest, rows: list[ToSettle]) -> dict[str, dict[str, str]]:
    """The persons and sessions that the rows name, with their pages; two statements."""
    ids = {one for row in rows for one in map(as_id, row.ids) if one is not None}
    sees = Right.PEOPLE in request.rights
    persons = Person.objects.filter(pk__in=ids, erased_at=None) if sees else []
    programme = Right.PROGRAMME in request.rights
    sessions = Session.objects.filter(pk__in=ids) if programme else []
    found = {str(one.pk): {"name": "person", "text": str(one)} for one in persons}
    found |= {str(one.pk): {"name": "session", "text": one.title} for one in sessions}
    return {key: {**link, "pk": key} for key, link in found.items()}


def as_id(text: str) -> UUID | None:
    """The id that a row names, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


@needs(Right.SETTLE)
@require_POST
def settle(request: StaffRequest, slug: str, row: UUID) -> HttpResponse:
    """Say that a row is seen to."""
    found = ToSettle.objects.filter(pk=row).first()
    if found is None:
        raise Http404
    form = OfficeForm({})
    form.is_valid()
    if run(request, form, "core.settle", {"row": row}, place=found.place_id) is None:
        return _to_settle(request, form)
    say(request, _("C’est réglé."))
    return redirect("to-settle", slug=slug)
