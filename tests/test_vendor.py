"""The vendored front-end files are those that were copied, each folder with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tools.vendor import PACKAGES

ROOT = Path(__file__).resolve().parent.parent
HOMES = (ROOT / "src/maillage/core/static/vendor", ROOT / "tests/vendor")
FONTS = ROOT / "src/maillage/core/prints/fonts"
FOLDERS = [*(folder for home in HOMES for folder in sorted(home.iterdir())), FONTS]

pytestmark = pytest.mark.once


def sums(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_are_the_copied_ones(folder):
    held = {path.name for path in folder.iterdir()} - {"SHA256SUMS", "README.md"}
    assert {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in held
    } == sums(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_licence_and_version_are_told(folder):
    assert (folder / "LICENSE").stat().st_size > 0
    assert "Licence: " in (folder / "README.md").read_text(encoding="utf-8")


def test_every_folder_is_one_that_the_tool_fills():
    assert {package.folder for package in PACKAGES} == set(FOLDERS)
