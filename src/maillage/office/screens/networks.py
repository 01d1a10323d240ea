"""The networks the structure is in: partners' places, what they propose, who invites whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.ids import new_id, secret_token
from maillage.core.scopes import network_scope
from maillage.network import queries
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import NetworkMembership, Structure
from maillage.network.rights import Right
from maillage.office.forms.networks import EndForm, FoundForm, JoinForm
from maillage.office.shell import act, address, page, typed
from maillage.programme.queries import MOST_SHARED, shared_sessions

FORM = ["GET", "POST"]
AHEAD = timedelta(days=14)
CODE_BYTES = 9


@needs(Right.COUNTS)
@require_GET
def networks(request: StaffRequest, slug: str) -> HttpResponse:
    """Each network: its members, their places, their sessions of the coming two weeks."""
    today = timezone.localdate()
    held = queries.networks_on(today)
    members = queries.members_of([one.network_id for one in held], today)
    partners = {one.pk: one for found in members.values() for one in found[: queries.MOST_PARTNERS]}
    rows = [
        {"membership": one, "members": members[one.network_id], "network": one.network}
        for one in held
    ]
    context = {"rows": rows, "may_change": Right.PLACES in request.rights, **_shared(partners)}
    return page(request, "office/networks.html", context)


def _shared(partners: dict[UUID, Structure]) -> dict[str, Any]:
    """What partners share: places and sessions, in two statements; nobody's name."""
    today = timezone.localdate()
    with network_scope(partners):
        places = list(queries.places_open_on(today).select_related("commune"))
        sessions = shared_sessions(today, today + AHEAD)
    return {
        "places": [(partners[one.structure_id], one) for one in places],
        "sessions": [(partners[one.structure_id], one) for one in sessions],
        "more": len(sessions) == MOST_SHARED,
    }


@needs(Right.PLACES)
@require_http_methods(FORM)
def network_found(request: StaffRequest, slug: str) -> HttpResponse:
    """A network of one's own, to which one invites."""
    ids = {"network": new_id(), "membership": new_id(), "code": secret_token(CODE_BYTES)}
    return act(
        request,
        FoundForm(typed(request), initial={"from_day": timezone.localdate()}),
        "network.found_network",
        ids=ids,
        to=address(request, "networks"),
        said=_("Le réseau est fondé. Donnez son code à qui vous invitez."),
        title=_("Fonder un réseau"),
        lead=_("Un réseau met en commun les lieux et le programme, jamais les noms."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def network_join(request: StaffRequest, slug: str) -> HttpResponse:
    """A partner's network, with the code it gave."""
    return act(
        request,
        JoinForm(typed(request), initial={"from_day": timezone.localdate()}),
        "network.join_network",
        ids={"membership": new_id()},
        to=address(request, "networks"),
        said=_("Vous faites partie du réseau."),
        title=_("Rejoindre un réseau"),
        lead=_("Vos lieux et votre programme y seront lus. Vos fichiers restent chez vous."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def network_leave(request: StaffRequest, slug: str, membership: UUID) -> HttpResponse:
    """Leave on a day: each network can be left."""
    found = NetworkMembership.objects.select_related("network").filter(pk=membership).first()
    if found is None:
        raise Http404
    return act(
        request,
        EndForm(typed(request), initial={"to_day": timezone.localdate()}),
        "network.leave_network",
        ids={"membership": membership},
        to=address(request, "networks"),
        said=_("C’est noté."),
        title=_("Quitter « %s »") % found.network.name,
        lead=_("Vos fichiers, vos caisses et vos comptes ne changent pas."),
    )
