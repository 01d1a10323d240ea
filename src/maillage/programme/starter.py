"""What Maillage proposes: a catalogue of themes to who begins, things to do before an event."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from maillage.programme.models import Format

DATA = Path(__file__).parent / "data"


class StarterTheme(NamedTuple):
    """A theme and the words people say for it."""

    title: str
    synonyms: str


@lru_cache(maxsize=1)
def starter_themes() -> tuple[StarterTheme, ...]:
    """The packaged themes of digital mediation, in the order proposed.

    After the themes that La Coop de la médiation numérique shows to mediators, in plain words.
    """
    with (DATA / "themes.csv").open(encoding="utf-8", newline="") as table:
        return tuple(StarterTheme(row["title"], row["synonyms"]) for row in csv.DictReader(table))


class Task(NamedTuple):
    """Something to do ``days`` days after the session's day (before it when negative)."""

    label: str
    days: int | None = None


def starter_tasks(session_format: str) -> list[Task]:
    """Things to do before an event, then what a tournament adds; a place as welcoming as can be."""
    return _welcome() + (_tournament() if session_format == Format.TOURNAMENT else [])


def _welcome() -> list[Task]:
    return [
        Task(_("Annoncer : affiches, tracts, commerçants, école, mairie"), -21),
        Task(_("Imprimer les panneaux : « Entrez ! » et les flèches"), -3),
        Task(_("Vérifier prises, rallonges, réseau et mises à jour"), -2),
        Task(_("Flécher l’entrée depuis la rue, porte ouverte"), 0),
        Task(_("Une personne à l’entrée pour dire bonjour et compter"), 0),
        Task(_("Chaises, eau, café, un coin pour les enfants"), 0),
        Task(_("Laisser le matériel en accès libre, quelqu’un à côté"), 0),
    ]


def _tournament() -> list[Task]:
    return [
        Task(_("Recueillir les autorisations parentales écrites des mineurs"), -2),
        Task(_("Vérifier l’âge conseillé du jeu (PEGI)"), -7),
        Task(_("Essayer le jeu et les manettes"), -1),
        Task(_("Détruire les autorisations parentales, gardées un an"), 365),
    ]


def cash_tasks() -> list[Task]:
    """What cash prizes or a stake add to a tournament.

    Competitions of video games: code de la sécurité intérieure, articles L. 321-8 and following,
    R. 321-40 and following (decree of 9 May 2017).
    """
    return [
        Task(_("Déclarer le tournoi au service compétent, 30 jours avant au moins"), -30),
        Task(_("Pas de gain en argent pour les moins de 12 ans : prévoir des lots"), -30),
        Task(_("Noter la pièce d’identité de qui autorise un mineur à gagner de l’argent"), -2),
    ]
