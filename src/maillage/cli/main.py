"""``maillage``: read the command line, say where the data is, load Django, do the verb."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError

from maillage.cli.faults import Fault, database_fault, file_fault
from maillage.cli.parser import read_arguments
from maillage.core.data_lock import InUse, alone, share

MAKE_THE_FOLDER = {"demo", "migrate", "restore", "staff", "manage"}
WITHOUT_DATA = {"bench"}
ALONE = {"migrate", "upgrade"}
ASIDE = {"doctor"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one verb; the exit code: 0 done, 1 not done (said in French), 2 misread, 130 stopped."""
    options = read_arguments(arguments)
    # What is written here (base, keys, logs, backups) is for the account of Maillage alone.
    os.umask(0o077)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # A kill or a closed terminal leaves as Ctrl-C does: what was begun is taken back.
        signal.signal(number, signal.default_int_handler)
    try:
        return _do(options)
    except (Fault, InUse, DatabaseError, InterfaceError, ImproperlyConfigured, OSError) as error:
        fault = _fault(error)
    except KeyboardInterrupt:
        fault = Fault("Arrêté.", 130)
    print(fault.message, file=sys.stderr)
    return fault.code


def _fault(error: Exception) -> Fault:
    if isinstance(error, Fault):
        return error
    if isinstance(error, InUse):
        return Fault(str(error))
    if isinstance(error, OSError):
        return file_fault(error)
    if isinstance(error, ImproperlyConfigured):
        return Fault(f"Un réglage ne va pas : {error}")
    return database_fault(error)


def _do(options: argparse.Namespace) -> int:
    if options.verb in WITHOUT_DATA:
        return _run(options)
    _place_data(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    django.setup()
    with _lock(options.verb):
        return _run(options)


def _lock(verb: str) -> AbstractContextManager[None]:
    if verb in ASIDE:
        return nullcontext()
    folder = Path(settings.DATA_DIR)
    return alone(folder) if verb in ALONE else share(folder)


def _run(options: argparse.Namespace) -> int:
    # Loaded now, and not before: a verb needs the models, the models need the settings.
    run: Callable[[argparse.Namespace], int] = importlib.import_module(
        f"maillage.cli.{options.module}"
    ).run
    return run(options)


def _place_data(options: argparse.Namespace) -> None:
    """Tell the settings where the data is, before they are read."""
    if options.verb == "demo":
        os.environ.setdefault("MAILLAGE_DATA", "demo-data")
        # Nobody of the demo exists: nothing leaves, whatever the environment says.
        for name in ("MAILLAGE_MAIL_URL", "MAILLAGE_SMS_URL"):
            os.environ.pop(f"{name}_FILE", None)
            os.environ[name] = "file:"
    if "data" in options:
        os.environ.pop("MAILLAGE_DATA_FILE", None)
        os.environ["MAILLAGE_DATA"] = str(options.data.absolute())
    if getattr(options, "tls_cert", None) is not None:
        os.environ["MAILLAGE_HTTPS"] = "1"
    if options.verb in MAKE_THE_FOLDER or "MAILLAGE_DATA_FILE" in os.environ:
        return
    folder = Path(os.environ.get("MAILLAGE_DATA", "data")).absolute()
    if not folder.is_dir():
        raise Fault(
            f"Le dossier « {folder} » n’existe pas. Donnez celui de vos données avec --data, "
            f"ou commencez ici : maillage migrate --data {folder}"
        )
