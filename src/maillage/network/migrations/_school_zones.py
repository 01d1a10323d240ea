"""Places that stood before school zones take that of their commune."""

from __future__ import annotations

from maillage.core.school_holidays import school_zone_of


def set_school_zones(apps, schema_editor):
    """Write the zone where the commune has one."""
    for place in apps.get_model("network", "Place").objects.exclude(commune=None):
        place.school_zone = school_zone_of(place.commune_id)
        place.save(update_fields=["school_zone"])
