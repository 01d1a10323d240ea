"""E-mail by SMTP, through Django's mail API. Text alone, from the place's name."""

from __future__ import annotations

import smtplib
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from maillage.messages.connectors.base import Outgoing, Permanent, Temporary, Unsure
from maillage.messages.models import Channel

SECONDS = 20
REFUSED_FOR_GOOD = 500


def as_email(outgoing: Outgoing) -> EmailMessage:
    """The e-mail: its ``Message-ID`` is the message's own, so that a double shows as one."""
    domain = settings.MAIL_FROM.rpartition("@")[2]
    return EmailMessage(
        subject=" ".join(outgoing.subject.split()),
        body=outgoing.text,
        from_email=formataddr((outgoing.sender, settings.MAIL_FROM)),
        to=[outgoing.address],
        headers={
            "Message-ID": f"<{outgoing.id}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )


class Smtp:
    """The operator's mail server."""

    name = "smtp"
    channel = Channel.EMAIL

    def configured(self) -> bool:
        return bool(settings.MAIL.get("host"))

    def fault(self) -> str:
        try:
            self._opened().close()
        except Temporary as error:
            return str(error)
        return ""

    def send(self, outgoing: Outgoing) -> None:
        connection = self._opened()
        try:
            connection.send_messages([as_email(outgoing)])
        except smtplib.SMTPRecipientsRefused as error:
            ((code, _said),) = error.recipients.values()
            raise _refused(code) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Permanent(_("Le serveur de courrier ne lit pas cette adresse.")) from error
        except OSError as error:
            raise Unsure(_("Le serveur de courrier s’est tu pendant l’envoi.")) from error
        finally:
            connection.close()

    def _opened(self) -> Any:
        """A connection, signed in: until here nothing has left."""
        server: dict[str, Any] = settings.MAIL
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend", timeout=SECONDS, **server
        )
        try:
            connection.open()
        except OSError as error:
            raise Temporary(
                _("Le serveur de courrier ne répond pas, ou refuse le mot de passe.")
            ) from error
        return connection


def _refused(code: int) -> Temporary | Permanent:
    """What the server's answer means: 4xx not now, 5xx never (RFC 5321 §4.2.1)."""
    if code < REFUSED_FOR_GOOD:
        return Temporary(_("Le serveur de courrier demande d’attendre (%s).") % code)
    return Permanent(_("Le serveur de courrier refuse cette adresse (%s).") % code)
