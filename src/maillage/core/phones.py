"""Phone numbers as people read them."""

from __future__ import annotations

_OURS = "+33"
_PAIR = "\u00a0"


def phone_fr(phone: str) -> str:
    """« 03 29 12 34 56 »: a French number in pairs, anything else as it is."""
    digits = "".join(one for one in phone if one.isdigit())
    if phone.startswith(_OURS):
        digits = f"0{digits.removeprefix('33').removeprefix('0')}"
    if len(digits) != 10 or not digits.startswith("0"):
        return phone
    return _PAIR.join(digits[at : at + 2] for at in range(0, 10, 2))
