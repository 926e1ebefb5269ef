"""Columns too narrow for their numbers, for which LibreOffice prints ``###``, become wider."""

import contextlib
import copy
import math
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from lxml import etree

from generator.base.zips import member
from generator.convert.book_styles import BookStyles, book_styles
from generator.convert.column_widths import POINTS_PER_CHAR, ColumnWidths, text_points
from generator.convert.openxml import LARGEST_PART, parse, replace_parts, serialize
from generator.convert.sheets import worksheets
from generator.convert.shown_cells import cells, look_of, number_in
from generator.workbooks.grid import number_of
from generator.workbooks.shown_numbers import general, shown
from generator.workbooks.strays import Cell

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: What LibreOffice prints in the place of a number, whatever the width.
_HASHES = "###"

#: Points on both sides of a number that LibreOffice keeps free, with some to spare.
_AROUND = 6.0

_DAMAGE = (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, EOFError, RuntimeError)

_WITH_WORDS = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")

_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")

#: A column is not made wider than Excel can (18.3.1.13), in characters.
_WIDEST = 255.0


def pages_with_hashes(printed: Path) -> Mapping[int, int]:
    """The pages of a PDF, from 1, on which ``###`` stands, and how often it stands there.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    with pypdfium2.PdfDocument(printed) as document:
        counts = {
            number: page.get_textpage().get_text_bounded().count(_HASHES)
            for number, page in enumerate(document, 1)
        }
    return {number: count for number, count in counts.items() if count}


def hashes_said(workbook: Path) -> int:
    """How often ``###`` stands in the words of a workbook, where it is no number."""
    with contextlib.suppress(*_DAMAGE), zipfile.ZipFile(workbook) as package:
        parts = [name for name in package.namelist() if _WITH_WORDS.fullmatch(name)]
        return sum(
            (text.text or "").count(_HASHES)
            for name in parts
            for text in parse(member(package, name)).iter(f"{_S}t")
        )
    return 0


def widen(workbook: Path) -> bool:
    """Make those columns of a private copy wide enough whose numbers may not fit.

    Returns:
        Whether any was.
    """
    changed: dict[str, bytes] = {}
    with contextlib.suppress(*_DAMAGE), zipfile.ZipFile(workbook) as package:
        styles = book_styles(package)
        for sheet in worksheets(package):
            if (
                styles is not None
                and not sheet.hidden
                and package.getinfo(sheet.part).file_size <= LARGEST_PART
            ):
                root = parse(member(package, sheet.part))
                wanted = _wanted(root, styles)
                if wanted:
                    _set_widths(root, wanted)
                    changed[sheet.part] = serialize(root)
    replace_parts(workbook, changed)
    return bool(changed)


def _wanted(root: etree._Element, styles: BookStyles) -> Mapping[int, float]:
    """The widths in characters of the columns that are too narrow, by their number from 0."""
    widths, merged = ColumnWidths.of(root), _merged(root)
    wanted: dict[int, float] = {}
    for place, cell in cells(root):
        value, look = number_in(cell), look_of(cell)
        if value is None or styles.shrinks(look):
            continue
        columns = range(place[1], merged.get(place, place[1]) + 1)
        seen = [column for column in columns if widths.points(column) > 0]
        text = shown(value, styles.code(look))
        said = general(value) if text is None else text
        needed = text_points(said, styles.size(look), bold=styles.is_bold(look)) + _AROUND
        missing = needed - sum(widths.points(column) for column in seen)
        if seen and said and missing > 0:
            width = (widths.points(seen[-1]) + missing) / POINTS_PER_CHAR
            wanted[seen[-1]] = min(_WIDEST, max(wanted.get(seen[-1], 0.0), width))
    return wanted


def _merged(root: etree._Element) -> Mapping[Cell, int]:
    """The last column of each merged area, by the place of the cell that is shown in it."""
    found = (
        _MERGED.fullmatch(area.get("ref", ""))
        for area in root.iterfind(f"{_S}mergeCells/{_S}mergeCell")
    )
    return {(int(area[2]) - 1, number_of(area[1])): number_of(area[3]) for area in found if area}


def _set_widths(root: etree._Element, wanted: Mapping[int, float]) -> None:
    """State the widths of some columns; those beside them keep what was said of them together."""
    cols = root.find(f"{_S}cols")
    if cols is None:
        cols = etree.Element(f"{_S}cols")
        data = root.find(f"{_S}sheetData")
        root.insert(root.index(data) if data is not None else len(root), cols)
    for column, width in sorted(wanted.items()):
        own = _own_col(cols, column + 1)
        own.set("width", f"{math.ceil(width * 100) / 100:g}")
        own.set("customWidth", "1")


def _own_col(cols: etree._Element, number: int) -> etree._Element:
    """What a sheet says of one column alone; a statement for several is parted."""
    place = 0
    for place, col in enumerate(cols):  # noqa: B007 - used behind the loop
        first, last = int(col.get("min", "0")), int(col.get("max", "0"))
        if first <= number <= last:
            return _parted(cols, col, number)
        if first > number:
            break
    else:
        place = len(cols)
    own = etree.Element(f"{_S}col", min=str(number), max=str(number))
    cols.insert(place, own)
    return own


def _parted(cols: etree._Element, col: etree._Element, number: int) -> etree._Element:
    first, last = int(col.get("min", "0")), int(col.get("max", "0"))
    own = copy.deepcopy(col)
    own.set("min", str(number))
    own.set("max", str(number))
    col.addnext(own)
    if last > number:
        after = copy.deepcopy(col)
        after.set("min", str(number + 1))
        own.addnext(after)
    if first < number:
        col.set("max", str(number - 1))
    else:
        cols.remove(col)
    return own
