"""The nouns of a printed ledger: tables of texts that are ready to be drawn, page after page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Tone(StrEnum):
    """How a row looks."""

    PLAIN = "plain"
    MARKED = "marked"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A title over columns; rows of the head and columns count from 0, all ends included."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its label (the row's number in Excel) and a text for each column.

    ``spans`` are columns, first and last, whose cells are merged: the first one's text stands.
    """

    label: str
    texts: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    spans: tuple[tuple[int, int], ...] = ()


class Lines(Protocol):
    """The rows of a table by their position; each may be made anew when it is asked for."""

    def __len__(self) -> int:
        """How many rows there are."""

    def __getitem__(self, at: int, /) -> Line:
        """One row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. ``label`` heads the labels, ``aligns`` are left, center or right by column.

    ``titles`` are the lowest titles of the columns, ``head`` is the whole head of
    ``depth`` rows.
    """

    label: str
    titles: tuple[str, ...]
    aligns: tuple[str, ...]
    head: tuple[HeadCell, ...]
    depth: int
    lines: Lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it is printed: what stands above its table, the table, what stands below.

    ``name`` stands in the foot of its pages, ``unit`` at the head of all but the first, ``facts``
    is one line about the sheet, ``above`` and ``below`` are the lines around the table in the
    workbook.
    """

    name: str
    unit: str
    facts: str
    above: tuple[str, ...]
    table: Table
    below: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
