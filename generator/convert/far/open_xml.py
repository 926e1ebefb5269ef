"""Far cells, empty ends and endless areas in the sheets of an Open XML workbook."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from lxml import etree

from generator.base.zips import member, open_zip
from generator.convert.far.notes import FORM_COLUMNS, FORM_ROWS, Left, Said, held_to, left_out
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize
from generator.convert.sheets import worksheets
from generator.workbooks.grid import address, number_of
from generator.workbooks.sheet_xml import cell_at, row_number
from generator.workbooks.strays import Area, Cell

#: Bytes of a sheet whose empty end is looked for: half of what a converter may take.
_LARGEST_SHEET = 500_000_000

#: What no cell without content has: a value or text that is not blank, a formula without a result.
_CONTENT = re.compile(
    rb"<(?:\w+:)?[vt](?:\s[^>]*)?>\s*[^<\s]|"
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*</(?:\w+:)?c>"
)
_BLANK = re.compile(rb"<(?:\w+:)?(?:f|is)[ >/]")
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")

_STRINGS = "xl/sharedStrings.xml"
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")

_Strings = Callable[[], Sequence[str]]


def open_sheets(workbook: Path) -> tuple[str, ...]:
    """Leave out what stands far in a private copy; give the notes.

    Raises:
        FarApartError: a sheet cannot be printed.
        zipfile.BadZipFile, etree.XMLSyntaxError and what else ``zips.DAMAGE`` has: it is damaged.
        OSError: it cannot be read or written.
    """
    changed: dict[str, bytes] = {}
    told: list[str] = []
    with open_zip(workbook) as package:
        strings = cache(partial(_strings, package))
        for sheet in worksheets(package):
            if sheet.hidden or package.getinfo(sheet.part).file_size > _LARGEST_SHEET:
                continue
            data = member(package, sheet.part)
            fresh, blank = _without_empty_end(data)
            if len(fresh) <= LARGEST_PART:
                root = parse(fresh)
                left = left_out(sheet.name, partial(_said, root, strings), blank=blank)
                told += left.notes
                if _empty_all(root, left) | _hold_areas(root, left.corner):
                    fresh = serialize(root)
            if fresh is not data:
                changed[sheet.part] = fresh
    replace_parts(workbook, changed)
    return tuple(told)


def _without_empty_end(data: bytes) -> tuple[bytes, int]:
    """A sheet without the rows behind its last content, and how many blank cells went with them.

    Rows give pictures their place and size: with a drawing in the sheet all stay.
    """
    end = _END.search(data, max(0, data.rfind(b"sheetData") - 20))
    if end is None or b"drawing" in data[end.end() :]:
        return data, 0
    last = 0
    for found in _CONTENT.finditer(data, 0, end.start()):
        last = found.start()
    for index, row in enumerate(_ROW.finditer(data, last, end.start())):
        if index == FORM_ROWS:
            blank = sum(1 for _ in _BLANK.finditer(data, row.start(), end.start()))
            return data[: row.start()] + data[end.start() :], blank
    return data, 0


def _strings(package: zipfile.ZipFile) -> Sequence[str]:
    if _STRINGS not in package.namelist() or package.getinfo(_STRINGS).file_size > LARGEST_PART:
        return ()
    root = parse(member(package, _STRINGS))
    return ["".join(item.itertext("{*}t")) for item in root.iterchildren("{*}si")]


def _said(root: etree._Element, strings: _Strings) -> Iterator[Said]:
    return ((Area(*at, *at), _text(cell, strings)) for at, cell in _cells(root))


def _empty_all(root: etree._Element, left: Left) -> bool:
    """Empty the cells that are left out: those after them keep their places by that."""
    for at, cell in _cells(root) if left.out else ():
        if at in left.out:
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
    return bool(left.out)


def _cells(root: etree._Element) -> Iterator[tuple[Cell, etree._Element]]:
    """The cells that hold anything, each with its place."""
    row = -1
    for line in root.iterfind("{*}sheetData/{*}row"):
        row, column = row_number(line.get("r"), row + 1), -1
        for element in line.iterchildren("{*}c"):
            at = cell_at(element.get("r"), row, column + 1)
            column = at[1]
            if len(element):
                yield at, element


def _text(cell: etree._Element, strings: _Strings) -> str:
    value, formula = cell.find("{*}v"), cell.find("{*}f")
    if value is None and formula is not None:
        return f"={formula.text or ''}"
    said = "" if value is None else value.text or ""
    if cell.get("t") == "s" and said.isdecimal():
        return strings()[int(said)] if int(said) < len(strings()) else said
    return said or "".join(text for part in cell.iterfind("{*}is") for text in part.itertext())


def _hold_areas(root: etree._Element, last: Cell) -> bool:
    """End merged areas and links where the content of the sheet ends; tell if any was changed.

    LibreOffice makes a link of its own for every cell of a link's area.
    """
    changed = False
    for one in root.iter("{*}mergeCell", "{*}hyperlink"):
        found = _AREA.fullmatch(one.get("ref") or "")
        if found is None:
            continue
        left, top = number_of(found[1].upper()), int(found[2]) - 1
        column, row = number_of(found[3].upper()), int(found[4]) - 1
        ends = held_to(row, top, last[0], FORM_ROWS), held_to(column, left, last[1], FORM_COLUMNS)
        if ends != (row, column):
            one.set("ref", f"{address(top, left)}:{address(*ends)}")
            changed = True
    return changed
