"""What the tests need from the machine: PostgreSQL and Chromium, from Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from postgres import find_programs

BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The browser named by ``MAILLAGE_CHROMIUM``, else the first one installed."""
    named = os.environ.get("MAILLAGE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@dataclass(frozen=True)
class Need:
    """A program the tests need, how to see whether it is there, and Debian's package of it."""

    name: str
    package: str
    find: Callable[[], object]

    def bring(self) -> bool:
        """True when the program is there, installed now if it was missing and we may."""
        if not self.find() and (prefix := apt_prefix()) is not None:
            print(f"Installing {self.name} from Debian's packages", flush=True)
            install([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], self.package)
        return bool(self.find())

    @property
    def advice(self) -> str:
        """What to tell the person when the program is missing."""
        return f"{self.name} is missing: sudo apt install {self.package}"


POSTGRESQL = Need("PostgreSQL", "postgresql", find_programs)
CHROMIUM = Need("Chromium", "chromium", find_chromium)


def apt_prefix() -> list[str] | None:
    """How to run apt-get: as root, with a sudo that asks no password; None when we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run([*sudo, "true"], check=False, capture_output=True)
    return sudo if asked.returncode == 0 else None


def install(apt_get: list[str], package: str) -> None:
    """Install without questions; a failure is apt's to explain, on the terminal."""
    subprocess.run([*apt_get, "update", "-qq"], check=False)
    command = [*apt_get, "install", "-qq", "-y", "--no-install-recommends", package]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
