"""From an empty base to a first paid arrival, as a person does it: by what is written on screen.

A real server, a real browser; after the first page, only the names of links, buttons and fields.
Clicks, keystrokes and pages are counted at human speed. ``MAILLAGE_SCREENS`` keeps the pictures.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import chromium
from tests.cli.installation import install
from tests.figures import figure
from tests.servers import free_port

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.prove]

SECONDS = {"click": 1.2, "keystroke": 0.25, "page": 3.0}
MOST_SECONDS = 600
NOW = datetime.now(ZoneInfo("Europe/Paris"))
PASSWORD = "quatre mots au hasard"


@dataclass
class Human:
    """Reads each page, clicks on what it names, types; all of it counted."""

    page: Page
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SECONDS, 0))
    pictures: int = 0

    def press(self, name: str | re.Pattern[str], role: str = "link") -> None:
        """Click on a link or a button by its words; the page it leads to is read."""
        before = self.page.url
        self.click(self.page.get_by_role(role, name=name, exact=isinstance(name, str)))
        self.page.wait_for_load_state()
        self.counts["page"] += self.page.url != before

    def click(self, what: Locator) -> None:
        what.click()
        self.counts["click"] += 1

    def write(self, label: str, text: str) -> None:
        """Type in a field by its label."""
        self.counts["click"] += 1
        self.counts["keystroke"] += len(text)
        self.labelled(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose in a list: open it, take a line."""
        self.counts["click"] += 2
        self.labelled(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.click(self.labelled(label))

    def labelled(self, label: str) -> Locator:
        """A field by its label, which may say that it is optional."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*(\(facultatif\)\s*)?$")
        return self.page.get_by_label(words)

    def save(self, name: str = "Enregistrer") -> None:
        self.press(name, "button")

    def type(self, text: str) -> None:
        """Type where the page has put the cursor."""
        self.counts["keystroke"] += len(text)
        self.page.keyboard.type(text)

    def key(self, name: str) -> None:
        self.counts["keystroke"] += 1
        self.page.keyboard.press(name)

    def see(self, text: str, name: str) -> None:
        """What must be there, and a picture of it."""
        expect(self.page.locator("body")).to_contain_text(text)
        self.pictures += 1
        folder = os.environ.get("MAILLAGE_SCREENS")
        if folder:
            path = Path(folder) / f"first-day-{self.pictures:02}-{name}.png"
            self.page.screenshot(path=path, full_page=True)

    def seconds(self) -> float:
        return sum(self.counts[what] * each for what, each in SECONDS.items())


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A server on an empty base: its address, and the code that its terminal shows."""
    made, port = install(tmp_path / "empty"), free_port()
    process = made.start("-m", "maillage", "serve", "--port", str(port))
    try:
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            said += process.stdout.readline()
        (code,) = re.findall(r"donnez ce code : ([A-Z0-9]{4}-[A-Z0-9]{4})", said)
        yield f"http://127.0.0.1:{port}/", code
    finally:
        process.terminate()
        process.communicate()
        made.drop()


@pytest.fixture
def human() -> Iterator[Human]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.set_default_timeout(15_000)
        yield Human(page)


def test_a_first_day_in_ten_minutes(empty: tuple[str, str], human: Human) -> None:
    address, code = empty
    human.page.goto(address)
    human.counts["page"] += 1
    found(human, code)
    places(human)
    team(human)
    prices(human)
    workshop(human)
    desk(human)
    arrival(human)
    said = ", ".join(f"{count} {what}" for what, count in human.counts.items())
    print(f"{human.seconds():.0f} s : {said}")
    figure("1. un premier jour", f"{human.seconds():.0f} s, {said}", "600 s au plus")
    assert human.seconds() <= MOST_SECONDS


def found(human: Human, code: str) -> None:
    human.see("Bienvenue ! Commençons.", "begin")
    human.write("Code du terminal", code)
    human.write("Nom de votre structure", "Numéripôle")
    human.write("Votre prénom", "Loïc")
    human.write("Votre identifiant", "loic")
    human.write("Votre mot de passe", PASSWORD)
    human.save("Commencer")
    human.see("Votre premier jour d’ouverture", "home")


def places(human: Human) -> None:
    human.press("Ajouter votre lieu")
    human.see("Nom du lieu", "place")
    human.save()
    human.see("Le lieu est ajouté", "home-place")
    human.press("Ajouter un autre lieu")
    human.write("Nom du lieu", "Fab lab de Bras")
    human.choose("Sorte de lieu", "fab lab")
    human.save()


def team(human: Human) -> None:
    human.press("Ajouter quelqu’un")
    human.see("Ajouter à l’équipe", "team")
    human.write("Prénom", "Sandrine")
    human.choose("Rôle", "médiateur·rice")
    human.write("Code d’accès", "2468")
    human.save()
    human.see("Sandrine fait partie de l’équipe.", "home-team")


def prices(human: Human) -> None:
    human.press("Fixer vos prix")
    human.see("Aucun prix encore", "prices-empty")
    human.press("Ajouter une formule")
    human.write("Nom de la formule", "Adhésion annuelle")
    human.write("Prix, en euros", "30")
    human.save()
    price(human, "Séance", "8", "la séance")
    price(human, "Laser", "6", "l’heure", "Fab lab de Bras")
    price(human, "Filament", "0,08", "le gramme", "Fab lab de Bras")
    human.see("Matière et copies", "prices")


def price(human: Human, label: str, euros: str, unit: str, place: str = "") -> None:
    human.press("Ajouter un prix")
    human.write("Nom du prix", label)
    human.write("Prix, en euros", euros)
    human.choose("Pour", unit)
    if place:
        human.click(human.page.get_by_text("Autres réglages"))
        human.choose("Lieu", place)
        human.see("Ajouter un prix", "price")
    human.save()


def workshop(human: Human) -> None:
    human.press("Aujourd’hui")
    human.press("Créer un atelier")
    human.see("Titre", "workshop")
    human.write("Titre", "Boîte mail")
    human.choose("Prix", "Séance (SEANCE)")
    human.save()
    human.press("Planifier une séance")
    human.choose("Lieu", "Numéripôle")
    start = max(NOW - timedelta(minutes=10), NOW.replace(hour=0, minute=0))
    human.write("Jour", f"{NOW:%Y-%m-%d}")
    human.write("Heure de début", f"{start:%H:%M}")
    human.tick("Sandrine")
    human.click(human.page.get_by_text("Répéter cette séance…"))
    human.choose("Se répète", "Chaque semaine")
    human.write("Jusqu’au", f"{NOW + timedelta(weeks=8):%Y-%m-%d}")
    human.tick("Sauter les jours fériés")
    human.see("Boîte mail", "session")
    human.save("Planifier")


def desk(human: Human) -> None:
    human.press("Faire de ce navigateur un poste")
    human.press("Numéripôle")
    human.see("poste d’accueil de « Numéripôle »", "enrol")
    human.write("Nom de ce poste", "Entrée")
    human.save("Faire de ce navigateur un poste d’accueil")
    human.see("Boîte mail", "desk")
    human.press(re.compile("^Ouvrir la caisse"), "button")
    human.type("50")
    human.key("Enter")


def arrival(human: Human) -> None:
    human.type("Odette")
    human.key("Enter")
    human.see("Nouvelle personne", "newcomer")
    human.key("Enter")
    human.see("38,00 €", "pay")
    human.key("Enter")
    human.see("Odette : présent·e, 38,00 € en espèces", "paid")
    human.press("Reçu A-1", "button")
    human.page.emulate_media(media="print")
    expect(human.page.get_by_text("Reçu de Odette")).to_be_visible()
    human.see("Total payé", "receipt")
