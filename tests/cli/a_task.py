"""A task to do, put in the queue when run as ``python -m``; no test."""

from __future__ import annotations

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django_tasks import task


@task()
def write_down(name: str) -> None:
    (Path(settings.DATA_DIR) / f"done-{name}").touch()


if __name__ == "__main__":
    from tests.cli.a_task import write_down as by_its_own_name

    by_its_own_name.enqueue(sys.argv[1])
