"""Read what stands above and below a table: unit of money, who filled it in and when."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.ledgers.read.cells import as_text
from generator.ledgers.read.dates import parse_date
from generator.ledgers.read.headers import Header
from generator.ledgers.read.rows import Sorted, row_text
from generator.ledgers.read.titles import unit_in, unit_note
from generator.workbooks.grid import Grid, Raw

_FILLED_BY = re.compile(r"(?:填报|填表|制表|编制|统计)人(?:员|签字)?:\s*([^\s:;,]{2,20})")
_CHECKED_BY = re.compile(r"(?:审核|复核|负责)人(?:员|签字)?:\s*([^\s:;,]{2,20})")
_FILLED_ON = re.compile(
    r"(?:填报|填表|制表|统计|编制)(?:日期|时间):?\s*(\d{4}[-./年]\s*\d{1,2}(?:[-./月]\s*\d{1,2}日?|月))"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sheet says around its table; ``notes`` are all such lines with their Excel rows."""

    unit: str | None
    filled_by: str | None
    checked_by: str | None
    filled_on: dt.date | None
    notes: tuple[tuple[int, str], ...]


def surroundings(grid: Grid, header: Header, rows: Sorted) -> Surroundings:
    """Read the title rows above the header and the remark rows below it."""
    above = [(index, row_text(row)) for index, row in enumerate(grid.rows[: header.start])]
    notes = tuple((index + 1, text) for index, text in (*above, *rows.remarks) if text)
    texts = [unicodedata.normalize("NFKC", text) for _, text in notes]
    return Surroundings(
        unit=next((unit for text in texts if (unit := unit_in(text))), None)
        or _unit_in_header(grid.rows[header.start : header.end]),
        filled_by=_first(_FILLED_BY, texts),
        checked_by=_first(_CHECKED_BY, texts),
        filled_on=_filled_on(grid.rows[: header.start], texts),
        notes=notes,
    )


def _unit_in_header(rows: Iterable[Sequence[Raw]]) -> str | None:
    """The unit of a cell such as 单位:万元 between the titles of groups."""
    texts = (raw for row in rows for raw in row if isinstance(raw, str))
    return next((unit for text in texts if (unit := unit_note(text))), None)


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    return next((match.group(1) for text in texts if (match := pattern.search(text))), None)


def _filled_on(above: Sequence[Sequence[Raw]], texts: Sequence[str]) -> dt.date | None:
    """A date in the text itself, or the date cell to the right of its label."""
    written = _first(_FILLED_ON, texts)
    if written:
        day = parse_date(written)
        return day if isinstance(day, dt.date) else None
    for row in above:
        labels = [re.search(r"(填报|填表|制表)(日期|时间)", as_text(raw)) for raw in row]
        for label, neighbour in zip(labels, row[1:], strict=False):
            if label and isinstance(neighbour, dt.date):
                return neighbour.date() if isinstance(neighbour, dt.datetime) else neighbour
    return None
