"""The persons of the snapshot, as little of each as the role needs (``needs`` §4.2, rule 23).

Everybody at the desk finds a person by their whole name. A volunteer is shown an initial and no
sex; what is owed goes to who takes money; a birth year to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from maillage.core import saying
from maillage.desk.standpoint import Data, Standpoint, instant
from maillage.money import queries as money
from maillage.money.models import Membership, SaleLine
from maillage.network.rights import Right
from maillage.people import queries as people
from maillage.people.models import Person, Visit
from maillage.people.rules import may_be_minor, surely_aged
from maillage.programme.fitness import asked_on
from maillage.programme.models import Session


def persons_seen(
    view: Standpoint,
    persons: list[Person],
    visits: list[Visit],
    plans: list[Any],
    sessions: list[Data],
) -> list[Data]:
    """Each live person, with visits, papers, membership and dues."""
    counts = people.visit_counts_of_all()
    today = {one.person_id: one for one in visits}
    asked = asked_on(view.place.pk, view.day)
    missing = people.missing_documents(persons, view.day, asked=asked)
    memberships, dues = money.memberships_of_persons(), _dues(view)
    named, also = _also()
    oldest = max((one["minimum_age"] or 0 for one in sessions), default=0)
    return [
        {
            **_person(view, one, named.get(one.pk, [])),
            **({"also": also[one.pk]} if one.pk in also else {}),
            "age_from": _age_from(view, one, oldest),
            "visits": counts.get(one.pk, 0),
            "new": one.pk not in counts,
            "missing": sorted(missing[one.pk]),
            "due_cents": sum(due["cents"] for due in dues.get(one.pk, [])),
            "dues": dues.get(one.pk, []),
            "today": _visit(today.get(one.pk)),
            **_membership(view, memberships.get(one.pk), plans),
        }
        for one in persons
    ]


def _person(view: Standpoint, person: Person, named: list[str]) -> Data:
    whole = Right.PEOPLE in view.rights
    last = person.last_name
    return {
        "id": str(person.pk),
        "first": person.first_name,
        "last": last if whole or not last else f"{last[0]}.",
        "folded": _folded(person.folded, named),
        "last4": person.phone_last4,
        "card": person.card,
        "profile": person.price_profile,
        "commune": person.commune.name if person.commune else "",
        "minor": may_be_minor(person.birth_year, person.age_band, view.day.year),
        "sex": person.sex if whole else None,
        "last_means": person.last_means,
    }


def _also() -> tuple[dict[UUID, list[str]], dict[UUID, list[str]]]:
    """The words of other names, then the cards and ends of phones, of the files that are theirs."""
    named, numbers = people.words_of_other_names(), dict[UUID, list[str]]()
    for root, one in people.aliases():
        named.setdefault(root, []).extend(one.folded.split())
        found = [number for number in (one.card, one.phone_last4) if number]
        if found:
            numbers.setdefault(root, []).extend(found)
    return named, numbers


def _folded(folded: str, named: list[str]) -> str:
    """What the desk's search looks in: the name, then the words that only other names have."""
    held = folded.split()
    return " ".join([*held, *dict.fromkeys(one for one in named if one not in held)])


def _age_from(view: Standpoint, person: Person, oldest: int) -> int | None:
    """The age surely reached, told only when some session asks for more."""
    age = surely_aged(person.birth_year, person.age_band, view.day.year)
    return age if age is not None and age < oldest else None


def _visit(visit: Visit | None) -> Data | None:
    return {"visit": str(visit.pk), "at": instant(visit.at)} if visit else None


def _membership(view: Standpoint, last: Membership | None, plans: list[Any]) -> Data:
    """Where the person stands as a member, and the membership they would take today."""
    stands = money.standing(last, plans, view.day)
    until = expired = None
    if last and stands.until:
        until = {"until": stands.until.isoformat(), "plan": str(last.plan_id)}
    if stands.expired_on:
        expired = stands.expired_on.isoformat()
    taken = stands.plan and money.renewal(stands.plan, today=view.day, current_end=stands.last_day)
    return {"membership": until, "expired_on": expired, "renewal": taken}


def _dues(view: Standpoint) -> dict[UUID, list[Data]]:
    """What each person left for later, for who takes money; three statements."""
    if Right.TILL not in view.rights:
        return {}
    owed = money.dues_by_person()
    sold = [line for dues in owed.values() for due in dues for line in due.sale.lines.all()]
    sessions = Session.objects.filter(pk__in={line.target_id for line in sold if line.target_id})
    titles: dict[UUID | None, str] = dict(sessions.values_list("pk", "title"))
    return {person: [_due(due, titles) for due in dues] for person, dues in owed.items()}


def _due(due: money.Due, titles: dict[UUID | None, str]) -> Data:
    """« Boîte mail, mardi 24 novembre »."""
    what = " + ".join(_words(due.sale.lines.all(), titles))
    label = f"{what}, {saying.day(due.sale.day)}"
    return {"sale": str(due.sale.pk), "cents": due.cents, "label": label}


def _words(lines: Iterable[SaleLine], titles: dict[UUID | None, str]) -> list[str]:
    """What was sold: the session's title, else the words of the price, else its code."""
    return [
        titles.get(line.target_id) or (line.price.label if line.price else line.code)
        for line in lines
    ]
