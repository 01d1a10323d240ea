"""Whom a form is for: searched in the form itself, then chosen with the rest; nothing is lost."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import QueryDict

from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.prints.parts import name_of
from maillage.office.screens.kin import found_persons
from maillage.people.models import Person

LONGEST = 60


def whole_names(request: StaffRequest) -> bool:
    """Whether names are said whole."""
    return Right.PEOPLE in request.rights


class Asked(NamedTuple):
    """What is searched: ``q`` for whom, ``w`` for who comes too; what else was typed.

    ``sent`` is the form to check; nothing while one searches.
    """

    request: StaffRequest
    q: str
    w: str
    sent: QueryDict | None

    @property
    def words(self) -> str:
        """All that is searched: when it changes, one searches again before anything is sent."""
        return f"{self.q} {self.w}".strip()

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed beside the search, shown again."""
        if self.sent is not None:
            return {}
        return {name: value for name, value in self.request.POST.items() if value}

    def persons(self) -> list[tuple[str, str]]:
        """Whom it may be for: ids, and words to know them by."""
        return self._found(self.q, "person")

    def companions(self) -> list[tuple[str, str]]:
        """Who may come too."""
        return self._found(self.w, "companion")

    def _found(self, asked: str, field: str) -> list[tuple[str, str]]:
        chosen = self.request.POST.get(field) or self.request.GET.get(field, "")
        if self.request.GET.get("searched", self.words) != self.words:
            chosen = ""  # by an address, other words look for somebody else
        return [(str(one.pk), _known(self.request, one)) for one in found_persons(asked, chosen)]


def whom_asked(request: StaffRequest) -> Asked:
    """What is searched in a form: by its button, or because the words changed."""
    given = request.POST if request.method == "POST" else request.GET
    q, w = (given.get(name, "").strip()[:LONGEST] for name in ("q", "w"))
    asked = Asked(request, q, w, None)
    searches = "search" in given or asked.words != given.get("searched", "")
    if request.method != "POST" or searches:
        return asked
    return asked._replace(sent=request.POST)


def _known(request: StaffRequest, person: Person) -> str:
    name = name_of(person, whole=whole_names(request))
    return f"{name} …{person.phone_last4}" if person.phone_last4 else name
