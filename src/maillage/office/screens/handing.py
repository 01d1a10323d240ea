"""A person's own file: handed to them on paper or as data, handed over to another structure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.phones import phone_fr
from maillage.core.printing import pdf
from maillage.money import queries as money
from maillage.network.access import needs
from maillage.network.logos import read_logo
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.network.territory_queries import neighbourhood_names
from maillage.office.forms.handing import HandOverForm, ReceiveForm
from maillage.office.forms.people import NewPersonForm, person_values
from maillage.office.screens.people import person_or_404
from maillage.office.screens.prints import is_large
from maillage.office.shell import act, address, page, typed
from maillage.people.file_queries import hand_overs_beside, hand_overs_of
from maillage.people.handing import Known, as_json, person_of, sheet_of
from maillage.people.models import HandOver, Person, PersonName
from maillage.people.panels import panels

FORM = ["GET", "POST"]
MOST_TOLD = 1000
JSON, PDF = "application/json", "application/pdf"


class About(NamedTuple):
    """What every package knows of a person, in plain lines, and the person's other names."""

    known: list[Known]
    names: list[PersonName]


def about(request: StaffRequest, person: Person, handed: Iterable[HandOver]) -> About:
    """What is known of a person and read in the panels of their page; to whom it was handed."""
    shown = sorted(panels(request.rights), key=lambda panel: not panel.aside)
    read = {one.key: one.read(person, MOST_TOLD) for one in shown}
    parts = [
        Known(title=str(one.title), lines=one.said(read[one.key])[:MOST_TOLD]) for one in shown
    ]
    lines = [
        _("%(what)s : %(value)s")
        % {
            "what": saying.capital(saying.day_long(timezone.localdate(one.at))),
            "value": one.to_name,
        }
        for one in handed
    ]
    parts.append(Known(title=_("Fiche transmise"), lines=lines))
    return About([one for one in parts if one.lines], read["file"]["names"])


@needs(Right.PEOPLE)
@require_GET
def file_pdf(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """« Ma fiche » on paper; ``?size=large`` in large print."""
    found, place = person_or_404(person), request.place
    today = saying.date_long(timezone.localdate())
    made = pdf(
        "office/prints/person_file.typ",
        {
            "large": is_large(request),
            "title": _("Ma fiche – %s") % found,
            "name": str(found),
            "place": {
                "name": place.name if place else request.structure.name,
                "motto": place.motto if place else "",
                "logo": list(read_logo(place)) if place else [],
            },
            "intro": _("Voici tout ce que %(structure)s sait de vous, le %(day)s.")
            % {"structure": request.structure.name, "day": today},
            "parts": [
                one.model_dump() for one in about(request, found, hand_overs_of(found)).known
            ],
            "contact": phone_fr(place.phone) if place else "",
        },
    )
    return _sent(made, PDF, "ma-fiche.pdf", inline=True)


def _sent(content: bytes | str, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@needs(Right.PEOPLE)
@require_GET
def file_json(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """« Ma fiche » as data: any program reads it."""
    found = person_or_404(person)
    return _json(request, found, hand_overs_of(found), None)


def _json(
    request: StaffRequest, person: Person, all_handed: list[HandOver], handed: HandOver | None
) -> HttpResponse:
    told = about(request, person, all_handed)
    sheet = sheet_of(
        person,
        structure=request.structure.name,
        at=timezone.now(),
        known=told.known,
        names=told.names,
        handed=handed,
    )
    return _sent(as_json(sheet), JSON, "fiche.json")


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def hand_over(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """To whom the file goes, and how the person agreed."""
    found, ident = person_or_404(person), new_id()
    return act(
        request,
        HandOverForm(typed(request)),
        "people.hand_over",
        ids={"hand_over": ident, "person": found.pk},
        to=address(request, "handed", ident),
        back=address(request, "person", found.pk),
        said=_("C’est noté : la personne est d’accord."),
        title=saying.of(_("Transmettre la fiche de %s"), found),
        lead=_("Demandez-lui d’abord si elle est d’accord. Elle peut dire non."),
    )


@needs(Right.PEOPLE)
@require_GET
def handed(request: StaffRequest, slug: str, handed: UUID) -> HttpResponse:
    """The file is ready: download it, give it to the person or send it."""
    row = _handed(handed)
    return page(request, "office/handed.html", {"row": row, "person": row.person.kept})


def _handed(handed: UUID) -> HandOver:
    rows = HandOver.objects.select_related("person__same_as", "staff")
    found: HandOver | None = rows.filter(pk=handed, person__erased_at=None).first()
    if found is None:
        raise Http404
    return found


@needs(Right.PEOPLE)
@require_GET
def handed_json(request: StaffRequest, slug: str, handed: UUID) -> HttpResponse:
    """The file that leaves, with the consent it leaves with."""
    rows = hand_overs_beside(handed)
    row = next((one for one in rows if one.pk == handed), None)
    if row is None:
        raise Http404
    return _json(request, person_or_404(row.person_id), rows, row)


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def receive(request: StaffRequest, slug: str) -> HttpResponse:
    """A file that another structure sent: read, shown, then opened here as a new file."""
    form = ReceiveForm(typed(request), request.FILES or None)
    if not form.is_bound or not form.is_valid():
        context = {
            "form": form,
            "title": _("Recevoir une fiche"),
            "lead": _("Le fichier qu’une autre structure a remis, avec l’accord de la personne."),
            "back": address(request, "people"),
        }
        return page(request, "office/receive.html", context, status=422 if form.is_bound else 200)
    sheet = form.cleaned_data["sheet"]
    quarters = neighbourhood_names()
    person = person_of(sheet.person, quarters)
    initial = person_values(person, timezone.localdate().year)
    names = [one.model_dump(mode="json") for one in sheet.person.names]
    context = {
        "form": NewPersonForm(
            profiles=money.profiles(), quarters=quarters, initial={**initial, "names": names}
        ),
        "title": saying.of(
            _("La fiche de %s"), f"{sheet.person.first_name} {sheet.person.last_name}"
        ),
        "sheet": sheet,
        "action": address(request, "person-add"),
        "back": address(request, "people"),
    }
    return page(request, "office/received.html", context)
