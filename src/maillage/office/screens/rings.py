"""Who came by the kiosk of the door, and is not matched with a file yet."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.screens.kin import MOST_FOUND, done
from maillage.office.screens.people import person_or_404
from maillage.office.shell import address, page
from maillage.people import ring_queries
from maillage.people.models import DoorRing
from maillage.people.queries import search_persons

MOST_RINGS = 30


@needs(Right.PEOPLE)
@require_GET
def rings(request: StaffRequest, slug: str) -> HttpResponse:
    """What was typed at the door, the latest first, with who it may be: one tap says so."""
    waiting = ring_queries.open_rings(MOST_RINGS)
    proposed = ring_queries.proposed_for(waiting)
    rows = [(one, proposed.get(one.pk, [])) for one in waiting]
    more = len(waiting) == MOST_RINGS
    return page(request, "office/rings.html", {"rows": rows, "more": more})


@needs(Right.PEOPLE)
@require_GET
def ring(request: StaffRequest, slug: str, ring: UUID) -> HttpResponse:
    """Look for who typed that, by any name."""
    found = _ring_or_404(ring, state=DoorRing.State.OPEN)
    asked = request.GET.get("q", found.first_name or found.card).strip()[:60]
    persons = search_persons(asked, limit=MOST_FOUND) if len(asked) > 1 else []
    return page(request, "office/ring.html", {"ring": found, "asked": asked, "found": persons})


@needs(Right.PEOPLE)
@require_POST
def ring_match(request: StaffRequest, slug: str, ring: UUID) -> HttpResponse:
    """« C’est cette personne »."""
    try:
        person = person_or_404(UUID(request.POST.get("person", "")))
    except ValueError as wrong:
        raise Http404 from wrong
    payload = {"ring": _ring_or_404(ring).pk, "person": person.pk, "visit": new_id()}
    said = _("%s a sa venue, à l’heure de son passage.") % person
    return done(request, "people.match_ring", payload, said, address(request, "rings"))


@needs(Right.PEOPLE)
@require_POST
def ring_leave(request: StaffRequest, slug: str, ring: UUID) -> HttpResponse:
    """« Laisser sans nom »."""
    payload = {"ring": _ring_or_404(ring).pk}
    said = _("La venue reste comptée, sans nom.")
    return done(request, "people.leave_ring", payload, said, address(request, "rings"))


def _ring_or_404(ring: UUID, **asked: str) -> DoorRing:
    found: DoorRing | None = DoorRing.objects.filter(pk=ring, **asked).first()
    if found is None:
        raise Http404
    return found
