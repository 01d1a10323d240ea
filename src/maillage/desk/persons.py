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
from maillage.desk.machines import machines_of
from maillage.desk.standpoint import Data, instant
from maillage.money import queries as money
from maillage.money.desk_queries import Due, Running, dues_by_person, terms_of_files
from maillage.money.models import SaleLine
from maillage.money.models.sales import LineKind
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
    more = _more(lens, persons, files)
    asked = asked_on(view.place.pk, view.day)
    missing = people.missing_documents(persons, view.day, asked=asked, files=files.ids)
    ends = {files.root[file]: term for file, term in terms_of_files(files.ids)}
    memberships = {term: _membership(lens, term) for term in {None, *ends.values()}}
    whole, year, oldest = lens.whole, view.day.year, lens.oldest
    seen = []
    for one in persons:
        visits = counts.get(one.pk)
        row = {
            **_person(one, whole=whole, year=year),
            "age_from": _age_from(one, year, oldest),
            "visits": visits or 0,
            "new": visits is None,
            "missing": sorted(missing[one.pk]),
            **_NOTHING_MORE,
            **memberships[ends.get(one.pk)],
        }
        if one.pk in more:
            row |= more[one.pk]
        seen.append(row)
    return seen


_NOTHING_MORE: Data = {"due_cents": 0, "dues": [], "today": None}


def _more(lens: Lens, persons: list[desk.Known], files: desk.Files) -> dict[UUID, Data]:
    """What few persons have: other names, numbers of files merged into theirs, dues, a visit."""
    found: dict[UUID, Data] = {}
    named, also = desk.other_words_of(files), _also(files)
    for root, words in also.words.items():
        named.setdefault(root, []).extend(words)
    folded = {one.pk: one.folded for one in persons} if named else {}
    for pk, words in named.items():
        found.setdefault(pk, {})["folded"] = _folded(folded[pk], words)
    for pk, numbers in also.numbers.items():
        found.setdefault(pk, {})["also"] = numbers
    for pk, dues in _dues(lens, files.ids).items():
        found.setdefault(pk, {}).update(due_cents=sum(due["cents"] for due in dues), dues=dues)
    visits = _visits_today(lens, files)
    for pk, visit in visits.items():
        found.setdefault(pk, {})["today"] = _visit(visit)
    for file, plans in lens.use_plans.items():
        if file in files.root:
            came = visits.get(files.root[file])
            told = found.setdefault(files.root[file], {}).setdefault("plans", [])
            told += [_plan(lens, one, came) for one in plans]
    for pk, told in machines_of(lens, persons, files).items():
        found.setdefault(pk, {}).update(told)
    return found


def _plan(lens: Lens, plan: Running, came: tuple[UUID, datetime] | None) -> Data:
    """What a plan pays for, units in thousandths; ``counted``: it was, for the visit of today."""
    return {
        "code": plan.code,
        "label": plan.label,
        "used": plan.used,
        "given": plan.given,
        "counted": came is not None and (came[0], plan.code) in lens.counted,
    }


def _person(person: desk.Known, *, whole: bool, year: int) -> Data:
    last = person.last_name
    return {
        "id": str(person.pk),
        "first": person.first_name,
        "last": last if whole or not last else f"{last[0]}.",
        "folded": person.folded,
        "last4": person.phone_last4,
        "card": person.card,
        "profile": person.price_profile,
        "commune": person.commune or "",
        "minor": may_be_minor(person.birth_year, person.age_band, year),
        "sex": person.sex if whole else None,
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
    held = folded.split()
    return " ".join([*held, *dict.fromkeys(one for one in named if one not in held)])


def _age_from(person: desk.Known, year: int, oldest: int) -> int | None:
    """The age surely reached, told only when some session asks for more."""
    age = surely_aged(person.birth_year, person.age_band, year)
    return age if age is not None and age < oldest else None


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


def _visit(visit: tuple[UUID, datetime]) -> Data:
    return {"visit": str(visit[0]), "at": instant(visit[1])}


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
    owed = dues_by_person(files)
    sold = [line for dues in owed.values() for due in dues for line in due.lines]
    sessions = Session.objects.filter(pk__in={line.target_id for line in sold if line.target_id})
    titles: dict[UUID | None, str] = dict(sessions.values_list("pk", "title"))
    return {person: [_due(due, titles) for due in dues] for person, dues in owed.items()}


def _due(due: Due, titles: dict[UUID | None, str]) -> Data:
    """« Boîte mail, mardi 24 novembre », and what its receipt will say."""
    words = _words(due.lines, titles)
    label = f"{' + '.join(words)}, {saying.day(due.sale.day)}"
    lines = [
        {"label": label, **{name: getattr(line, name) for name in _SOLD}}
        for label, line in zip(words, due.lines, strict=True)
    ]
    return {"sale": str(due.sale.pk), "cents": due.cents, "label": label, "lines": lines}


_SOLD = ("rate", "quantity", "discount_cents", "reason", "amount_cents", "tax_mode", "tax_rate")
"""What a receipt says of a line beside its words."""


def _words(lines: Iterable[SaleLine], titles: dict[UUID | None, str]) -> list[str]:
    """What was sold: the session's title, else the words of the price, else its code."""
    return [titles.get(line.target_id) or _bare(line) for line in lines]


def _bare(line: SaleLine) -> str:
    """« Bureau permanent », « Caution » : what is left as a deposit has no price of the grid."""
    if line.price is not None:
        return str(line.price.label)
    deposit = line.kind == LineKind.DEPOSIT
    return saying.capital(line.get_kind_display()) if deposit else str(line.code)
