"""SMS by an HTTP gateway: one small POST, that any gateway can be given a bridge for.

::

    POST <MAILLAGE_SMS_URL>
    Authorization: Bearer <MAILLAGE_SMS_TOKEN>
    Idempotency-Key: 019a…                       the message's id, the same each time
    Content-Type: application/json

    {"to": "+33612345678", "text": "Bonjour Marie…", "from": "Numéripôle", "key": "019a…"}

``2xx``: accepted. ``429`` and ``503``: not now. Another ``5xx``, or silence after the request has
left: nobody knows. Anything else: refused.
"""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.messages.connectors.base import Outgoing, Permanent, Temporary, Unsure
from maillage.messages.models import Channel

SECONDS = 15
NOT_NOW = {429, 503}


class Gateway:
    """The operator's SMS gateway."""

    name = "sms"
    channel = Channel.SMS

    def configured(self) -> bool:
        return urlsplit(settings.SMS_URL).scheme in {"http", "https"}

    def fault(self) -> str:
        try:
            self._connected().close()
        except Temporary as error:
            return str(error)
        return ""

    def send(self, outgoing: Outgoing) -> None:
        connection = self._connected()
        try:
            connection.request("POST", self._path(), *self._request(outgoing))
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise Unsure(_("La passerelle SMS s’est tue pendant l’envoi.")) from error
        finally:
            connection.close()
        if status in NOT_NOW:
            raise Temporary(_("La passerelle SMS demande d’attendre (%s).") % status)
        if status >= 500:
            raise Unsure(_("La passerelle SMS est en panne (%s).") % status)
        if not 200 <= status < 300:
            raise Permanent(_("La passerelle SMS refuse ce message (%s).") % status)

    def _connected(self) -> HTTPConnection:
        """A connection: until here nothing has left."""
        url = urlsplit(settings.SMS_URL)
        made = HTTPSConnection if url.scheme == "https" else HTTPConnection
        connection = made(url.hostname or "", url.port, timeout=SECONDS)
        try:
            connection.connect()
        except OSError as error:
            raise Temporary(_("La passerelle SMS ne répond pas.")) from error
        return connection

    def _path(self) -> str:
        url = urlsplit(settings.SMS_URL)
        return (url.path or "/") + (f"?{url.query}" if url.query else "")

    def _request(self, outgoing: Outgoing) -> tuple[bytes, dict[str, str]]:
        key = str(outgoing.id)
        body = {
            "to": outgoing.address,
            "text": outgoing.text,
            "from": outgoing.sender,
            "key": key,
        }
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if settings.SMS_TOKEN:
            headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
        return json.dumps(body, ensure_ascii=False).encode(), headers
