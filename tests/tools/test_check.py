"""`make test` counts right, and says what it left out."""

from pathlib import Path

import pytest

import check
from machine import Need

pytestmark = pytest.mark.once

REPORT = """<testsuites>
  <testsuite name="a" tests="10" failures="2" errors="1" skipped="3"/>
  <testsuite name="b" tests="5" failures="0" errors="0" skipped="0"/>
</testsuites>"""
MISSING = Need("Abacus", "abacus", lambda: None)
LEFT_OUT = check.Outcome(check.Stage("sums", "sums by hand", marks="sums", needs=MISSING), None)


def run(tmp_path: Path, *outcomes: check.Outcome) -> check.Run:
    return check.Run(tmp_path, [], list(outcomes))


def outcome(code: int, **counts: int) -> check.Outcome:
    return check.Outcome(check.Stage("sqlite", "tests on SQLite", marks="x"), code, **counts)


def test_an_error_counts_as_a_failure(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    counted = outcome(1)
    check.count(report, counted)
    assert (counted.passed, counted.failed, counted.skipped) == (9, 3, 3)


def test_a_stage_without_report_counts_nothing(tmp_path):
    counted = outcome(4)
    check.count(tmp_path / "none.xml", counted)
    assert (counted.passed, counted.failed, counted.skipped) == (0, 0, 0)


@pytest.mark.parametrize(("codes", "expected"), [((0, 0), 0), ((0, 2), 1)])
def test_the_last_line_is_the_sum_and_one_failure_is_enough(capsys, tmp_path, codes, expected):
    outcomes = [outcome(code, passed=4, failed=code) for code in codes]
    assert check.summary(run(tmp_path, *outcomes), 1.0) == expected
    assert capsys.readouterr().out.splitlines()[-1] == f"8 passed, {sum(codes)} failed"


@pytest.mark.parametrize(("ci", "expected"), [("", 0), ("true", 1)])
def test_a_part_left_out_is_said_and_fails_in_ci(monkeypatch, capsys, tmp_path, ci, expected):
    monkeypatch.setenv("CI", ci)
    assert check.summary(run(tmp_path, outcome(0, passed=4), LEFT_OUT), 1.0) == expected
    said = capsys.readouterr().out
    assert (
        "!!! LEFT OUT: sums by hand. Abacus is missing: sudo apt install abacus"
        in said.splitlines()
    )


def test_what_is_not_an_option_goes_to_pytest(monkeypatch):
    monkeypatch.setattr("sys.argv", ["check.py", "--only", "postgres,ruff", "-k", "seats"])
    stages, rest = check.choose()
    assert [stage.name for stage in stages] == ["ruff", "postgres"]
    assert rest == ["-k", "seats"]


def test_an_unknown_stage_is_named(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["check.py", "--only", "sqlite,mysql"])
    with pytest.raises(SystemExit):
        check.choose()
    assert "no such stage: mysql" in capsys.readouterr().err
