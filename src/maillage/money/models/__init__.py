"""Tables of money."""

from maillage.money.models.paper import PaperBatch
from maillage.money.models.plans import (
    Allowance,
    EntitlementLine,
    PlanHolder,
    PlanPause,
    PlanTerm,
    UsePlan,
)
from maillage.money.models.prices import Membership, MembershipPlan, Price, PriceProfile, TaxMode
from maillage.money.models.sales import Payment, Receipt, ReceiptPrint, Sale, SaleLine
from maillage.money.models.stock import Material, StockMove
from maillage.money.models.till import Anchor, Series, TillClosing, TillSession

__all__ = [
    "Allowance",
    "Anchor",
    "EntitlementLine",
    "Material",
    "Membership",
    "MembershipPlan",
    "PaperBatch",
    "Payment",
    "PlanHolder",
    "PlanPause",
    "PlanTerm",
    "Price",
    "PriceProfile",
    "Receipt",
    "ReceiptPrint",
    "Sale",
    "SaleLine",
    "Series",
    "StockMove",
    "TaxMode",
    "TillClosing",
    "TillSession",
    "UsePlan",
]
