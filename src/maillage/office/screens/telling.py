"""Telling those registered in a session: who, by which channel, what; and a seat given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.counter.announcing import registered, session_values
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.announcing import told_said
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.messages import TextForm
from maillage.office.screens.programme import found_session
from maillage.office.shell import page, run, say, typed
from maillage.office.telling import channels_fr, counted, people_to_tell
from maillage.programme.models import Registration, Session

FORM = ["GET", "POST"]


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def session_tell(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """A text to those registered; before, who would be told and by which channel."""
    found = found_session(session)
    form = TextForm(typed(request), initial=_moved(found) if "moved" in request.GET else {})
    if form.is_bound and form.is_valid():
        payload = {**form.payload(), "session": session}
        data = run(request, form, "counter.write", payload, place=found.place_id)
        if data is not None:
            say(request, told_said(data["told"]))
            return redirect("session", slug=slug, session=session)
    return _show(request, found, form)


def _moved(found: Session) -> dict[str, str]:
    """What to say of a session that was just moved, to be corrected at will."""
    values = session_values([found])
    with translation.override(settings.LANGUAGE_CODE):
        said = _("L’atelier « %(atelier)s » change. Maintenant, c’est %(jour)s à %(heure)s.")
        return {"text": said % values}


def _show(request: StaffRequest, found: Session, form: Any) -> HttpResponse:
    now = timezone.now()
    told = people_to_tell([found], now)
    context = {
        "session": found,
        "form": form,
        "told": told,
        "channels": channels_fr(counted(told)),
        "waiting": len(registered([found], Registration.State.WAITING)),
        "begun": found.starts_at <= now,
    }
    status = 422 if form.is_bound else 200
    return page(request, "office/session_tell.html", context, status=status)


@needs(Right.PEOPLE)
@require_POST
def session_tell_waiting(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Those who wait are told that they are on the list."""
    return _tell(request, session, "counter.tell_waiting")


@needs(Right.PEOPLE)
@require_POST
def session_ask_documents(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Who answers for the minors registered is asked for what is missing."""
    return _tell(request, session, "counter.ask_documents")


def _tell(request: StaffRequest, session: UUID, kind: str) -> HttpResponse:
    found = found_session(session)
    form = OfficeForm({})
    form.is_valid()
    data = run(request, form, kind, {"session": session}, place=found.place_id)
    if data is None:
        asked = TextForm({"text": "-"})
        asked.is_valid()
        asked.add_error(None, form.non_field_errors())
        return _show(request, found, asked)
    say(request, told_said(data["told"]))
    return redirect("session", slug=request.structure.slug, session=session)
