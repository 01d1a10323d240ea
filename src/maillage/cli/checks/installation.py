"""The settings, and the data folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from maillage.core.health import Finding, care, check, fault, fine

SHORTEST_KEY = 32


@check("settings", "réglages")
def look_at_settings() -> Iterator[Finding]:
    """The version and the folder; what was left on, or is too weak."""
    yield fine(f"Maillage {settings.VERSION}, données dans « {settings.DATA_DIR} ».")
    if settings.DEBUG:
        yield fault(
            "MAILLAGE_DEBUG est allumé : une erreur montre à tous des réglages et des données.",
            "Retirez-le, puis relancez Maillage.",
        )
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield fault(
            f"La clé de signature a moins de {SHORTEST_KEY} signes : elle peut se deviner.",
            "Retirez MAILLAGE_SECRET_KEY : une clé sûre sera faite dans le dossier des données.",
        )


@check("folder", "dossier")
def look_at_folder() -> Iterator[Finding]:
    """Written by this account, read by no other."""
    folder = Path(settings.DATA_DIR)
    held = [folder, *folder.glob("*.sqlite3*"), *folder.glob("*.log"), *folder.glob("keys/*")]
    shut = [str(path) for path in held if not os.access(path, os.R_OK | os.W_OK)]
    foreign = [str(path) for path in held if path.stat().st_uid != folder.stat().st_uid]
    secrets = [path for path in folder.glob("keys/*") if _is_open(path)]
    if shut:
        yield fault(
            f"Ce compte ne peut pas écrire « {shut[0]} ».",
            "Lancez Maillage avec le compte à qui est le dossier, ou donnez-lui le dossier.",
            shut,
        )
    if foreign:
        yield care(
            f"« {foreign[0]} » n’est pas au compte à qui est le dossier : une commande a été "
            "lancée avec un autre.",
            "Rendez-le-lui (chown), et lancez toujours les commandes avec ce compte.",
            foreign,
        )
    if secrets:
        yield fault(
            f"« {secrets[0]} » peut être lu par d’autres comptes de la machine.",
            f"Fermez-le : chmod 600 {secrets[0]}",
        )
    if not (shut or foreign or secrets):
        yield fine("Tout y est lu et écrit par un seul compte.")


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
