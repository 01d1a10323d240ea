"""Who may use which machines: given to a person, to who came to a training; withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.booking import queries
from maillage.booking.models import Authorisation, Family
from maillage.core.commands import Data
from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.resources import AuthoriseForm, TrainedForm
from maillage.office.panels import MACHINES
from maillage.office.screens.kin import done
from maillage.office.screens.people import MOST_SHOWN, person_or_404
from maillage.office.screens.programme import found_session
from maillage.office.shell import act, address, page, run, say, typed

FORM = ["GET", "POST"]


@needs(Right.PEOPLE)
@require_GET
def person_machines(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """What a person reserved, and which machines they may use."""
    found = person_or_404(person)
    context = {
        "person": found,
        "panels": [
            {"key": one.key, "title": one.title, "template": one.template,
             "it": one.read(found, MOST_SHOWN)}
            for one in MACHINES
        ],
    }  # fmt: skip
    return page(request, "office/person_machines.html", context)


@needs(Right.AUTHORISE)
@require_http_methods(FORM)
def authorise(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """A person may use the machines of a kind."""
    found = person_or_404(person)
    return act(
        request,
        AuthoriseForm(typed(request), families=queries.families()),
        "booking.authorise",
        ids={"authorisation": new_id(), "person": person},
        to=address(request, "person-machines", person),
        said=_("L’habilitation est donnée."),
        title=_("Habiliter %s") % found,
        lead=_("À partir d’aujourd’hui, pour la durée que dit le genre de matériel."),
    )


@needs(Right.AUTHORISE)
@require_POST
def withdraw(request: StaffRequest, slug: str, authorisation: UUID) -> HttpResponse:
    """An authorisation ends today."""
    found = Authorisation.objects.filter(pk=authorisation).first()
    if found is None:
        raise Http404
    to = address(request, "person-machines", found.person_id)
    said = _("L’habilitation est retirée.")
    return done(request, "booking.withdraw", {"authorisation": authorisation}, said, to)


@needs(Right.AUTHORISE)
@require_POST
def session_authorise(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Everybody present at a training may use the machines it leads to."""
    found = found_session(session)
    form = TrainedForm(request.POST)
    if not form.is_valid() or not Family.objects.filter(pk=form.cleaned_data["family"]).exists():
        raise Http404
    payload = {"session": session, "family": form.cleaned_data["family"]}
    given = run(request, form, "booking.authorise_session", payload, place=found.place_id)
    say(request, said_of(given) if given else " ".join(map(str, form.non_field_errors())))
    return redirect("session", slug=slug, session=session)


def said_of(given: Data) -> str:
    """« 3 personnes habilitées, 1 l’était déjà. »"""
    count, before = given["given"], given["already"]
    said = ngettext("%(n)s personne habilitée.", "%(n)s personnes habilitées.", count) % {
        "n": count
    }
    if not before:
        return said
    known = ngettext("%(n)s l’était déjà.", "%(n)s l’étaient déjà.", before) % {"n": before}
    return f"{said} {known}"
