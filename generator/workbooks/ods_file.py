"""Read the sheets of an OpenDocument spreadsheet (.ods, .fods) from their XML.

Runs of equal cells and rows are written once, with how often they stand there: what is read is
bounded before it is spread out. After OpenDocument 1.3, part 3.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from generator.workbooks.grid import Grid, Raw, Span, Unreadable, too_large
from generator.workbooks.strays import Area, stray_cells

#: The member of an .ods that holds its sheets.
CONTENT = "content.xml"

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = (
    f"{{{_SPACE}table:1.0}}",
    f"{{{_SPACE}text:1.0}}",
    f"{{{_SPACE}office:1.0}}",
)
_STYLE = f"{{{_SPACE}style:1.0}}"
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "currency", "percentage"})
_UNSEEN = frozenset({"collapse", "filter"})

#: Longest run that is believed: more rows or columns than any program has.
_LONGEST = 1 << 24

_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_FLAT = re.compile(
    rb"<(?:\w+:)?document\b[^>]*opendocument\.spreadsheet", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal cells side by side in equal rows."""

    area: Area
    value: Raw


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read."""

    name: str
    style: str
    runs: list[_Run] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    row: int = 0


def is_flat(data: bytes) -> bool:
    """Whether a file is a spreadsheet in the flat form (.fods)."""
    head = data[:20_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8")
    return _FLAT.search(head) is not None


def read_ods(stream: IO[bytes]) -> tuple[Grid, ...] | Unreadable | None:
    """All sheets, in their order; ``None`` when these are no sheets.

    Raises:
        lxml.etree.XMLSyntaxError: it is not XML.
    """
    sheets: list[_Sheet] = []
    unseen: set[str] = set()
    found = False
    for event, element in etree.iterparse(
        stream,
        events=("start", "end"),
        tag=(
            f"{_OFFICE}spreadsheet",
            f"{_TABLE}table",
            f"{_TABLE}table-row",
            f"{_STYLE}style",
        ),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    ):
        if event == "start" and element.tag == f"{_OFFICE}spreadsheet":
            found = True
        elif event == "start" and element.tag == f"{_TABLE}table" and not _is_within(element):
            name, style = element.get(f"{_TABLE}name"), element.get(f"{_TABLE}style-name")
            sheets.append(_Sheet(name or "", style or ""))
        elif event == "end" and element.tag == f"{_STYLE}style":
            shown = element.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                unseen.add(element.get(f"{_STYLE}name") or "")
        elif event == "end" and element.tag == f"{_TABLE}table-row" and not _is_within(element, 1):
            if sheets:
                _take_row(sheets[-1], element)
            element.clear()
    if not found:
        return None
    return _grids(sheets, unseen)


def _is_within(element: etree._Element, own: int = 0) -> bool:
    """Whether a table, or the row of one, stands within a cell of another, or in a database."""
    tables = sum(1 for _ in element.iterancestors(f"{_TABLE}table"))
    return tables > own


def _take_row(sheet: _Sheet, row: etree._Element) -> None:
    many = times(row, "number-rows-repeated")
    top, bottom = sheet.row, sheet.row + many - 1
    sheet.row += many
    if row.get(f"{_TABLE}visibility") in _UNSEEN:
        sheet.hidden.append((top, bottom))
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        across = times(cell, "number-columns-repeated")
        value = _value(cell)
        if value != "":
            area = Area(top, column, bottom, column + across - 1)
            sheet.runs.append(_Run(area, value))
        wide, high = (times(cell, f"number-{way}-spanned") for way in ("columns", "rows"))
        if wide * high > 1 and many == across == 1:
            sheet.merged.append(Span(top, column, top + high - 1, column + wide - 1))
        column += across


def times(element: etree._Element, name: str) -> int:
    """How often a cell or a row stands there, or over how many a cell reaches."""
    stated = element.get(f"{_TABLE}{name}") or ""
    return max(1, min(_LONGEST, int(stated))) if re.fullmatch(r"\d{1,9}", stated) else 1


def _value(cell: etree._Element) -> Raw:
    """What a cell holds; its text where its value makes no sense."""
    kind = cell.get(f"{_OFFICE}value-type") or ""
    if not kind or cell.get(_ERROR_TYPE) == "error":
        return _text(cell)
    try:
        if kind in _NUMBERS:
            return float(cell.get(f"{_OFFICE}value") or "")
        if kind == "boolean":
            return bool(cell.get(f"{_OFFICE}boolean-value") == "true")
        if kind == "date":
            return _day(cell.get(f"{_OFFICE}date-value") or "")
        if kind == "time":
            return _time(cell.get(f"{_OFFICE}time-value") or "")
    except (ValueError, OverflowError):
        return _text(cell)
    stated = cell.get(f"{_OFFICE}string-value")
    return _text(cell) if stated is None else str(stated)


def _day(stated: str) -> dt.date | dt.datetime:
    moment = dt.datetime.fromisoformat(stated)
    return moment if "T" in stated else moment.date()


def _time(stated: str) -> dt.time | dt.timedelta:
    match = _TIME.fullmatch(stated)
    if match is None:
        raise ValueError(stated)
    hours, minutes, seconds = map(int, match.groups())
    if hours < 24:
        return dt.time(hours, minutes, seconds)
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _text(cell: etree._Element) -> str:
    """The paragraphs of a cell, without the remarks on it."""
    return "\n".join("".join(_words(one)) for one in cell.iterchildren(f"{_TEXT}p"))


def _words(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(1000, int(child.get(f"{_TEXT}c") or 1))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != f"{_OFFICE}annotation":
            yield from _words(child)
        if child.tail:
            yield child.tail


def _grids(sheets: list[_Sheet], unseen: set[str]) -> tuple[Grid, ...] | Unreadable:
    grids = []
    for sheet in sheets:
        stray = stray_cells(run.area for run in sheet.runs)
        if stray is None:
            return too_large(sheet.name)
        grids.append(_grid(sheet, stray, hidden=sheet.style in unseen))
    return tuple(grids)


def _grid(sheet: _Sheet, stray: tuple[tuple[int, int], ...], *, hidden: bool) -> Grid:
    out = frozenset(stray)
    kept = [run for run in sheet.runs if run.area[:2] not in out]
    height = max((run.area.bottom + 1 for run in kept), default=0)
    width = max((run.area.right + 1 for run in kept), default=0)
    rows: list[list[Raw]] = [[""] * width for _ in range(height)]
    for run in kept:
        for row in range(run.area.top, run.area.bottom + 1):
            many = run.area.right + 1 - run.area.left
            rows[row][run.area.left : run.area.right + 1] = [run.value] * many
    unseen = (row for top, bottom in sheet.hidden for row in range(top, min(bottom + 1, height)))
    merged = tuple(span for span in sheet.merged if span.top < height and span.left < width)
    return Grid(sheet.name, rows, merged, hidden, frozenset(unseen), stray)
