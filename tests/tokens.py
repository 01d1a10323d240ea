"""Programs with a token, speaking to the API through Django's test client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network.devices import hash_secret
from maillage.network.models import StaffRole
from tests.houses import LONG_AGO, House


@dataclass
class Api:
    """A program that holds a token."""

    house: House
    secret: str
    device: UUID
    actor: UUID

    def get(self, path: str, **query: Any):
        return Client().get(
            f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {self.secret}"}
        )

    def post(self, *commands: dict[str, Any], device: UUID | None = None):
        now = timezone.now().isoformat()
        body = {"device": str(device or self.device), "now": now, "commands": list(commands)}
        return Client().post(
            "/api/v1/commands",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}"},
        )

    def command(self, kind: str, /, **payload: Any) -> dict[str, Any]:
        return {
            "key": str(new_id()),
            "kind": kind,
            "place": str(self.house.place),
            "actor": str(self.actor),
            "at": timezone.now().isoformat(),
            "payload": payload,
        }


def give_token(house: House, role: str = "manager") -> Api:
    token, staff, secret = new_id(), new_id(), f"secret-{role}-{house.slug}"
    house.do(
        "network.add_token",
        token=token,
        staff=staff,
        name="Programme",
        role=role,
        secret_hash=hash_secret(secret),
    )
    with house.scope():
        StaffRole.objects.filter(staff=staff).update(from_day=LONG_AGO)
    return Api(house, secret, token, staff)
