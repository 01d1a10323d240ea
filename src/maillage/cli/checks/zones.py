"""The time zones: each place lives at its own hour."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from maillage.core.health import Finding, check, fault, fine
from maillage.core.scopes import every_structure
from maillage.network.models import Place


@check("zones", "fuseaux", asks_base=True)
def look_at_zones() -> Iterator[Finding]:
    """The machine knows the zone of each place."""
    with every_structure():
        named = set(Place.objects.order_by().values_list("time_zone", flat=True).distinct())
    wanted = sorted({settings.TIME_ZONE, *named})
    unknown = [name for name in wanted if not _is_known(name)]
    if unknown:
        yield fault(
            f"Cette machine ne connaît pas le fuseau horaire {', '.join(unknown)}.",
            "Installez les fuseaux (apt install tzdata), ou corrigez celui du lieu.",
            unknown,
        )
    else:
        yield fine(f"Connus : {', '.join(wanted)}.")


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
