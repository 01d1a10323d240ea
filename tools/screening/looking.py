"""A wide browser and a phone, signed in at the demo's Numéripôle, that look at its pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from screening.demo import Demo
from screening.families import Shot
from screening.sheets import Seen

SIZES = {"wide": (1366, 768), "phone": (390, 844)}
PASSWORD = "bonjour-maillage"
MANAGER, MEDIATOR = "elise@bras", "sandrine@bras"
MANAGERS = {"bras": MANAGER, "amboise": "solene@amboise", "rodez": "hugues@rodez"}
PIN = "2468"
"""The mediator's."""
MOST_SHEETS = 2
Gesture = Callable[[Page], None]


@dataclass
class Looker:
    """The managers' pages by structure and size, in one folder of pictures."""

    browser: Browser
    demo: Demo
    folder: Path
    offices: dict[str, dict[str, Page]] = field(default_factory=dict)

    @property
    def office(self) -> dict[str, Page]:
        """The pages of the Numéripôle's manager."""
        return self.office_of("bras")

    def office_of(self, slug: str) -> dict[str, Page]:
        """The pages of a manager, signed in the first time."""
        if slug not in self.offices:
            login, site = MANAGERS[slug], self.demo.site
            self.offices[slug] = {size: sign_in(self.browser, site, login, size) for size in SIZES}
        return self.offices[slug]

    def path(self, shot: Shot) -> str:
        """Its address in the structure where it is looked at."""
        today = date.today()  # noqa: DTZ011
        query = {
            "{month}": f"{today.replace(day=1)}",
            "{today}": f"{today}",
            "{next_week}": f"{today + timedelta(days=7)}",
            "{last_week}": f"{today - timedelta(days=7)}",
            **{f"{{{name}}}": value for name, value in self.demo.ids.items()},
        }
        path = shot.path(self.demo.addresses, self.demo.ids)
        for name, value in query.items():
            path = path.replace(name, value)
        return f"{self.demo.site}/s/{shot.slug}/{path}"

    def pages(self, shots: Iterable[Shot]) -> list[Seen]:
        """Each of them, wide and on a phone."""
        return [self._page(one) for one in shots]

    def _page(self, shot: Shot) -> Seen:
        pictures, office = [], self.office_of(shot.slug)
        for size, page in office.items():
            answer = page.goto(self.path(shot))
            if answer is None or answer.status != 200:
                raise RuntimeError(f"{shot.key}: {answer and answer.status}")
            pictures.append(self.keep(page, shot.key, size))
        return Seen(f"{office['wide'].title()} · {shot.key}", tuple(pictures))

    def keep(self, page: Page, name: str, size: str, *, whole: bool = True) -> Path:
        """One picture of the page, or of what fits on the screen."""
        to = self.folder / f"{name}-{size}.png"
        page.wait_for_timeout(150)
        page.screenshot(path=to, full_page=whole)
        return to

    def both(self, name: str, title: str, pages: dict[str, Page], *, whole: bool = True) -> Seen:
        """The same moment, wide and on a phone."""
        taken = (self.keep(page, name, size, whole=whole) for size, page in pages.items())
        return Seen(title, tuple(taken))

    def moments(
        self, login: str, shot: Shot, moments: Iterable[tuple[str, str, Gesture | None]]
    ) -> list[Seen]:
        """What somebody does from a page on: each moment's name, title and gesture."""
        pages = {
            size: sign_in(self.browser, self.demo.site, login, size, self.path(shot))
            for size in SIZES
        }
        seen = []
        for name, title, gesture in moments:
            for page in pages.values():
                if gesture is not None:
                    gesture(page)
                page.wait_for_timeout(400)
            seen.append(self.both(name, title, pages, whole=False))
        for page in pages.values():
            page.close()
        return seen

    # Without anybody signed in

    def first_run(self) -> list[Seen]:
        """The public's page, the sign-in, its error, an address that leads nowhere."""
        site, seen = self.demo.site, []
        pages = {size: blank(self.browser, size) for size in SIZES}
        for name, path, title in (
            ("welcome", "/", "The welcome page"),
            ("free", "/libre", "The first free slot, for everybody"),
            ("sign-in", "/connexion", "Signing in"),
            ("nowhere", "/nulle-part", "An address that leads nowhere"),
        ):
            for page in pages.values():
                page.goto(site + path)
            seen.append(self.both(name, title, pages))
        for page in pages.values():
            page.goto(f"{site}/connexion")
            page.get_by_label("Identifiant").fill("elise@bras")
            page.get_by_label("Mot de passe").fill("oublié")
            page.get_by_role("button", name="Se connecter").click()
            page.wait_for_load_state()
        seen.append(self.both("sign-in-error", "A wrong password", pages))
        for page in pages.values():
            page.close()
        return seen

    # Prints

    def prints(self, shots: Iterable[Shot]) -> list[Seen]:
        """The first sheets of each print."""
        return [Seen(one.key, self._print(one)) for one in shots]

    def _print(self, shot: Shot) -> tuple[Path, ...]:
        answer = self.office["wide"].request.get(self.path(shot))
        if not answer.ok:
            raise RuntimeError(f"{shot.key}: {answer.status}")
        made = self.folder / f"print-{shot.key.partition('{')[0]}.pdf"
        made.write_bytes(answer.body())
        stem = made.with_suffix("")
        for older in self._sheets(stem):
            older.unlink()
        command = ["pdftoppm", "-r", "50", "-l", str(MOST_SHEETS), "-png", str(made), str(stem)]
        subprocess.run(command, check=True)
        return self._sheets(stem)

    def _sheets(self, stem: Path) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob(f"{stem.name}-[0-9]*.png")))


@contextmanager
def looking(browser: Browser, demo: Demo, folder: Path) -> Iterator[Looker]:
    """The managers signed in, wide and on a phone."""
    looker = Looker(browser, demo, folder)
    yield looker
    for office in looker.offices.values():
        for page in office.values():
            page.close()


def blank(browser: Browser, size: str) -> Page:
    """A browser of its own, of that size, in French."""
    width, height = SIZES[size]
    return browser.new_page(
        viewport={"width": width, "height": height}, locale="fr-FR", reduced_motion="reduce"
    )


def sign_in(browser: Browser, site: str, login: str, size: str, then: str = "") -> Page:
    """A browser where somebody is signed in, at an address."""
    page = blank(browser, size)
    page.goto(f"{site}/connexion")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{site}/s/**")
    if then:
        page.goto(then)
    return page
