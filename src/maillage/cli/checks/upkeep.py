"""What is to be done again and again: backups, dated work, tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.cli.steps import count
from maillage.core.dated_work import last_done
from maillage.core.health import Finding, care, check, fault, fine

DAY = timedelta(days=1)
BACKUP_OLD, BACKUP_TOO_OLD = timedelta(days=8), timedelta(days=31)
TICK_OLD, TICK_TOO_OLD = timedelta(days=1), timedelta(days=3)
TASK_OLD, TASK_TOO_OLD = timedelta(minutes=15), timedelta(days=1)


@check("backups", "sauvegardes", asks_base=True)
def look_at_backups() -> Iterator[Finding]:
    """The last one, by ``backup`` wherever it went, or by ``upgrade``."""
    mend = "Lancez « maillage backup », et faites-le faire chaque nuit, vers une autre machine."
    last = max(filter(None, [last_done("backup"), *_kept_here()]), default=None)
    if last is None:
        yield care("Rien n’a encore été sauvegardé.", mend)
        return
    yield _aged("Dernière sauvegarde", timezone.now() - last, BACKUP_OLD, BACKUP_TOO_OLD, mend)


def _kept_here() -> list[datetime]:
    folder = Path(settings.DATA_DIR) / "backups"
    return [datetime.fromtimestamp(one.stat().st_mtime, UTC) for one in folder.glob("*.zip")]


@check("jobs", "travaux", asks_base=True)
def look_at_jobs() -> Iterator[Finding]:
    """Dated work is done, tasks do not wait."""
    now, last = timezone.now(), last_done("tick")
    mend = "Laissez « maillage serve » ouvert, ou lancez « maillage tick » chaque heure (cron)."
    if last is None:
        yield care("Le travail daté n’a encore jamais été fait.", mend)
    else:
        yield _aged("Dernier travail daté", now - last, TICK_OLD, TICK_TOO_OLD, mend)
    yield from _tasks(now)


def _tasks(now: datetime) -> Iterator[Finding]:
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at")
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__gt=now - DAY).count()
    oldest = waiting.first()
    if oldest is not None:
        yield _aged(
            f"{count(waiting.count(), 'tâche')} en attente, dont la plus vieille",
            now - oldest[0],
            TASK_OLD,
            TASK_TOO_OLD,
            "Ouvrez « maillage serve » sans --no-jobs, ou « maillage worker » à côté.",
        )
    if failed:
        yield care(
            f"{count(failed, 'tâche')} en échec depuis hier.",
            "Voyez pourquoi dans le journal de « maillage serve » ; signalez ce qui recommence.",
        )


def _aged(what: str, age: timedelta, old: timedelta, too_old: timedelta, mend: str) -> Finding:
    said = f"{what} : il y a {_length(age)}."
    if age > too_old:
        return fault(said, mend)
    return care(said, mend) if age > old else fine(said)


def _length(age: timedelta) -> str:
    """« 3 jours », « 2 heures », « moins d’une heure »."""
    hours = int(age / timedelta(hours=1))
    if hours >= 48:
        return f"{hours // 24} jours"
    return count(hours, "heure") if hours else "moins d’une heure"
