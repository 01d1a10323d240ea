"""What a day left in the base, counted by another process than the server's."""

from __future__ import annotations

import json

from django.db.models import Sum

from maillage.core.models import Command
from maillage.core.scopes import structure_scope
from maillage.money.models import Payment, Receipt, Series
from maillage.network.models import Structure
from maillage.people.duplicates import proposed_duplicates
from maillage.people.models import Visit
from maillage.programme.models import Registration
from maillage.programme.queries import ranks_of

FULL = 6


def tell_day() -> None:
    """Print, as JSON: seats of the session of six, receipts and cash by series, visits, twins."""
    with structure_scope(Structure.objects.get().pk):
        sold = [one for one in Series.objects.order_by("code") if one.last_number]
        visits = Visit.objects.filter(greetings__gt=0)
        told = {
            "seats": _seats(),
            "series": {
                one.code: [row.number for row in Receipt.objects.filter(series=one).order_by("at")]
                for one in sold
            },
            "cash": {one.code: _cash(one) for one in sold},
            "twins": [
                [one.first.first_name, one.second.first_name]
                for one in proposed_duplicates(9).pairs
            ],
            "visits": visits.count(),
            "visitors": visits.values("person").distinct().count(),
            "refused": Command.objects.filter(status=Command.Status.REFUSED).count(),
        }
    print(json.dumps(told))


def _seats() -> list[list[object]]:
    rows = Registration.objects.filter(session__capacity=FULL).select_related("person")
    seats = list(rows.order_by("asked"))
    ranks = ranks_of(seats)
    return [[one.person.first_name, one.state, ranks[one.pk]] for one in seats if one.person]


def _cash(series: Series) -> int:
    taken = Payment.objects.filter(means="cash", receipt__series=series)
    return int(taken.aggregate(cents=Sum("amount_cents"))["cents"] or 0)
