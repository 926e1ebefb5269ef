"""Numbers of a sheet get formats through which LibreOffice shows them as Excel and WPS do."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.base.zips import member
from generator.convert.book_styles import BookStyles
from generator.convert.column_widths import ColumnWidths, text_points
from generator.convert.number_codes import hides, hides_text, is_steady, quoted_anew, suited
from generator.convert.openxml import parse
from generator.workbooks.grid import address
from generator.workbooks.number_formats import BUILT_IN
from generator.workbooks.sheet_xml import cell_at, row_number
from generator.workbooks.shown_numbers import general
from generator.workbooks.strays import Cell

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_GENERAL = BUILT_IN[0]

#: Formats without a code in the file that a Chinese Office shows in its own way.
_CHINESE = frozenset({*range(5, 9), *range(14, 20), 22, *range(27, 37), 42, 44, *range(50, 59)})

#: Whole numbers below this are shown in full by any program (see ``shown_numbers.general``).
_SHORT = 10_000_000_000

#: Cells that a note names.
_NAMED = 3


@dataclass(slots=True)
class _Told:
    """Cells that the clerk is told of: how many, and the first."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(address(*cell))

    @property
    def places(self) -> str:
        more = "等" if self.count > len(self.first) else ""
        return f"{'、'.join(self.first)}{more}"


def counts_from_1904(package: zipfile.ZipFile) -> bool:
    """Whether a workbook counts its days from 1904 (ECMA-376 part 1, 18.2.28).

    Raises:
        KeyError, zipfile.BadZipFile, etree.XMLSyntaxError: the workbook cannot be read.
    """
    form = parse(member(package, "xl/workbook.xml")).find(f"{_S}workbookPr")
    return form is not None and form.get("date1904") in {"1", "true"}


def suit_cells(
    root: etree._Element,
    name: str,
    styles: BookStyles,
    stated: Mapping[Cell, str] | None,
    *,
    from_1904: bool,
) -> Iterator[str]:
    """Give the numbers of a sheet formats that LibreOffice knows; tell what is not shown or known.

    Args:
        root: the sheet, which is changed.
        name: what its tab says.
        styles: the looks of the workbook, to which others are added.
        stated: the formats that cells had before LibreOffice wrote the sheet; ``None`` where it
            read them from a form that is nearer to its own than to Excel's.
        from_1904: whether days are counted from 1904.
    """
    hidden, doubtful = _Told(), _Told()
    widths = ColumnWidths.of(root)
    hiding = {number for number in range(len(styles.looks)) if hides_text(styles.code(number))}
    for place, cell in cells(root):
        look, value = look_of(cell), number_in(cell)
        if value is None:
            if look in hiding and _has_text(cell):
                hidden.add(place)
            continue
        code = styles.code(look)
        code = quoted_anew(code) if stated is None else stated.get(place, code)
        if _is_shown_alike(value, code, look, styles) or (
            code == _GENERAL
            and (stated is None or not _needs_look(value, place, styles.size(look), widths))
        ):
            continue
        if hides(value, code):
            hidden.add(place)
        new = suited(value, code, from_1904=from_1904 or stated is None)
        number = _suited_look(new.code, look, styles)
        if number is None or new.doubtful:
            doubtful.add(place)
        if number is not None and number != look:
            cell.set("s", str(number))
    yield from _notes(name, hidden, doubtful)


def _is_shown_alike(value: float, code: str, look: int, styles: BookStyles) -> bool:
    """Whether nothing is to be done for a number, which is so for most."""
    if code != styles.code(look) or _is_unstated(look, styles):
        return False
    return is_steady(code) or (code == _GENERAL and value.is_integer() and abs(value) < _SHORT)


def _suited_look(code: str, look: int, styles: BookStyles) -> int | None:
    """The look with a code that suits; ``None`` where there is no room for another one."""
    if code == styles.code(look) and not _is_unstated(look, styles):
        return look
    return styles.like(look, code)


def _notes(name: str, hidden: _Told, doubtful: _Told) -> Iterator[str]:
    if hidden.count:
        yield (
            f"工作表“{name}”有 {hidden.count} 格内容被数字格式隐藏（{hidden.places}），没有印出，"
            "需要的请在原件里改用常规格式"
        )
    if doubtful.count:
        yield (
            f"工作表“{name}”有 {doubtful.count} 格的数（{doubtful.places}）印出来可能与 Excel/WPS "
            "里显示的不同，请打开原件核对"
        )


def cells(root: etree._Element) -> Iterator[tuple[Cell, etree._Element]]:
    """The cells of a sheet that hold anything, each with its place from 0."""
    row = -1
    for line in root.iterfind(f"{_S}sheetData/{_S}row"):
        row, column = row_number(line.get("r"), row + 1), -1
        for element in line.iterchildren(f"{_S}c"):
            at = cell_at(element.get("r"), row, column + 1)
            column = at[1]
            if len(element):
                yield at, element


def look_of(cell: etree._Element) -> int:
    """The number of a cell's look."""
    said = cell.get("s", "0")
    return int(said) if said.isdecimal() else 0


def number_in(cell: etree._Element) -> float | None:
    """The number that a cell holds; ``None`` for texts and the like."""
    if cell.get("t", "n") != "n":
        return None
    try:
        return float(cell.findtext(f"{_S}v") or "")
    except ValueError:
        return None


def _has_text(cell: etree._Element) -> bool:
    return cell.get("t") in {"s", "str", "inlineStr"} and "".join(cell.itertext()).strip() != ""


def _needs_look(value: float, place: Cell, size: float, widths: ColumnWidths) -> bool:
    """Whether LibreOffice would show more digits of a General number than Excel, and has room."""
    said = general(value)
    return said.lstrip("-") != f"{abs(value):.15g}" and (
        "E" in said or text_points(said, size) <= widths.points(place[1])
    )


def _is_unstated(look: int, styles: BookStyles) -> bool:
    """Whether a format is named by a number alone, for which LibreOffice has codes of its own."""
    number = styles.number(look)
    return number in _CHINESE and number not in styles.stated
