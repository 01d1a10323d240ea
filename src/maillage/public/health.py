"""Is it alive? For a supervisor, a proxy, a person in doubt."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """Status, version, database: 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _answer("database_away", 503)
    return _answer("ok", 200)


def _answer(status: str, code: int) -> JsonResponse:
    body = {"status": status, "version": settings.VERSION, "database": connection.vendor}
    return JsonResponse(body, status=code)
