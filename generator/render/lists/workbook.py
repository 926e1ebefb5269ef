"""Lists of ours as sheets of a workbook: one look, wrapped, ruled, to be printed."""

import datetime as dt
import math
from collections.abc import Sequence

from xlsxwriter import Workbook

from generator.base.characters import columns_wide
from generator.workbooks.writing import Value, print_across, write

_HEAD_ROW = 1
#: Height of a line of 10 point type, and the most that Excel gives a row, in points.
_LINE, _TALLEST = 14.0, 409.0
_TITLE = {"font_name": "宋体", "font_size": 14, "bold": True, "align": "center"}
_CELL = {"font_name": "宋体", "font_size": 10, "border": 1, "text_wrap": True, "valign": "vcenter"}
_HEAD = _CELL | {"bold": True, "bg_color": "#F2F2F2"}
_DAY = _CELL | {"num_format": "yyyy-mm-dd"}


def add_list(
    book: Workbook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
) -> None:
    """Add a sheet with a ruled list under a title, to be printed on A4 landscape.

    Args:
        book: the workbook.
        name: of the sheet.
        title: stands over the whole width.
        columns: head and width in characters of each column.
        rows: one value for each column; text stays text, whatever it looks like.
    """
    sheet = book.add_worksheet(name)
    cell, head, day = (book.add_format(look) for look in (_CELL, _HEAD, _DAY))
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, "", book.add_format(_TITLE))
    write(sheet, 0, 0, title, book.add_format(_TITLE))
    for at, (words, width) in enumerate(columns):
        write(sheet, _HEAD_ROW, at, words, head)
        sheet.set_column(at, at, width)
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        sheet.set_row(number, _height(row, columns))
        for at, value in enumerate(row):
            write(sheet, number, at, value, day if isinstance(value, dt.date) else cell)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), last)
    print_across(sheet, 0, _HEAD_ROW)


def _height(row: Sequence[Value], columns: Sequence[tuple[str, float]]) -> float:
    """What a row's wrapped text needs, in points; not every program finds out by itself."""
    lines = (
        math.ceil(columns_wide(value) / (width - 1))
        for value, (_, width) in zip(row, columns, strict=True)
        if isinstance(value, str)
    )
    return min(_TALLEST, _LINE * max(1, *lines))
