"""What a desk weighs when it is opened for the first time, as deployed: over https."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, expect

from tests.desk.secure import NAME, Territory, opened
from tests.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.once]

MOST_BYTES = 200_000

BUILD = """
from tests.houses import build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
"""


def weighed(client: CDPSession) -> dict[str, int]:
    """What comes from now on, whatever was kept: bytes with their headers, by address."""
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.send("Network.setBypassServiceWorker", {"bypass": True})
    addresses: dict[str, str] = {}
    came: dict[str, int] = {}
    client.on(
        "Network.responseReceived",
        lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
    )
    # A poll that had left before the session listened ends without an address.
    client.on(
        "Network.loadingFinished",
        lambda event: (
            event["requestId"] in addresses
            and came.update({addresses[event["requestId"]]: event["encodedDataLength"]})
        ),
    )
    return came


def test_the_desk_is_light_over_the_wire(territory: Territory) -> None:
    tab = opened(territory.browser("A"), territory.server)
    came = weighed(tab.context.new_cdp_session(tab))
    tab.reload()
    expect(tab.locator("#search")).to_be_focused()
    tab.wait_for_load_state("networkidle")
    snapshot = sum(size for url, size in came.items() if "snapshot.json" in url)
    page = sum(came.values()) - snapshot
    assert {urlsplit(url).hostname for url in came} == {NAME}
    assert any(url.endswith("main.js") for url in came)
    assert page < MOST_BYTES
    figure(
        "8. poids de l’accueil",
        f"{page / 1000:.0f} kB sur le réseau, instantané {snapshot / 1000:.1f} kB à côté",
        "200 kB",
    )
