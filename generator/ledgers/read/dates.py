"""Read dates as offices write them: date cells, text in many forms, and serial numbers."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

from generator.base.measures import plain
from generator.ledgers.read.cells import Bad, as_text, quote
from generator.workbooks.grid import Raw

#: Serial numbers of 1 January 1955 and 31 December 2064: outside them a number is no date.
_SERIALS = range(20090, 60267)
_EPOCH = dt.date(1899, 12, 30)
_YEARS = range(1900, 2101)

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:T?\d{1,2}:\d{2}(?::\d{2})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-./](\d{1,2})|年(\d{1,2})月?(?:份)?)")
_OPEN = frozenset({"至今", "今", "长期", "现在", "目前"})

_ONE = r"\d{4}[./年]\d{1,2}(?:[./月]\d{1,2}日?|月)?|\d{4}-\d{1,2}-\d{1,2}|\d{8}"
_PERIOD = re.compile(rf"({_ONE})(?:-+|[—–~至到起]+)({_ONE}|至?今|长期)止?")

_REMEDY = "请写成 2019-05-10 的样子（单元格格式选“日期”）"


@dataclass(frozen=True, slots=True)
class Month:
    """A date of which only the month is stated; comparisons give it the benefit of the doubt."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """The last day that it can be."""
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])


def parse_date(raw: Raw) -> "dt.date | Month | Bad | None":
    """Read one cell as a date; nothing is guessed from a year alone or from ``2019.1``.

    Numbers are days since 1899-12-30 as Excel counts them, or eight digits.
    """
    if isinstance(raw, dt.datetime):
        return _checked(raw.date(), raw)
    if isinstance(raw, dt.date):
        return _checked(raw, raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _from_number(float(raw))
    if isinstance(raw, str):
        return _from_text(raw)
    return _bad(raw)


def split_period(text: str) -> tuple[str, str] | None:
    """Start and end of a period in one cell (``2019.3-2021.3``), or ``None``."""
    match = _PERIOD.fullmatch(plain(text))
    return (match.group(1), match.group(2)) if match else None


def _checked(day: dt.date, raw: Raw) -> "dt.date | Bad":
    return day if day.year in _YEARS and day > dt.date(1900, 12, 31) else _bad(raw)


def _from_number(number: float) -> "dt.date | Bad":
    if number.is_integer():
        compact = _COMPACT.fullmatch(str(int(number)))
        if compact:
            return _day(compact, number)
    if int(number) in _SERIALS:
        return _EPOCH + dt.timedelta(days=int(number))
    return _bad(number)


def _from_text(text: str) -> "dt.date | Month | Bad | None":
    written = plain(text)
    if written in _OPEN:
        return None
    match = _DAY.fullmatch(written) or _COMPACT.fullmatch(written)
    if match:
        return _day(match, text)
    match = _MONTH.fullmatch(written)
    if match:
        year, month = int(match.group(1)), int(match.group(2) or match.group(3))
        if year in _YEARS and 1 <= month <= 12:
            return Month(dt.date(year, month, 1))
        return _bad(text)
    if re.fullmatch(r"\d{5}(\.\d+)?", written):
        return _from_number(float(written))
    return _bad(text)


def _day(match: re.Match[str], raw: Raw) -> "dt.date | Bad":
    try:
        return _checked(dt.date(*(int(part) for part in match.groups()[:3])), raw)
    except ValueError:
        return Bad(f"日历上没有“{quote(as_text(raw))}”这一天", _REMEDY)


def _bad(raw: Raw) -> Bad:
    if isinstance(raw, dt.time | dt.timedelta) or (isinstance(raw, dt.date) and raw.year <= 1900):
        return Bad("这里的日期是 1900-01-00 一类的空日期", "请填写真实日期；没有就留空")
    return Bad(f"“{quote(as_text(raw))}”读不成日期", _REMEDY)
