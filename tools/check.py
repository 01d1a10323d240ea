"""Check everything: style, types, imports, Django, and the tests on both databases.

    make test                              all of it
    make test ARGS="--only sqlite -k seats"   one stage; what is left goes to pytest
    make test ARGS=--list                  the stages

Every stage runs, whatever the others say. The last line is the count of the tests. A stage that
needs what this machine lacks is left out, loudly; with CI=true that is a failure.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from machine import CHROMIUM, POSTGRESQL, Need, find_chromium
from postgres import PostgresError, leave_in_order, throwaway

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CORES = len(os.sched_getaffinity(0))
NO_TESTS = 5
SIDE_BY_SIDE = ("-n", str(CORES + 1), "--dist", "loadfile", "--no-loadscope-reorder")
"""A file's tests share its servers and its bases: they stay together. Many wait for a process."""


@dataclass(frozen=True)
class Stage:
    """One command; a stage of tests names the marks it takes, and what it needs."""

    name: str
    title: str
    command: tuple[str, ...] = ()
    marks: str = ""
    needs: Need | None = None


@dataclass
class Outcome:
    """How a stage ended: its exit code (None: left out), seconds, and tests."""

    stage: Stage
    code: int | None
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def word(self) -> str:
        """The outcome in one word."""
        return {None: "LEFT OUT", 0: "ok"}.get(self.code, "FAILED")


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


QUICK = (
    # The longest first: the others run beside it.
    Stage("types", "mypy", tool("mypy")),
    Stage("ruff", "ruff check", tool("ruff", "check")),
    Stage("format", "ruff format --check", tool("ruff", "format", "--check")),
    Stage("imports", "import contracts", tool("lint-imports", "--no-logo")),
    Stage("templates", "djlint", tool("djlint", "src/maillage", "--lint", "--quiet")),
    Stage("django", "Django's system checks",
          python("-m", "django", "check", "--fail-level", "WARNING")),
    Stage("migrations", "no migration is missing",
          python("-m", "django", "makemigrations", "--check", "--dry-run")),
)  # fmt: skip
TESTS = (
    Stage("sqlite", "tests on SQLite", marks="not browser and not postgres"),
    Stage("postgres", "tests on PostgreSQL", marks="not browser and not once", needs=POSTGRESQL),
    Stage("browser", "tests in a browser", marks="browser", needs=CHROMIUM),
)
STAGES = QUICK + TESTS


@dataclass
class Run:
    """One run of the chosen stages, with its scratch folder and what pytest is told."""

    scratch: Path
    pytest_arguments: list[str]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """The stages' environment: no database and no data folder but the run's own."""
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **env,
            "DJANGO_SETTINGS_MODULE": "maillage.settings",
            "MAILLAGE_CHROMIUM": find_chromium() or "",
            "MAILLAGE_DATA": str(self.scratch / "data"),
        }

    def quick(self, stages: list[Stage]) -> None:
        """Run short commands side by side; show what they say only when they fail."""
        with ThreadPoolExecutor(CORES) as lanes:
            for done in as_completed([lanes.submit(self.captured, stage) for stage in stages]):
                outcome, said = done.result()
                self.ended(outcome)
                if outcome.code:
                    print(said, flush=True)

    def captured(self, stage: Stage) -> tuple[Outcome, str]:
        started = time.monotonic()
        done = subprocess.run(
            stage.command, cwd=ROOT, env=self.env, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return Outcome(stage, done.returncode, time.monotonic() - started), done.stdout

    def tests(self, stage: Stage) -> None:
        """Run a stage of tests, live, beside a PostgreSQL when it needs one."""
        heading(stage.title)
        report = self.scratch / f"{stage.name}.xml"
        command = [
            *python("-m", "pytest", "-q", "-m", stage.marks, f"--junitxml={report}"),
            *(SIDE_BY_SIDE if CORES > 1 else []),
            *self.pytest_arguments,
        ]
        started = time.monotonic()
        try:
            with database(stage) as env:
                code = subprocess.run(command, cwd=ROOT, env=self.env | env, check=False).returncode
        except PostgresError as error:
            print(error)
            code = 1
        if code == NO_TESTS and self.pytest_arguments:
            code = 0
        outcome = Outcome(stage, code, time.monotonic() - started)
        count(report, outcome)
        self.ended(outcome)

    def ended(self, outcome: Outcome) -> None:
        """Keep the outcome and say it."""
        self.outcomes.append(outcome)
        print(line(outcome), flush=True)

    def leave_out(self, stage: Stage) -> None:
        self.outcomes.append(Outcome(stage, None))


@contextlib.contextmanager
def database(stage: Stage) -> Iterator[dict[str, str]]:
    """The environment that names the stage's database: nothing for SQLite."""
    if stage.needs is not POSTGRESQL:
        yield {}
        return
    with throwaway() as cluster:
        yield {"DATABASE_URL": cluster.url}


def count(report: Path, outcome: Outcome) -> None:
    """Add up pytest's own report; an error counts as a failure."""
    if not report.exists():
        return
    for suite in ET.parse(report).iter("testsuite"):
        total, failures, errors, skipped = (
            int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
        )
        outcome.failed += failures + errors
        outcome.skipped += skipped
        outcome.passed += total - failures - errors - skipped


def heading(text: str) -> None:
    print(f"\n── {text} ".ljust(72, "─"), flush=True)


def line(outcome: Outcome) -> str:
    counts = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
    return (
        f"{outcome.word:>9}  {outcome.stage.title:<26}{outcome.seconds:>7.1f} s"
        f"   {counts if outcome.stage.marks and outcome.code is not None else ''}"
    ).rstrip()


def summary(run: Run, seconds: float) -> int:
    """Say how it went, last of all the count of the tests; give the exit code."""
    heading(f"{seconds:.0f} s in all")
    for outcome in run.outcomes:
        print(line(outcome))
    left_out = [outcome.stage for outcome in run.outcomes if outcome.code is None]
    for stage in left_out:
        print(f"\n!!! LEFT OUT: {stage.title}. {stage.needs.advice if stage.needs else ''}")
    if any(outcome.stage.marks for outcome in run.outcomes):
        passed = sum(outcome.passed for outcome in run.outcomes)
        failed = sum(outcome.failed for outcome in run.outcomes)
        print(f"\n{passed} passed, {failed} failed")
    in_ci = os.environ.get("CI", "").lower() in {"true", "1"}
    return int(any(outcome.code for outcome in run.outcomes) or bool(left_out and in_ci))


def choose() -> tuple[list[Stage], list[str]]:
    """The stages asked for, and the arguments left to pytest."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog="Other arguments go to pytest."
    )
    parser.add_argument("--only", metavar="STAGE,STAGE", help="run these stages only")
    parser.add_argument("--list", action="store_true", help="list the stages")
    options, rest = parser.parse_known_args()
    if options.list:
        print("\n".join(f"{stage.name:<12}{stage.title}" for stage in STAGES))
        sys.exit()
    names = options.only.split(",") if options.only else [stage.name for stage in STAGES]
    if unknown := set(names) - {stage.name for stage in STAGES}:
        parser.error(f"no such stage: {', '.join(sorted(unknown))} (see --list)")
    return [stage for stage in STAGES if stage.name in names], rest


def main() -> int:
    """Run the stages asked for."""
    stages, rest = choose()
    leave_in_order()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="maillage-check-") as scratch:
        run = Run(Path(scratch), rest)
        missing = [stage for stage in stages if stage.needs and not stage.needs.bring()]
        if quick := [stage for stage in stages if stage in QUICK]:
            heading("style, types, imports, Django")
            run.quick(quick)
        for stage in stages:
            if stage in missing:
                run.leave_out(stage)
            elif stage in TESTS:
                run.tests(stage)
        return summary(run, time.monotonic() - started)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
