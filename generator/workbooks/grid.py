"""A sheet as its file holds it: raw cells at their Excel addresses, merged areas, hidden rows."""

import datetime as dt
from dataclasses import dataclass

from generator.model import Finding, Severity

#: What a spreadsheet cell can hold as its reader hands it over; an empty cell is ``""``.
Raw = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta

#: Put in the place of a formula that was never calculated (the reader shows it as empty).
UNCALCULATED = "#未计算!"

#: Error values of Excel and WPS, as text.
EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
)

#: Names of spreadsheets: what may be read as a ledger, and is looked at for a secrecy mark.
SPREADSHEETS = (
    *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"),
    *(".xls", ".xlt", ".et", ".ett"),
    *(".ods", ".ots", ".fods", ".csv"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area; rows and columns count from 0, all ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows[0][0]`` is cell A1; a cell is ``""`` where empty.

    ``stray`` are cells (row and column, from 0) so far from the others that they were not read.
    """

    name: str | None
    rows: list[list[Raw]]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    stray: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file holds no table that can be read, and what to do.

    Not ``is_table``: it is no spreadsheet, whatever its name, or one without a single cell.
    """

    message: str
    remedy: str
    is_table: bool = True

    def finding(self, path: str, sheet: str | None = None) -> Finding:
        """The same as a finding of the file."""
        return Finding(
            "ledger-unreadable",
            Severity.ERROR,
            None,
            self.message,
            self.remedy,
            path=path,
            sheet=sheet,
        )


def too_large(sheet: str) -> Unreadable:
    """Why a workbook with a sheet of too many cells is not read."""
    message = f"工作表“{sheet}”有内容的格子太多或散得太开，大得读不了"
    return Unreadable(message, "请按 Ctrl+End 找到最后一格，删去多余的行和列后保存")


def address(row: int, column: int) -> str:
    """An Excel address from row and column that count from 0 (``0, 27`` is ``AB1``)."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column that counts from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of(name: str) -> int:
    """The number of a column, counted from 0, from its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
