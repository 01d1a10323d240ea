"""``maillage staff add``: somebody joins a team; with ``--found``, a structure begins."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.cli.faults import Fault
from maillage.cli.people import place_named, structure_named, who_acts
from maillage.cli.ready import demand_ready
from maillage.core.commands import Refusal
from maillage.core.ids import new_id
from maillage.network.bootstrap import found
from maillage.network.doors import Refused, do_as_server
from maillage.network.models import Role, Structure
from maillage.settings import env


def run(options: argparse.Namespace) -> int:
    """Add somebody, and say what to do next."""
    demand_ready()
    structure = Structure.objects.filter(slug=options.structure).first()
    if structure is None and options.found:
        _found(options)
    else:
        if options.found:
            raise Fault(f"« {options.structure} » existe déjà : recommencez sans --found.")
        _add(structure_named(options.structure), options)
    print(
        f"{options.first_name} peut se connecter avec l’identifiant « {options.login} », "
        f"à l’adresse /s/{options.structure}/. Pour ouvrir le serveur : maillage serve"
    )
    return 0


def _found(options: argparse.Namespace) -> None:
    if options.role not in {None, Role.MANAGER} or options.place:
        raise Fault(
            "La première personne est responsable de toute la structure : "
            "recommencez sans --role ni --place."
        )
    try:
        founded = found(
            structure_name=options.found,
            slug=options.structure,
            first_name=options.first_name,
            last_name=options.last_name,
            login=options.login,
            password=password(options),
            now=timezone.now(),
        )
    except Refusal as refusal:
        raise Fault(str(refusal.message)) from refusal
    print(f"« {founded.structure.name} » est fondée.")


def _add(structure: Structure, options: argparse.Namespace) -> None:
    actor = who_acts(structure, options.by)
    place = place_named(structure, options.place)
    staff = new_id()
    joins = {
        "staff": staff,
        "first_name": options.first_name,
        "last_name": options.last_name,
        "login": options.login,
        "password_hash": make_password(password(options)),
    }
    role = {"staff_role": new_id(), "staff": staff, "role": options.role or Role.VOLUNTEER}
    try:
        # Both or neither: nobody is left in the team without a role.
        with transaction.atomic():
            do_as_server(structure.pk, "network.add_staff", joins, actor=actor)
            do_as_server(structure.pk, "network.give_role", role | {"place": place}, actor=actor)
    except Refused as refused:
        raise Fault(refused.result.message) from refused
    print(f"{options.first_name} fait partie de l’équipe de « {structure.name} ».")


def password(options: argparse.Namespace) -> str:
    """The password given or asked for, long enough and not too common."""
    given = _given(options)
    try:
        validate_password(given)
    except ValidationError as error:
        raise Fault(f"{' '.join(error.messages)} Choisissez-en un autre.") from error
    return given


def _given(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if given := env("MAILLAGE_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise Fault("Donnez le mot de passe par MAILLAGE_PASSWORD, ou avec --password-stdin.")
    first = getpass("Mot de passe : ")
    if getpass("Encore une fois : ") != first:
        raise Fault("Les deux mots de passe ne sont pas les mêmes : recommencez.")
    return first
