"""One valid payload for each kind of command about plans, raw material and check-ins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maillage.core.ids import new_id
from tests.houses import House
from tests.making import ahead, today
from tests.making_booking import used_at
from tests.making_plans import came, code, held, material, paused, use_plan

EXAMPLES: dict[str, Callable[[House], dict[str, Any]]] = {
    "counter.cancel_use": lambda h: {"visit": came(h)},
    "counter.charge_use": lambda h: {"reservation": used_at(h, "ATELIER"), "minutes": 90},
    "counter.check_in": lambda h: {
        "visit": new_id(),
        "person": h.person(),
        "code": "ATELIER",
    },
    "money.add_material": lambda h: {
        "material": new_id(),
        "code": code("PLA"),
        "label": "PLA blanc",
        "reorder_at": 500_000,
    },
    "money.add_use_plan": lambda h: {
        "plan": new_id(),
        "code": code("CARNET"),
        "label": "Carnet de 20 jours",
        "price_code": "CARNET20",
        "months": 3,
        "calendar": True,
        "allowances": [{"code": "COWORKING", "units": 20_000, "carries": True}],
    },
    "money.edit_material": lambda h: {"material": material(h), "label": "PLA noir"},
    "money.edit_use_plan": lambda h: {
        "plan": use_plan(h, code("H24")),
        "allowances": [{"code": "COWORKING", "units": 2_000, "per": "week"}],
    },
    "money.move_stock": lambda h: {
        "move": new_id(),
        "material": material(h),
        "why": "delivered",
        "units": 1_000_000,
    },
    "money.pause_plan": lambda h: {
        "pause": new_id(),
        "holder": held(h),
        "from_day": today(),
        "to_day": ahead(6),
    },
    "money.resume_plan": lambda h: {"pause": paused(h), "day": today()},
    "money.start_trial": lambda h: {
        "term": new_id(),
        "plan": use_plan(h, code("ESSAI"), trial_months=2),
        "starts_on": today(),
        "person": h.person(),
    },
}
