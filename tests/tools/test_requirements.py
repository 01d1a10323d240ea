"""Every dependency is pinned by hash, names no registry, and has its line in the decisions."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PINNED = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
ASKED = {
    "base": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["dependencies"] + GROUPS["dev"],
    "uv": GROUPS["setup"],
}

pytestmark = pytest.mark.once


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-")


def pins(file: str) -> dict[str, str]:
    text = (ROOT / f"requirements/{file}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[\S*\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.stem)
def test_no_registry_and_no_folder_is_named(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(r"://|^ *-|@ |\.whl|/(opt|home)/", line)
            and not line.startswith("    --hash=sha256:")] == []  # fmt: skip


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.stem)
def test_every_pin_has_hashes(path):
    blocks = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8"))[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("file", ASKED)
def test_everything_asked_is_pinned(file):
    assert {name_of(asked) for asked in ASKED[file]} - set(pins(file)) == set()


def test_tests_run_on_what_is_installed():
    assert {name: pins("dev").get(name) for name in pins("base")} == pins("base")


def test_every_dependency_says_why_it_is_here():
    page = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert {name_of(asked) for asked in ASKED["dev"] + ASKED["uv"]} - told == set()
