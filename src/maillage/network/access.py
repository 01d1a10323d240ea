"""Who may open a screen: each staff view names its right, and the tests walk them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from maillage.network.middleware import StaffRequest

StaffView = Callable[..., HttpResponse]


def needs(right: str) -> Callable[[StaffView], StaffView]:
    """Answer 403 to whoever has not the right in at least one place.

    The structure's middleware has already answered 404 to strangers.
    """

    def decorate(view: StaffView) -> StaffView:
        @wraps(view)
        def checked(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if right not in request.rights:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.right = right  # type: ignore[attr-defined]
        return checked

    return decorate
