"""The pictures of the user guide: what fits on a screen, at the moment that a chapter tells."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page

from screening.families import Shot
from screening.looking import Looker

FIRST_DAY = {"premier-jour": "02-home", "premiere-arrivee": "17-paid"}
DESK = {
    "accueil-trouve": "desk-found",
    "encaisser": "desk-pay",
    "fermer-la-caisse": "desk-close",
}
PAGES = {
    "semaine": Shot("sessions"),
    "seance": Shot("session"),
    "fiche": Shot("person"),
    "doublons": Shot("duplicates"),
    "messages": Shot("messages"),
    "semaine-equipe": Shot("rota", "?week={next_week}"),
    "absence": Shot("absence"),
    "prix": Shot("prices"),
    "combien": Shot("price-quote"),
    "imprimer": Shot("session"),
    "conservation": Shot("retention"),
}
PICTURES = {*FIRST_DAY, *DESK, *PAGES}


def take_guide(looker: Looker, to: Path) -> None:
    """All of them; those of the first day and of the desk were taken before."""
    to.mkdir(parents=True, exist_ok=True)
    for name, step in FIRST_DAY.items():
        shutil.copyfile(looker.folder / f"first-day-{step}.png", to / f"{name}.png")
    for name, moment in DESK.items():
        shutil.copyfile(looker.folder / f"{moment}-wide.png", to / f"{name}.png")
    page = looker.office["wide"]
    for name, shot in PAGES.items():
        page.goto(looker.path(shot))
        _prepare(page, name)
        page.screenshot(path=to / f"{name}.png")


def _prepare(page: Page, name: str) -> None:
    if name == "imprimer":
        page.get_by_text("Imprimer", exact=True).first.click()
    if name == "semaine-equipe":
        page.locator("table.rota").scroll_into_view_if_needed()
