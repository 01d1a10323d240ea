"""Tables of money."""

from maillage.money.models.paper import PaperBatch
from maillage.money.models.prices import Membership, MembershipPlan, Price, PriceProfile, TaxMode
from maillage.money.models.sales import Payment, Receipt, ReceiptPrint, Sale, SaleLine
from maillage.money.models.till import Anchor, Series, TillClosing, TillSession

__all__ = [
    "Anchor",
    "Membership",
    "MembershipPlan",
    "PaperBatch",
    "Payment",
    "Price",
    "PriceProfile",
    "Receipt",
    "ReceiptPrint",
    "Sale",
    "SaleLine",
    "Series",
    "TaxMode",
    "TillClosing",
    "TillSession",
]
