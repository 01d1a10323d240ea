"""Programs with a token, speaking to a real server from many threads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from maillage.core.ids import new_id
from tests.servers import Server

BUILD = """
import json
from tests.making import price
from tests.houses import build_house
from tests.tokens import give_token
house = build_house()
api = give_token(house)
found = price(house, "ATELIER", member=True)
print(json.dumps({"secret": api.secret, "device": str(api.device), "actor": str(api.actor),
  "place": str(house.place), "room": str(house.room), "workshop": str(house.workshop),
  "price": str(found.pk), "rate": found.rate}))
"""


class Caller:
    """Sends commands one by one; ``retry`` is sent again until answered."""

    def __init__(self, server: Server, told: dict[str, Any]) -> None:
        self.server, self.told = server, told

    def command(self, kind: str, /, **payload: Any) -> dict[str, Any]:
        return {
            "key": str(new_id()),
            "kind": kind,
            "place": self.told["place"],
            "actor": self.told["actor"],
            "at": datetime.now(UTC).isoformat(),
            "payload": payload,
        }

    def send(self, command: dict[str, Any]) -> dict[str, Any]:
        for _ in range(100):
            status, answer = self.post(command)
            assert status == 200, answer
            (result,) = answer["results"]
            if result["status"] != "retry":
                return result
        raise AssertionError("still asked to retry")

    def post(self, command: dict[str, Any]) -> tuple[int, Any]:
        body = {
            "device": self.told["device"],
            "now": datetime.now(UTC).isoformat(),
            "commands": [command],
        }
        headers = {
            "Authorization": f"Bearer {self.told['secret']}",
            "Content-Type": "application/json",
        }
        return self.server.ask("POST", "/api/v1/commands", body, headers)

    def done(self, kind: str, /, **payload: Any) -> dict[str, Any]:
        result = self.send(self.command(kind, **payload))
        assert result["status"] == "done", result
        return result["data"]

    def sale(self) -> dict[str, Any]:
        """A session paid in cash, numbered by the server."""
        line = {
            "kind": "session",
            "code": "ATELIER",
            "member": True,
            "price": self.told["price"],
            "rate": self.told["rate"],
            "amount_cents": 800,
        }
        paid = [{"means": "cash", "amount_cents": 800}]
        return {"sale": str(new_id()), "lines": [line], "payments": paid}
