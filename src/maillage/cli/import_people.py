"""``maillage import people``: a list of people looked at, then brought in, all or nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from maillage.cli.faults import Fault
from maillage.cli.people import structure_named, who_acts
from maillage.cli.ready import demand_ready
from maillage.core.folding import fold
from maillage.core.scopes import structure_scope
from maillage.money.queries import profiles
from maillage.network.doors import Refused, do_as_server
from maillage.network.models import Place
from maillage.people.importing.columns import Holds
from maillage.people.importing.plan import Plan, plan
from maillage.people.importing.sheets import Unreadable

YES = {"o", "oui"}


def run(options: argparse.Namespace) -> int:
    """Show what was understood, ask, write; 1 when there are lines to correct."""
    demand_ready()
    structure = structure_named(options.structure)
    actor = who_acts(structure, options.by)
    said = _said(options.column)
    with structure_scope(structure.pk):
        try:
            found = plan(
                options.file,
                profiles=_profiles(),
                near=_near(),
                today=timezone.localdate(),
                said=said,
                sheet=options.sheet,
            )
        except Unreadable as unreadable:
            raise Fault(str(unreadable)) from unreadable
    _show(found)
    if found.new and not options.dry_run and (options.yes or _agreed(len(found.new))):
        _bring_in(structure.pk, found, actor)
    return 1 if found.faults else 0


def _said(columns: list[str]) -> Mapping[str, Holds]:
    said = {}
    for text in columns:
        heading, equals, meaning = text.rpartition("=")
        if not equals or meaning.strip() not in set(Holds):
            raise Fault(
                f"--column « {text} » : écrivez TITRE=SENS, où SENS est l’un de "
                f"{', '.join(Holds)}.",
                2,
            )
        said[heading.strip()] = Holds(meaning.strip())
    return said


def _profiles() -> dict[str, str]:
    found = profiles()
    return {fold(one.code): one.code for one in found} | {
        fold(one.label): one.code for one in found
    }


def _near() -> set[str]:
    """The departments of the structure's places."""
    return set(Place.objects.exclude(commune=None).values_list("commune__department", flat=True))


def _show(found: Plan) -> None:
    print("Colonnes reconnues :")
    for column in found.table.columns:
        print(f"  {column.heading} → {column.label}")
    print()
    for fault in found.faults:
        print(fault)
    if found.faults:
        print()
    wrong = len({fault.line for fault in found.faults})
    print(
        f"{len(found.table.lines)} lignes lues : {len(found.new)} à ajouter, "
        f"{len(found.known)} déjà connues, {wrong} à corriger."
    )


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise Fault("Rien n’est écrit : ajoutez --yes pour faire entrer ces lignes.")
    return input(f"Ajouter ces {count} personnes ? [o/N] ").strip().lower() in YES


def _bring_in(structure_id: UUID, found: Plan, actor: UUID) -> None:
    try:
        done = do_as_server(structure_id, "people.import_persons", found.payload(), actor=actor)
    except Refused as refused:
        raise Fault(f"Rien n’est entré. {refused.result.message}") from refused
    print(f"C’est fait : {done['added']} personnes ajoutées.")
