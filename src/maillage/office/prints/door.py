"""The door list of a day, to hang behind the door."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.office.door import DoorList
from maillage.office.prints.parts import place_part


def door_data(door: DoorList) -> dict[str, Any]:
    """Each resource that somebody holds, hour after hour; those that are free in one line."""
    heading = saying.capital(saying.day_long(door.day))
    return {
        "title": _("Liste de la porte – %s") % heading,
        "heading": heading,
        "lead": _("Qui a quoi, heure par heure."),
        "place": place_part(door.place),
        "columns": [_("Heures"), _("Qui"), _("À savoir")],
        "groups": [
            {
                "title": one.resource.unit.name,
                "rows": [[line.hours, line.who, ", ".join(line.notes)] for line in one.lines],
            }
            for one in door.taken
        ],
        "free": _("Libre toute la journée : %s.") % saying.together(door.free) if door.free else "",
        "nothing": "" if door.held else _("Rien ne se réserve encore dans ce lieu."),
    }
