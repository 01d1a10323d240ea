"""French phonetics: what a name sounds like, so that spellings of one name meet.

Standard library only. ``desk/static/desk/rules/phonetics.js`` is the browser's twin; both run
``vectors/phonetics.json``.
"""

import re

from maillage.core.folding import words

__all__ = ["LONGEST", "sound", "sound_of_name"]

LONGEST = 80
_IN_FULL = {"st": "saint", "ste": "sainte"}
_RULES = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]", ""),
        (r"s?ch(?=[rl]|ae?l)", "k"),  # Christophe, Michael
        (r"s?ch|sh", "2"),  # 2 stands for ch, while c is rewritten
        (r"ph", "f"),
        (r"h", ""),
        (r"qu|q|ck", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"gu(?=[eiy])", "g3"),  # 3 keeps g hard before e and i
        (r"g(?=[eiy])", "j"),
        (r"3", ""),
        (r"w", "v"),
        (r"b(?=v)", ""),  # Lefebvre
        (r"(?<=au)l(?=[dtx]s?$)", ""),  # Renault, Renaud
        (r"(?<=.)[dtsxz]+$", ""),  # silent at the end: Dupont, Dupond
        (r"x", "ks"),
        (r"z", "s"),
        (r"eau|au", "o"),
        (r"(?:ai|ei|i|y)[nm](?![aeiouynm])", "in"),
        (r"[ae][nm](?![aeiouynm])", "an"),
        (r"o[nm](?![aeiouynm])", "on"),
        (r"ou", "u"),
        (r"^(?:ai|ei|ay|ey|oe)", "e"),
        (r"(?<=.)(?:ai|ei|ay|ey|eu|e)", ""),  # Lemaire, Lemère; Le Gall, Legall
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"2", "c"),
    )
]


def sound(text: str) -> str:
    """Return what ``text`` sounds like, as letters without spaces; "" without a Latin letter.

    "Le Gall" and "Legall" are both "lgal"; "Lefebvre", "Lefèvre" and "Lefeuvre" are "lfvr".
    """
    key = "".join(_IN_FULL.get(word, word) for word in words(text))
    for pattern, to in _RULES:
        key = pattern.sub(to, key)
    return key[:LONGEST]


def sound_of_name(first_name: str, last_name: str) -> str:
    """Return what a whole name sounds like, at most 80 letters; where it is cut is not heard."""
    return (sound(first_name) + sound(last_name))[:LONGEST]
