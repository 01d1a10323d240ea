"""What is looked at: the demo with its story told, served; the scripted first day."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from screening.sheets import Seen

ROOT = Path(__file__).resolve().parents[2]
STORY = "import django; django.setup(); from screening.story import main; main()"
FIRST_DAY = "tests/office/test_first_day.py"


class Demo:
    """The demo, serving from a temporary folder; its addresses and ids, its own site."""

    def __init__(self, prepared: Path | None = None) -> None:
        self.prepared = prepared

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        data = Path(self._folder.name) / "data"
        self.env = {
            **os.environ,
            "MAILLAGE_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "maillage.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tools")]),
        }
        if self.prepared:
            shutil.copytree(self.prepared, data)
        self._run("-m", "maillage", "demo", "--prepare")
        told = json.loads(self._run("-c", STORY).splitlines()[-1])
        self.addresses: dict[str, str] = told["addresses"]
        self.ids: dict[str, str] = told["ids"]
        self._serve()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=self.env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def _serve(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.site = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "maillage", "serve", "--no-jobs", "--port", str(port)]
        self._server = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL)
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.site}/healthz"):
                    return
            except urllib.error.URLError:
                time.sleep(0.5)
        raise TimeoutError("the demo did not answer")


def first_day(folder: Path) -> list[Seen]:
    """The pictures of the scripted first day, in order; its own counts are printed."""
    for old in folder.glob("first-day-*.png"):
        old.unlink()
    command = [sys.executable, "-m", "pytest", "-q", "-s", FIRST_DAY]
    env = {**os.environ, "MAILLAGE_SCREENS": str(folder)}
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    return [
        Seen(path.stem.removeprefix("first-day-"), (path,))
        for path in sorted(folder.glob("first-day-*.png"))
    ]
