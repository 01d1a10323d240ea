"""``maillage doctor``: is everything well? What was found, and how to mend it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

import maillage.cli.checks  # noqa: F401 - adds its checks
from maillage.cli.faults import database_fault, file_fault
from maillage.cli.steps import count
from maillage.core.health import Check, Finding, Level, checks, fault

SIGNS = {Level.FINE: "✓", Level.CARE: "!", Level.FAULT: "✗"}


def run(options: argparse.Namespace) -> int:
    """Look at everything; 1 when something does not work."""
    found = look()
    if options.json:
        json.dump(_as_json(found), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for check, finding in found:
            print(_line(check, finding))
        print(_summary([finding.level for _check, finding in found]))
    return int(any(finding.level is Level.FAULT for _check, finding in found))


def look() -> list[tuple[Check, Finding]]:
    """Every check in order; those that ask the base, only where the check ``database`` is well."""
    found: list[tuple[Check, Finding]] = []
    for check in checks():
        if check.asks_base and _is_away(found):
            continue
        found += [(check, finding) for finding in _look_at(check)]
    return found


def _is_away(found: list[tuple[Check, Finding]]) -> bool:
    return any(
        check.name == "database" and finding.level is Level.FAULT for check, finding in found
    )


def _look_at(check: Check) -> list[Finding]:
    """What a check found; that it could not look is a finding too."""
    try:
        return list(check.look())
    except (DatabaseError, InterfaceError) as error:
        return [fault(database_fault(error).message)]
    except OSError as error:
        return [fault(file_fault(error).message)]


def _line(check: Check, finding: Finding) -> str:
    said = f"{SIGNS[finding.level]} {check.title} : {finding.found} {finding.mend}".rstrip()
    listed = [] if finding.level is Level.FINE else [f"    {one}" for one in finding.details]
    return "\n".join([said, *listed])


def _summary(levels: list[Level]) -> str:
    faults, cares = levels.count(Level.FAULT), levels.count(Level.CARE)
    if not faults and not cares:
        return "Tout va bien."
    parts = [count(faults, "panne")] * bool(faults) + [f"{cares} à surveiller"] * bool(cares)
    return f"{', '.join(parts)}."


def _as_json(found: list[tuple[Check, Finding]]) -> dict[str, object]:
    return {
        "version": settings.VERSION,
        "at": timezone.now().isoformat(timespec="seconds"),
        "checks": [
            {"check": check.name, "title": str(check.title)} | asdict(finding)
            for check, finding in found
        ],
    }
