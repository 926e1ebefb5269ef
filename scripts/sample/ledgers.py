"""Write the registers (台账): Excel files with merged title rows, as offices keep them."""

import datetime as dt
import io
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sample.paper import MARK
from sample.zipped import rezip

Value = str | int | float | dt.date | None

_THIN = Border(*(Side(style="thin"),) * 4)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Register:
    """One table: title, who filled it in and when, columns with widths, rows, and the total row.

    ``total`` names the columns that are added up in the last row; ``unit`` is that of amounts.
    """

    title: str
    filler: str
    date: dt.date
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[str, ...] = ()
    unit: str | None = None
    a3: bool = False
    sheet: str = "Sheet1"

    def named(self, sheet: str) -> "Register":
        """The same register under another sheet name."""
        return replace(self, sheet=sheet)

    def column(self, title: str) -> tuple[Value, ...]:
        """All values of one column."""
        at = [name for name, _ in self.columns].index(title)
        return tuple(row[at] for row in self.rows)

    def sum(self, title: str) -> float:
        """The sum of a column of numbers."""
        return sum(value for value in self.column(title) if isinstance(value, int | float))


def write_workbook(*registers: Register) -> bytes:
    """One workbook with a sheet for each register; the same bytes for the same input."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for register in registers:
        _fill(book.create_sheet(register.sheet), register)
    day = registers[0].date
    book.properties.creator = registers[0].filler
    book.properties.description = MARK
    book.properties.created = dt.datetime(day.year, day.month, day.day, 9, 0)  # noqa: DTZ001
    raw = io.BytesIO()
    book.save(raw)
    return rezip(raw.getvalue())


def _fill(sheet: Worksheet, register: Register) -> None:
    last = len(register.columns)
    _titles(sheet, register, last)
    for at, (title, width) in enumerate(register.columns, 1):
        cell = sheet.cell(3, at, title)
        cell.font, cell.alignment, cell.border = Font("黑体", 11), _CENTRE, _THIN
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(register.rows, 4):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at, value)
            cell.font, cell.alignment, cell.border = Font("仿宋_GB2312", 11), _CENTRE, _THIN
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str) and value.isdigit() and len(value) > 11:
                cell.number_format = "@"
    if register.total:
        _total(sheet, register, 4 + len(register.rows))
    _print_setup(sheet, register)


def _titles(sheet: Worksheet, register: Register, last: int) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    title = sheet.cell(1, 1, register.title)
    title.font, title.alignment = Font("方正小标宋简体", 18), _CENTRE
    sheet.row_dimensions[1].height = 34
    half = max(1, last // 2)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=half)
    sheet.merge_cells(start_row=2, start_column=half + 1, end_row=2, end_column=last)
    sheet.cell(2, 1, f"填报单位：{register.filler}").font = Font("楷体_GB2312", 11)
    unit = f"单位：{register.unit}　" if register.unit else ""
    right = sheet.cell(2, half + 1, f"{unit}填报日期：{register.date:%Y-%m-%d}")
    right.font, right.alignment = Font("楷体_GB2312", 11), Alignment(horizontal="right")


def _total(sheet: Worksheet, register: Register, number: int) -> None:
    for at, (title, _) in enumerate(register.columns, 1):
        value = register.sum(title) if title in register.total else None
        cell = sheet.cell(number, at, "合计" if at == 1 else value)
        cell.font, cell.alignment, cell.border = Font("黑体", 11), _CENTRE, _THIN


def _print_setup(sheet: Worksheet, register: Register) -> None:
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "1:3"
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", 8 if register.a3 else 9
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = MARK
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"
