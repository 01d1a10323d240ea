"""Reads of the catalogue: themes by any of their words, workshops by what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from maillage.programme.models import Audience, Level, Theme, Tool, Workshop
from maillage.programme.rules import says, successors_of

MOST_THEMES = 500
MOST_WORKSHOPS = 500


class ThemeLine(NamedTuple):
    """A theme, what replaced it in turn, and how many standing workshops have it."""

    theme: Theme
    successors: tuple[Theme, ...]
    workshops: int

    @property
    def current(self) -> Theme:
        """What is proposed today for it."""
        return self.successors[-1] if self.successors else self.theme

    @property
    def words(self) -> str:
        """« Picasa (ancien) → Retouche photo »."""
        return " → ".join(one.title for one in (self.theme, *self.successors))


def theme_lines(text: str = "") -> list[ThemeLine]:
    """Themes said by ``text`` in a title or a synonym, with their successors; one statement."""
    held = Count("workshops", filter=Q(workshops__retired_on=None))
    rows = {
        row.pk: row for row in Theme.objects.annotate(held=held).order_by("title")[:MOST_THEMES]
    }
    following = {pk: row.successor_id for pk, row in rows.items()}
    return [
        ThemeLine(row, tuple(rows[one] for one in successors_of(row.pk, following)), row.held)
        for row in rows.values()
        if says(text, row.folded)
    ]


def themes_to_choose(held: UUID | None = None) -> list[Theme]:
    """Themes proposed today, by title, and the one already held."""
    wanted = Q(retired_on=None) | Q(pk=held)
    return list(Theme.objects.filter(wanted).order_by("title")[:MOST_THEMES])


class Asked(NamedTuple):
    """What is looked for among workshops: words, a tool, a level, an audience."""

    text: str = ""
    tool: str = ""
    level: str = ""
    audience: str = ""

    def __bool__(self) -> bool:
        return any(self)


EVERYTHING = Asked()


def workshops(asked: Asked = EVERYTHING) -> list[Workshop]:
    """Standing workshops by title, with their theme; two statements at most.

    Words are looked for in the title, the theme with its synonyms and what it replaced, the level,
    the tools and the audiences: « téléphone débutant », « photos ». A workshop for all levels, or
    for everybody, answers to each level and each audience.
    """
    rows = Workshop.objects.filter(retired_on=None).select_related("theme")
    found = list(rows.order_by("title", "id")[:MOST_WORKSHOPS])
    former = _words_of_former() if asked.text else {}
    return [one for one in found if _answers(one, asked, former)]


def _answers(one: Workshop, asked: Asked, former: Mapping[UUID, str]) -> bool:
    return (
        (not asked.tool or asked.tool in one.tools)
        and (not asked.level or one.level in {asked.level, Level.ALL})
        and (not asked.audience or is_for(one.audiences, asked.audience))
        and says(asked.text, _words(one, former))
    )


def is_for(audiences: Iterable[str], audience: str) -> bool:
    """Whether an activity is for an audience; one that names nobody is for everybody."""
    said = set(audiences)
    return not said or bool(said & {audience, Audience.EVERYBODY})


def _words(one: Workshop, former: Mapping[UUID, str]) -> str:
    theme = former.get(one.theme_id, "") if one.theme_id else ""
    return " ".join([one.title, theme, *labels(one)])


def _words_of_former() -> dict[UUID, str]:
    """The words of each theme and of all that it replaced."""
    words: dict[UUID, list[str]] = defaultdict(list)
    for line in theme_lines():
        words[line.theme.pk].append(line.theme.folded)
        for one in line.successors:
            words[one.pk].append(line.theme.folded)
    return {theme: " ".join(said) for theme, said in words.items()}


def labels(workshop: Workshop) -> list[str]:
    """Tools, level and audiences in words: « téléphone », « débutant », « seniors »."""
    return [
        *(str(label) for code, label in Tool.choices if code in workshop.tools),
        str(workshop.get_level_display()),
        *(str(label) for code, label in Audience.choices if code in workshop.audiences),
    ]
