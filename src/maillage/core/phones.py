"""Phone numbers as people read them."""

from __future__ import annotations

_OURS = ("+33", "+262", "+508", "+590", "+594", "+596")
"""France and its overseas departments: one plan, in which ``0639`` is dialled from anywhere."""

_PAIR = "\u00a0"


def phone_fr(phone: str) -> str:
    """« 03 29 12 34 56 »: a French number in pairs, anything else as it is."""
    ours = next((one for one in _OURS if phone.startswith(one)), "")
    digits = "".join(one for one in phone.removeprefix(ours) if one.isdigit())
    if ours:
        digits = f"0{digits.removeprefix('0')}"
    if len(digits) != 10 or not digits.startswith("0"):
        return phone
    return _PAIR.join(digits[at : at + 2] for at in range(0, 10, 2))
