"""Tell whether a percentage, as it is written, is what its own numerator and denominator give."""

import re
from decimal import ROUND_HALF_UP, Decimal

from generator.base.measures import plain

_FULL_PRECISION = 6


def fits(text: str, part: Decimal, whole: Decimal) -> bool:
    """Whether a percentage as written is ``part`` of ``whole``, rounded half up to its digits."""
    written = plain(text)
    number = Decimal(re.sub(r"[%,]", "", written))
    if whole == 0:
        return part == 0 and number == 0
    exact = part / whole * 100
    readings = [number] if written.endswith("%") else [number, number.scaleb(2)]
    return any(_rounded(exact, reading) == reading for reading in readings)


def _rounded(exact: Decimal, stated: Decimal) -> Decimal:
    digits = max(0, -int(stated.as_tuple().exponent))
    if digits > _FULL_PRECISION:
        close = abs(exact - stated) < Decimal(10) ** -_FULL_PRECISION
        return stated if close else exact
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
