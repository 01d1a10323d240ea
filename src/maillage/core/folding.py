"""French folding: how names and phone numbers are written down to be found again.

Standard library only: every search goes through here. `desk/static/desk/rules/fold.js` is the
browser's twin; both run `vectors/folding.json`.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "initials", "last_four", "phone_digits", "starts_any_word", "words"]

_DROPPED = ("Mn", "Mc", "Me", "Cf")  # accents, invisible hyphens and joiners
_KEPT = ("Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No")  # without Lm: it holds apostrophes
_LATIN = {
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ς": "σ",
}  # fmt: skip

_NOT_DIGITS = re.compile("[^0-9]")
_OVERSEAS = {
    "0262": "262", "0263": "262", "0692": "262", "0693": "262",  # La Réunion
    "0269": "262", "0639": "262",  # Mayotte
    "0590": "590", "0690": "590", "0691": "590",  # Guadeloupe and northern islands
    "0594": "594", "0694": "594",  # Guyane
    "0596": "596", "0696": "596", "0697": "596",  # Martinique
}  # fmt: skip


def _fold_part(character: str) -> str:
    """Fold one character of a compatibility decomposition."""
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    if category not in _KEPT:
        return " "
    lower = character.lower()
    return _LATIN.get(lower, lower)


class _Table:
    """A table for `str.translate` that folds a character the first time it is met."""

    @staticmethod
    @lru_cache(maxsize=4096)
    def __getitem__(code: int) -> str:
        return "".join(map(_fold_part, unicodedata.normalize("NFKD", chr(code))))


_TABLE = _Table()


def fold(text: str) -> str:
    """Return `text` as it is compared: lower case, no accent, ligatures opened, digits kept.

    Apostrophes of every kind, hyphens, dots and other punctuation become one space:
    "Jean-Noël L’Œuvre" is "jean noel l oeuvre". Folding twice changes nothing.
    """
    return " ".join(text.translate(_TABLE).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, in order."""
    return tuple(fold(text).split())


def starts_any_word(query: str, folded: str) -> bool:
    """Return whether each word of `query` begins some word of `folded` (already folded).

    "du ma" finds "marie durand". A query without a word finds everything.
    """
    targets = folded.split()
    return all(any(target.startswith(word) for target in targets) for word in words(query))


def initials(first_name: str, last_name: str) -> str:
    """Return the first letter of each name, in capitals without accents; "" when there is none."""
    return "".join(fold(name)[:1].upper() for name in (first_name, last_name))


def _national(digits: str) -> str:
    """Return the ten-digit French number behind international `digits`, or ""."""
    national = "0" + digits[2:].removeprefix("0")
    return national if digits.startswith("33") and len(national) == 10 else ""


def phone_digits(text: str) -> str:
    """Return a phone number in international form: "06 12 34 56 78" is "+33612345678".

    "+33 (0)6…", "0033 6…" and "06…" give the same answer; ten-digit overseas numbers get their
    own prefix (0692… is +262692…). Foreign numbers keep their digits after "+"; short numbers
    (3949) keep their digits alone; a text without a digit gives "".
    """
    digits = _NOT_DIGITS.sub("", text)
    international = text.lstrip(" (\u00a0\u202f").startswith("+")
    if not international and digits.startswith("00"):
        digits, international = digits[2:], True
    national = _national(digits) if international else digits
    if len(national) == 10 and national.startswith("0"):
        return f"+{_OVERSEAS.get(national[:4], '33')}{national[1:]}"
    return f"+{digits}" if international and digits else digits


def last_four(phone: str) -> str:
    """Return the last four digits of a phone number, however written; all if it has fewer."""
    return _NOT_DIGITS.sub("", phone)[-4:]
