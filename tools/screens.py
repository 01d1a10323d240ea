"""Contact sheets of every screen and print of the demo, into docs/screens/.

    make screens
    make screens ARGS="--only calendar,prints --keep /tmp/full"

Each page is taken at 1366×768 and on a phone of 390×844, whole; ``--keep`` leaves the full
pictures in a folder, ``--data`` takes a demo already prepared there (it is copied first). Needs
Debian's Chromium and pdftoppm.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from screening.demo import ROOT, Demo, first_day
from screening.desk import desk
from screening.families import FAMILIES, PRINTS
from screening.guide import take_guide
from screening.kiosk import kiosk
from screening.looking import Looker, looking
from screening.plans import plans
from screening.sheets import PAPERS, SCREENS, STEPS, Layout, Seen, compose

GUIDE = ROOT / "docs" / "guide" / "pictures"
DOCS = ROOT / "docs" / "screens"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--lang=fr-FR",
]
TITLES = {
    "desk": "The desk",
    "kiosk": "The kiosk at the door",
    "first-run": "Before anybody is signed in",
    "home": "Home, settings, journal",
    "calendar": "Calendar and sessions",
    "programme": "Workshops, themes, events",
    "bookings": "Reservations",
    "machines": "Machines: jobs, incidents, maintenance",
    "resources": "What may be reserved, by which rules; raw material",
    "plans": "Plans and passes",
    "people": "People",
    "kin": "Households, duplicates, files handed over",
    "messages": "Messages",
    "money": "Till and prices",
    "team": "The team",
    "rota": "The week of the team, absences",
    "places": "Places, rooms, hours, identity",
    "around": "Territory, networks, partners",
    "papers": "Documents to accept, devices",
    "prints": "Every print",
    "first-day": "From an empty database to a first paid arrival",
}


def main() -> int:
    """Take every picture that is asked for."""
    options = parse()
    with working_folder(options.keep) as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        wanted = options.only.split(",") if options.only else [*TITLES, "guide"]
        wanted += ["first-day", "desk"] if "guide" in wanted else []
        if "first-day" in wanted:
            sheet(browser, options.to / "first-day.jpg", first_day(folder), STEPS)
        if set(wanted) - {"first-day"}:
            with Demo(options.data) as demo, looking(browser, demo, folder) as looker:
                take(browser, looker, wanted, options.to)
        browser.close()
    return 0


def parse() -> argparse.Namespace:
    """What is asked for on the command line."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("--only", default="", help=f"among {', '.join([*TITLES, 'guide'])}")
    asked.add_argument("--keep", type=Path, help="where to leave the full pictures")
    asked.add_argument("--to", type=Path, default=DOCS, help="where the sheets go")
    asked.add_argument("--data", type=Path, help="a demo already prepared")
    return asked.parse_args()


@contextmanager
def working_folder(keep: Path | None) -> Iterator[Path]:
    """Where the full pictures are: kept, or not."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def take(browser: Browser, looker: Looker, wanted: list[str], to: Path) -> None:
    """The sheets of the families that are wanted, in order; then the guide's pictures."""
    special: dict[str, Callable[[], list[Seen]]] = {
        "desk": lambda: desk(looker),
        "kiosk": lambda: kiosk(looker),
        "first-run": looker.first_run,
        "plans": lambda: plans(looker),
        "prints": lambda: looker.prints(PRINTS),
    }
    for family in TITLES:
        if family not in wanted or family == "first-day":
            continue
        seen = special[family]() if family in special else looker.pages(FAMILIES[family])
        sheet(browser, to / f"{family}.jpg", seen, PAPERS if family == "prints" else SCREENS)
    if "guide" in wanted:
        take_guide(looker, GUIDE)


def sheet(browser: Browser, to: Path, seen: list[Seen], layout: Layout) -> None:
    """One contact sheet, and its weight said."""
    to.parent.mkdir(parents=True, exist_ok=True)
    compose(browser, TITLES[to.stem], seen, layout, to)
    print(f"{to.stem}: {len(seen)} seen, {to.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
