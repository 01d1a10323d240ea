"""Events and workshops decided together: what is to do before, who may take part, what is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.events import DecisionsForm, EventForm, ItemForm, event_values
from maillage.office.forms.fields import OfficeForm
from maillage.office.screens.programme import found_session
from maillage.office.shell import act, address, run, say, typed
from maillage.programme import queries
from maillage.programme.models import ChecklistItem
from maillage.programme.rules import EVENTS

FORM = ["GET", "POST"]


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def event_edit(request: StaffRequest, slug: str, event: UUID) -> HttpResponse:
    """The game, the ages, the papers of an event."""
    found = found_session(event)
    if found.format not in EVENTS:
        raise Http404
    return act(
        request,
        EventForm(typed(request), initial=event_values(found, queries.event_of(found))),
        "programme.describe_event",
        ids={"session": event},
        to=address(request, "session", event),
        place=found.place_id,
        said=_("C’est noté."),
        title=_("Décrire « %s »") % found.title,
        lead=_("Ce qu’il faut savoir avant le jour : le jeu, les âges, les papiers."),
    )


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def item_add(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """One thing more to do before a session."""
    found = found_session(session)
    return act(
        request,
        ItemForm(typed(request)),
        "programme.add_item",
        ids={"item": new_id(), "session": session},
        to=address(request, "session", session),
        place=found.place_id,
        said=_("C’est ajouté à la liste."),
        title=_("Ajouter une chose à faire"),
        lead=_("Une ligne de la liste : quoi, qui, pour quand."),
    )


def _item(item: UUID) -> ChecklistItem:
    found: ChecklistItem | None = (
        ChecklistItem.objects.select_related("session").filter(pk=item).first()
    )
    if found is None:
        raise Http404
    return found


def _change(request: StaffRequest, item: UUID, kind: str, **more: Any) -> HttpResponse:
    found = _item(item)
    form = OfficeForm({})
    form.is_valid()
    payload = {"item": item, **more}
    if run(request, form, kind, payload, place=found.session.place_id) is None:
        say(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect(address(request, "session", found.session_id) + "#to-do")


@needs(Right.PROGRAMME)
@require_POST
def item_tick(request: StaffRequest, slug: str, item: UUID) -> HttpResponse:
    """Done, or not after all."""
    return _change(request, item, "programme.tick_item", done=request.POST.get("done") != "")


@needs(Right.PROGRAMME)
@require_POST
def item_drop(request: StaffRequest, slug: str, item: UUID) -> HttpResponse:
    """Off the list."""
    return _change(request, item, "programme.drop_item")


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def decisions(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """What people decided together."""
    found = found_session(session)
    kept = "\n".join(queries.decisions_of(found))
    return act(
        request,
        DecisionsForm(typed(request), initial={"decisions": kept}),
        "programme.keep_decisions",
        ids={"session": session},
        to=address(request, "session", session),
        place=found.place_id,
        said=_("Les décisions sont gardées."),
        title=_("Ce qui a été décidé"),
        lead=_("Notez-le pendant que tout le monde est là : ce sera la base de la suite."),
    )
