"""Lists of ours as Excel workbooks: one look, no formulas, equal content in equal bytes."""

import datetime as dt
import errno
import io
import math
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.base.characters import columns_wide

Value = str | int | float | dt.date | None

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIXED = (1980, 1, 1, 0, 0, 0)
_HEAD_ROW = 2
#: Height of a line of 10 point type, and the most that Excel gives a row, in points.
_LINE, _TALLEST = 14.0, 409.0
_THIN = Side(style="thin")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_FONT, _HEAD_FONT = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="F2F2F2")
#: Looks that a workbook knows by name: setting each part for each cell takes four times as long.
_HEAD_STYLE, _CELL_STYLE = "表头", "表格"


def fill_sheet(
    sheet: Worksheet,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
) -> None:
    """Write a ruled list under a title, to be printed on A4 landscape.

    Args:
        sheet: an empty sheet.
        title: stands over the whole width.
        columns: head and width in characters of each column.
        rows: one value for each column; text stays text, whatever it looks like.
    """
    sheet.append([_safe(title)])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
    sheet.append([head for head, _ in columns])
    for at, row in enumerate(rows, _HEAD_ROW + 1):
        sheet.append([_safe(value) for value in row])
        sheet.row_dimensions[at].height = _height(row, columns)
    for at, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _style(sheet, len(columns))


def save_workbook(book: Workbook, title: str, as_of: dt.date, target: Path) -> None:
    """Write a workbook that bears the day of the check, not the clock's.

    Raises:
        OSError: the file cannot be written.
    """
    book.properties.created = dt.datetime.combine(as_of, dt.time())
    book.properties.title = title
    book.properties.creator = "gen-binder"
    stream = io.BytesIO()
    try:
        book.save(stream)
    except etree.SerialisationError as error:  # of a temporary file that openpyxl writes by lxml
        number = getattr(errno, str(error).removeprefix("IO_"), None)
        if number is None:
            raise
        raise OSError(number, os.strerror(number)) from error
    _rezip(stream, target, as_of)


def _height(row: Sequence[Value], columns: Sequence[tuple[str, float]]) -> float:
    """What a row's wrapped text needs, in points; not every program finds out by itself."""
    lines = (
        math.ceil(columns_wide(str(value)) / (width - 1))
        for value, (_, width) in zip(row, columns, strict=True)
        if isinstance(value, str)
    )
    return min(_TALLEST, _LINE * max(1, *lines))


def _style(sheet: Worksheet, width: int) -> None:
    _name_styles(sheet.parent)
    for row in sheet.iter_rows(min_row=_HEAD_ROW, max_row=sheet.max_row, max_col=width):
        for cell in row:
            cell.style = _HEAD_STYLE if cell.row == _HEAD_ROW else _CELL_STYLE
            if cell.row == _HEAD_ROW:
                continue
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that looks like a formula stays text
            elif isinstance(cell.value, dt.date):
                cell.number_format = "yyyy-mm-dd"
    sheet["A1"].font = Font(name="宋体", size=14, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A1"].data_type = "s"
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(width)}{max(sheet.max_row, _HEAD_ROW)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"


def _name_styles(book: Workbook) -> None:
    if _CELL_STYLE in book.named_styles:
        return
    ruled = {"border": _BORDER, "alignment": _WRAPPED}
    book.add_named_style(NamedStyle(_CELL_STYLE, font=_FONT, **ruled))
    book.add_named_style(NamedStyle(_HEAD_STYLE, font=_HEAD_FONT, fill=_HEAD_FILL, **ruled))


def _safe(value: Value) -> Value:
    return ILLEGAL_CHARACTERS_RE.sub("□", value) if isinstance(value, str) else value


def _rezip(stream: io.BytesIO, target: Path, as_of: dt.date) -> None:
    """Copy a package with fixed dates, so that equal content gives equal bytes."""
    modified = rf"\g<1>{as_of}T00:00:00Z\g<2>".encode()
    with (
        zipfile.ZipFile(stream) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in source.infolist():
            entry = zipfile.ZipInfo(info.filename, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, _MODIFIED.sub(modified, source.read(info)))
