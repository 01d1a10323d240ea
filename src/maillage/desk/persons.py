"""The persons of the snapshot, as little of each as the role needs (``needs`` §4.2, rule 23).

Everybody at the desk finds a person by their whole name. A volunteer is shown an initial and no
sex; what is owed goes to who takes money; a birth year to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from maillage.core import saying
from maillage.core.compiled import Compiled
from maillage.desk.lens import Lens
from maillage.desk.standpoint import Data, instant
from maillage.money import queries as money
from maillage.money.models import SaleLine
from maillage.people import desk_queries as desk
from maillage.people import queries as people
from maillage.people.models import Visit
from maillage.people.rules import may_be_minor, surely_aged
from maillage.programme.fitness import asked_on
from maillage.programme.models import Session


def persons_seen(lens: Lens, persons: list[desk.Known]) -> list[Data]:
    """Each of these live persons, with visits, papers, membership and dues.

    A fixed number of statements.
    """
    view = lens.view
    files = desk.files_of(persons)
    counts = desk.visit_counts_of(files)
    today = _visits_today(lens, files)
    asked = asked_on(view.place.pk, view.day)
    missing = people.missing_documents(persons, view.day, asked=asked, files=files.ids)
    dues = _dues(lens, files.ids)
    named, also = desk.other_words_of(files), _also(files)
    for root, words in also.words.items():
        named.setdefault(root, []).extend(words)
    ends = {files.root[file]: term for file, term in money.terms_of_files(files.ids)}
    memberships = {term: _membership(lens, term) for term in {None, *ends.values()}}
    return [
        {
            **_person(lens, one, named.get(one.pk, [])),
            **({"also": also.numbers[one.pk]} if one.pk in also.numbers else {}),
            "age_from": _age_from(lens, one),
            "visits": counts.get(one.pk, 0),
            "new": one.pk not in counts,
            "missing": sorted(missing[one.pk]),
            "due_cents": sum(due["cents"] for due in dues.get(one.pk, [])),
            "dues": dues.get(one.pk, []),
            "today": _visit(today.get(one.pk)),
            **memberships[ends.get(one.pk)],
        }
        for one in persons
    ]


def _person(lens: Lens, person: desk.Known, named: list[str]) -> Data:
    last = person.last_name
    return {
        "id": str(person.pk),
        "first": person.first_name,
        "last": last if lens.whole or not last else f"{last[0]}.",
        "folded": _folded(person.folded, named),
        "last4": person.phone_last4,
        "card": person.card,
        "profile": person.price_profile,
        "commune": person.commune or "",
        "minor": may_be_minor(person.birth_year, person.age_band, lens.view.day.year),
        "sex": person.sex if lens.whole else None,
        "last_means": person.last_means,
    }


class Also:
    """What somebody is found by beside their own file: the files merged into it."""

    def __init__(self) -> None:
        self.words: dict[UUID, list[str]] = {}
        self.numbers: dict[UUID, list[str]] = {}


def _also(files: desk.Files) -> Also:
    """The words of the names, and the cards and ends of phones, of the files that are theirs."""
    found = Also()
    for one in files.aliases:
        found.words.setdefault(one.root, []).extend(one.folded.split())
        numbers = [number for number in (one.card, one.phone_last4) if number]
        if numbers:
            found.numbers.setdefault(one.root, []).extend(numbers)
    return found


def _folded(folded: str, named: list[str]) -> str:
    """What the desk's search looks in: the name, then the words that only other names have."""
    if not named:
        return folded
    held = folded.split()
    return " ".join([*held, *dict.fromkeys(one for one in named if one not in held)])


def _age_from(lens: Lens, person: desk.Known) -> int | None:
    """The age surely reached, told only when some session asks for more."""
    age = surely_aged(person.birth_year, person.age_band, lens.view.day.year)
    return age if age is not None and age < lens.oldest else None


def _visits_today(lens: Lens, files: desk.Files) -> dict[UUID, tuple[UUID, datetime]]:
    """The visit of the day of each person and its hour, by the file that stands for them."""
    rows = _TODAY.rows(lens.view.place.pk, lens.view.day)
    return {files.root[person]: (visit, at) for person, visit, at in rows if person in files.root}


_TODAY = Compiled(
    lambda place, day: (
        Visit.objects.filter(place=place, day=day, greetings__gt=0)
        .order_by("at", "id")
        .values_list("person_id", "id", "at")
    ),
    UUID,
    date,
)


def _visit(visit: tuple[UUID, datetime] | None) -> Data | None:
    return {"visit": str(visit[0]), "at": instant(visit[1])} if visit else None


def _membership(lens: Lens, last: money.Term | None) -> Data:
    """Where somebody stands as a member, and the membership they would take today."""
    day = lens.view.day
    stands = money.standing(last, lens.plans, day)
    until = expired = None
    if last and stands.until:
        until = {"until": stands.until.isoformat(), "plan": str(last.plan_id)}
    if stands.expired_on:
        expired = stands.expired_on.isoformat()
    taken = stands.plan and money.renewal(stands.plan, today=day, current_end=stands.last_day)
    return {"membership": until, "expired_on": expired, "renewal": taken}


def _dues(lens: Lens, files: list[UUID]) -> dict[UUID, list[Data]]:
    """What each person left for later, for who takes money; three statements."""
    if not lens.sees_dues:
        return {}
    owed = money.dues_by_person(files)
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
