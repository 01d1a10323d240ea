"""A list of people as a team keeps it: right lines in many spellings, and every kind of fault."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

TITLE = ["Adhérents du Numéripôle, liste tenue à la main"]
HEADINGS = [
    "N° adhérent", "Nom", "Prénom", "Civilité", "Date de naissance", "Tél. portable", "Courriel",
    "Adresse", "CP", "Ville", "Situation", "Tarif", "Prévenir par", "Remarques",
]  # fmt: skip
NAMES = (
    *("Marie", "Jeanne", "Odette", "Léa", "Julien", "Mehdi", "Claire", "Sandrine", "Karim"),
    *("Anne-Sophie", "Jean-Noël", "Zoé", "François", "Hélène", "Aïcha"),
)
LAST = (
    *("LE GALL", "Lefèvre", "Lefebvre", "Dupont", "Dupond", "Martin", "Bernard", "Petit"),
    *("Da Silva", "d’Arc", "Müller", "Ben Ali", "L’Œuvre", "Nguyen"),
)
COMMUNES = (("55100", "Bras-sur-Meuse"), ("55100", "Verdun"), ("12000", "Rodez"), ("", "Amboise"))
STATUSES = ("retraitée", "Salarié", "en recherche d'emploi", "étudiant", "", "NC")
CONTACTS = ("", "SMS", "téléphone")

FAULTY: dict[str, dict[str, Any]] = {
    "no_first_name": {"Prénom": ""},
    "name_has_digits": {"Prénom": "Mar1e"},
    "name_too_long": {"Nom": "de " * 30},
    "garbled": {"Prénom": "FranÃ§ois"},
    "spreadsheet_error": {"Tél. portable": "#N/A"},
    "formula": {"Courriel": "=A1&B1"},
    "phone_short": {"Tél. portable": "06 12 34"},
    "phone_long": {"Tél. portable": "06 12 34 56 78 90"},
    "phone_letters": {"Tél. portable": "chez sa fille"},
    "phone_rounded": {"Tél. portable": "6,12E+08"},
    "two_phones": {"Tél. portable": "0612345678 / 0329000000"},
    "email_unreadable": {"Courriel": "marie chez orange"},
    "two_emails": {"Courriel": "a@b.fr ; c@d.fr"},
    "birth_unreadable": {"Date de naissance": "printemps 54"},
    "birth_impossible": {"Date de naissance": "31/02/1954"},
    "birth_to_come": {"Date de naissance": "01/01/2090"},
    "birth_too_old": {"Date de naissance": "1789"},
    "birth_two_digits": {"Date de naissance": "14/03/54"},
    "sex_unknown": {"Civilité": "Dr"},
    "status_unknown": {"Situation": "dans la lune"},
    "commune_unknown": {"Ville": "Trifouillis-les-Oies", "CP": ""},
    "commune_several": {"Ville": "Saint-Martin", "CP": ""},
    "postcode_disagrees": {"Ville": "Rodez", "CP": "55100"},
    "card_unreadable": {"N° adhérent": "numéro perdu !"},
    "card_taken": {"N° adhérent": "PRISE"},
    "card_twice": {"same card": True},
    "profile_unknown": {"Tarif": "ami du maire"},
    "contact_unknown": {"Prévenir par": "pigeon"},
    "contact_impossible": {"Prévenir par": "courrier", "Adresse": ""},
    "forbidden_number": {"Adresse": "2 54 03 55 123 456 78"},
    "too_long": {"Adresse": "rue " * 60},
    "twice": {"twin": True},
    "like_another": {"twin": True, "Tél. portable": "0699999999"},
    "like_known": {"Nom": "Connue", "Prénom": "Odile", "Tél. portable": "0611111111"},
}
"""What is typed wrong, by the fault it is. A twin repeats the line before, or its card."""

HEADING_AGAIN = dict(zip(HEADINGS, HEADINGS, strict=True))
TOTAL = {"Nom": "TOTAL", "Remarques": "5 000"}


def right_line(number: int, random: Random) -> dict[str, Any]:
    """A line without a fault: each card and birth year with the name make one person."""
    first, last = random.choice(NAMES), random.choice(LAST)
    postcode, commune = random.choice(COMMUNES)
    born = date(random.randint(1930, 2015), random.randint(1, 12), random.randint(1, 28))
    spellings = (born, born.isoformat(), f"{born:%d/%m/%Y}", str(born.year), born.year)
    phone = f"06{random.randint(10_000_000, 99_999_999)}"
    return {
        "N° adhérent": f"A{number}",
        "Nom": random.choice((last, last.upper())),
        "Prénom": first,
        "Civilité": random.choice(("Mme", "M.", "", "non communiqué", "F", "homme")),
        "Date de naissance": random.choice(spellings),
        "Tél. portable": random.choice(
            (
                phone,
                " ".join(phone[i : i + 2] for i in range(0, 10, 2)),
                int(phone),
                f"+33{phone[1:]}",
            )
        ),
        "Courriel": f"{number}@exemple.fr" if number % 3 else "",
        "Adresse": f"{number} rue de l’Église",
        "CP": postcode,
        "Ville": commune,
        "Situation": random.choice(STATUSES),
        "Tarif": "",
        "Prévenir par": random.choice(CONTACTS),
        "Remarques": "vient le jeudi",
    }


def hand_made(count: int) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """``count`` right lines, each fault twice among them; and the faults: (line number, code).

    Line numbers are a spreadsheet's: the title is line 1, a blank line 2, the headings line 3.
    """
    random = Random(759)
    rows: list[dict[str, Any]] = []
    expected: list[tuple[int, str]] = []
    wrong = [*FAULTY, *FAULTY]
    every = max(1, count // (len(wrong) + 3))
    for number in range(count):
        rows.append(right_line(number, random))
        if number % every == 0 and wrong:
            code = wrong.pop(0)
            expected.append((len(rows) + 4, code))
            rows.append(faulty_line(code, rows[-1], number, random))
    for code, row in (("heading_again", HEADING_AGAIN), ("total_line", TOTAL)):
        expected.append((len(rows) + 4, code))
        rows.append(row)
    return rows, expected


def faulty_line(code: str, before: dict[str, Any], number: int, random: Random) -> dict[str, Any]:
    typed = dict(FAULTY[code])
    if typed.pop("twin", False):
        twin = {**before, "Date de naissance": before["Date de naissance"], "N° adhérent": ""}
        return {**twin, **typed}
    base = right_line(number, random) | {"N° adhérent": f"F{number}", "Prévenir par": ""}
    if typed.pop("same card", False):
        return {**base, "Nom": "Autrement", "N° adhérent": before["N° adhérent"]}
    if code == "like_known":
        base |= {"N° adhérent": "", "Date de naissance": "", "Courriel": ""}
    return {**base, **typed}


def as_workbook(path: Path, rows: list[dict[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (TITLE, [], HEADINGS, *([row.get(name) for name in HEADINGS] for row in rows)):
        sheet.append(row)
    book.save(path)
    return path


def as_csv(path: Path, rows: list[dict[str, Any]], *, encoding: str, delimiter: str) -> Path:
    with path.open("w", newline="", encoding=encoding, errors="replace") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(TITLE)
        writer.writerow([])
        writer.writerow(HEADINGS)
        writer.writerows([row.get(name) or "" for name in HEADINGS] for row in rows)
    return path
