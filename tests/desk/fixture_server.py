"""The desk without its server: static files, the page, an invented snapshot, commands answered.

The slug chooses the day: ``/s/bras/desk/`` is a normal one, ``/s/closed/desk/`` has its till
closed, ``/s/many/desk/`` holds 50,000 persons; see ``KINDS``. By hand:
``python tests/desk/fixture_server.py`` serves on http://127.0.0.1:8100/s/bras/desk/.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import django
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path as django_path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")] if __name__ == "__main__" else []

from maillage.core.lean import lean  # noqa: E402
from maillage.core.middleware import POLICY  # noqa: E402
from tests.desk.fixture_snapshot import DAY, NOW, RIGHTS, name, snapshot  # noqa: E402

PAGES = ("home", "sessions", "people", "till", "settings", "to-settle")
SIGN = ("sign-in", "sign-out")
urlpatterns = [django_path(f"<slug:slug>/{one}", HttpResponse, name=one) for one in PAGES]
urlpatterns += [django_path(one, HttpResponse, name=one) for one in SIGN]
PACKAGES = [ROOT / "src/maillage/core", ROOT / "src/maillage/desk"]
KINDS: dict[str, dict[str, Any]] = {
    "bras": {},
    "closed": {"till_open": False},
    "many": {"size": 50_000},
    "notill": {"rights": ["greet", "register", "undo", "desk", "counts"]},
    "readonly": {"read_only": True},
    "lab": {"lab": True, "rights": [*RIGHTS, "book"]},
    "refused": {},
    "away": {},
    "out": {},
}


def render(template: str, **values: Any) -> str:
    """One of the project's templates, without the project."""
    if not settings.configured:
        settings.configure(
            STATIC_URL="/static/", USE_I18N=False, LANGUAGE_CODE="fr", ROOT_URLCONF=__name__
        )
        django.setup()
    engine = Engine(
        dirs=[str(package / "templates") for package in PACKAGES],
        libraries={"static": "django.templatetags.static", "i18n": "django.templatetags.i18n"},
    )
    identity = {
        "identity": {"slug": "bras", "name": "Numéripôle", "motto": "Village connecté à l’avenir"},
        "rights": RIGHTS,
        "csrf_token": "x" * 64,
    }
    return engine.get_template(template).render(Context({**identity, **values}))


@lru_cache
def snapshot_json(slug: str, actor: str) -> bytes:
    return json.dumps(snapshot(actor=actor, **KINDS[slug]), ensure_ascii=False).encode()


def answer(slug: str, command: dict[str, Any]) -> dict[str, Any]:
    """What the server would say, more or less."""
    done = {"key": command["key"], "status": "done", "code": "", "message": "", "data": {}}
    if slug == "refused":
        message = "Cette séance est annulée. Proposez-en une autre."
        return {**done, "status": "refused", "code": "cancelled", "message": message}
    if command["kind"] == "programme.cancel_registration":
        waiting = {
            "registration": name("jeu Odette Martin None"), "person": name("Odette Martin"),
            "rank": 1,
        }  # fmt: skip
        return {**done, "data": {"next": waiting}}
    if command["kind"] == "money.close_till":
        data = {"code": "A", "number": 31, "totals": {}, "total_cents": 284_200,
                "hash8": "7f3a09c2", "expected_cents": 12_400,
                "difference_cents": command["payload"]["counted_cents"] - 12_400}  # fmt: skip
        return {**done, "data": data}
    return done


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    actor = "Sandrine"
    received: list[dict[str, Any]] = []

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/static/"):
            self.static(path.removeprefix("/static/"))
            return
        if path.startswith("/error/"):
            template = "core/away.html" if path.endswith("503") else "core/error.html"
            self.send("text/html", render(template, code=int(path[-3:])).encode())
            return
        slug, _, rest = path.removeprefix("/s/").partition("/desk/")
        if slug not in KINDS:
            self.send("text/plain", b"", 404)
        elif rest == "":
            page = render("desk/desk.html", base=f"/s/{slug}/desk/")
            self.send("text/html", page.encode())
        elif rest == "snapshot.json" and self.headers.get("If-None-Match") == f'"{self.actor}"':
            self.send("application/json", b"", 304)
        elif rest == "snapshot.json":
            self.send("application/json", snapshot_json(slug, self.actor), tag=f'"{self.actor}"')
        elif rest == "rev.json":
            state = {"rev": 812, "epoch": name("epoch"), "day": DAY, "now": NOW}
            self.send("application/json", json.dumps(state).encode())

    def do_POST(self) -> None:
        slug, _, rest = self.path.removeprefix("/s/").partition("/desk/")
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        if self.headers.get("X-CSRFToken") != "x" * 64:
            self.send("application/json", b"{}", 403)
        elif rest == "switch":
            right = body["pin"] == "1234"
            if right:
                people = {name(one): one for one in ("Sandrine", "Loïc", "Karim", "Gérard")}
                type(self).actor = people[body["staff"]]
            given = {"actor": body["staff"], "pass": "0f" * 32, "pin": f"mark {self.actor}",
                     "issued_at": datetime.now(UTC).isoformat()}  # fmt: skip
            wrong = json.dumps({"message": "Ce code n’est pas le bon. Réessayez."}).encode()
            told = json.dumps(given).encode() if right else wrong
            self.send("application/json", told, 200 if right else 403)
        elif slug in {"away", "out"}:
            self.send("application/json", b"{}", {"away": 503, "out": 401}[slug])
        else:
            self.received.extend(body["commands"])
            results = [answer(slug, one) for one in body["commands"]]
            self.send("application/json", json.dumps({"results": results}).encode())

    def static(self, path: str) -> None:
        for package in PACKAGES:
            file = (package / "static" / path).resolve()
            if file.is_file() and file.is_relative_to(package / "static"):
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                held = file.read_bytes()
                ours = file.suffix in {".js", ".css"} and "vendor" not in file.parts
                self.send(kind, lean(held, script=file.suffix == ".js") if ours else held)
                return
        self.send("text/plain", b"", 404)

    def send(self, kind: str, body: bytes, status: int = 200, tag: str = "") -> None:
        packed = gzip.compress(body, 6) if len(body) > 200 and "woff" not in kind else body
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        if tag:
            self.send_header("ETag", tag)
        if packed is not body:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tab closed while it was being answered is no fault; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def desk_server(port: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the address, and the list of the commands received since."""
    handler = type("Handler", (Handler,), {"received": [], "actor": "Sandrine"})
    server = _Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler.received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with desk_server(8100) as (address, _):
        print(f"{address}/s/bras/desk/")
        threading.Event().wait()
