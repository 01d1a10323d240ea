"""What ``staff`` and ``token`` share: the structure named, who acts, the place."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from maillage.cli.faults import Fault
from maillage.core.scopes import structure_scope
from maillage.network.models import Place, Role, Structure
from maillage.network.queries import roles_on


def structure_named(slug: str) -> Structure:
    """The structure of that address; a ``Fault`` that lists those there are."""
    found = Structure.objects.filter(slug=slug).first()
    if found is not None:
        return found
    known = list(Structure.objects.order_by("slug").values_list("slug", flat=True)[:20])
    if not known:
        raise Fault(
            "Il n’y a encore aucune structure. Fondez-en une : "
            f"maillage staff add --structure {slug} --found NOM --first-name … --login …"
        )
    raise Fault(
        f"Aucune structure n’a l’adresse « {slug} ». Il y a : {', '.join(known)}. "
        "Pour en fonder une autre, ajoutez --found NOM à « maillage staff add »."
    )


def who_acts(structure: Structure, login: str | None) -> UUID:
    """The manager in whose name the command line acts: the one named, else the first."""
    with structure_scope(structure.pk):
        managers = [
            held.staff
            for held in roles_on(_today())
            .filter(role=Role.MANAGER, place=None)
            .filter(staff__is_service=False)
            .select_related("staff__account")
            .order_by("from_day", "staff_id")
            if held.staff.left_on is None or held.staff.left_on >= _today()
        ]
    for manager in managers:
        if login is None or (manager.account and manager.account.login == login):
            return manager.pk
    if login is None:
        raise Fault(f"« {structure.name} » n’a plus de responsable : on ne peut agir pour elle.")
    raise Fault(f"« {login} » n’est pas responsable de « {structure.name} ». Essayez sans --by.")


def place_named(structure: Structure, name: str | None) -> UUID | None:
    """The place of that name; a ``Fault`` that lists those there are."""
    if name is None:
        return None
    with structure_scope(structure.pk):
        places = {place.name: place.pk for place in Place.objects.order_by("name")}
    if name in places:
        return places[name]
    raise Fault(
        f"« {structure.name} » n’a pas de lieu « {name} ». "
        f"Il y a : {', '.join(places) or 'aucun lieu'}."
    )


def _today() -> date:
    return timezone.localdate()
