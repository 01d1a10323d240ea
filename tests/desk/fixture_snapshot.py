"""A snapshot of an invented Tuesday in Bras-sur-Meuse: 12 people, 3 sessions, 30 € + 8 €."""

from __future__ import annotations

import random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from maillage.core.folding import fold

DAY = "2026-11-24"
NOW = "2026-11-24T12:58:00Z"  # 13 h 58 in Bras


def name(what: str) -> str:
    """A stable id for something of the fixture."""
    return str(uuid5(NAMESPACE_URL, f"maillage:{what}"))


def person(first: str, last: str, **more: Any) -> dict[str, Any]:
    member = more.pop("until", None)
    return {
        "id": name(f"{first} {last}"),
        "first": first,
        "last": last,
        "folded": fold(f"{first} {last}"),
        "last4": "",
        "card": "",
        "profile": "",
        "visits": 0,
        "commune": "Bras-sur-Meuse",
        "new": False,
        "minor": False,
        "age_from": None,
        "last_means": "",
        "membership": {"until": member, "plan": name("plan")} if member else None,
        "expired_on": None,
        "missing": [],
        "due_cents": 0,
        "dues": [],
        "today": None,
        "sex": "female",
        **more,
    }


def due(label: str, **more: Any) -> dict[str, Any]:
    sold = {"label": label, "rate": 80_000, "quantity": 1000, "discount_cents": 0, "reason": "",
            "amount_cents": 800, "tax_mode": "liable", "tax_rate": 2000}  # fmt: skip
    return {"sale": name("sale"), "cents": 800, "label": label, "lines": [sold], **more}


def people() -> list[dict[str, Any]]:
    until = "2027-08-31"
    return [
        person("Marie", "Le Gall", until=until, visits=11, card="0247", last4="4417",
               last_means="cash", missing=["charter"]),
        person("Marcel", "Petit", until=until, visits=3, last4="0912", sex="male"),
        person("Marianne", "Roux", visits=7, expired_on="2026-08-31", last4="3355",
               renewal={"plan": name("plan"), "starts_on": DAY, "ends_on": "2027-11-23"}),
        person("Odette", "Martin", until=until, visits=42, card="0007", last4="2290",
               last_means="cheque"),
        person("Léa", "Dubois", visits=2, minor=True, missing=["parental_consent"],
               until=until),
        person("Julien", "Lefèvre", visits=5, last4="8811", sex="male", profile="self",
               last_means="card"),
        person("Mehdi", "Haddad", until=until, visits=9, last4="6060", sex="male",
               due_cents=800,
               dues=[due("Mon téléphone")]),
        person("Claire", "Nguyen", visits=1, until=until, commune="Verdun", sex=None),
        person("Gérard", "Blanc", visits=18, until=until, sex="male",
               today={"visit": name("visit"), "at": "2026-11-24T12:20:00Z"}),
        person("Monique", "Schmitt", visits=30, until=until,
               today={"visit": name("visit 2"), "at": "2026-11-24T08:55:00Z"}),
        person("Yanis", "Caron", visits=4, minor=True, age_from=10, sex="male"),
        person("Anne-Laure", "d’Orgeval", visits=6, until=until, card="0311", last4="7000"),
    ]  # fmt: skip


def crowd(size: int) -> list[dict[str, Any]]:
    """Invented persons, for the speed of the search."""
    draw = random.Random(55)
    firsts = ["Marie", "Jean", "Martine", "Lucas", "Élodie", "Marc", "Zoé", "Ahmed", "Chloé", "Luc"]
    lasts = ["Moreau", "Martin", "Lefebvre", "Petit", "Nguyen", "Roux", "Haddad", "Da Silva"]
    return [
        person(
            draw.choice(firsts), f"{draw.choice(lasts)} {i}", id=name(f"crowd {i}"),
            last4=f"{draw.randrange(10_000):04}", card=str(10_000 + i),
            visits=draw.randrange(40),
        )
        for i in range(size)
    ]  # fmt: skip


def seat(session: str, who: str | None, number: int | None, **more: Any) -> dict[str, Any]:
    one = name(f"{session} {who} {number}")
    return {
        "id": one, "person": name(who) if who else None, "seat": number, "state": "confirmed",
        "rank": None, "attendance": "expected", "party": one, **more,
    }  # fmt: skip


def session(title: str, start: str, end: str, room: str, who: str, **more: Any) -> dict[str, Any]:
    day = more.pop("day", DAY)
    return {
        "id": name(title + day), "workshop": name(f"workshop {title}"), "title": title,
        "format": "classic", "starts_at": f"{day}T{start}:00Z", "ends_at": f"{day}T{end}:00Z",
        "day": day, "room": room, "mediators": [who], "capacity": 8, "price_code": "ATELIER",
        "minimum_age": None, "state": "planned", "registrations": [], "unnamed": 0, **more,
    }  # fmt: skip


def sessions() -> list[dict[str, Any]]:
    phone = [
        seat("tel", one, i + 1, attendance="present")
        for i, one in enumerate(
            ["Monique Schmitt", "Mehdi Haddad", "Claire Nguyen", "Gérard Blanc", "x", "y"]
        )
    ]
    mail = [
        seat("mail", "Odette Martin", 1),
        seat("mail", "Marcel Petit", 2),
        seat("mail", "Marianne Roux", 3),
        seat("mail", "Léa Dubois", 4),
        seat("mail", "Marie Le Gall", 5),
    ]
    wednesday = [
        seat("jeu", who, i + 1)
        for i, who in enumerate(["Marie Le Gall", "Marcel Petit", "Claire Nguyen"])
    ]
    waits = [
        seat("jeu", "Odette Martin", None, state="waiting", rank=1, phone="03 29 00 22 90"),
        seat("jeu", "Mehdi Haddad", None, state="waiting", rank=2, phone=""),
    ]
    return [
        session("Mon téléphone", "09:00", "10:30", "Salle bleue", "Loïc", capacity=6,
                registrations=phone),
        session("Boîte mail", "13:00", "14:30", "Salle bleue", "Sandrine", registrations=mail),
        session("Fab lab ouvert", "16:00", "18:00", "Atelier", "Karim", format="free_access",
                capacity=None, price_code=""),
        session("Réalité virtuelle", "13:00", "14:00", "Studio", "Karim", day="2026-11-25",
                capacity=3, minimum_age=13, price_code="", registrations=wednesday + waits),
        session("Photos : trier", "09:00", "10:30", "Salle bleue", "Loïc", day="2026-11-26"),
    ]  # fmt: skip


def prices() -> list[dict[str, Any]]:
    rows = []
    for profile in ("", "self", "seeker"):
        for member in (True, False):
            half = profile == "seeker"
            rows += [
                price("ADHESION", profile, member, 150_000 if half else 300_000,
                      "Tarif réduit" if half else "Tarif de l’adhésion"),
                price("ATELIER", profile, member, 40_000 if half else 80_000,
                      "Tarif réduit" if half
                      else "Tarif adhérent·e" if member else "Tarif atelier"),
            ]  # fmt: skip
    return [*rows, price("COPIE", "", False, 1_500, "Copie, la page")]


def lab_prices() -> list[dict[str, Any]]:
    return [
        {**price("IMP3D", "", False, 60_000, "Heure d’impression"), "unit": "hour"},
        {**price("PLA", "", False, 500, "PLA"), "unit": "gram"},
    ]


LABELS = {
    "IMP3D": "Impression 3D, l’heure",
    "PLA": "PLA, le gramme",
    "ADHESION": "Adhésion",
    "ATELIER": "Atelier",
    "COPIE": "Copie, la page",
}


def price(code: str, profile: str, member: bool, rate: int, why: str) -> dict[str, Any]:
    return {
        "price": name(f"{code}{profile}{member}"), "code": code, "profile": profile,
        "member": member, "label": LABELS[code], "why": why, "rate": rate, "unit": "session",
        "tax_mode": "exempt", "tax_rate": 0,
    }  # fmt: skip


AT_THE_DESK = ["greet", "register", "till", "undo", "desk", "counts"]
RIGHTS = [*AT_THE_DESK, "accounts", "people", "programme", "settle"]


def machine(label: str, family: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name(label), "name": label, "family": name(family), "locked": False, "beside": [],
        "held": [], **more,
    }  # fmt: skip


def family(label: str, **rules: Any) -> dict[str, Any]:
    return {
        "id": name(label), "name": label, "authorised": False, "alone": False, "staffed": False,
        "training": "", "next": None, "minimum_age": None, "papers": [], "most_minutes_a_day": None,
        "price_code": "", "step": 15, "shortest": 15, "longest": None, "buffer": 0, **rules,
    }  # fmt: skip


def use(label: str, kind: str, began: str, ends: str) -> dict[str, Any]:
    """A machine that somebody has used since an hour of the fixture's day."""
    start = f"{DAY}T{began}:00Z"
    return {
        "id": name(f"use {label}"), "resource": name(label), "family": name(kind), "label": label,
        "starts_at": start, "ends_at": f"{DAY}T{ends}:00Z", "came_at": start, "left_at": None,
    }  # fmt: skip


def machines() -> dict[str, Any]:
    """A laser after a training, two printers, a headset, what is out of use; a passer-by at one."""
    following = {"day": "2026-11-26", "starts_at": "2026-11-26T13:00:00Z"}
    soon = {"starts_at": "2026-11-24T15:00:00Z", "ends_at": "2026-11-24T16:00:00Z"}
    sewing = use("Couture", "Textile", "12:30", "13:30")
    return {
        "families": [
            family("Découpe laser", authorised=True, training="Sécurité laser", next=following),
            family("Fraisage", authorised=True, training="Fraiseuse"),
            family("Imprimante 3D", price_code="IMP3D"),
            family("Réalité", minimum_age=13, most_minutes_a_day=20),
            family("Soudure", papers=["charter", "insurance"]),
            family("Studio", staffed=True),
            family("Textile", price_code="IMP3D"),
        ],
        "resources": [
            machine("Casque VR", "Réalité"),
            machine("Couture", "Textile",
                    held=[{"starts_at": sewing["starts_at"], "ends_at": sewing["ends_at"],
                           "of": sewing["id"]}]),
            machine("Fraiseuse", "Fraisage"),
            machine("Imprimante 1", "Imprimante 3D", held=[{**soon, "of": name("later")}]),
            machine("Imprimante 2", "Imprimante 3D", locked=True),
            machine("Laser", "Découpe laser"),
            machine("Poste à souder", "Soudure"),
            machine("Studio", "Studio"),
        ],
        "asked_apart": ["insurance"],
        "staffed": [],
        "unnamed": [sewing],
    }  # fmt: skip


def snapshot(*, size: int = 0, till_open: bool = True, rights: list[str] | None = None,
             actor: str = "Sandrine", read_only: bool = False,
             lab: bool = False) -> dict[str, Any]:  # fmt: skip
    """The snapshot of docs/commands.md, whole."""
    opened = {"id": name("till"), "opened_at": "2026-11-24T08:30:00Z", "float_cents": 5000,
              "cash_cents": 12400, "totals": {"cash": 7400, "card": 1600}}  # fmt: skip
    return {
        "rev": 812, "epoch": name("epoch"), "now": NOW, "day": DAY, "time_zone": "Europe/Paris",
        "structure": {"id": name("structure"), "slug": "bras", "name": "Numéripôle"},
        "place": {
            "id": name("place"), "name": "Numéripôle", "motto": "Village connecté à l’avenir",
            "colour": "#0a5a54", "logo": "", "phone": "03 29 00 00 00",
            "address": "1 place de la Mairie, 55100 Bras-sur-Meuse", "open_now": True,
            "hours": "lundi au samedi",
        },
        "carrier": {"name": "Association Numéripôle (fictive)", "kind": "association", "siret": "",
                    "rna": "W551000000", "address": "1 place de la Mairie, 55100 Bras-sur-Meuse"},
        "device": {"id": name("device"), "name": "Accueil", "last_n": 40, "read_only": read_only},
        "actor": {"id": name(actor), "first_name": actor, "rights": rights or RIGHTS},
        "team": [
            {"id": name(one), "first_name": one, "has_pin": one != "Gérard",
             "pin": "" if one == "Gérard" else f"mark {one}",
             "rights": AT_THE_DESK if one == "Karim" else RIGHTS}
            for one in ("Sandrine", "Loïc", "Karim", "Gérard")
        ],
        "till": {"series": name("series"), "code": "A", "next_number": 12,
                 "open": opened if till_open else None},
        "persons": people() + crowd(size),
        "sessions": sessions(),
        "prices": [*prices(), *(lab_prices() if lab else [])],
        "machines": machines() if lab else None,
        "plans": [{"id": name("plan"), "code": "ANNUELLE", "label": "Adhésion annuelle",
                   "price_code": "ADHESION", "for_organisations": False, "starts_on": DAY,
                   "ends_on": "2027-11-23", "renewal": "day_after"}],
        "use_plan_codes": [],
        "profiles": [{"code": "seeker", "label": "Demandeur d’emploi"},
                     {"code": "self", "label": "Indépendant·e"}],
        "documents": [
            {"id": name("charter"), "kind": "charter", "title": "Charte du lieu", "version": 2},
            {"id": name("parental"), "kind": "parental_consent",
             "title": "Autorisation parentale", "version": 1},
        ],
        "communes": [
            {"code": code, "name": label}
            for code, label in [
                ("55073", "Bras-sur-Meuse"), ("55545", "Verdun"), ("55039", "Belleville-sur-Meuse"),
                ("55102", "Charny-sur-Meuse"), ("55523", "Thierville-sur-Meuse"),
                ("55531", "Vacherauville"), ("55154", "Dieue-sur-Meuse"),
            ]
        ],
        "today": {"persons": 19, "anonymous": 4, "new": 6,
                  "here": [name("Gérard Blanc"), name("Monique Schmitt")], "unnamed_here": 2},
        "to_settle": 2 if "settle" in (rights or RIGHTS) else 0,
    }  # fmt: skip
