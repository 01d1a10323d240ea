"""Messages of a house, and the machines that carry them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maillage.messages.models import Message
from maillage.messages.sending import send_messages
from tests.houses import House
from tests.messages.machines import Machine, mail_server, sms_gateway

FROM = "bonjour@bras.example"


@pytest.fixture
def smtp(settings) -> Iterator[Machine]:
    """A mail server that takes everything."""
    with mail_server() as machine:
        settings.MAIL = {"host": "127.0.0.1", "port": machine.port}
        settings.MAIL_FROM = FROM
        yield machine


@pytest.fixture
def gateway(settings) -> Iterator[Machine]:
    """An SMS gateway that takes everything."""
    with sms_gateway() as machine:
        settings.SMS_URL = f"http://127.0.0.1:{machine.port}/send?account=bras"
        settings.SMS_TOKEN = "s3cret"
        yield machine


def deliver(house: House) -> int:
    """Do the task that sends."""
    return send_messages.call(str(house.structure))


def held(house: House, **wanted: object) -> list[Message]:
    """The messages, in the order they were made."""
    with house.scope():
        rows = Message.objects.filter(**wanted).select_related("person", "told")
        return list(rows.order_by("created_at", "person__first_name", "id"))
