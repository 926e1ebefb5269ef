"""Stored whole numbers as a clerk reads them, and limits as they are stored."""

from decimal import Decimal

from generator.base.measures import FEN
from generator.ledgers.read.cells import quote
from generator.ledgers.read.schema import Column, Kind

_UNITS = {Kind.PERCENT: "%"}


def shown(value: int, kind: Kind, unit: str = "元") -> str:
    """A stored number with its unit: amounts in ``unit``, percentages with their sign."""
    scale = FEN[unit] if kind is Kind.AMOUNT else (kind.scale or 1)
    number = f"{Decimal(value) / scale:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return number + (unit if kind is Kind.AMOUNT else _UNITS.get(kind, ""))


def spoken(value: object, column: Column, unit: str) -> str:
    """A stored value of a column as a message says it; amounts in the column's unit or this one."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return shown(value, column.kind, column.unit or unit)
    return quote(str(value), column.kind)


def stored(limit: Decimal, kind: Kind) -> int:
    """A limit (amounts in yuan, percentages in points) in the unit in which values are stored."""
    return int(limit * (kind.scale or 1))
