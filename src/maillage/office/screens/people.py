"""People: search, the file of one, edit, erase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.money import queries as money
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.network.territory_queries import neighbourhood_names
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.people import NewPersonForm, PersonForm, person_values
from maillage.office.printable import Printable
from maillage.office.shell import act, address, page, run, say, typed
from maillage.people import queries
from maillage.people.duplicates import Twin, duplicates_of, possible_duplicates
from maillage.people.models import Person
from maillage.people.panels import panels
from maillage.people.rules import LIKELY

FORM = ["GET", "POST"]
MOST_FOUND = 50
MOST_SHOWN = 30


@needs(Right.PEOPLE)
@require_GET
def people(request: StaffRequest, slug: str) -> HttpResponse:
    """Find a person: two letters of a name, four last digits of a phone, a card number."""
    asked = request.GET.get("q", "").strip()[:60]
    found = queries.search_persons(asked, limit=MOST_FOUND + 1) if len(asked) > 1 else []
    also = queries.names_of(found)
    context = {
        "asked": asked,
        "found": [(one, also.get(one.pk, [])) for one in found[:MOST_FOUND]],
        "more": len(found) > MOST_FOUND,
    }
    return page(request, "office/people.html", context)


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def person_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A file: a first name is enough. Files that look like it are shown once, before."""
    person = new_id()
    form = _new_person(request, typed(request))
    twins = _twins(form)
    if twins:
        form = _new_person(request, {**request.POST.dict(), "sure": "on"})
    return act(
        request,
        form,
        "people.create",
        ids={"person": person},
        to=address(request, "person", person),
        said=_("La fiche est ouverte."),
        template="office/person_add.html",
        ask=bool(twins),
        title=_("Ajouter une personne"),
        lead=_("Un prénom suffit. Le reste est facultatif."),
        duplicates=twins,
    )


def _new_person(request: StaffRequest, data: Mapping[str, Any] | None) -> NewPersonForm:
    initial = {"first_name": request.GET.get("q", "")[:60], **UNKNOWN}
    return NewPersonForm(
        data, profiles=money.profiles(), quarters=neighbourhood_names(), initial=initial
    )


def _twins(form: NewPersonForm) -> list[Twin]:
    """Files that look like the one about to be opened, unless they were shown already."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["sure"]:
        return []
    looks = ("first_name", "last_name", "phone", "email", "birth_year")
    return possible_duplicates(*(form.cleaned_data[one] for one in looks), from_score=LIKELY)


UNKNOWN = dict.fromkeys(("sex", "age_band", "status"), "told:unknown")


def person_or_404(person: UUID) -> Person:
    """The file that stands for a person, for a page about them; 404 if unknown here or erased."""
    for found in _FILE.objects(person):
        return person_or_404(found.same_as_id) if found.same_as_id else found
    raise Http404


_FILE = Compiled(
    lambda person: money.with_price_label(
        Person.objects.filter(erased_at=None, pk=person).select_related("commune")
    ),
    UUID,
)


@needs(Right.PEOPLE)
@require_GET
def person(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """All that is known of a person: visits, seats, payments, documents, possible duplicates."""
    found = person_or_404(person)
    if found.pk != person:
        return redirect("person", slug=slug, person=found.pk)
    context = {
        "person": found,
        "panels": [
            {"key": one.key, "title": one.title, "aside": one.aside, "template": one.template,
             "it": one.read(found, MOST_SHOWN)}
            for one in panels(request.rights)
            if not one.apart
        ],
        "duplicates": duplicates_of(found),
        "prints": [
            Printable(_("Carte"), address(request, "person-card", person)),
            Printable(_("Lettre : ses séances"), address(request, "person-letter", person)),
            Printable(_("Autorisation parentale"), address(request, "person-parental", person)),
        ],
    }  # fmt: skip
    return page(request, "office/person.html", context)


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def person_edit(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Correct a file; only what changes is written."""
    found = person_or_404(person)
    values = person_values(found, timezone.localdate().year)
    form = PersonForm(
        typed(request), profiles=money.profiles(), quarters=neighbourhood_names(), initial=values
    )
    return act(
        request,
        form,
        "people.edit",
        ids={"person": person},
        to=address(request, "person", person),
        said=_("La fiche est corrigée."),
        title=saying.of(_("Corriger la fiche de %s"), found),
        lead=_("Ce qui change seul est gardé ; ne pas savoir est une réponse."),
    )


@needs(Right.ERASE)
@require_http_methods(FORM)
def person_erase(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Erase a person, once confirmed: the file is emptied, counts and amounts stay."""
    found = person_or_404(person)
    form = OfficeForm(typed(request))
    sent = form.is_bound and form.is_valid()
    if sent and run(request, form, "people.erase", {"person": person}) is not None:
        say(request, _("La personne est effacée. Les comptes et les totaux n’ont pas bougé."))
        return redirect("people", slug=slug)
    context = {"person": found, "form": form, "back": address(request, "person", person)}
    return page(request, "office/erase.html", context, status=422 if form.is_bound else 200)
