"""Money: integer cents everywhere, unit rates in ten-thousandths of a euro, never a float.

Rounding is half up on the magnitude (half away from zero), once per line, so that the reversal
of a line is its exact opposite. `desk/static/desk/rules/cents.js` is the browser's twin; both run
`vectors/cents.json`.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from maillage.core import saying

_RATE_UNITS_PER_CENT = 100
_WHOLE = 10_000  # basis points in 100 %
_LARGEST_EUROS = 999_999_999

_SPACES = re.compile("[ \t\u00a0\u2009\u202f]+")
_AMOUNT = re.compile(
    r"(?P<sign>[-\u2212]?)(?P<euros>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    r"(?:[.,](?P<decimals>[0-9]+))?(?: ?(?:€|euros?|eur))?",
    re.IGNORECASE,
)

_NOT_UNDERSTOOD = _("Montant non compris\u00a0: écrivez des euros, par exemple 8 ou 8,50.")
_TOO_PRECISE = _("Écrivez au plus deux chiffres après la virgule, par exemple 8,50.")
_TOO_LARGE = _("Montant trop grand\u00a0: écrivez moins d'un milliard d'euros.")


def _half_up(numerator: int, denominator: int) -> int:
    """Return `numerator / denominator` rounded half away from zero; exact at any size."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def line_cents(rate: int, quantity: Decimal) -> int:
    """Return the cents of one line: `rate` (1/10,000 €) times `quantity` (hours, grams, copies).

    Raises ValueError when the quantity is not a finite number.
    """
    if not quantity.is_finite():
        raise ValueError(str(_("La quantité doit être un nombre, par exemple 1,5.")))
    numerator, denominator = quantity.as_integer_ratio()
    return _half_up(rate * numerator, denominator * _RATE_UNITS_PER_CENT)


def percent_of(cents: int, basis_points: int) -> int:
    """Return a share of `cents`; 10,000 basis points are the whole (20 % is 2,000)."""
    return _half_up(cents * basis_points, _WHOLE)


def split(cents: int, parts: int) -> list[int]:
    """Return `parts` amounts that differ by one cent at most, the largest last; sum exact.

    55,285.00 over three years is 18,428.33, 18,428.33 and 18,428.34 (golden number 3).
    Raises ValueError when there is no part.
    """
    if parts < 1:
        raise ValueError(str(_("Indiquez au moins une part.")))
    share, rest = divmod(abs(cents), parts)
    shares = [share] * (parts - rest) + [share + 1] * rest
    return shares if cents >= 0 else [-amount for amount in shares]


def vat_parts(gross_cents: int, rate_basis_points: int) -> tuple[int, int]:
    """Return (net, VAT) of a price that includes VAT: the net is rounded, the VAT is the rest.

    250.00 at 20 % is 208.33 + 41.67 (golden number 9).
    """
    net = _half_up(gross_cents * _WHOLE, _WHOLE + rate_basis_points)
    return net, gross_cents - net


def format_euros(cents: int) -> str:
    """Return "1 234,50 €", with no-break spaces, or as the active language writes it."""
    sign = "-" if cents < 0 else ""
    return sign + str(_("%s\u00a0€") % saying.figure(Decimal(abs(cents)).scaleb(-2)))


def parse_euros(text: str) -> int:
    """Return the cents of an amount typed by a person: "8", "8,5", "8.50", "1 234,50 €".

    Raises ValueError, in French, saying what to write.
    """
    found = _AMOUNT.fullmatch(_SPACES.sub(" ", text).strip(" "))
    if found is None:
        raise ValueError(str(_NOT_UNDERSTOOD))
    decimals = found["decimals"] or ""
    if len(decimals) > 2:
        raise ValueError(str(_TOO_PRECISE))
    euros = int(found["euros"].replace(" ", ""))
    if euros > _LARGEST_EUROS:
        raise ValueError(str(_TOO_LARGE))
    cents = euros * 100 + int(decimals.ljust(2, "0"))
    return -cents if found["sign"] else cents
