"""The disk, and the clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from maillage.cli.upgrade import megabytes, room_needed
from maillage.core.health import Finding, care, check, fault, fine
from maillage.core.queries import last_write

LEAST_FREE = 200_000_000
"""Bytes: a base that can no longer write stops the desk."""
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Maillage did not exist before."""
LAST_DAY = datetime(2100, 1, 1, tzinfo=UTC)
DRIFT_SEEN, DRIFT_TOO_LARGE = timedelta(seconds=2), timedelta(seconds=60)
LOOKED_AT_SECONDS = 0.2
MEND = "Réglez-la sur le temps du réseau : timedatectl set-ntp true"


@check("disk", "disque", asks_base=True)
def look_at_disk() -> Iterator[Finding]:
    """There is room to work, and for the next upgrade with its backup."""
    free, needed = shutil.disk_usage(settings.DATA_DIR).free, room_needed()
    said = f"{megabytes(free)} libres pour « {settings.DATA_DIR} »"
    mend = "Mettez d’anciennes sauvegardes ailleurs, ou agrandissez le disque."
    if free < LEAST_FREE:
        yield fault(f"Plus que {said}.", mend)
    elif free < needed:
        yield care(
            f"{said} : la prochaine mise à jour, avec sa sauvegarde, en demande "
            f"{megabytes(needed)}.",
            mend,
        )
    else:
        yield fine(f"{said}.")


@check("clock", "horloge")
def look_at_clock() -> Iterator[Finding]:
    """The year can be true, and the clock runs as fast as time."""
    now = timezone.now()
    if not FIRST_DAY <= now < LAST_DAY:
        yield fault(f"L’horloge de la machine dit {now:%d/%m/%Y}.", MEND)
        return
    wall, steady = time.time(), time.monotonic()
    time.sleep(LOOKED_AT_SECONDS)
    jumped = abs((time.time() - wall) - (time.monotonic() - steady))
    if jumped > LOOKED_AT_SECONDS:
        yield care(f"L’horloge a sauté de {jumped:.1f} s pendant qu’on la regardait.", MEND)
    yield fine(f"Il est {timezone.localtime(now):%H:%M le %d/%m/%Y} à {settings.TIME_ZONE}.")


@check("past", "horloge et base", asks_base=True)
def look_at_the_past() -> Iterator[Finding]:
    """The clock is not before what was already written, and agrees with the database's server."""
    now, last = timezone.now(), last_write()
    if last is not None and last > now + DRIFT_SEEN:
        yield fault(
            f"La dernière saisie est du {timezone.localtime(last):%d/%m/%Y à %H:%M}, après "
            "l’heure qu’il est : l’horloge a reculé.",
            MEND,
        )
    if connection.vendor != "postgresql":
        return
    apart = abs(_server_now() - timezone.now())
    if apart > DRIFT_SEEN:
        say = fault if apart > DRIFT_TOO_LARGE else care
        yield say(
            f"L’horloge de PostgreSQL et celle-ci diffèrent de {apart.total_seconds():.0f} s.",
            "Réglez les deux machines sur le temps du réseau : timedatectl set-ntp true",
        )
    else:
        yield fine("L’horloge de PostgreSQL dit la même heure.")


def _server_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at
