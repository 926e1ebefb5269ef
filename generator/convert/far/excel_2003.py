"""Far cells and endless merged areas in a workbook that is the XML of Excel 2003."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lxml import etree

from generator.convert.far.notes import FORM_COLUMNS, FORM_ROWS, Said, held_to, left_out
from generator.convert.openxml import LARGEST_PART, parse, serialize
from generator.workbooks.strays import Area

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"


def open_flat(workbook: Path) -> tuple[str, ...]:
    """Leave out what stands far in a private copy; give the notes.

    Raises:
        FarApartError: a sheet cannot be printed.
        etree.XMLSyntaxError: it is damaged.
        OSError: it cannot be read or written.
    """
    if workbook.stat().st_size > LARGEST_PART:
        return ()
    root = parse(workbook.read_bytes())
    told: list[str] = []
    changed = False
    for sheet in root.iter(f"{_S}Worksheet"):
        left = left_out(sheet.get(f"{_S}Name", ""), partial(_said, sheet))
        told += left.notes
        for area, element in _cells(sheet):
            if area[:2] in left.out:
                _empty(element)
                changed = True
            else:
                changed |= _hold(element, area, left.corner)
    if changed:
        workbook.write_bytes(serialize(root))
    return tuple(told)


def _said(sheet: etree._Element) -> Iterator[Said]:
    return ((area, "".join(cell.itertext())) for area, cell in _cells(sheet))


def _cells(sheet: etree._Element) -> Iterator[tuple[Area, etree._Element]]:
    row = -1
    for line in sheet.iterfind(f"{_S}Table/{_S}Row"):
        row, column = _number(line, "Index", row + 2) - 1, -1
        for element in line.iterchildren(f"{_S}Cell"):
            column = _number(element, "Index", column + 2) - 1
            if len(element):
                yield Area(row, column, row, column), element
            column += _number(element, "MergeAcross", 0)
        row += _number(line, "Span", 0)


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    stated = element.get(f"{_S}{name}", "")
    return int(stated) if stated.isdecimal() and len(stated) < 10 else otherwise


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("MergeAcross", "MergeDown", "Formula"):
        cell.attrib.pop(f"{_S}{name}", None)


def _hold(cell: etree._Element, area: Area, last: tuple[int, int]) -> bool:
    """End a merged area where the content of the sheet ends; tell whether it was changed."""
    changed = False
    for axis, name, form in ((0, "MergeDown", FORM_ROWS), (1, "MergeAcross", FORM_COLUMNS)):
        more = _number(cell, name, 0)
        end = held_to(area[axis] + more, area[axis], last[axis], form)
        if end - area[axis] != more:
            cell.set(f"{_S}{name}", str(end - area[axis]))
            changed = True
    return changed
