"""Before series had rows: sessions repeated weekly shared an id. Each such id becomes a series."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from maillage.core.bank_holidays import bank_holidays

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def make_series(apps, schema_editor):
    """Write a weekly rule back from the sessions of each id."""
    Session = apps.get_model("programme", "Session")
    rows = Session.objects.exclude(series=None).order_by("series", "starts_at")
    by_series = {}
    for one in rows.select_related("place"):
        by_series.setdefault(one.series, []).append(one)
    made = [series_of(apps, ident, sessions) for ident, sessions in by_series.items()]
    apps.get_model("programme", "Series").objects.bulk_create(made)
    for one in rows:
        one.occurs_on = one.day
        one.save(update_fields=["occurs_on"])
    if connection.vendor == "postgresql":
        # The table is altered next, in the same transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def series_of(apps, ident, sessions):
    """The series of sessions in order: a day that has none, or a cancelled one, is left out."""
    first, last = sessions[0], sessions[-1].day
    length = first.ends_at - first.starts_at
    kept = {one.day for one in sessions if one.state == "planned"}
    days = [first.day + timedelta(weeks=week) for week in range((last - first.day).days // 7 + 1)]
    zone = first.place.holiday_zone
    return apps.get_model("programme", "Series")(
        id=ident,
        structure_id=first.structure_id,
        workshop_id=first.workshop_id,
        place_id=first.place_id,
        first_day=first.day,
        start=first.starts_at.astimezone(ZoneInfo(first.place.time_zone)).time(),
        minutes=int(length.total_seconds()) // 60,
        rrule=f"FREQ=WEEKLY;BYDAY={CODES[first.day.weekday()]}",
        until=last,
        except_days=[
            one.isoformat()
            for one in days
            if one not in kept and one not in bank_holidays(one.year, zone)
        ],
    )
