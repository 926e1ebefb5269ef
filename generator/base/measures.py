"""Exact numbers with their units: conversion, comparison at the stated digits, printing.

Nothing is rounded before it is printed: arithmetic that would lose a digit raises instead.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce

_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero])

#: Fen in one unit of money, by the unit's name as a table states it.
FEN: Mapping[str, int] = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}

#: Words for the same unit of counting.
_SAME = {"名": "人", "位": "人", "家": "个", "项": "个", "座": "个", "所": "个"}

_SEPARATORS = re.compile(r"[\s\u200b\ufeff'‘’`]+")


def plain(text: str) -> str:
    """Full-width to half-width, without blanks and stray quotes: for comparing and parsing."""
    if text.isascii():
        return _SEPARATORS.sub("", text)
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def comparable(unit: str, other: str) -> bool:
    """Whether numbers in both units can be compared: two units of money, or the same unit."""
    first, second = plain(unit), plain(other)
    both_money = first in FEN and second in FEN
    return both_money or _SAME.get(first, first) == _SAME.get(second, second)


def converted(value: Decimal, unit: str, other: str) -> Decimal:
    """The same quantity in another unit, exactly.

    Raises:
        ValueError: the units cannot be compared.
    """
    if not comparable(unit, other):
        raise ValueError(f"{unit} and {other} cannot be compared")
    first, second = plain(unit), plain(other)
    if first == second or first not in FEN:
        return value
    return scaled(_EXACT.multiply(value, Decimal(FEN[first])), FEN[second])


def scaled(value: Decimal | int, scale: int) -> Decimal:
    """A number of small units in units of ``scale`` of them; ``scale`` is a power of ten."""
    return _EXACT.divide(Decimal(value), Decimal(scale))


def added(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(_EXACT.add, values, Decimal(0))


def rounded(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Rounded half up (half away from zero), as offices round."""
    exact = Fraction(value) * 10**decimals
    whole = (abs(exact) + Fraction(1, 2)).__floor__()
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals)


def decimals_of(stated: Decimal) -> int:
    """How many decimals a number was stated with; trailing zeros that carry nothing do not count.

    1200 has none, 12.50 has one.
    """
    exponent = stated.normalize(_EXACT).as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def agrees(stated: Decimal, stated_unit: str, exact: Decimal, unit: str) -> bool:
    """Whether an exact number gives the stated one when rounded to the digits that were stated."""
    return rounded(converted(exact, unit, stated_unit), decimals_of(stated)) == stated


def printed(value: Decimal | Fraction, decimals: int) -> str:
    """Rounded to its declared decimals, with thousands separators."""
    return f"{rounded(value, decimals):,f}"


def spoken(value: Decimal) -> str:
    """All digits of an exact number, with thousands separators, for a message."""
    return f"{value:,.{decimals_of(value)}f}"
