"""Each screen says in one line what it is for."""

from __future__ import annotations

import re

import pytest

from tests.houses import House, open_desk, sign_in
from tests.office.conftest import text_of
from tests.office.filling import fill_house
from tests.test_scopes import STAFF_ADDRESSES
from tests.test_scopes_pages import ASKED

pytestmark = pytest.mark.once

LEAD = re.compile(r"<p class=\"lead(?: no-print)?\">(.*?)</p>", re.DOTALL)
LONGEST = 200


def test_every_screen_says_what_it_is_for(house: House) -> None:
    ids = fill_house(house)
    manager, desk = sign_in(house, "manager"), open_desk(house)
    silent, wordy = [], []
    for path, _view in STAFF_ADDRESSES:
        address = "/" + path.replace("<slug:slug>", house.slug)
        for name, ident in ids.items():
            address = address.replace(f"<uuid:{name}>", ident)
        client = desk.client if "/desk/" in address else manager
        answer = client.get(address + ASKED.get(path, ""))
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        if not is_page or address.endswith("/desk/"):
            continue
        found = LEAD.search(answer.content.decode())
        if found is None:
            silent.append(path)
        elif len(text_of(answer)) and len(found[1]) > LONGEST:
            wordy.append(path)
    assert (silent, wordy) == ([], [])
