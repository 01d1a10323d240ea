"""The shared vectors: calls, arguments and answers that Python and the browser must agree on."""

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent.parent / "src/maillage/core/vectors"


def load(name: str) -> list[dict[str, Any]]:
    """Return the cases of one file: {"call", "args", "expect" or "error"}."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Return what the case awaits, as {"expect": …} or {"error": …}."""
    return {key: case[key] for key in ("expect", "error") if key in case}
