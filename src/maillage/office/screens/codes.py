"""« J’ai un papier » : the short code of a print that comes back opens the right screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maillage.booking.models import Resource
from maillage.core import shortcodes
from maillage.core.models import ShortCode
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.shell import IN_ERROR, address, page
from maillage.programme.models import Registration


def _session(request: StaffRequest, row: ShortCode) -> str:
    """Its page; at the desk, for who does not look after the programme."""
    if Right.PROGRAMME not in request.rights:
        return f"{address(request, 'desk')}#seance={row.target}"
    return address(request, "session", row.target) + "#who"


def _registration(request: StaffRequest, row: ShortCode) -> str:
    held = Registration.objects.filter(pk=row.target).values_list("session", flat=True).first()
    return address(request, "session", held) + "#who" if held else address(request, "sessions")


def _documents(request: StaffRequest, row: ShortCode) -> str:
    return address(request, "person", row.target) + "#documents"


def _day(request: StaffRequest, row: ShortCode) -> str:
    return f"{address(request, 'sessions')}?month={row.day:%Y-%m}#day-{row.day:%Y%m%d}"


def _receipts(request: StaffRequest, row: ShortCode) -> str:
    return address(request, "paper-enter", row.target)


def _tally(request: StaffRequest, row: ShortCode) -> str:
    return f"{address(request, 'paper-tally')}?place={row.target}&day={row.day}"


def _machine(request: StaffRequest, row: ShortCode) -> str:
    """What happened to it."""
    held = Resource.objects.filter(pk=row.target).values_list("unit__place", flat=True).first()
    asked = urlencode({"place": held or "", "what": row.target})
    return f"{address(request, 'incident-add')}?{asked}"


OPENS: dict[str, Callable[[StaffRequest, ShortCode], str]] = {
    "attendance": _session,
    "phones": _session,
    "phones_day": _day,
    "slip": _registration,
    "parental": _documents,
    "receipts": _receipts,
    "tally": _tally,
    "machine": _machine,
}
"""The screen of each kind of paper."""


@needs(Right.GREET)
@require_GET
def code(request: StaffRequest, slug: str) -> HttpResponse:
    """Type the code of a paper; another structure's is as unknown as one never printed."""
    typed = request.GET.get("code", "").strip()[:20]
    said = ""
    if typed:
        try:
            found = shortcodes.find(shortcodes.read(typed))
        except shortcodes.Misread:
            said = _("Ce code est mal recopié : relisez-le sur la feuille, en haut à droite.")
        else:
            if found is not None:
                return redirect(OPENS[found.kind](request, found))
            said = _("Ce code n’est pas d’une feuille d’ici. Vérifiez d’où vient le papier.")
    context = {"typed": typed, "said_of_code": said}
    return page(request, "office/code.html", context, status=IN_ERROR if said else 200)
