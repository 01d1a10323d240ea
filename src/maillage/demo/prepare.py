"""Preparing the demo: build it, append the days that are missing, or build it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from maillage.core import saying
from maillage.core.guards import missing_guards
from maillage.core.periods import local_date
from maillage.core.scopes import structure_scope
from maillage.demo.amboise import SCENE as AMBOISE
from maillage.demo.bras import SCENE as BRAS
from maillage.demo.chambery import SCENE as CHAMBERY
from maillage.demo.pipriac import SCENE as PIPRIAC
from maillage.demo.rodez import SCENE as RODEZ
from maillage.demo.scene import Scene
from maillage.demo.story import tell
from maillage.demo.villefranche import SCENE as VILLEFRANCHE
from maillage.demo.world import World, demo_id, first_run_of
from maillage.demo.writer import PASSWORD, Writer
from maillage.network.bootstrap import found
from maillage.network.models import Device, Staff, Structure
from maillage.network.rules import HOME_ZONE

Say = Callable[[str], None]

SCENES = (BRAS, AMBOISE, PIPRIAC, RODEZ, VILLEFRANCHE, CHAMBERY)
TOO_OLD = timedelta(days=14)
DAYS_A_WEEK = 7


class NotHere(ImproperlyConfigured):
    """The demo cannot be prepared here; the message says what to do."""


def prepare(now: datetime, say: Say) -> None:
    """Make the data folder's base hold the demo up to ``now``; doing it again changes nothing.

    A base older than 14 days is built again. Raises ``NotHere`` where there is anything but a
    demo, and on a PostgreSQL base that would have to be built again.
    """
    _make_base(say)
    _demand_demo()
    if _is_too_old(local_date(now, HOME_ZONE)):
        _start_again(say)
    for scene in SCENES:
        _lay(scene, now, say)


def _make_base(say: Say) -> None:
    """Bring the base up to date; nothing to do at most starts."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or missing_guards():
        say("Préparation de la base…")
        call_command("migrate", verbosity=0, interactive=False)


def _demand_demo() -> None:
    """Refuse to touch a base where somebody works for real."""
    known = {scene.slug for scene in SCENES}
    for structure in Structure.objects.all():
        if structure.slug not in known or _first_run(structure) is None:
            raise NotHere(
                f"Il y a ici de vraies données (« {structure.name} ») : la démonstration n’y "
                "touche pas. Donnez-lui son propre dossier : maillage demo --data demo-data"
            )


def _first_run(structure: Structure) -> date | None:
    """The day the demo was first prepared, from its desk; ``None`` where there is no such desk."""
    scene = next(one for one in SCENES if one.slug == structure.slug)
    label = scene.spots(local_date(structure.created_at, HOME_ZONE))[0].label
    with structure_scope(structure.pk):
        desk = Device.objects.filter(pk=demo_id(scene.slug, "desk", label)).first()
    return first_run_of(desk.enrolled_at) if desk else None


def _is_too_old(today: date) -> bool:
    runs = [_first_run(one) for one in Structure.objects.all()]
    return any(run is not None and today - run > TOO_OLD for run in runs)


def _start_again(say: Say) -> None:
    """Remove the base and what goes with it: keys stay. Refuses where it is not ours to drop."""
    if connection.vendor != "sqlite":
        raise NotHere(
            f"La démonstration a plus de {TOO_OLD.days} jours. Elle ne supprime pas une base "
            "PostgreSQL : videz celle de DATABASE_URL (dropdb, puis createdb) et recommencez."
        )
    _close_base()
    say(f"La démonstration a plus de {TOO_OLD.days} jours : elle est refaite autour d’aujourd’hui.")
    folder, base = Path(settings.DATA_DIR), Path(connection.settings_dict["NAME"])
    for path in (base, *base.parent.glob(f"{base.name}-*"), folder / "anchors.log"):
        path.unlink(missing_ok=True)
    (folder / "erased.log").unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    _make_base(say)


def _close_base() -> None:
    """Leave WAL mode, which SQLite grants only to whoever is alone on a base; then close it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 500")
            cursor.execute("PRAGMA journal_mode = DELETE")
    except OperationalError as error:
        raise NotHere(
            "La démonstration est encore ouverte ailleurs : arrêtez-la (Ctrl+C), puis recommencez."
        ) from error
    connection.close()


def _lay(scene: Scene, now: datetime, say: Say) -> None:
    """Found the structure if need be, then write what is missing, a day at a time."""
    today = local_date(now, HOME_ZONE)
    structure = Structure.objects.filter(slug=scene.slug).first()
    if structure is None:
        say(f"{scene.title} : fondation…")
        world, writer = _found(scene, today)
    else:
        world = _world(scene, structure, today)
        writer = Writer(world, structure.pk, careful=True)
    missing = writer.missing(tell(world, today), now)
    for day, steps in groupby(missing, key=lambda one: world.day_of(one.at)):
        done = writer.write(steps)
        if done and (writer.careful or (day - world.start).days % DAYS_A_WEEK == 0):
            say(f"{scene.title} : {saying.day(day)}…")


def _found(scene: Scene, today: date) -> tuple[World, Writer]:
    """The structure with all that stood before its first day laid: whole, or not at all."""
    manager = scene.team[0]
    with transaction.atomic():
        founded = found(
            structure_name=scene.name,
            slug=scene.slug,
            first_name=manager.first_name,
            last_name=manager.last_name,
            login=f"{manager.label}@{scene.slug}",
            password=PASSWORD,
            now=scene.founded,
        )
        world = World(scene, today, founded.manager.pk)
        writer = Writer(world, founded.structure.pk, careful=False)
        morning = world.at(world.start, 0)
        writer.write(writer.missing(tell(world, today), morning))
    return world, writer


def world_of(scene: Scene, now: datetime) -> World:
    """The world of a structure already founded."""
    return _world(scene, Structure.objects.get(slug=scene.slug), local_date(now, HOME_ZONE))


def _world(scene: Scene, structure: Structure, today: date) -> World:
    login = f"{scene.team[0].label}@{scene.slug}"
    with structure_scope(structure.pk):
        manager = Staff.objects.get(account__login=login)
    return World(scene, _first_run(structure) or today, manager.pk)
