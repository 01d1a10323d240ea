"""Whether browsers will let a desk work offline."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from maillage.core.health import Finding, care, check, fine

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@check("tls", "https")
def look_at_tls() -> Iterator[Finding]:
    """Service workers exist only in https or on localhost."""
    names = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL]
    if settings.HTTPS:
        yield fine("En https : les accueils travaillent aussi sans réseau.")
    elif names:
        yield care(
            f"Sous le nom {', '.join(names)}, en http : les navigateurs n’y gardent rien pour "
            "travailler sans réseau, et les mots de passe passent en clair.",
            "Servez en https (serve --tls-cert --tls-key, ou un serveur mandataire) et donnez "
            "MAILLAGE_HTTPS=1.",
        )
    else:
        yield fine(
            "En http, sur cette machine seulement : l’accueil y travaille aussi sans réseau. "
            "Pour d’autres machines, il faudra https et MAILLAGE_HOSTS."
        )
