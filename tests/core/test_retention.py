"""What is kept for a time only."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import Command
from maillage.core.retention import forget_commands
from tests.houses import Desk


def test_after_thirty_days_a_refusal_keeps_its_code_alone(desk: Desk) -> None:
    command = desk.command("programme.cancel_registration", registration=new_id())
    (refused,) = desk.send(command)
    assert (refused["code"], refused["message"]) == (
        "not_found",
        "Inscription introuvable. Rechargez la page et recommencez.",
    )
    structure, now = desk.house.structure, timezone.now()
    with desk.house.scope():
        forget_commands(structure, now + timedelta(days=29))
    assert desk.send(command) == [refused]
    with desk.house.scope():
        forget_commands(structure, now + timedelta(days=31))
    (again,) = desk.send(command)
    assert again == {**refused, "message": "Cette saisie avait été refusée."}
    with desk.house.scope():
        assert set(Command.objects.values_list("payload", "undo", "message")) == {(None, None, "")}
