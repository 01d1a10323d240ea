"""What goes with a sale that is reversed: the memberships and terms of plans that it took."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from maillage.core.acting import Acting
from maillage.money.memberships import cancel_memberships
from maillage.money.models import Membership, PlanTerm, Sale, SaleLine
from maillage.money.models.sales import LineKind
from maillage.money.plans import cancel_terms
from maillage.people.queries import group_of


def cancel_taken(acting: Acting, sale: Sale, lines: Iterable[SaleLine]) -> None:
    """Cancel what these lines paid for, where it is whose the sale is: never somebody else's."""
    taken = list(lines)
    memberships = _named(taken, LineKind.MEMBERSHIP)
    if memberships:
        theirs = Membership.objects.filter(_whose(sale, ""), pk__in=memberships)
        cancel_memberships(acting, theirs.values_list("pk", flat=True))
    terms = _named(taken, LineKind.PLAN)
    if terms:
        held = PlanTerm.objects.filter(_whose(sale, "holder__"), pk__in=terms)
        cancel_terms(acting, held.values_list("pk", flat=True))


def _named(lines: list[SaleLine], kind: LineKind) -> list[UUID]:
    return [one.target_id for one in lines if one.kind == kind and one.target_id is not None]


def _whose(sale: Sale, path: str) -> Q:
    """The organisation's; else the person's, on any of their files; nobody's without either."""
    if sale.organisation_id is not None:
        return Q(**{f"{path}organisation": sale.organisation_id})
    if sale.person is None:
        return Q(pk__in=[])
    return Q(**{f"{path}person__in": group_of(sale.person.kept.pk)})
