"""Write the registers (台账): Excel files with merged title rows, as offices keep them."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sample.paper import MARK
from sample.zipped import rezip

Value = str | int | float | dt.date | None

#: Where a fault stands if it is in no row: in the header, in the total row, in the whole sheet.
HEAD, TOTAL, SHEET = "head", "total", "sheet"

_THIN = Border(*(Side(style="thin"),) * 4)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its title, its width in characters, and the group title above it."""

    title: str
    width: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault put into a register: ``at`` is the row's place among the rows, or HEAD, TOTAL, SHEET.

    ``column`` is the column's official title. ``item`` is set where the fault belongs to another
    item than that of the workbook. ``figure``: it shows in the figures, not in the register.
    """

    code: str
    why: str
    at: int | str
    column: str | None = None
    item: str | None = None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """One table: title, who filled it in and when, columns, rows, and the total row.

    ``totals`` are the figures of the last row by column title; ``unit`` is that of amounts,
    ``hidden`` and ``merged`` are places of rows (``merged``: first, last and the column's title).
    """

    title: str
    office: str
    date: dt.date
    columns: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[str, float], ...] = ()
    unit: str | None = None
    a3: bool = False
    sheet: str = "Sheet1"
    ledger: str | None = None
    filler: str = "蒋某"
    checker: str = "杨某"
    faults: tuple[Fault, ...] = ()
    hidden: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, str], ...] = ()

    @property
    def head_row(self) -> int:
        """The first row of the header in Excel."""
        return 3

    @property
    def first_row(self) -> int:
        """The first row under the header in Excel."""
        return self.head_row + (2 if any(head.group for head in self.columns) else 1)

    @property
    def total_row(self) -> int:
        """The total row in Excel."""
        return self.first_row + len(self.rows)

    def row_of(self, fault: Fault) -> int | None:
        """The row in Excel where a fault stands."""
        if isinstance(fault.at, int):
            return self.first_row + fault.at
        return {HEAD: self.head_row, TOTAL: self.total_row, SHEET: None}[fault.at]

    def place(self, title: str) -> int:
        """Where a column stands, counted from 0."""
        return [head.title for head in self.columns].index(title)

    def column(self, title: str) -> tuple[Value, ...]:
        """All values of one column."""
        at = self.place(title)
        return tuple(row[at] for row in self.rows)

    def named(self, sheet: str) -> "Register":
        """The same register under another sheet name."""
        return replace(self, sheet=sheet)

    def put(self, row: int, title: str, value: Value) -> "Register":
        """The same register with one cell changed."""
        at = self.place(title)
        rows = list(self.rows)
        rows[row] = (*rows[row][:at], value, *rows[row][at + 1 :])
        return replace(self, rows=tuple(rows))

    def stating(self, title: str, total: float) -> "Register":
        """The same register with another figure in its total row."""
        totals = tuple((name, total if name == title else old) for name, old in self.totals)
        return replace(self, totals=totals)

    def with_fault(self, *faults: Fault) -> "Register":
        """The same register, known to hold these faults."""
        return replace(self, faults=(*self.faults, *faults))

    def written(
        self, title: str, write: Callable[[Value], Value], rows: Sequence[int] | None = None
    ) -> "Register":
        """The same register with a column (or some rows of it) written in another manner."""
        at = self.place(title)
        chosen = range(len(self.rows)) if rows is None else rows
        changed = [
            (*row[:at], write(row[at]), *row[at + 1 :]) if number in chosen else row
            for number, row in enumerate(self.rows)
        ]
        return replace(self, rows=tuple(changed))

    def hiding(self, *rows: int) -> "Register":
        """The same register with some rows hidden."""
        return replace(self, hidden=rows)

    def leaving_out(self, row: int) -> "Register":
        """The same register without a row; its totals stay."""
        return replace(self, rows=(*self.rows[:row], *self.rows[row + 1 :]))

    def merging(self, first: int, last: int, title: str) -> "Register":
        """The same register with some cells of a column merged downwards."""
        return replace(self, merged=((first, last, title),))

    def without(self, title: str) -> "Register":
        """The same register without a column."""
        at = self.place(title)
        rows = tuple((*row[:at], *row[at + 1 :]) for row in self.rows)
        return replace(self, columns=(*self.columns[:at], *self.columns[at + 1 :]), rows=rows)


def heads(text: str) -> tuple[Head, ...]:
    """``title/width`` or ``group>title/width``, parted by blanks; a first column of numbers."""
    made = []
    for part in f"序号/6 {text}".split():
        named, width = part.rsplit("/", 1)
        group, _, title = named.rpartition(">")
        made.append(Head(title, float(width), group))
    return tuple(made)


def dotted(value: Value) -> Value:
    """A date as clerks type it: 2019.5.10."""
    return f"{value.year}.{value.month}.{value.day}" if isinstance(value, dt.date) else value


def compact(value: Value) -> Value:
    """A date as eight digits of text: 20190510."""
    return f"{value:%Y%m%d}" if isinstance(value, dt.date) else value


def spelled(value: Value) -> Value:
    """A date in words: 2019年5月10日."""
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return value


def serial(value: Value) -> Value:
    """A date as the number that Excel keeps, in a cell that lost its date format."""
    return (value - _EPOCH).days if isinstance(value, dt.date) else value


def full_width(value: Value) -> Value:
    """A number as text in full-width digits."""
    return "".join(chr(ord(char) + 0xFEE0) for char in str(value))


def write_workbook(*registers: Register) -> bytes:
    """One workbook with a sheet for each register; the same bytes for the same input."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for register in registers:
        _fill(book.create_sheet(register.sheet), register)
    day = registers[0].date
    book.properties.creator = registers[0].office
    book.properties.description = MARK
    book.properties.created = dt.datetime(day.year, day.month, day.day, 9, 0)  # noqa: DTZ001
    raw = io.BytesIO()
    book.save(raw)
    return rezip(raw.getvalue())


def csv_rows(register: Register) -> tuple[tuple[str, ...], ...]:
    """A register as rows of text: title, who made it, header, rows."""
    texts = (tuple("" if value is None else str(value) for value in row) for row in register.rows)
    office = (f"填报单位：{register.office}",)
    return ((register.title,), office, tuple(head.title for head in register.columns), *texts)


def _fill(sheet: Worksheet, register: Register) -> None:
    _titles(sheet, register)
    _header(sheet, register)
    for number, row in enumerate(register.rows, register.first_row):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at, value)
            cell.font, cell.alignment, cell.border = Font("仿宋_GB2312", 11), _CENTRE, _THIN
            if isinstance(value, dt.date) or (
                value == 0 and "日期" in register.columns[at - 1].title
            ):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str) and value.isdigit() and len(value) > 11:
                cell.number_format = "@"
    if register.totals:
        _total(sheet, register)
    _foot(sheet, register)
    for place in register.hidden:
        sheet.row_dimensions[register.first_row + place].hidden = True
    for first, last, title in register.merged:
        left, top = register.place(title) + 1, register.first_row + first
        _merge(sheet, top, left, register.first_row + last, left)
    _print_setup(sheet, register)


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _titles(sheet: Worksheet, register: Register) -> None:
    last = len(register.columns)
    _merge(sheet, 1, 1, 1, last)
    title = sheet.cell(1, 1, register.title)
    title.font, title.alignment = Font("方正小标宋简体", 18), _CENTRE
    sheet.row_dimensions[1].height = 34
    half = max(1, last // 2)
    _merge(sheet, 2, 1, 2, half)
    _merge(sheet, 2, half + 1, 2, last)
    sheet.cell(2, 1, f"填报单位：{register.office}").font = Font("楷体_GB2312", 11)
    if register.unit:
        right = sheet.cell(2, half + 1, f"单位：{register.unit}")
        right.font, right.alignment = Font("楷体_GB2312", 11), Alignment(horizontal="right")


def _header(sheet: Worksheet, register: Register) -> None:
    """One header row, or two: group titles merged over their columns, the others downwards."""
    top, bottom = register.head_row, register.first_row - 1
    last = len(register.columns)
    for at, head in enumerate(register.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = head.width
        if head.group:
            sheet.cell(bottom, at, head.title)
            if register.columns[at - 2].group != head.group:
                sheet.cell(top, at, head.group)
                same = [other.group for other in register.columns[at - 1 :]]
                run = next((n for n, group in enumerate(same) if group != head.group), len(same))
                _merge(sheet, top, at, top, at + run - 1)
        else:
            sheet.cell(top, at, head.title)
            if bottom > top:
                _merge(sheet, top, at, bottom, at)
    sheet.row_dimensions[bottom].height = 32
    for row in sheet.iter_rows(top, bottom, 1, last):
        for cell in row:
            cell.font, cell.alignment, cell.border = Font("黑体", 11), _CENTRE, _THIN


def _total(sheet: Worksheet, register: Register) -> None:
    totals = dict(register.totals)
    for at, head in enumerate(register.columns, 1):
        cell = sheet.cell(register.total_row, at, "合计" if at == 1 else totals.get(head.title))
        cell.font, cell.alignment, cell.border = Font("黑体", 11), _CENTRE, _THIN


def _foot(sheet: Worksheet, register: Register) -> None:
    row = register.total_row + (1 if register.totals else 0)
    _merge(sheet, row, 1, row, len(register.columns))
    text = f"填报人：{register.filler}　　审核人：{register.checker}　　填报日期：{register.date}"
    sheet.cell(row, 1, text).font = Font("楷体_GB2312", 11)


def _print_setup(sheet: Worksheet, register: Register) -> None:
    sheet.freeze_panes = f"A{register.first_row}"
    sheet.print_title_rows = f"1:{register.first_row - 1}"
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", 8 if register.a3 else 9
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = MARK
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"
