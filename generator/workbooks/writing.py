"""Write workbooks: text stays text, no formula, no clock, equal content in equal bytes."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | dt.date | None

#: What XML cannot hold: it is written as a box, as it is printed.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Characters of a cell, as Excel and WPS state the limit.
_LONGEST = 32_767

_OPTIONS = {"in_memory": True}
_A4 = 9  # as Excel numbers papers


@contextmanager
def new_workbook(target: Path, day: dt.date, title: str = "") -> Iterator[Workbook]:
    """Give a workbook to fill, and write it when it is filled.

    Args:
        target: the .xlsx; an existing one is replaced.
        day: stands as the day of its making in the place of the clock's.
        title: of its properties.

    Raises:
        OSError: the file cannot be written.
    """
    stream = io.BytesIO()
    with Workbook(stream, _OPTIONS) as book:
        made = dt.datetime.combine(day, dt.time())
        book.set_properties({"title": title, "author": "gen-binder", "created": made})
        yield book
    target.write_bytes(stream.getvalue())


def write(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write a cell; rows and columns count from 0. Text stays text, whatever it looks like.

    Raises:
        ValueError: Excel has no such cell.
    """
    if value is None or value == "":
        said = sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        said = sheet.write_string(row, column, legal(value), look)
    elif isinstance(value, dt.date):
        said = sheet.write_datetime(row, column, value, look)
    else:
        said = sheet.write_number(row, column, value, look)
    if said:
        raise ValueError(f"row {row}, column {column}: {said}")


def legal(text: str) -> str:
    """The text as a cell can hold it."""
    return _ILLEGAL.sub("□", text)[:_LONGEST]


def print_across(sheet: Worksheet, first: int, last: int) -> None:
    """Print on A4 landscape, as wide as the paper, with rows (from 0) on the head of each page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first, last)
