"""What a workbook states to be printed of its sheets, and what stands outside of that."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.base.zips import member
from generator.convert.openxml import parse
from generator.workbooks.grid import number_of
from generator.workbooks.sheet_xml import cell_at, row_number
from generator.workbooks.strays import Area, Cell

_PRINT_AREA = "_xlnm.Print_Area"  # ECMA-376 part 1, 18.2.5

#: One area behind the name of its sheet; whole columns or rows state the other axis not at all.
_AREA = re.compile(
    r"""(?:'(?:[^']|'')*'|[^'!,]*)!
        \$?(?P<left>[A-Z]{1,3})?\$?(?P<top>\d{1,7})?
        (?::\$?(?P<right>[A-Z]{1,3})?\$?(?P<bottom>\d{1,7})?)?(?:,|$)""",
    re.VERBOSE,
)
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


def print_areas(package: zipfile.ZipFile) -> Mapping[str, Sequence[Area]]:
    """By the name of a sheet, the areas that alone are printed of it.

    An area that a formula gives is not known, and its sheet is not among them.

    Raises:
        KeyError, zipfile.BadZipFile, etree.XMLSyntaxError: the workbook cannot be read.
    """
    book = parse(member(package, "xl/workbook.xml"))
    sheets = [sheet.get("name", "") for sheet in book.iterfind("{*}sheets/{*}sheet")]
    stated = {}
    for name in book.iterfind("{*}definedNames/{*}definedName"):
        index, text = name.get("localSheetId", ""), (name.text or "").strip()
        if name.get("name") != _PRINT_AREA or not index.isdecimal() or int(index) >= len(sheets):
            continue
        found = list(_AREA.finditer(text))
        if found and sum(len(one[0]) for one in found) == len(text):
            stated[sheets[int(index)]] = [_area(one) for one in found]
    return stated


def _area(found: re.Match[str]) -> Area:
    left = number_of(found["left"]) if found["left"] else 0
    top = int(found["top"]) - 1 if found["top"] else 0
    is_one = ":" not in found[0].rpartition("!")[2]
    right = number_of(found["right"]) if found["right"] else left if is_one else _LAST_COLUMN
    bottom = int(found["bottom"]) - 1 if found["bottom"] else top if is_one else _LAST_ROW
    return Area(top, left, bottom, right)


def outside(root: etree._Element, areas: Sequence[Area]) -> int:
    """How many cells of a sheet say something and stand in none of the areas."""
    return sum(not any(_holds(area, at) for area in areas) for at in _filled(root))


def _holds(area: Area, at: Cell) -> bool:
    return area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right


def _filled(root: etree._Element) -> Iterator[Cell]:
    row = -1
    for line in root.iterfind("{*}sheetData/{*}row"):
        row, column = row_number(line.get("r"), row + 1), -1
        for cell in line.iterchildren("{*}c"):
            at = cell_at(cell.get("r"), row, column + 1)
            column = at[1]
            if "".join(cell.itertext("{*}v", "{*}t")).strip():
                yield at
