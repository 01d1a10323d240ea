"""What the OpenAPI description says beyond the routes: the envelope and every kind's payload."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from maillage.core.commands import kinds
from maillage.core.envelope import Envelope

REF = "#/components/schemas/{model}"


def envelope_body() -> dict[str, Any]:
    """The request body of ``POST /commands``."""
    schema = {"$ref": REF.format(model="Envelope")}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


class DescribedAPI(NinjaAPI):
    """An API whose description holds the envelope and the payload of each registered kind."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"].update(_command_schemas())
        return schema


def _command_schemas() -> dict[str, Any]:
    payloads = [kind.payload for kind in kinds().values()]
    models = [(model, "validation") for model in (Envelope, *payloads)]
    refs, described = models_json_schema(models, ref_template=REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = described["$defs"]
    sent = schemas["Sent"]
    sent["properties"]["kind"] = {"enum": sorted(kinds())}
    sent["oneOf"] = [
        {
            "properties": {
                "kind": {"const": name},
                "payload": refs[(kind.payload, "validation")],
            }
        }
        for name, kind in sorted(kinds().items())
    ]
    return schemas
