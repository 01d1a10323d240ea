"""Whether e-mails and SMS leave: said by ``maillage doctor``."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.health import Finding, care, check, fault, fine
from maillage.messages.connectors import connector_of
from maillage.messages.connectors.base import Connector
from maillage.messages.models import Channel


@check("mail", gettext_lazy("courriels"))
def look_at_mail() -> Iterator[Finding]:
    """Whether e-mail is set up, and answers; nothing is sent."""
    connector = connector_of(Channel.EMAIL)
    if connector is None:
        yield care(
            _("Aucun courriel ne part d’ici : les personnes sont appelées."),
            _("Pour qu’il en parte, donnez MAILLAGE_MAIL_URL et MAILLAGE_MAIL_FROM."),
        )
    else:
        yield _answering(connector, "MAILLAGE_MAIL_URL")


@check("sms", "SMS")
def look_at_sms() -> Iterator[Finding]:
    """The same for SMS; many a place has none, and calls."""
    connector = connector_of(Channel.SMS)
    if connector is None:
        yield fine(_("Aucun SMS ne part d’ici : les personnes sont appelées."))
    else:
        yield _answering(connector, "MAILLAGE_SMS_URL")


def _answering(connector: Connector, setting: str) -> Finding:
    if said := connector.fault():
        return fault(said, _("Corrigez {setting}, ou réparez cela.").format(setting=setting))
    if connector.name == "file":
        return care(
            _("Ils sont seulement écrits dans le dossier des données : personne ne les reçoit."),
            _("Donnez un vrai {setting}.").format(setting=setting),
        )
    return fine(_("La machine qui les envoie répond."))
