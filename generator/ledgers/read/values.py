"""Turn the cells of one column into typed values, with a fault for each that does not fit."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from generator.base.measures import plain
from generator.ledgers.read import codes, numbers
from generator.ledgers.read.cells import NOTHING, Bad, as_text, quote
from generator.ledgers.read.dates import Month, parse_date
from generator.ledgers.read.schema import Column, Kind
from generator.ledgers.read.table import PATH, ROW, SHEET, last_of
from generator.model import Severity
from generator.workbooks.grid import EXCEL_ERRORS, UNCALCULATED, Raw

#: Own limit: nobody reads a longer cell in print. Excel itself allows 32,767 characters.
LONGEST = 2_000

_YES = frozenset({"是", "有", "√", "✓", "✔", "Y", "YES", "TRUE", "1", "对"})
_NO = frozenset({"否", "无", "×", "✗", "✘", "N", "NO", "FALSE", "0", "X", "没有", "不是"})
_INJECTION = re.compile(r"\s*[=@+\-].*[|!(].*", re.DOTALL)

#: Blanks at an end, or a first character that errors and formulas have: worth a closer look.
_ODD = r"^[\s=@+\-#]|\s$"

_DTYPES: Mapping[Kind, type[pl.DataType]] = {
    Kind.INTEGER: pl.Int64,
    Kind.NUMBER: pl.Int64,
    Kind.AMOUNT: pl.Int64,
    Kind.PERCENT: pl.Int64,
    Kind.DATE: pl.Date,
    Kind.YES_NO: pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """One column read: typed values, their texts, and faults by position.

    ``last`` is there for dates: the last day that a date can be (a month has 28 days or more).
    """

    values: pl.Series
    texts: pl.Series
    last: pl.Series | None
    faults: tuple[tuple[int, Bad], ...]


def dtype_of(kind: Kind) -> type[pl.DataType]:
    """How a kind of column is stored; whatever is not a number, a date or yes/no is text."""
    return _DTYPES.get(kind, pl.String)


def frame_types(columns: Sequence[Column]) -> Mapping[str, type[pl.DataType]]:
    """The columns of ``Ledger.frame`` and how they are stored."""
    types: dict[str, type[pl.DataType]] = {PATH: pl.String, SHEET: pl.String, ROW: pl.Int64}
    for column in columns:
        types[column.key] = dtype_of(column.kind)
        if column.kind is Kind.DATE:
            types[last_of(column.key)] = pl.Date
    return types


def read_column(column: Column, raws: Sequence[Raw], unit: str) -> Typed:
    """Read one column; each distinct cell is parsed once.

    Args:
        column: what the cells should hold.
        raws: the cells, ``""`` where empty.
        unit: the unit of amounts in this column.
    """
    kinds = set(map(type, raws))
    if bool in kinds:
        raws = [as_text(raw) if isinstance(raw, bool) else raw for raw in raws]
    texts = _texts(raws, kinds)
    if column.kind is Kind.TEXT:
        return _read_text(texts)
    parse = _parser(column, unit)
    parsed: dict[Raw, object] = {}
    bad: dict[Raw, Bad] = {}
    for raw in dict.fromkeys(raws):
        value = parse(raw)
        if isinstance(value, Bad):
            value = _diagnosed(raw, value, column.kind)
        if isinstance(value, Bad):
            bad[raw], value = value, value.value
        parsed[raw] = value
    faults = tuple((i, bad[raw]) for i, raw in enumerate(raws) if raw in bad) if bad else ()
    last = None
    if column.kind is Kind.DATE:
        ends = {raw: v.last if isinstance(v, Month) else v for raw, v in parsed.items()}
        last = pl.Series([ends[raw] for raw in raws], dtype=pl.Date)
        parsed = {raw: v.first if isinstance(v, Month) else v for raw, v in parsed.items()}
    values = pl.Series([parsed[raw] for raw in raws], dtype=dtype_of(column.kind))
    if column.kind is Kind.DATE and last is None:
        last = values
    return Typed(values, texts, last, faults)


def _texts(raws: Sequence[Raw], kinds: set[type]) -> pl.Series:
    """What the cells say; columns of one type are turned as a whole."""
    if kinds <= {str}:
        return pl.Series(raws, dtype=pl.String)
    if kinds == {float}:
        numbers_read = pl.Series(raws, dtype=pl.Float64)
        if ((numbers_read == numbers_read.floor()) & (numbers_read.abs() < 1e15)).all():
            return numbers_read.cast(pl.Int64).cast(pl.String)
    if kinds <= {str, dt.date}:
        said_once = {raw: as_text(raw) for raw in set(raws)}
        return pl.Series([said_once[raw] for raw in raws], dtype=pl.String)
    said = [raw if type(raw) is str else as_text(raw) for raw in raws]
    return pl.Series(said, dtype=pl.String)


def _read_text(texts: pl.Series) -> Typed:
    """A column of plain text: only the few suspicious cells are looked at one by one."""
    text = pl.col("text")
    looked = texts.to_frame("text").select(
        odd=text.str.contains(_ODD) | (text.str.len_bytes() > LONGEST), empty=(text == "").any()
    )
    odd, values = looked["odd"], texts
    if looked["empty"].any() or odd.any():
        values = texts.str.strip_chars()
        values = values.set(values == "", None)
    faults = []
    for position in odd.arg_true():
        fault = _text_fault(texts[position])
        if fault is not None:
            faults.append((position, fault))
    unread = [position for position, fault in faults if fault.value is None]
    if unread:
        values = values.scatter(unread, None)
    return Typed(values, texts, None, tuple(faults))


def _parser(column: Column, unit: str) -> Callable[[Raw], object]:
    """What reads one cell of the column."""
    if column.kind is Kind.AMOUNT:
        return lambda raw: numbers.parse_amount(raw, unit)
    if column.kind is Kind.CHOICE:
        return lambda raw: _choice(raw, column)
    return _PARSERS[column.kind]


def _diagnosed(raw: Raw, fault: Bad, kind: Kind) -> Bad | None:
    """Why a cell could not be read: it says nothing, or the spreadsheet itself is at fault."""
    if not isinstance(raw, str):
        return fault
    if plain(raw) in NOTHING:
        return None
    found = _text_fault(raw)
    if found is not None and dtype_of(kind) is not pl.String:
        return replace(found, value=None, severity=fault.severity)  # a text is no such value
    return found or fault


def _text_fault(text: str) -> Bad | None:
    """Errors of the spreadsheet itself, text that acts as a formula, and cells without end."""
    if text[:1] == "#" and text.strip() in EXCEL_ERRORS:
        return Bad(f"公式出错，显示为 {text.strip()}", "请在 Excel 中改正公式，或改填数值")
    if text == UNCALCULATED:
        return Bad("公式没有计算结果", "请用 Excel 或 WPS 打开这个文件，保存一次")
    if len(text) > LONGEST:
        message = f"这一格有 {len(text)} 个字，印不下"
        return Bad(message, f"请精简到 {LONGEST} 字以内，全文另附", text.strip(), Severity.WARNING)
    if text[:1] in "=@+-" and _INJECTION.fullmatch(text):
        message = f"这一格以“{text[:1]}”开头，像是会被执行的公式：{quote(text)}"
        return Bad(message, "请删去，改填普通文字", text.strip(), Severity.WARNING)
    return None


def _choice(raw: Raw, column: Column) -> object:
    written = plain(as_text(raw))
    for choice in column.choices:
        if plain(choice) == written:
            return choice
    message = f"“{quote(as_text(raw))}”不在可选值里"
    return Bad(message, f"请从中选一个：{'、'.join(column.choices)}")


def _yes_no(raw: Raw) -> object:
    written = plain(as_text(raw)).upper()
    if written in _YES:
        return True
    if written in _NO:
        return False
    return Bad(f"“{quote(as_text(raw))}”不是“是”或“否”", "请填“是”或“否”")


_PARSERS: Mapping[Kind, Callable[[Raw], object]] = {
    Kind.INTEGER: numbers.parse_integer,
    Kind.NUMBER: numbers.parse_number,
    Kind.PERCENT: numbers.parse_percent,
    Kind.DATE: parse_date,
    Kind.ID_NUMBER: codes.parse_id_number,
    Kind.USCC: codes.parse_uscc,
    Kind.DIVISION_CODE: codes.parse_division_code,
    Kind.YES_NO: _yes_no,
    Kind.DOC_NUMBER: codes.parse_doc_number,
    Kind.PHONE: codes.parse_phone,
}
