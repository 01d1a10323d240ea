"""Reading one cell: what it says, or why it cannot be read. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from maillage.core.folding import fold, phone_digits
from maillage.people.importing.faults import CellFault
from maillage.people.models import AgeBand, ContactBy, Sex, Status, Told
from maillage.people.rules import is_email

MOST_LETTERS = 60
OLDEST = 120
SHORT_YEAR = 2
PHONE_DIGITS = range(10, 16)
WITHOUT_ZERO = 9

_Choice = TypeVar("_Choice", Sex, Status, AgeBand, ContactBy)

_ERRORS = re.compile(r"#(REF|N/A|NOM|NAME|VALUE|VALEUR|DIV/0|NUM|NULL|NUL)[!?]?")
_GARBLED = re.compile("Ã[\u0080-\u00bf©¨ª«´¶¢]|â€|\ufffd")
_FORBIDDEN = re.compile(r"[12]\d{12}(\d{2})?|[a-z]{2}\d{2}[a-z0-9]{11,30}", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f]")
_ROUNDED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_TWO = re.compile(r"[/;,]| ou | et |\n")
_CARD = re.compile(r"[0-9A-Za-z-]{1,12}")
_NAME_NEVER_HOLDS = re.compile(r"[0-9@]")
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2,4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?")
_YEAR = re.compile(r"\d{4}")


def whole(text: str, most: int) -> str:
    """Any cell: no error of the spreadsheet, no garbled accent, no number kept elsewhere."""
    if _ERRORS.fullmatch(text):
        raise CellFault("spreadsheet_error", text)
    if text.startswith("="):
        raise CellFault("formula")
    if _GARBLED.search(text):
        raise CellFault("garbled", text)
    if _FORBIDDEN.fullmatch(_SEPARATORS.sub("", text)):
        raise CellFault("forbidden_number")
    if len(text) > most:
        raise CellFault("too_long", most=str(most))
    return text


def name(text: str) -> str:
    """A first or last name of 60 letters at most, without a digit."""
    if len(text) > MOST_LETTERS:
        raise CellFault("name_too_long")
    if _NAME_NEVER_HOLDS.search(whole(text, MOST_LETTERS)):
        raise CellFault("name_has_digits", text)
    return " ".join(text.split())


def two_names(text: str, *, last_first: bool) -> tuple[str, str]:
    """First and last names of one cell: the last name is in capitals, or stands where it is said.

    Of more than two words without capitals nothing tells where one ends: ``name_unsplit``.
    """
    words = name(text).split()
    capitals = [one for one in words if one.isupper() and len(one) > 1]
    others = [one for one in words if one not in capitals]
    if capitals and others:
        return " ".join(others), " ".join(capitals)
    if len(words) == 1:
        return words[0], ""
    if len(words) > 2:
        raise CellFault("name_unsplit", text)
    first, last = reversed(words) if last_first else words
    return first, last


def phone(text: str) -> str:
    """A number of ten digits, or an international one; a zero that a spreadsheet ate comes back."""
    if _ROUNDED.fullmatch(text):
        raise CellFault("phone_rounded", text)
    if _TWO.search(text.strip("/;, ")):
        raise CellFault("two_phones", text)
    if re.search("[a-z]", text, re.IGNORECASE):
        raise CellFault("phone_letters", text)
    digits = re.sub("[^0-9]", "", text)
    if len(digits) == WITHOUT_ZERO and not digits.startswith("0") and "+" not in text:
        text = digits = f"0{digits}"
    if len(digits) < PHONE_DIGITS.start:
        raise CellFault("phone_short", text)
    if len(digits) >= PHONE_DIGITS.stop or (digits.startswith("0") and _too_long(digits)):
        raise CellFault("phone_long", text)
    return phone_digits(text)


def _too_long(digits: str) -> bool:
    return len(digits) > PHONE_DIGITS.start and not digits.startswith("00")


def email(text: str) -> str:
    """One address."""
    if text.count("@") > 1 or _TWO.search(text):
        raise CellFault("two_emails", text)
    if not is_email(text):
        raise CellFault("email_unreadable", text)
    return text


def card(text: str) -> str:
    """Twelve letters, digits or hyphens at most."""
    if not _CARD.fullmatch(text):
        raise CellFault("card_unreadable", text)
    return text


def birth_year(text: str, today: date) -> int:
    """The year of a birth date, or a year; the day itself is not kept."""
    year = int(text) if _YEAR.fullmatch(text) else _birth_day(text).year
    if year > today.year:
        raise CellFault("birth_to_come", text)
    if year < today.year - OLDEST:
        raise CellFault("birth_too_old", text)
    return year


def _birth_day(text: str) -> date:
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups()[:3])
    elif french := _DAY.fullmatch(text):
        if len(french[3]) == SHORT_YEAR:
            raise CellFault("birth_two_digits", text)
        day, month, year = (int(part) for part in french.groups())
    else:
        raise CellFault("birth_unreadable", text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellFault("birth_impossible", text) from error


NOT_TOLD = {
    "nc": Told.UNKNOWN, "non communique": Told.UNKNOWN, "non renseigne": Told.UNKNOWN,
    "inconnu": Told.UNKNOWN, "nr": Told.UNKNOWN, "refus": Told.DECLINED,
    "ne veut pas dire": Told.DECLINED, "ne sait pas": Told.DONT_KNOW, "nsp": Told.DONT_KNOW,
}  # fmt: skip

SEXES = {
    "f": Sex.FEMALE, "femme": Sex.FEMALE, "feminin": Sex.FEMALE, "mme": Sex.FEMALE,
    "madame": Sex.FEMALE, "mlle": Sex.FEMALE, "fille": Sex.FEMALE,
    "h": Sex.MALE, "m": Sex.MALE, "homme": Sex.MALE, "masculin": Sex.MALE, "mr": Sex.MALE,
    "monsieur": Sex.MALE, "garcon": Sex.MALE,
    "autre": Sex.OTHER, "non binaire": Sex.OTHER, "x": Sex.OTHER,
}  # fmt: skip

STATUSES = {
    "scolaire": Status.SCHOOL, "scolarise": Status.SCHOOL, "scolarisee": Status.SCHOOL,
    "lyceen": Status.SCHOOL, "lyceenne": Status.SCHOOL, "collegien": Status.SCHOOL,
    "collegienne": Status.SCHOOL, "eleve": Status.SCHOOL, "ecolier": Status.SCHOOL,
    "etudiant": Status.STUDENT, "etudiante": Status.STUDENT, "etudiant e": Status.STUDENT,
    "en emploi": Status.EMPLOYED, "salarie": Status.EMPLOYED, "salariee": Status.EMPLOYED,
    "actif": Status.EMPLOYED, "active": Status.EMPLOYED, "emploi": Status.EMPLOYED,
    "independant": Status.SELF_EMPLOYED, "independante": Status.SELF_EMPLOYED,
    "artisan": Status.SELF_EMPLOYED, "auto entrepreneur": Status.SELF_EMPLOYED,
    "commercant": Status.SELF_EMPLOYED, "profession liberale": Status.SELF_EMPLOYED,
    "demandeur d emploi": Status.JOB_SEEKER, "demandeuse d emploi": Status.JOB_SEEKER,
    "en recherche d emploi": Status.JOB_SEEKER, "chomage": Status.JOB_SEEKER,
    "sans emploi": Status.JOB_SEEKER, "chomeur": Status.JOB_SEEKER, "de": Status.JOB_SEEKER,
    "retraite": Status.RETIRED, "retraitee": Status.RETIRED, "retraite e": Status.RETIRED,
    "autre": Status.OTHER,
}  # fmt: skip

CONTACTS = {
    "e mail": ContactBy.EMAIL, "email": ContactBy.EMAIL, "mail": ContactBy.EMAIL,
    "courriel": ContactBy.EMAIL, "sms": ContactBy.SMS, "texto": ContactBy.SMS,
    "telephone": ContactBy.CALL, "appel": ContactBy.CALL, "tel": ContactBy.CALL,
    "courrier": ContactBy.LETTER, "lettre": ContactBy.LETTER, "poste": ContactBy.LETTER,
    "ne pas prevenir": ContactBy.NOBODY, "non": ContactBy.NOBODY, "aucun": ContactBy.NOBODY,
}  # fmt: skip

_SPAN = re.compile(r"(\d{1,3}) (?:a )?(\d{1,3})(?: ans)?")
_UNDER = re.compile(r"(?:moins de|under) (\d{1,2})(?: ans)?")
_OVER = re.compile(r"(\d{2,3})(?: ans)?(?: et plus| ou plus)|(?:plus de) (\d{2})(?: ans)?")
_SPANS = {
    (12, 17): AgeBand.FROM_12_TO_17, (18, 25): AgeBand.FROM_18_TO_25,
    (26, 39): AgeBand.FROM_26_TO_39, (40, 59): AgeBand.FROM_40_TO_59,
    (60, 74): AgeBand.FROM_60_TO_74, (0, 11): AgeBand.UNDER_12,
}  # fmt: skip


def chosen(text: str, choices: Mapping[str, _Choice], code: str) -> _Choice | Told:
    """One of ``choices`` by its folded word, or a way of not knowing; else the fault ``code``."""
    folded = fold(text)
    if folded in NOT_TOLD:
        return NOT_TOLD[folded]
    if folded not in choices:
        raise CellFault(code, text)
    return choices[folded]


def age_band(text: str) -> AgeBand | Told:
    """« 18-25 ans », « moins de 12 ans », « 75 ans et plus »: our own bands, never split again."""
    folded = fold(text)
    if folded in NOT_TOLD:
        return NOT_TOLD[folded]
    if span := _SPAN.fullmatch(folded):
        found = _SPANS.get((int(span[1]), int(span[2])))
    elif (under := _UNDER.fullmatch(folded)) and under[1] == "12":
        found = AgeBand.UNDER_12
    elif (over := _OVER.fullmatch(folded)) and (over[1] == "75" or over[2] == "74"):
        found = AgeBand.FROM_75
    else:
        found = None
    if found is None:
        raise CellFault("age_unknown", text)
    return found
