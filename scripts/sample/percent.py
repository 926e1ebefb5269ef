"""Percentages as offices write them: rounded, and (wrongly) with digits cut off."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def rounded(part: int, whole: int, digits: int = 2) -> str:
    """A percentage as it should be written."""
    return _percent(part, whole, digits, ROUND_HALF_UP)


def cut_off(part: int, whole: int, digits: int) -> str:
    """A percentage with its further digits cut off, as it should not be written.

    Raises:
        ValueError: cutting off gives the same as rounding.
    """
    cut = _percent(part, whole, digits, ROUND_DOWN)
    if cut == rounded(part, whole, digits):
        raise ValueError(f"{part} of {whole} is {cut} either way")
    return cut


def _percent(part: int, whole: int, digits: int, way: str) -> str:
    return str((Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-digits), way))
