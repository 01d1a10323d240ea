"""Finding the commune a list speaks of, by name, postcode or INSEE code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from maillage.core.folding import fold
from maillage.network.models import Commune
from maillage.people.importing.faults import CellFault

CODE_LETTERS = 5
_SHORT = {"st": "saint", "ste": "sainte", "s": "sur", "ss": "sous"}
_NOT_A_PLACE = ("cedex",)


class _Known(NamedTuple):
    code: str
    postcodes: frozenset[str]
    department: str


class Communes:
    """The official list, read once for a whole file.

    ``near`` are the departments of the structure's places: of several communes of one name, the
    only one there is meant.
    """

    def __init__(self, near: Iterable[str]) -> None:
        self._near = frozenset(near)
        self._by_name: dict[str, list[_Known]] = defaultdict(list)
        self._by_code: dict[str, _Known] = {}
        rows = Commune.objects.values_list("code", "folded", "postcodes", "department")
        for code, folded, postcodes, department in rows.iterator():
            known = _Known(code, frozenset(postcodes.split()), department)
            self._by_name[folded].append(known)
            self._by_code[code] = known

    def find(self, text: str, postcode: str = "") -> str:
        """The INSEE code; ``commune_unknown``, ``commune_several`` or ``postcode_disagrees``."""
        if text.isalnum() and len(text) == CODE_LETTERS and text in self._by_code:
            return self._by_code[text].code
        found = self._named(text)
        if not found:
            raise CellFault("commune_unknown", text)
        if postcode:
            there = [one for one in found if postcode in one.postcodes]
            if not there:
                raise CellFault("postcode_disagrees", f"{text} {postcode}")
            found = there
        if len(found) > 1:
            found = [one for one in found if one.department in self._near]
        if len(found) != 1:
            raise CellFault("commune_several", text)
        return found[0].code

    def _named(self, text: str) -> list[_Known]:
        words = [word for word in fold(text).split() if word not in _NOT_A_PLACE]
        plain = " ".join(words)
        whole = " ".join(_SHORT.get(word, word) for word in words)
        return self._by_name.get(plain) or self._by_name.get(whole) or []
