"""The office in a browser, as axe and the console see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, Page

from maillage.office.urls import urlpatterns
from tests import axe
from tests.figures import PROVING
from tests.houses import PASSWORD

WIDER = "() => document.documentElement.scrollWidth > window.innerWidth"
WIDTHS = (1366, 412, 320)


@dataclass
class Seen:
    """A browser signed in, at an address, and what its console said."""

    browser: Browser
    address: str
    ids: dict[str, str]
    page: Page
    said: list[str]

    def url(self, name: str, slug: str = "bras") -> str:
        pattern = next(str(one.pattern) for one in urlpatterns if one.name == name)
        for kind, ident in self.ids.items():
            pattern = pattern.replace(f"<uuid:{kind}>", ident)
        assert "<" not in pattern, pattern
        return f"{self.address}/s/{slug}/{pattern}"

    def check(self, where: str) -> None:
        """Everything that axe and the console say, and what is wider than its screen."""
        faults = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate(WIDER):
                faults.append(f"wider than {width}")
        axe.load(self.page)
        if PROVING:
            faults += axe.faults(self.page)
        self.page.set_viewport_size({"width": 1366, "height": 768})
        faults += axe.faults(self.page)
        assert faults == [], where
        assert self.said == [], where


def wrong(message: Any) -> bool:
    """A form sent back with its errors is answered 422, which the console repeats."""
    return message.type in {"error", "warning"} and "422" not in message.text


def sign_in(seen: Seen, login: str) -> None:
    seen.page.context.clear_cookies()
    seen.page.goto(f"{seen.address}/connexion")
    seen.page.get_by_label("Identifiant").fill(login)
    seen.page.get_by_label("Mot de passe").fill(PASSWORD)
    seen.page.get_by_role("button", name="Se connecter").click()
    seen.page.wait_for_url(f"{seen.address}/s/**")


def calendar_of(seen: Seen, view: str = "week") -> Page:
    """Tomorrow's week or month, filled."""
    sign_in(seen, "manager@bras")
    tomorrow = timezone.localdate() + timedelta(days=1)
    seen.page.goto(f"{seen.url('sessions')}?view={view}&day={tomorrow}")
    return seen.page
