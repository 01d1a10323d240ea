"""Who may take part: age and consent, the only reasons for which an activity is refused."""

from __future__ import annotations

from maillage.people.models import Document, Person
from maillage.people.rules import may_be_minor, may_be_under


def unfit_for(person: Person, *, minimum_age: int | None, missing: set[str], year: int) -> str:
    """Why the person may not take part: ``too_young``, ``consent_missing``, or empty."""
    if minimum_age is not None and may_be_under(
        minimum_age, person.birth_year, person.age_band, year
    ):
        return "too_young"
    minor = may_be_minor(person.birth_year, person.age_band, year)
    if minor and Document.Kind.PARENTAL in missing:
        return "consent_missing"
    return ""


def may_be_shown(missing: set[str], *, has_image_document: bool) -> bool:
    """Whether pictures and voice may be published: only with the person's own agreement."""
    return has_image_document and Document.Kind.IMAGE_VOICE not in missing
