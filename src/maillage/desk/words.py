"""The words that the desk's modules say, in the language of the page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog


def words() -> dict[str, Any] | None:
    """French text → words, or the list of its plural forms; ``None`` in French, their source."""
    language = get_language() or settings.LANGUAGE_CODE
    return None if language == settings.LANGUAGE_CODE else _catalogue(language)


@lru_cache
def _catalogue(language: str) -> dict[str, Any]:
    view = JSONCatalog()
    view.translation = DjangoTranslation(language, domain="djangojs")
    return view.get_catalog()
