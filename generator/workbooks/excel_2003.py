"""Read the sheets of a workbook that is the XML of Excel 2003, whatever its name.

After the "XML Spreadsheet Reference" of Office 2003.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generator.workbooks.grid import UNCALCULATED, Grid, Raw, Span, Unreadable, too_large
from generator.workbooks.strays import Area, stray_cells

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_S = f"{{{_SPACE}}}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_START = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*" + _SPACE.encode())

#: Longest run that is believed: more rows or columns than any program has.
_LONGEST = 1 << 24


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read: its cells by row and column, from 0."""

    name: str
    hidden: bool
    cells: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)


def is_xml_2003(data: bytes) -> bool:
    """Whether a file is a workbook in this form."""
    head = data[:20_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8")
    return _START.search(head) is not None


def read_xml_2003(data: bytes) -> tuple[Grid, ...] | Unreadable:
    """All sheets, in their order.

    Raises:
        lxml.etree.XMLSyntaxError: it is not XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    grids = []
    for element in root.iterchildren(f"{_S}Worksheet"):
        sheet = _read(element)
        stray = stray_cells(Area(*place, *place) for place in sheet.cells)
        if stray is None:
            return too_large(sheet.name)
        grids.append(_grid(sheet, stray))
    return tuple(grids)


def _read(element: etree._Element) -> _Sheet:
    shown = element.findtext(f"{_X}WorksheetOptions/{_X}Visible", "")
    sheet = _Sheet(element.get(f"{_S}Name", ""), shown.startswith("SheetHidden"))
    next_row = 0
    for line in element.iterfind(f"{_S}Table/{_S}Row"):
        row = _number(line, "Index", next_row + 1) - 1
        next_row = row + 1 + _number(line, "Span", 0)
        if line.get(f"{_S}Hidden") == "1":
            sheet.unseen.update(range(row, min(next_row, row + 1_000_000)))
        for column, cell in _cells(line):
            value = _value(cell)
            if value != "":
                sheet.cells[row, column] = value
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                sheet.merged.append(Span(row, column, row + down, column + across))
    return sheet


def _cells(line: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in line.iterchildren(f"{_S}Cell"):
        column = _number(cell, "Index", column + 1) - 1
        yield column, cell
        column += 1 + _number(cell, "MergeAcross", 0)


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    stated = element.get(f"{_S}{name}") or ""
    return min(_LONGEST, int(stated)) if re.fullmatch(r"\d{1,9}", stated) else otherwise


def _value(cell: etree._Element) -> Raw:
    """What a cell holds; its text where its value makes no sense."""
    data = cell.find(f"{_S}Data")
    text = "" if data is None else "".join(data.itertext())
    if text == "":
        return UNCALCULATED if cell.get(f"{_S}Formula") and data is None else ""
    kind = "" if data is None else data.get(f"{_S}Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() in {"1", "true"}
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    return text


def _grid(sheet: _Sheet, stray: tuple[tuple[int, int], ...]) -> Grid:
    out = frozenset(stray)
    kept = {place: value for place, value in sheet.cells.items() if place not in out}
    height = max((row + 1 for row, _ in kept), default=0)
    width = max((column + 1 for _, column in kept), default=0)
    rows: list[list[Raw]] = [[""] * width for _ in range(height)]
    for (row, column), value in kept.items():
        rows[row][column] = value
    merged = tuple(span for span in sheet.merged if span.top < height and span.left < width)
    unseen = frozenset(row for row in sheet.unseen if row < height)
    return Grid(sheet.name, rows, merged, sheet.hidden, unseen, stray)
