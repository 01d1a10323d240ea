"""The database, and its guards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection

from maillage.cli.faults import Fault
from maillage.cli.ready import demand_base, demand_up_to_date
from maillage.core.data_lock import InUse, share
from maillage.core.guards import Declared, declared_guards, missing_guards
from maillage.core.health import Finding, check, fault, fine


@check("database", "base")
def look_at_base() -> Iterator[Finding]:
    """It answers, and is of this version."""
    try:
        with share(settings.DATA_DIR):
            demand_base()
            demand_up_to_date()
            yield fine(f"{_engine()} répond ; la base est à jour de cette version.")
    except (Fault, InUse) as said:
        yield fault(str(said))


def _engine() -> str:
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


@check("guards", "protections", asks_base=True)
def look_at_guards() -> Iterator[Finding]:
    """Those declared stand; which do not."""
    declared, missing = declared_guards(), missing_guards()
    if missing:
        yield fault(
            f"Il manque {len(missing)} protections de la base sur {len(declared)}.",
            "Lancez « maillage upgrade », qui les remet, puis « maillage till verify ».",
            _named(declared[name] for name in missing),
        )
        return
    yield fine(
        f"Les {len(declared)} protections de la base sont en place.", _named(declared.values())
    )


def _named(guards: Iterable[Declared]) -> list[str]:
    return sorted(f"{one.table} : {one.guard.name}" for one in guards)
