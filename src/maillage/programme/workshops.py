"""Writes of what is proposed: themes, and workshops (the kind, not the date)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.network.models import Organisation
from maillage.programme.models import Theme, Workshop
from maillage.programme.rules import folded_theme
from maillage.programme.starter import starter_themes

# Themes


def add_theme(acting: Acting, *, theme: UUID, title: str, synonyms: str = "") -> None:
    """Add a subject, with the words people say for it. Refuses ``theme_taken``."""
    row = Theme(pk=theme, structure_id=acting.structure_id)
    _name_theme(row, title, synonyms)
    row.save(force_insert=True)
    acting.touch(theme)


def edit_theme(acting: Acting, *, theme: UUID, **changes: str) -> None:
    """Change a theme's title or synonyms. Refuses ``theme_taken``."""
    row = known_theme(theme)
    _name_theme(row, changes.get("title", row.title), changes.get("synonyms", row.synonyms))
    row.save()
    acting.touch(theme)


def _name_theme(row: Theme, title: str, synonyms: str) -> None:
    if Theme.objects.filter(title=title).exclude(pk=row.pk).exists():
        raise Refusal("theme_taken", _("Ce thème existe déjà : ajoutez-lui plutôt des mots."))
    row.title, row.synonyms = title, synonyms
    row.folded = folded_theme(title, synonyms)


def retire_theme(
    acting: Acting, *, theme: UUID, retired_on: date | None, successor: UUID | None = None
) -> None:
    """Propose a theme no more from a day, perhaps for another; without a day, it is back.

    Its past workshops keep it. Refuses ``theme_loop`` when the successor leads back to it.
    """
    row = known_theme(theme)
    row.retired_on, row.successor_id = retired_on, None
    if retired_on is not None and successor is not None:
        _check_no_loop(row, known_theme(successor))
        row.successor_id = successor
    row.save(update_fields=["retired_on", "successor"])
    acting.touch(theme)


def _check_no_loop(row: Theme, successor: Theme) -> None:
    following = dict(Theme.objects.values_list("pk", "successor_id"))
    after: UUID | None = successor.pk
    while after is not None and after != row.pk:
        after = following[after]
    if after is not None:
        raise Refusal("theme_loop", _("Ce thème mène déjà à celui-ci : choisissez-en un autre."))


def add_starter_themes(acting: Acting) -> Data:
    """Add the packaged themes that the structure has not under the same title."""
    held = set(Theme.objects.values_list("title", flat=True))
    rows = [
        Theme(
            pk=new_id(),
            structure_id=acting.structure_id,
            title=one.title,
            synonyms=one.synonyms,
            folded=folded_theme(one.title, one.synonyms),
        )
        for one in starter_themes()
        if one.title not in held
    ]
    Theme.objects.bulk_create(rows)
    acting.touch(*(row.pk for row in rows))
    return {"themes": [str(row.pk) for row in rows]}


def known_theme(theme: UUID) -> Theme:
    """A theme of the structure; raises ``Missing``."""
    found: Theme | None = Theme.objects.filter(pk=theme).first()
    if found is None:
        raise Missing(_("Thème"), theme)
    return found


# Workshops


def create_workshop(acting: Acting, *, workshop: UUID, title: str = "", **columns: Any) -> None:
    """Add a kind of activity; with a theme only, it has the theme's title.

    Refuses ``title_needed`` without either; ``not_found`` for an unknown theme or organisation.
    """
    row = Workshop(pk=workshop, structure_id=acting.structure_id, title=title)
    _fill(row, columns)
    if not row.title and row.theme is not None:
        row.title = row.theme.title
    if not row.title:
        raise Refusal("title_needed", _("Donnez un titre, ou choisissez un thème."))
    row.save(force_insert=True)
    acting.touch(workshop)


def edit_workshop(acting: Acting, *, workshop: UUID, **changes: Any) -> None:
    """Change what is given. Sessions already planned keep what was announced."""
    found = known_workshop(workshop)
    _fill(found, changes)
    found.save()
    acting.touch(workshop)


def _fill(row: Workshop, values: dict[str, Any]) -> None:
    theme, organisation = values.pop("theme", row.theme_id), values.pop("organisation", "same")
    row.theme = known_theme(theme) if theme is not None else None
    if organisation != "same":
        row.organisation = known_organisation(organisation) if organisation is not None else None
    for name in ("audiences", "tools"):
        if name in values:
            values[name] = _once(values[name])
    for name, value in values.items():
        setattr(row, name, value)


def _once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(str(one) for one in codes))


def known_workshop(workshop: UUID) -> Workshop:
    """A workshop of the structure; raises ``Missing``."""
    found: Workshop | None = Workshop.objects.filter(pk=workshop).first()
    if found is None:
        raise Missing(_("Atelier"), workshop)
    return found


def known_organisation(organisation: UUID) -> Organisation:
    """An organisation of the structure; raises ``Missing``."""
    found: Organisation | None = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Missing(_("Organisme"), organisation)
    return found
