"""The office as its people open it: a browser signed in, and what its pages say."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser import chromium
from tests.houses import House, sign_in
from tests.office.seeing import Seen, wrong
from tests.servers import fresh_base, serving


@dataclass
class Office:
    """A browser where somebody of the house is signed in."""

    house: House
    client: Client

    def url(self, name: str, /, *ids: Any) -> str:
        return reverse(name, args=[self.house.slug, *ids])

    def get(self, name: str, /, *ids: Any, **query: Any) -> str:
        """The text of a page that must be shown."""
        answer = self.client.get(self.url(name, *ids), query)
        assert answer.status_code == 200, (name, answer.status_code)
        return text_of(answer)

    def send(self, name: str, /, *ids: Any, **typed: Any) -> str:
        """Send a form that must be done; the text of the page it leads to."""
        answer = self.client.post(self.url(name, *ids), typed)
        assert answer.status_code == 302, text_of(answer)
        return text_of(self.client.get(answer["Location"]))

    def refused(self, name: str, /, *ids: Any, **typed: Any) -> tuple[str, str]:
        """Send a form that must be refused; its page as text, and as it was written."""
        answer = self.client.post(self.url(name, *ids), typed)
        assert answer.status_code == 422, (answer.status_code, text_of(answer))
        assert "À corriger" in text_of(answer)
        return text_of(answer), answer.content.decode()


def text_of(answer: Any) -> str:
    """The words of a page, without its tags."""
    words = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return " ".join(html.unescape(words).replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.fixture
def office(house: House) -> Office:
    """The manager's browser."""
    return Office(house, sign_in(house, "manager"))


@pytest.fixture
def as_role(house: House):
    """Another role's browser."""

    def signed_in(role: str) -> Office:
        if role not in house.staff:
            house.add_staff(role)
        return Office(house, sign_in(house, role))

    return signed_in


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """A browser before a filled base, for a whole file; what its console says is kept."""
    folder = tmp_path_factory.mktemp("office")
    with fresh_base(folder, "office") as base:
        ids = base.run("from tests.office.filling import main; main()")
        with serving(base, workers=1) as server, chromium() as browser:
            address = f"http://127.0.0.1:{server.port}"
            page = browser.new_page(locale="fr-FR", viewport={"width": 1366, "height": 768})
            said: list[str] = []
            page.on("console", lambda one: said.append(one.text) if wrong(one) else None)
            page.on("pageerror", lambda one: said.append(str(one)))
            yield Seen(browser, address, ids, page, said)
