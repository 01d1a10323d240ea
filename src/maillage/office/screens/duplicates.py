"""Files that may be one person: side by side, brought together or told apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.core.ids import new_id, read_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.people import JudgeForm
from maillage.office.screens.kin import done, someone
from maillage.office.screens.people import person_or_404
from maillage.office.shell import address, page
from maillage.people import queries
from maillage.people.duplicates import Pair, proposed_duplicates, traits_of
from maillage.people.models import Person, PersonAlias
from maillage.people.rules import likeness

MOST_PAIRS = 12
MOST_PARTS = 999
SURE, PROBABLE = 80, 65


@needs(Right.PEOPLE)
@require_GET
def duplicates(request: StaffRequest, slug: str) -> HttpResponse:
    """Files that look like one person, side by side, the most alike first; ``?part=`` by part."""
    asked = request.GET.get("part", "")
    part = min(int(asked), MOST_PARTS) if asked.isdecimal() else 0
    found = proposed_duplicates(MOST_PAIRS, part)
    context = {"pairs": side_by_side(found.pairs), "next": part + 1 if found.more else None}
    return page(request, "office/duplicates.html", context)


def side_by_side(pairs: list[Pair]) -> list[dict[str, Any]]:
    """Each pair with what tells its two files apart; one statement."""
    visits = queries.visit_counts([one for pair in pairs for one in pair[:2]])
    return [
        {
            "files": [(one, visits.get(one.pk, 0)) for one in pair[:2]],
            "kept": max(pair[:2], key=lambda one: visits.get(one.pk, 0)),
            "how": how_sure(pair.score),
            "reasons": pair.reasons,
        }
        for pair in pairs
    ]


def how_sure(score: int) -> str:
    """A score in words."""
    if score >= SURE:
        return _("Très probable")
    return _("Probable") if score >= PROBABLE else _("Possible")


@needs(Right.PEOPLE)
@require_GET
def compare(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """A file and another, searched then compared: one person, or two?"""
    mine = person_or_404(person)
    asked, found = someone(request, mine)
    pairs = []
    if request.GET.get("other"):
        theirs = person_or_404(_uuid_or_404(request.GET["other"]))
        if theirs.pk == mine.pk:
            raise Http404
        pairs = [_pair(mine, theirs)]
    context = {"person": mine, "asked": asked, "found": found, "pairs": side_by_side(pairs)}
    return page(request, "office/compare.html", context)


def _uuid_or_404(text: str) -> UUID:
    found = read_id(text)
    if found is None:
        raise Http404
    return found


def _pair(mine: Person, theirs: Person) -> Pair:
    names = queries.names_of([mine, theirs])
    found = likeness(*(traits_of(one, names.get(one.pk, [])) for one in (mine, theirs)))
    return Pair(mine, theirs, *found)


@needs(Right.PEOPLE)
@require_POST
def judge(request: StaffRequest, slug: str) -> HttpResponse:
    """« Réunir », or « Ce sont deux personnes »."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        raise Http404
    names = ("first", "second", "kept")
    first, second, kept = (person_or_404(form.cleaned_data[one]).pk for one in names)
    if kept not in {first, second}:
        raise Http404
    if form.cleaned_data["answer"] == "two":
        payload = {"first": first, "second": second}
        said = _("C’est noté : ce sont deux personnes. La question ne sera plus posée.")
        return done(request, "people.say_not_same", payload, said, address(request, "duplicates"))
    merged = second if kept == first else first
    said = _("Les deux fiches sont réunies. Vous pouvez les séparer à tout moment.")
    to = address(request, "person", kept)
    return done(
        request, "people.merge", {"alias": new_id(), "kept": kept, "merged": merged}, said, to
    )


@needs(Right.PEOPLE)
@require_POST
def separate(request: StaffRequest, slug: str, alias: UUID) -> HttpResponse:
    """Two files are two persons again."""
    row = PersonAlias.objects.filter(pk=alias, undone_at=None, kept__erased_at=None).first()
    if row is None:
        raise Http404
    to = address(request, "person", row.merged_id)
    said = _("Les deux fiches sont séparées, comme avant.")
    return done(request, "people.unmerge", {"alias": alias}, said, to)
