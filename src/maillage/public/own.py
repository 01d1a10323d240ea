"""The page of a coworker or a maker, by their personal link: no account, no password.

Whoever holds the address sees what the person reserved and may use, reserves and gives up for them,
by the very commands of the team: what is dangerous is refused here as anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.booking import queries
from maillage.booking.links import OWN_FEED, OWN_PAGE
from maillage.booking.models import Reservation
from maillage.core import secret_links
from maillage.core.envelope import Result
from maillage.core.ids import new_id, read_id
from maillage.core.models import SecretLink
from maillage.network.doors import door_of_link, run_patiently
from maillage.people.models import Person
from maillage.people.operations import known_person
from maillage.public import mine
from maillage.public.forms import OwnForm
from maillage.public.secret import by_secret, token_in

IN_ERROR = 422
WORKER = Path(__file__).parent / "static" / "public" / "own-worker.js"
State = Reservation.State


@require_GET
@by_secret({OWN_PAGE})
def page(request: HttpRequest, link: SecretLink) -> HttpResponse | None:
    """What is reserved, what may be, how to use the rest; ``?done=`` what was just done."""
    own = _own(link)
    return None if own is None else _show(request, own)


def _own(link: SecretLink) -> mine.Mine | None:
    person = known_person(link.target)
    return None if person is None else mine.mine(person, timezone.now())


def _show(
    request: HttpRequest,
    own: mine.Mine,
    form: OwnForm | None = None,
    *,
    refused: str = "",
) -> HttpResponse:
    """The page; with the form in error, or why a reservation could not be given up."""
    with timezone.override(own.zone):
        shown = form or OwnForm(offered=own.offered(), initial=_next_hour(own))
        context = {**_context(request, own, shown), "refused": refused}
        status = IN_ERROR if form or refused else 200
        return render(request, "public/own.html", context, status=status)


def _context(request: HttpRequest, own: mine.Mine, form: OwnForm) -> dict[str, Any]:
    return {
        **mine.identity(own),
        "person": own.person,
        "now": timezone.localtime(own.now),
        "token": token_in(request),
        "said": said(request.GET.get("done", "")),
        "coming": mine.coming(own),
        "form": form,
        "offered": own.offered(),
        "several": len(own.places) > 1,
        "plans": mine.plans(own),
        "usable": mine.usable(own),
        "to_learn": list(mine.to_learn(own)),
        "places": own.places,
        "feed": _feed(request, own.person),
    }


def _next_hour(own: mine.Mine) -> dict[str, Any]:
    soon = timezone.localtime(own.now) + timedelta(hours=1)
    return {"reservation": new_id(), "day": soon.date(), "start": f"{soon:%H}:00", "length": 60}


def _feed(request: HttpRequest, person: Person) -> str:
    """The address of their calendar, which only reads; nothing without one."""
    found = secret_links.links_to([person.pk], [OWN_FEED]).get((OWN_FEED, person.pk))
    token = secret_links.token_of(found) if found else ""
    return request.build_absolute_uri(reverse("feed", args=[token])) if token else ""


def said(done: str) -> str:
    """What was just done, in words; nothing for anything else."""
    return {
        State.CONFIRMED: _("C’est réservé."),
        State.TENTATIVE: _("C’est demandé : l’équipe doit encore dire oui."),
        State.WAITING: _("C’est déjà pris : vous êtes sur la liste d’attente."),
        State.CANCELLED: _("C’est annulé."),
        "late": _("C’est annulé, après le délai. Prévenez aussi le lieu."),
    }.get(done, "")


def _back(request: HttpRequest, done: str) -> HttpResponse:
    return redirect(f"{reverse('own', args=[token_in(request)])}?done={done}#main")


@require_POST
@by_secret({OWN_PAGE})
def reserve(request: HttpRequest, link: SecretLink) -> HttpResponse | None:
    """Reserve for the person; sent twice, it is done once."""
    own = _own(link)
    if own is None:
        return None
    form = OwnForm(request.POST, offered=own.offered())
    if not form.is_valid():
        return _show(request, own, form)
    payload = form.payload()
    place = {one.pk: one.unit.place_id for one in own.resources}.get(payload["resource"])
    made = _theirs(own.person, payload["reservation"])
    if made is None:
        wanted = {**payload, "person": own.person.pk}
        result = _send(link, own.person, "booking.reserve", wanted, place)
        made = _theirs(own.person, payload["reservation"])
        if made is None:
            _refuse(form, result)
            return _show(request, own, form)
    return _back(request, made.state)


def _theirs(person: Person, reservation: UUID) -> Reservation | None:
    """A reservation of theirs, whatever became of it."""
    found = queries.reservation_of(reservation)
    if found is None or found.person is None or found.person.kept.pk != person.pk:
        return None
    return found


def _send(
    link: SecretLink, person: Person, kind: str, payload: Mapping[str, Any], place: UUID | None
) -> Result:
    """A command that the person does themselves, through their link."""
    return run_patiently(
        link.structure_id,
        kind,
        payload,
        actor=person.pk,
        place=place,
        door=door_of_link(link.structure_id, person.pk),
    )


def _refuse(form: OwnForm, result: Result) -> None:
    """Say a refusal beside the field it speaks of, or above the form."""
    if result.code == "which_hour":
        form.ask_which()
    fields = {"which_hour": "second", "no_such_hour": "start", "past": "day"}
    form.add_error(fields.get(result.code), why(result))


def why(result: Result) -> str:
    """To the person, what the command says to the team."""
    if result.status == "retry":
        return _("Le serveur est très occupé. Attendez un instant, puis recommencez.")
    ours = {
        "quota": _("Vous avez déjà le plus de réservations permis pour ce matériel."),
        "paper_missing": _("Il manque un papier à votre dossier : passez à l’accueil le signer."),
        "not_offered": _("Cela ne se réserve plus : choisissez autre chose."),
    }
    return ours.get(result.code, result.message)


@require_POST
@by_secret({OWN_PAGE})
def cancel(request: HttpRequest, link: SecretLink) -> HttpResponse | None:
    """Give one of the person's reservations up; sent twice, it is done once."""
    own = _own(link)
    if own is None:
        return None
    asked = read_id(request.POST.get("reservation"))
    found = _theirs(own.person, asked) if asked else None
    if found is None:
        return None
    place = found.resource.unit.place_id
    result = _send(link, own.person, "booking.cancel", {"reservation": found.pk}, place)
    now = _theirs(own.person, found.pk)
    if now is None or now.state != State.CANCELLED:
        return _show(request, own, refused=why(result))
    return _back(request, "late" if now.late else State.CANCELLED)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """What lets the page be read again without a line; asked anew at each visit."""
    headers = {"Cache-Control": "no-cache"}
    source = WORKER.read_text(encoding="utf-8")
    return HttpResponse(source, content_type="text/javascript", headers=headers)
