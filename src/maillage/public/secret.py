"""Addresses that are themselves the secret: whoever holds one opens it, without a sign-in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.core import secret_links
from maillage.core.models import SecretLink
from maillage.core.scopes import structure_scope

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # Not "no-referrer": a form would then not say to this very server where it comes from.
    "Referrer-Policy": "same-origin",
}
Opened = Callable[[HttpRequest, SecretLink], HttpResponse | None]


def token_in(request: HttpRequest) -> str:
    """The token of a secret address."""
    named: dict[str, str] = request.resolver_match.kwargs if request.resolver_match else {}
    return next(iter(named.values()), "")


def by_secret(kinds: Collection[str]) -> Callable[[Opened], Callable[..., HttpResponse]]:
    """Open the structure's scope for a link of these kinds; a dead one is 404, in words.

    The view receives the link in place of its token, and answers ``None`` when what it opened is
    gone. Nothing on the way keeps the answer, no robot lists it, no other site learns the address.
    """

    def decorate(view: Opened) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, **_token: str) -> HttpResponse:
            answer = _opened(view, request, secret_links.find(token_in(request)))
            for name, value in HEADERS.items():
                answer.headers[name] = value
            return answer

        return checked

    def _opened(view: Opened, request: HttpRequest, link: SecretLink | None) -> HttpResponse:
        answer = None
        if link is not None and link.kind in kinds:
            with structure_scope(link.structure_id):
                answer = view(request, link)
        return answer or render(request, "public/dead.html", status=404)

    return decorate
