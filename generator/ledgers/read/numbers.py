"""Read counts, amounts, plain numbers and percentages exactly: whole numbers of a small unit."""

import re
from decimal import ROUND_HALF_UP, Decimal

from generator.base.measures import FEN, plain
from generator.ledgers.read.cells import Bad, as_text, quote
from generator.model import Severity
from generator.workbooks.grid import Raw

_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+]?\.\d+)(?:[eE][-+]?\d+)?")
_AMOUNT = re.compile(r"[¥¥$]?(.+?)(人民币)?(亿元|万元|千元|元|亿|万|千)?整?")
_SUFFIX = re.compile(r"(.+?)[人户个名次家批期只头亩件份天月年]{1,2}")

#: Largest value kept, in whole units: far above any county's figures, safe in 64 bits.
_LIMIT = Decimal(10) ** 12
_NUMBER_REMEDY = "请只填数字，不要写“约”“余”或文字"


def parse_integer(raw: Raw) -> "int | Bad":
    """Read a count (people, households, projects); a negative one is a fault."""
    number = _decimal(raw, suffix=True)
    if isinstance(number, Bad):
        return number
    if number != number.to_integral_value():
        return Bad(f"“{quote(as_text(raw))}”不是整数", "人数、户数等请填整数")
    if number < 0:
        return Bad(f"“{quote(as_text(raw))}”是负数", "请核对后填写")
    return int(number)


def parse_number(raw: Raw) -> "int | Bad":
    """Read a plain number, kept in millionths."""
    number = _decimal(raw, suffix=True)
    return number if isinstance(number, Bad) else _scaled(number, 1_000_000)


def parse_percent(raw: Raw) -> "int | Bad":
    """Read a percentage, kept in millionths of a percentage point.

    A bare number up to 1 is a fraction, as Excel stores its percent format; a larger one, and
    text with a percent sign, is in percentage points.
    """
    text = plain(as_text(raw))
    number = _decimal(text.removesuffix("%") if isinstance(raw, str) else raw)
    if isinstance(number, Bad):
        return number
    if not text.endswith("%") and abs(number) <= 1:
        number *= 100
    return _scaled(number, 1_000_000)


def parse_amount(raw: Raw, unit: str) -> "int | Bad":
    """Read an amount of money, kept in fen.

    Args:
        raw: the cell.
        unit: 元, 千元, 万元 or 亿元, as the table states it; a unit in the cell itself wins, with a
            warning. Negative amounts and fractions of a fen are kept, with a warning.
    """
    written = None
    value: Raw = raw
    if isinstance(raw, str):
        match = _AMOUNT.fullmatch(plain(raw))
        if match and match.group(3):
            written = match.group(3) if match.group(3).endswith("元") else f"{match.group(3)}元"
        value = match.group(1) if match else raw
    number = _decimal(value)
    if isinstance(number, Bad):
        return Bad(f"“{quote(as_text(raw))}”读不成金额", _NUMBER_REMEDY)
    fen = _scaled(number, FEN[written or unit])
    return fen if isinstance(fen, Bad) else _amount_remarks(raw, number, fen, unit, written)


def _amount_remarks(
    raw: Raw, number: Decimal, fen: int, unit: str, written: str | None
) -> "int | Bad":
    shown = quote(as_text(raw))
    if written and written != unit:
        message = f"这一格写的是“{shown}”，本列的单位是{unit}，元和万元混用"
        remedy = f"已按“{written}”计算，请统一成{unit}"
        return Bad(message, remedy, fen, Severity.WARNING)
    if fen < 0:
        remedy = "请核对：冲销或退回请在备注中写明"
        return Bad(f"金额“{shown}”是负数", remedy, fen, Severity.WARNING)
    if abs(number * FEN[written or unit] - fen) > Decimal("0.01"):
        remedy = "已四舍五入到分计算，请核对是否为公式折算的结果"
        return Bad(f"金额“{shown}”{unit}有不足一分的零头", remedy, fen, Severity.WARNING)
    return fen


def _scaled(number: Decimal, scale: int) -> "int | Bad":
    if abs(number) > _LIMIT:
        return Bad("数字大得不合理", "请核对是否多写了位数或用错了单位")
    return int((number * scale).quantize(Decimal(1), ROUND_HALF_UP))


def _decimal(raw: Raw, *, suffix: bool = False) -> "Decimal | Bad":
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return Decimal(repr(raw))
    text = plain(as_text(raw)) if isinstance(raw, str) else ""
    match = _NUMBER.fullmatch(text)
    if match is None and suffix and (unit := _SUFFIX.fullmatch(text)):
        text = unit.group(1)
        match = _NUMBER.fullmatch(text)
    if match is None:
        return Bad(f"“{quote(as_text(raw))}”读不成数字", _NUMBER_REMEDY)
    return Decimal(text.replace(",", ""))
