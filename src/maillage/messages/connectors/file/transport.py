"""A folder of messages: ``outbox/`` in the data folder, one ``.eml`` or ``.txt`` each."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.messages.connectors.base import Outgoing, Temporary
from maillage.messages.connectors.smtp.transport import as_email
from maillage.messages.models import Channel


def _write(outgoing: Outgoing, ending: str, content: bytes) -> None:
    """Write a message under its id: written again, it is the same file."""
    folder = Path(settings.DATA_DIR) / "outbox"
    try:
        folder.mkdir(exist_ok=True)
        (folder / f"{outgoing.id}.{ending}").write_bytes(content)
    except OSError as error:
        raise Temporary(_("Le dossier des messages ne s’écrit pas.")) from error


class MailFolder:
    """``MAILLAGE_MAIL_URL=file:``."""

    name = "file"
    channel = Channel.EMAIL

    def configured(self) -> bool:
        return bool(settings.MAIL.get("folder"))

    def fault(self) -> str:
        return ""

    def send(self, outgoing: Outgoing) -> None:
        _write(outgoing, "eml", as_email(outgoing).message().as_bytes())


class SmsFolder:
    """``MAILLAGE_SMS_URL=file:``."""

    name = "file"
    channel = Channel.SMS

    def configured(self) -> bool:
        return bool(settings.SMS_URL == "file:")

    def fault(self) -> str:
        return ""

    def send(self, outgoing: Outgoing) -> None:
        _write(outgoing, "txt", f"{outgoing.address}\n{outgoing.text}\n".encode())
