"""Make a private copy of a workbook print as a clerk would: every column on the page."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from generator.base.zips import DAMAGE, head_of, member, open_zip
from generator.convert.book_styles import PART as STYLES
from generator.convert.book_styles import book_styles
from generator.convert.fields import CLOCK
from generator.convert.openxml import LARGEST_PART, local, parse, replace_parts, serialize
from generator.convert.print_areas import outside, print_areas
from generator.convert.shown_cells import counts_from_1904, suit_cells
from generator.workbooks.cell_codes import Codes
from generator.workbooks.grid import number_of
from generator.workbooks.strays import Area

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

#: Width in points of a column of ``width`` characters: 7 pixels a character and 5 of padding at
#: 96 dpi (ECMA-376 part 1, 18.3.1.13, for the default 11-point face).
_POINTS_PER_CHAR, _PADDING = 5.25, 3.75
_DEFAULT_WIDTH = 8.43

#: Printable width of A4, upright and turned, in points, with Excel's default margins of 0.7 inch.
_PORTRAIT_ROOM, _LANDSCAPE_ROOM = 595 - 2 * 0.7 * 72, 842 - 2 * 0.7 * 72

#: Margins on two sides in inches that leave room for print on A4, however it lies.
_MOST_MARGINS = 6.0

#: LibreOffice makes no sheet smaller than this.
_LEAST_SCALE = 0.1

_A4, _A3 = "9", "8"  # ECMA-376 part 1, 18.3.1.63, paperSize

#: The elements of a sheet that must come after ``pageSetup`` (18.3.1.99).
_AFTER_PAGE_SETUP = frozenset(
    {
        *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
        *("ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF"),
        *("drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
        "extLst",
    }
)

_MASTER = b":master-page "

#: Orientations that mean that nobody has chosen one.
_UNTOLD = frozenset({"default"})

#: The sheet's name above and "Page 1" below, which nobody has asked for; without type and colour.
_OWN_HEAD_AND_FOOT = ["&C&A", "&CPage &P"]
_LOOK = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+')

_NUMBER = re.compile(r"\s*[+-]?\d{1,30}(\.\d{0,30})?([eE][+-]?\d{1,2})?\s*", re.ASCII)

_CODE = re.compile(r'&(?:"[^"]*"|.)', re.DOTALL)
_MOVING = frozenset({f"&{letter}" for letter in "DTZdtz"})
_FILE_NAME = frozenset({"&F", "&f"})

#: A size of letters at the end of what stands before: a digit behind it would belong to it.
_SIZE = re.compile(r"&\d{1,3}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet of a workbook: the name on its tab, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool


def fit(
    workbook: Path,
    *,
    resaved: bool = False,
    added: bool = False,
    codes: Codes | None = None,
    file_name: str = "",
) -> tuple[str, ...]:
    """Set a private copy to print its columns on one page width; give the notes for the clerk.

    Sheets get A4 unless they ask for A3, and are turned when their columns are wider than an
    upright page and the file does not say how to turn them. Cells keep the values that were
    saved: formulas are dropped where every result is stored, so nothing is calculated anew.

    Args:
        workbook: the copy.
        resaved: LibreOffice has written it from another format, and "upright" for every sheet
            that did not say how to turn it.
        added: it has also put its own head and foot on sheets that have none.
        codes: the number formats that cells stated before that; ``None`` where those in the copy
            are LibreOffice's own.
        file_name: what head and foot call the file where they name it; empty if that is unknown.
    """
    changed: dict[str, bytes] = {}
    notes: list[str] = []
    try:
        with zipfile.ZipFile(workbook) as package:
            areas = print_areas(package)
            styles = book_styles(package)
            from_1904 = counts_from_1904(package)
            for sheet in worksheets(package):
                if sheet.hidden:
                    notes.append(f"工作表“{sheet.name}”是隐藏的，没有印出")
                elif package.getinfo(sheet.part).file_size <= LARGEST_PART:
                    root = parse(member(package, sheet.part))
                    drawn = _drawn_columns(package, sheet.part)
                    notes += _told_of_areas(root, sheet.name, areas)
                    notes += _mend(root, sheet.name, drawn, resaved=resaved, file_name=file_name)
                    if styles is not None:
                        stated = None if codes is None else codes.get(sheet.name, {})
                        notes += suit_cells(root, sheet.name, styles, stated, from_1904=from_1904)
                    if added:
                        _drop_added(root)
                    changed[sheet.part] = serialize(root)
            if styles is not None and styles.added:
                changed[STYLES] = styles.written()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, EOFError, RuntimeError):
        return ()
    replace_parts(workbook, changed)
    return tuple(notes)


def states_pages(workbook: Path) -> bool:
    """Whether an OpenDocument workbook, packed or flat, says what its pages look like.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with open_zip(workbook) as package:
            parts = [name for name in ("styles.xml", "content.xml") if name in package.namelist()]
            return any(_MASTER in head_of(package, name, LARGEST_PART) for name in parts)
    except DAMAGE:
        with workbook.open("rb") as stream:
            return _MASTER in stream.read(LARGEST_PART)


def worksheets(package: zipfile.ZipFile) -> Iterator[Worksheet]:
    """The worksheets of a workbook, in its order.

    Raises:
        KeyError, zipfile.BadZipFile, etree.XMLSyntaxError: the list of sheets cannot be read.
    """
    book = parse(member(package, "xl/workbook.xml"))
    relations = parse(member(package, "xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): relation.get("Target")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    for sheet in book.iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"))
        if target:
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            hidden = sheet.get("state", "visible") != "visible"
            yield Worksheet(sheet.get("name", ""), part, hidden)


def _told_of_areas(
    root: etree._Element, name: str, areas: Mapping[str, Sequence[Area]]
) -> Iterator[str]:
    many = outside(root, areas[name]) if name in areas else 0
    if many:
        yield (
            f"工作表“{name}”只印设定的打印区域，区域外有 {many} 格内容没有印出，请打开原件核对；"
            "需要的请取消打印区域后另存，替换原文件"
        )


def _mend(
    root: etree._Element, name: str, drawn: int, *, resaved: bool, file_name: str
) -> Iterator[str]:
    if local(root) != "worksheet":
        return
    if not _fit_to_width(root, drawn, free=_UNTOLD | {"portrait"} if resaved else _UNTOLD):
        yield f"工作表“{name}”太宽，缩到一页看不清，按原大小分页印出"
    rows = sum(_is_unseen(row, "ht") for row in root.iter(f"{_S}row"))
    columns = _hidden_columns(root)
    if _settle_moving(root, file_name):
        what = "日期、时间或路径" if file_name else "日期、时间、文件名或路径"
        yield f"工作表“{name}”的页眉页脚有自动填写的{what}，没有印出"
    _drop_margins(root)
    if rows:
        yield f"工作表“{name}”有 {rows} 行被隐藏或筛选掉，没有印出"
    if columns:
        yield f"工作表“{name}”有 {columns} 列被隐藏，没有印出"
    clock = resaved and _has_clock(root)
    if (not _drop_formulas(root) and _has_clock(root)) or clock:
        yield f"工作表“{name}”有随打开时间变化的公式，请核对印出的日期和数"


def _settle_moving(root: etree._Element, file_name: str) -> bool:
    """Write out the name of the file in head and foot; take out the day, the time and the path.

    Codes after ECMA-376 part 1, 18.3.1.46. What they stood for in the office is not in the file.

    Returns:
        Whether anything was taken out.
    """
    gone = _MOVING if file_name else _MOVING | _FILE_NAME
    dropped = False

    def settled(found: re.Match[str]) -> str:
        code = found[0]
        if code in _FILE_NAME and file_name:
            apart = file_name[0].isdigit() and _SIZE.search(found.string[: found.start()])
            return (" " if apart else "") + file_name.replace("&", "&&")
        return "" if code in gone else code

    for part in root.iterfind(f"{_S}headerFooter/*"):
        dropped = dropped or any(code in gone for code in _CODE.findall(part.text or ""))
        part.text = _CODE.sub(settled, part.text or "")
    return dropped


def _drop_margins(root: etree._Element) -> None:
    """Take away margins between which nothing could be printed."""
    for margins in root.findall(f"{_S}pageMargins"):
        across, down = (
            sum(_figure(margins, side, 0) for side in sides)
            for sides in (("left", "right"), ("top", "bottom"))
        )
        if max(across, down) > _MOST_MARGINS:
            root.remove(margins)


def _hidden_columns(root: etree._Element) -> int:
    """How many columns are hidden up to the last one with content."""
    last = _last_column(root)
    hidden = (col for col in root.iter(f"{_S}col") if _is_unseen(col, "width"))
    return sum(len(_columns(col, last)) for col in hidden)


def _is_unseen(line: etree._Element, size: str) -> bool:
    """Whether a row or a column is hidden, or has no height or width at all."""
    return line.get("hidden") in {"1", "true"} or _figure(line, size, 1) == 0


def _columns(col: etree._Element, last: int) -> range:
    """The columns from 1 that a column's form is for, as far as there is content."""
    return range(max(1, int(_figure(col, "min", 1))), min(int(_figure(col, "max", 1)), last) + 1)


def _figure(element: etree._Element, name: str, usual: float) -> float:
    """A number that a sheet states, or the usual one where it states none."""
    stated = element.get(name, "")
    return float(stated) if _NUMBER.fullmatch(stated) else usual


def _drop_added(root: etree._Element) -> None:
    """Take away the head and foot that LibreOffice gives to sheets without any."""
    for found in root.findall(f"{_S}headerFooter"):
        if [_LOOK.sub("", part.text or "") for part in found] == _OWN_HEAD_AND_FOOT:
            root.remove(found)


def _fit_to_width(root: etree._Element, drawn: int, free: frozenset[str]) -> bool:
    """Set the page up; orientations in ``free`` are nobody's choice.

    Returns:
        Whether all columns get on one page: what is ten times as wide keeps its size, and
        LibreOffice prints the pages on which something stands.
    """
    properties = root.find(f"{_S}sheetPr")
    if properties is None:
        properties = etree.Element(f"{_S}sheetPr")
        root.insert(0, properties)
    setup_properties = properties.find(f"{_S}pageSetUpPr")
    if setup_properties is None:
        setup_properties = etree.SubElement(properties, f"{_S}pageSetUpPr")
    setup = root.find(f"{_S}pageSetup")
    width = _used_width(root, max(_last_column(root), drawn))
    fits = width * _LEAST_SCALE <= _LANDSCAPE_ROOM
    fits_already = setup_properties.get("fitToPage") in {"1", "true"}
    setup_properties.set("fitToPage", str(int(fits)))
    if setup is None:
        setup = etree.Element(f"{_S}pageSetup")
        root.insert(_page_setup_index(root), setup)
    if not fits_already or setup.get("fitToWidth", "1") != "1":
        setup.set("fitToWidth", "1")
        setup.set("fitToHeight", "0")
    if setup.get("orientation", "default") in free:
        wide = width > _PORTRAIT_ROOM
        setup.set("orientation", "landscape" if wide else "portrait")
    if setup.get("paperSize") != _A3:
        setup.set("paperSize", _A4)
    for stale in ("scale", f"{_R}id"):  # a printer's own settings would win over these
        setup.attrib.pop(stale, None)
    return fits


def _page_setup_index(root: etree._Element) -> int:
    for index, child in enumerate(root):
        if local(child) in _AFTER_PAGE_SETUP:
            return index
    return len(root)


def _used_width(root: etree._Element, last: int) -> float:
    """The width in points of the columns up to the last one with content."""
    form = root.find(f"{_S}sheetFormatPr")
    usual = _DEFAULT_WIDTH if form is None else _figure(form, "defaultColWidth", _DEFAULT_WIDTH)
    widths = dict.fromkeys(range(1, last + 1), usual)
    for col in root.iter(f"{_S}col"):
        hidden = col.get("hidden") in {"1", "true"}
        for index in _columns(col, last):
            widths[index] = 0.0 if hidden else _figure(col, "width", usual)
    return sum(width * _POINTS_PER_CHAR + _PADDING for width in widths.values() if width)


def _drawn_columns(package: zipfile.ZipFile, part: str) -> int:
    """How many columns there are up to the last one in which a picture or chart begins."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return 0
    last = 0
    for relation in parse(member(package, relations)):
        if relation.get("Type", "").endswith("/drawing"):
            drawing = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            root = parse(member(package, drawing.lstrip("/")))
            columns = (column.text or "" for column in root.iterfind(".//{*}from/{*}col"))
            last = max(last, *(int(text) + 1 for text in columns if text.strip().isdecimal()), 0)
    return last


def _last_column(root: etree._Element) -> int:
    last = 0
    for row in root.iter(f"{_S}row"):
        cells = [cell for cell in row if len(cell)]
        if cells:
            letters = re.match("[A-Z]+", cells[-1].get("r", ""))
            last = max(last, number_of(letters[0]) + 1 if letters else len(row))
    return last


def _drop_formulas(root: etree._Element) -> bool:
    """Keep saved results only; of some that have none, those that move. Tell if all were kept."""
    formulas = list(root.iter(f"{_S}f"))
    saved = [f for f in formulas if f.getparent().findtext(f"{_S}v")]
    complete = len(saved) == len(formulas)
    for formula in saved:
        if complete or CLOCK.search(formula.text or ""):
            formula.getparent().remove(formula)
    return complete


def _has_clock(root: etree._Element) -> bool:
    return any(CLOCK.search(formula.text or "") for formula in root.iter(f"{_S}f"))
