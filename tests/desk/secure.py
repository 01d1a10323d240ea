"""A desk over https, under a name that is not localhost, in browser profiles that stay."""

from __future__ import annotations

import base64
import hashlib
import http.client
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser import ARGUMENTS, chromium_path
from tests.desk.gestures import sit_down
from tests.servers import Base, Server

NAME = "accueil.maillage.test"


class SecureServer(Server):
    """``maillage serve --tls-cert``'s server; killed, its port is closed."""

    def __init__(self, base: Base, workers: int = 1) -> None:
        super().__init__(base, workers)
        self.certificate, self.key = base.data / "cert.pem", base.data / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"),
                *("ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"),
                *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
                *("-keyout", self.key, "-out", self.certificate),
            ],
            check=True,
            capture_output=True,
        )

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}"

    @property
    def command(self) -> list[str]:
        tls = ["--ssl-certificate", str(self.certificate), "--ssl-keyfile", str(self.key)]
        return [*super().command[:-1], *tls, super().command[-1]]

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "MAILLAGE_HTTPS": "1", "MAILLAGE_HOSTS": NAME}

    def connection(self) -> http.client.HTTPConnection:
        any_certificate = ssl._create_unverified_context()
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=any_certificate
        )

    @property
    def fingerprint(self) -> str:
        """What a browser is told to trust: the SHA-256 of the public key, in base64."""
        pem = subprocess.run(
            ["openssl", "x509", "-in", self.certificate, "-pubkey", "-noout"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        key = base64.b64decode("".join(pem.splitlines()[1:-1]))
        return base64.b64encode(hashlib.sha256(key).digest()).decode()


@contextmanager
def profile(playwright: Playwright, server: SecureServer, folder: Path) -> Iterator[BrowserContext]:
    """A browser whose profile stays in a folder: closed and opened again, it is the same one."""
    context = playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=chromium_path(),
        args=[
            *ARGUMENTS,
            f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={server.fingerprint}",
        ],
        locale="fr-FR",
        viewport={"width": 1366, "height": 768},
    )
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()


@dataclass
class Territory:
    """A house, its server over https, and browsers of one place that keep their profiles."""

    base: Base
    server: SecureServer
    playwright: Playwright
    stack: ExitStack
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def browser(self, name: str) -> BrowserContext:
        """The browser of a device; opened again when it was closed."""
        if name not in self.contexts:
            folder = self.base.data / f"profile-{name}"
            self.contexts[name] = self.stack.enter_context(
                profile(self.playwright, self.server, folder)
            )
        return self.contexts[name]

    def close(self, name: str) -> None:
        self.contexts.pop(name).close()


def opened(context: BrowserContext, server: SecureServer) -> Page:
    """Signed in, a desk of the place, ready to start without a line."""
    tab = context.pages[0] if context.pages else context.new_page()
    sit_down(tab, server)
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    return tab


def all_sent(tab: Page) -> None:
    tab.evaluate("() => dispatchEvent(new Event('online'))")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé", timeout=60_000)
