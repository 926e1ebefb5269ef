"""How a clerk writes a value into a cell: dates, amounts, numbers of people and papers."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bench.office_registers.table import Raw, Value

#: What goes into a cell: text, a number, a date or nothing.
Content = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's content and its number format, empty for the general one."""

    content: Content
    format: str = ""


def _date_cell(day: dt.date) -> Cell:
    return Cell(day, "yyyy-mm-dd")


#: Ways to write a date; those that tell no day are used where no rule needs the day.
DATES: Mapping[str, Callable[[dt.date], Cell]] = {
    "cell": _date_cell,
    "dots": lambda day: Cell(f"{day.year}.{day.month}.{day.day}"),
    "chinese": lambda day: Cell(f"{day.year}年{day.month}月{day.day}日"),
    "digits": lambda day: Cell(f"{day:%Y%m%d}"),
    "short year": lambda day: Cell(f"{day:%y}.{day.month}.{day.day}"),
    "slashes": lambda day: Cell(f"{day.year}/{day.month}/{day.day}"),
    "full width": lambda day: Cell(f"{day.year}．{day.month}．{day.day}"),
    "month cell": lambda day: Cell(day, 'yyyy"年"m"月"d"日"'),
}

#: From and to in one cell.
RANGES: tuple[Callable[[dt.date, dt.date], str], ...] = (
    lambda a, b: f"{a.year}年{a.month}月{a.day}日至{b.month}月{b.day}日",
    lambda a, b: f"{a.year}.{a.month}.{a.day}-{b.year}.{b.month}.{b.day}",
    lambda a, b: f"{a.year}.{a.month}.{a.day}—{b.month}.{b.day}",
    lambda a, b: f"自{a.year}年{a.month}月{a.day}日起至{b.year}年{b.month}月{b.day}日止",
    lambda a, b: f"{a:%Y%m%d}-{b:%Y%m%d}",
)

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one clerk writes throughout a workbook."""

    dates: str
    numbers: str
    ids: str
    phones: str
    papers: str
    void: str


def pick_spelling(chance: random.Random) -> Spelling:
    """The habits of one clerk."""
    return Spelling(
        dates=chance.choice(["cell", "cell", *DATES]),
        numbers=chance.choice(("number", "number", "number", "text", "commas", "full width")),
        ids=chance.choice(("text", "text", "text", "spaces", "invisible", "cross")),
        phones=chance.choice(("plain", "plain", "dashes", "blanks")),
        papers=chance.choice(("plain", "plain", "plain", "title")),
        void=chance.choice(("", "", "", "/", "无", "-", "—")),
    )


def spelled(value: Value, kind: str, unit: str, how: Spelling) -> Cell:
    """The cell for a value of this kind; `unit` is the sheet's, 元 or 万元, for amounts."""
    if isinstance(value, Raw):
        return Cell(value.text)
    if value is None:
        return Cell(how.void or None)
    if isinstance(value, dt.date):
        return DATES[how.dates](value)
    if isinstance(value, Decimal | int):
        return _number(value, kind, unit, how)
    return Cell(_text(value, kind, how))


def _number(value: Decimal | int, kind: str, unit: str, how: Spelling) -> Cell:
    if kind == "percent":
        return Cell(f"{value}%")
    amount = Decimal(value) / 10_000 if kind == "amount" and unit == "万元" else Decimal(value)
    plain = f"{amount.normalize():f}"
    if kind in ("year", "number") or how.numbers == "number":
        return Cell(int(plain) if "." not in plain else float(plain))
    if how.numbers == "commas":
        return Cell(f"{amount.normalize():,f}")
    return Cell(plain.translate(FULL_WIDTH) if how.numbers == "full width" else plain)


def _text(value: str, kind: str, how: Spelling) -> str:
    if kind == "id" and value[:1].isdigit() and len(value) == 18:
        return _identity(value, how.ids)
    if kind == "phone":
        return _phone(value, how.phones)
    if kind == "doc" and how.papers == "title":
        return f"《示例文件》（{value}）"
    return value


def _identity(value: str, how: str) -> str:
    if how == "spaces":
        return f"{value[:6]} {value[6:14]} {value[14:]}"
    if how == "invisible":
        return f"\u202d{value}\u200b"
    return value.replace("X", "×") if how == "cross" else value


def _phone(value: str, how: str) -> str:
    if how == "plain":
        return value
    mark = "-" if how == "dashes" else " "
    return mark.join((value[:3], value[3:7], value[7:]))
