"""What a register says before it is laid out: rows of values, and the faults planted in them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True, slots=True)
class Raw:
    """What stands in a cell whatever its column is: a clerk's own way of writing."""

    text: str


#: Money is a Decimal in yuan, a percentage a Decimal in percent, an empty cell None.
Value = str | int | Decimal | dt.date | Raw | None
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: its title in the blank form, what it holds, how else it is headed.

    `kind` is one of text, name, id, household, code, phone, doc, choice, yes, year, int, count (an
    int that is summed), number, percent, amount and date.
    """

    title: str
    kind: str
    required: bool
    kept: bool
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A register as the assessment knows it: number, item, unit of money, titles and columns."""

    number: str
    item: str
    unit: str | None
    titles: tuple[str, ...]
    columns: tuple[Column, ...]

    def kind(self, title: str) -> str:
        """What the column of this title holds."""
        return next((column.kind for column in self.columns if column.title == title), "text")


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: its kind, the rows and columns of the table that show it, and what may follow.

    `rows` empty means the file as a whole. `may` are kinds that other lines about the same rows
    may rightly have, `elsewhere` kinds with the register in which a consequence may be told.
    """

    kind: str
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Table:
    """The rows of one register, in the order of its form, with what is wrong in them."""

    form: Form
    rows: list[Row]
    planted: list[Planted] = field(default_factory=list)
    name: str = ""
    #: A column left out, one whose stated total is wrong, one whose number format scales.
    dropped: str = ""
    wrong_total: str = ""
    scaled: str = ""
    #: The first of two rows that share one payment, in the column that is merged over them.
    joined: int = -1
    joined_column: str = ""
    #: Rows at fault already: a row has at most one fault, so that a line has one cause.
    touched: set[int] = field(default_factory=set)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that some row fills, and those that the form wants."""
        used = {title for row in self.rows for title in row}
        present = [column for column in self.form.columns if column.title in used or column.kept]
        return tuple(column for column in present if column.title != self.dropped)


@cache
def forms() -> Mapping[str, Form]:
    """All registers of words.yaml by number."""
    read = yaml.safe_load(WORDS.read_text("utf-8"))
    return {number: _form(number, said) for number, said in read.items()}


def _form(number: str, said: dict[str, object]) -> Form:
    columns = said["columns"]
    titles = said["titles"]
    assert isinstance(columns, dict)
    assert isinstance(titles, list)
    unit = said.get("unit")
    return Form(
        number,
        str(said["item"]),
        str(unit) if unit else None,
        tuple(titles),
        tuple(_column(title, line) for title, line in columns.items()),
    )


def _column(title: str, line: str) -> Column:
    kind, *variants = line.split()
    required, kept = kind.endswith("*"), kind.endswith(("*", "+"))
    return Column(title, kind.rstrip("*+"), required, kept, tuple(variants))
