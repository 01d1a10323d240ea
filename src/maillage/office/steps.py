"""The first steps of a structure, up to its first arrival: what is done, what comes next."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.compiled import Compiled
from maillage.money.models import Price
from maillage.network.middleware import StaffRequest
from maillage.network.models import Device, Place, Staff, Structure
from maillage.office.shell import address
from maillage.people.models import Visit
from maillage.programme.models import Session, Workshop

SKIPPED = "office_steps_skipped"
BEGUN = "office_begun"
"""Somebody came once: the steps are over for good, and are not looked at again."""


class Step(NamedTuple):
    """A step: its name, its words, why, the button's words, the screen; what adds one more."""

    name: str
    title: str | Promise
    why: str | Promise
    action: str | Promise
    screen: str
    again: str | Promise = ""


STEPS = (
    Step(
        "place", _("Votre lieu"),
        _("Un nom suffit. Les horaires et la couleur peuvent attendre."),
        _("Ajouter votre lieu"), "place-add", _("Ajouter un autre lieu"),
    ),
    Step(
        "team", _("Votre équipe"),
        _("Qui accueille, qui anime : un prénom, un rôle, un code à quatre chiffres."),
        _("Ajouter quelqu’un"), "staff-add", _("Ajouter quelqu’un d’autre"),
    ),
    Step(
        "price", _("Vos prix"),
        _("L’adhésion, la séance, l’heure de machine. Même ce qui est gratuit a un prix : 0 €."),
        _("Fixer vos prix"), "prices", _("Voir la grille"),
    ),
    Step(
        "workshop", _("Un atelier et sa date"),
        _("Ce que vous proposez, puis quand : une fois, ou chaque semaine."),
        _("Créer un atelier"), "workshop-add", _("Planifier une autre séance"),
    ),
    Step(
        "device", _("Le poste d’accueil"),
        _("Cet ordinateur devient l’accueil : il a sa caisse et ses reçus, même hors ligne."),
        _("Faire de ce navigateur un poste"), "desk",
    ),
    Step(
        "arrival", _("La première arrivée"),
        _("Tapez un prénom, puis Entrée. Essayez avec le vôtre : tout s’annule."),
        _("Ouvrir l’accueil"), "desk",
    ),
)  # fmt: skip
PLAN = Step(
    "workshop", _("La date de votre atelier"), STEPS[3].why, _("Planifier une séance"),
    "session-plan",
)  # fmt: skip


def first_steps(request: StaffRequest) -> dict[str, Any] | None:
    """The steps, and the one that comes next; nothing once somebody came, or all is done or left.

    ``begun``: there is something to see of a day. One statement, until somebody came.
    """
    if request.session.get(BEGUN):
        return None
    held = _held(request)
    if held["arrival"]:
        request.session[BEGUN] = True
    skipped = set(request.session.get(SKIPPED, []))
    if held["arrival"] or all(held[one.name] or one.name in skipped for one in STEPS):
        return None
    rows = [_row(request, one, held, skipped) for one in STEPS]
    ahead = next(row for row in rows if not (row["done"] or row["skipped"]))
    left = sum(not (row["done"] or row["skipped"]) for row in rows)
    begun = held["workshop"] or held["device"]
    return {"rows": rows, "next": ahead, "left": left, "begun": begun}


def _held(request: StaffRequest) -> dict[str, bool]:
    (found,) = _HELD.rows(request.staff.pk, request.structure.pk)
    return dict(zip(HELD, found, strict=True))


HELD = ("place", "team", "price", "made", "workshop", "device", "arrival")


def _read_held(staff: UUID, structure: UUID) -> QuerySet[Any, Any]:
    """Whether there is one of each, in the order of ``HELD``."""
    return Structure.objects.filter(pk=structure).values_list(
        Exists(Place.objects.all()),
        Exists(Staff.objects.filter(is_service=False).exclude(pk=staff)),
        Exists(Price.objects.all()),
        Exists(Workshop.objects.all()),
        Exists(Session.objects.all()),
        Exists(Device.objects.filter(kind=Device.Kind.DESK)),
        Exists(Visit.objects.all()),
    )


_HELD = Compiled(_read_held, UUID, UUID)


def _row(
    request: StaffRequest, step: Step, held: dict[str, bool], skipped: set[str]
) -> dict[str, Any]:
    if step.name == "workshop" and held["made"]:
        step = PLAN if not held["workshop"] else step._replace(screen="session-plan")
    return {
        "step": step,
        "url": f"{address(request, step.screen)}?then=home",
        "done": held[step.name],
        "skipped": not held[step.name] and step.name in skipped,
    }


def skip(request: StaffRequest, name: str) -> None:
    """Leave a step for later in this browser, or take it up again."""
    known = {one.name for one in STEPS}
    skipped = set(request.session.get(SKIPPED, []))
    request.session[SKIPPED] = sorted((skipped ^ {name}) & known)
