"""Fetch the front-end files we serve or test with, from npm, into the repository.

    make vendor

Each folder holds the named files, the package's licence, a README and a ``SHA256SUMS`` that
``tests/test_vendor.py`` checks. To change a version: edit it here, run, commit. Needs npm.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/maillage/core/static/vendor"
PRINTS = ROOT / "src/maillage/core/prints/fonts"
TESTS = ROOT / "tests/vendor"
ATKINSON = "files/atkinson-hyperlegible-next"


@dataclass(frozen=True)
class Package:
    """Some files of one version of an npm package, and the folder they go to.

    ``licence`` is the SPDX name of the files' licence, when it is not the package's own;
    ``licence_file`` holds its text.
    """

    name: str
    version: str
    folder: Path
    files: tuple[str, ...]
    why: str
    licence: str = ""
    licence_file: str = "LICENSE"


PACKAGES = (
    Package(
        "@fontsource-variable/atkinson-hyperlegible-next", "5.3.0", STATIC / "atkinson",
        (
            f"{ATKINSON}-latin-wght-normal.woff2",
            f"{ATKINSON}-latin-wght-italic.woff2",
            f"{ATKINSON}-latin-ext-wght-normal.woff2",
            f"{ATKINSON}-latin-ext-wght-italic.woff2",
        ),
        "The typeface of every page and print, drawn for low vision. Variable weight 200-800.",
    ),
    Package(
        "@expo-google-fonts/atkinson-hyperlegible-next", "0.4.1", PRINTS,
        (
            "400Regular/AtkinsonHyperlegibleNext_400Regular.ttf",
            "700Bold/AtkinsonHyperlegibleNext_700Bold.ttf",
        ),
        "The typeface of the pages, as typst reads it (TTF): regular and bold, for prints.",
        licence="OFL-1.1", licence_file="LICENSE_FONT",
    ),
    Package(
        "dexie", "4.4.7", STATIC / "dexie", ("dist/modern/dexie.min.mjs",),
        "IndexedDB as the desk uses it: what is typed and what is read stays on the device.",
    ),
    Package(
        "axe-core", "4.14.1", TESTS / "axe-core",
        ("axe.min.js", "LICENSE-3RD-PARTY.txt"),
        "Accessibility checks of the browser tests; never served.",
    ),
)  # fmt: skip

README = """# {name} {version}

{why}

Licence: {licence} (see `LICENSE`). Copied unchanged from the npm package by `tools/vendor.py`;
`SHA256SUMS` says whether a file is still the one that was copied.
"""


def main() -> None:
    """Fetch every package anew."""
    for package in PACKAGES:
        fill(package, fetch(package))
        print(f"{package.name} {package.version} -> {package.folder.relative_to(ROOT)}")


def fetch(package: Package) -> dict[str, bytes]:
    """Download the package, which npm checks, and give the files we keep."""
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as content:
            names = {name: name for name in (*package.files, "package.json")}
            names["LICENSE"] = package.licence_file
            return {name: read(content, f"package/{path}") for name, path in names.items()}


def read(content: tarfile.TarFile, name: str) -> bytes:
    """One file of the archive."""
    file = content.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read()


def fill(package: Package, files: dict[str, bytes]) -> None:
    """Make the package's folder again."""
    shutil.rmtree(package.folder, ignore_errors=True)
    package.folder.mkdir(parents=True)
    told = json.loads(files.pop("package.json"))["license"]
    sums = []
    for name, content in sorted(files.items()):
        path = package.folder / Path(name).name
        path.write_bytes(content)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {path.name}\n")
    (package.folder / "SHA256SUMS").write_text("".join(sums), encoding="ascii")
    readme = README.format(
        name=package.name,
        version=package.version,
        why=package.why,
        licence=package.licence or told,
    )
    (package.folder / "README.md").write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
