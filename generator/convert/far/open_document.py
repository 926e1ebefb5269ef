"""Far cells and endless merged areas in the sheets of an OpenDocument workbook."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lxml import etree

from generator.base.zips import member, open_zip
from generator.convert.far.notes import FORM_COLUMNS, FORM_ROWS, Said, held_to, left_out
from generator.convert.openxml import LARGEST_PART, local, parse, replace_parts, serialize
from generator.workbooks.ods_file import CONTENT, times
from generator.workbooks.strays import Area

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
_CELLS = frozenset({"table-cell", "covered-table-cell"})

#: Attributes of a cell that say how it looks and how far it reaches, not what it says.
_FORM = frozenset({"style-name", "number-columns-repeated", "content-validation-name"})


def open_package(workbook: Path) -> tuple[str, ...]:
    """Leave out what stands far in a private copy of an .ods; give the notes.

    Raises:
        FarApartError: a sheet cannot be printed.
        KeyError, zipfile.BadZipFile, etree.XMLSyntaxError: it is damaged.
        OSError: it cannot be read or written.
    """
    with open_zip(workbook) as package:
        if package.getinfo(CONTENT).file_size > LARGEST_PART:
            return ()
        root = parse(member(package, CONTENT))
    told, changed = held_together(root)
    if changed:
        replace_parts(workbook, {CONTENT: serialize(root)})
    return told


def open_flat(workbook: Path) -> tuple[str, ...]:
    """The same for a workbook that is one flat file (.fods).

    Raises:
        FarApartError: a sheet cannot be printed.
        etree.XMLSyntaxError: it is damaged.
        OSError: it cannot be read or written.
    """
    if workbook.stat().st_size > LARGEST_PART:
        return ()
    root = parse(workbook.read_bytes())
    told, changed = held_together(root)
    if changed:
        workbook.write_bytes(serialize(root))
    return told


def held_together(root: etree._Element) -> tuple[tuple[str, ...], bool]:
    """Empty far cells of all sheets and end their merged areas; the notes, and if any changed."""
    told: list[str] = []
    changed = False
    for table in root.iterfind(".//{*}spreadsheet/{*}table"):
        left = left_out(table.get(f"{_TABLE}name", ""), partial(_said, table))
        told += left.notes
        for area, element in _cells(table):
            if area[:2] in left.out:
                _empty(element)
                changed = True
            else:
                changed |= _hold(element, area, left.corner)
    return tuple(told), changed


def _said(table: etree._Element) -> Iterator[Said]:
    for area, cell in _cells(table):
        yield area, " ".join(cell.itertext()) or cell.get(_VALUE, "")


def _cells(table: etree._Element) -> Iterator[tuple[Area, etree._Element]]:
    """The cells that hold anything, equal ones together."""
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        if next(line.iterancestors(f"{_TABLE}table")) is not table:
            continue  # of a table within a cell
        below, column = times(line, "number-rows-repeated"), 0
        for element in line:
            if local(element) not in _CELLS:
                continue
            across = times(element, "number-columns-repeated")
            if len(element) or element.get(_VALUE) is not None:
                area = Area(row, column, row + below - 1, column + across - 1)
                yield area, element
            column += across
        row += below


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in list(cell.attrib):
        if etree.QName(name).localname not in _FORM:
            del cell.attrib[name]


def _hold(cell: etree._Element, area: Area, last: tuple[int, int]) -> bool:
    """End a merged area where the content of the sheet ends; tell whether it was changed."""
    changed = False
    for axis, name, form in ((0, "rows", FORM_ROWS), (1, "columns", FORM_COLUMNS)):
        spanned = times(cell, f"number-{name}-spanned")
        end = held_to(area[axis] + spanned - 1, area[axis], last[axis], form)
        if end - area[axis] + 1 != spanned:
            cell.set(f"{_TABLE}number-{name}-spanned", str(end - area[axis] + 1))
            changed = True
    return changed
