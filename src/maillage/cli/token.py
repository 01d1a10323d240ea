"""``maillage token``: a secret by which a program uses the API, with one role."""

from __future__ import annotations

import argparse
import sys

from maillage.cli.faults import Fault
from maillage.cli.people import place_named, structure_named, who_acts
from maillage.cli.ready import demand_ready
from maillage.core.ids import hash_secret, new_id
from maillage.network.devices import new_secret
from maillage.network.doors import Refused, do_as_server


def run(options: argparse.Namespace) -> int:
    """Make the token; its secret alone goes to the standard output, once."""
    demand_ready()
    structure = structure_named(options.structure)
    secret = new_secret()
    payload = {
        "token": new_id(),
        "staff": new_id(),
        "name": options.name,
        "role": options.role,
        "place": place_named(structure, options.place),
        "secret_hash": hash_secret(secret),
    }
    actor = who_acts(structure, options.by)
    try:
        made = do_as_server(structure.pk, "network.add_token", payload, actor=actor)
    except Refused as refused:
        raise Fault(refused.result.message) from refused
    print(
        "Voici le secret : il ne sera plus montré. À envoyer avec chaque requête : "
        "« Authorization: Bearer SECRET ».\n"
        f"Appareil : {made['token']}. Auteur : {made['staff']}.",
        file=sys.stderr,
    )
    print(secret)
    return 0
