"""Numbers in a workbook's private copy: printed as Excel and WPS show them, never as ``###``.

LibreOffice reads the codes of number formats as its own (ECMA-376 part 1, 18.8.31), and does not
know the exclamation mark by which Chinese Excel quotes a letter; what a column has no room for it
prints as ``###``, as the screen does.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from lxml import etree

from generator.base.zips import member
from generator.convert.openxml import LARGEST_PART, parse, serialize
from generator.workbooks.grid import number_of

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STYLES = "xl/styles.xml"

#: Formats without a code of their own that Chinese Excel shows otherwise than LibreOffice does.
_CHINESE = {
    14: "yyyy/m/d",
    15: r"[$-409]d\-mmm\-yy",
    16: r"[$-409]d\-mmm",
    17: r"[$-409]mmm\-yy",
    18: "[$-409]h:mm AM/PM",
    19: "[$-409]h:mm:ss AM/PM",
    22: "yyyy/m/d h:mm",
}

#: Formats without a code: dates and times (ECMA-376 part 1, 18.8.30), decimals, no number at all.
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_DECIMALS = {2: 2, 4: 2, 10: 2, 11: 2, 39: 2, 40: 2, 43: 2, 44: 2, 48: 1}
_GROUPED = frozenset({3, 4, *range(37, 45)})
_PLAIN = frozenset({0, 49})

#: The characters of a code: quoted words, bracketed conditions, quoted letters, all others.
_TOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|!.|_.|\*.|.', re.DOTALL)

#: Letters of a date, and how many characters such a date takes at most.
_OF_DATES, _DATE_WIDTH, _TIME_WIDTH = frozenset("yYmMdDhHsSeEgGaA"), 12, 9

#: A code longer than this is nobody's; it is left as it is.
_LONGEST = 1_000

#: Columns are made at most so wide, in characters.
_WIDEST = 60.0

_WIDTH, _USUAL = "width", 8.43


def in_our_words(code: str, *, resaved: bool) -> str:
    """A format's code as LibreOffice understands it.

    Args:
        code: as the file has it.
        resaved: LibreOffice has read it from another format: an exclamation mark that it took for
            a letter stands quoted before the letter that it quotes.
    """
    if len(code) > _LONGEST:
        return code
    tokens = _TOKEN.findall(code)
    words, waiting = [], False
    for token in tokens:
        if waiting:
            words.append(f"\\{token}" if len(token) == 1 else token)
            waiting = False
        elif resaved and token in ('"!"', "\\!"):
            waiting = True
        else:
            words.append(f"\\{token[1]}" if token[0] == "!" and len(token) == 2 else token)
    return "".join(words) + ("\\!" if waiting else "")


class NumberCells:
    """The number formats of a workbook, and the widths that its numbers need."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        """Read the styles; a workbook without any has no formats.

        Raises:
            etree.XMLSyntaxError, KeyError: they cannot be read.
        """
        self._root: etree._Element | None = None
        small = STYLES in package.namelist() and package.getinfo(STYLES).file_size <= LARGEST_PART
        if small:
            self._root = parse(member(package, STYLES))
        self._codes = {
            int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in self._formats()
        }
        self._of_style = [_whole(one.get("numFmtId")) for one in self._styles()]

    def _formats(self) -> Iterator[etree._Element]:
        if self._root is not None:
            formats = self._root.iterfind(f"{_S}numFmts/{_S}numFmt")
            yield from (one for one in formats if one.get("numFmtId", "").isdecimal())

    def _styles(self) -> Iterator[etree._Element]:
        if self._root is not None:
            yield from self._root.iterfind(f"{_S}cellXfs/{_S}xf")

    def styles(self, *, resaved: bool) -> Mapping[str, bytes]:
        """The styles' part with codes that LibreOffice understands; nothing if none changed.

        Numbers that still have no room are printed smaller.
        """
        if self._root is None:
            return {}
        for one in self._formats():
            one.set("formatCode", in_our_words(one.get("formatCode", ""), resaved=resaved))
        for style in self._styles():
            number = _whole(style.get("numFmtId"))
            if number in _CHINESE and number not in self._codes:
                style.set("numFmtId", str(self._added(number)))
            if number not in _PLAIN:
                _shrink(style)
        return {STYLES: serialize(self._root)}

    def _added(self, number: int) -> int:
        """The number of a format of our own for one without a code."""
        code = _CHINESE[number]
        for own, known in self._codes.items():
            if known == code:
                return own
        assert self._root is not None
        formats = self._root.find(f"{_S}numFmts")
        if formats is None:
            formats = etree.Element(f"{_S}numFmts")
            self._root.insert(0, formats)
        own = max((164, *(one + 1 for one in self._codes)))
        etree.SubElement(formats, f"{_S}numFmt", numFmtId=str(own), formatCode=code)
        formats.set("count", str(len(formats)))
        self._codes[own] = code
        return own

    def widen(self, root: etree._Element) -> None:
        """Give the columns of a sheet the room that their numbers need."""
        merged = {one.get("ref", "").partition(":")[0] for one in root.iter(f"{_S}mergeCell")}
        needed: dict[int, float] = {}
        for cell in root.iter(f"{_S}c"):
            if cell.get("t", "n") != "n" or cell.get("r", "") in merged:
                continue
            letters = re.match("[A-Z]{1,3}", cell.get("r", ""))
            width = self._needed(cell) if letters else 0
            if letters and width:
                column = number_of(letters[0]) + 1
                needed[column] = max(needed.get(column, 0.0), width)
        form = root.find(f"{_S}sheetFormatPr")
        usual = _number(form.get("defaultColWidth") if form is not None else None, _USUAL)
        for column, width in needed.items():
            _widen(root, column, min(width, _WIDEST), usual)

    def _needed(self, cell: etree._Element) -> float:
        """The characters that a number takes, with some room beside them; 0: nobody knows."""
        value = cell.findtext(f"{_S}v")
        style = _whole(cell.get("s", "0"))
        number = self._of_style[style] if style < len(self._of_style) else 0
        code = self._codes.get(number, "")
        if value is None or (number in _PLAIN and not code):
            return 0.0
        if number in _DATES or _is_date(code):
            return _date_width(code)
        try:
            amount = Decimal(value)
        except InvalidOperation:
            return 0.0
        return _amount_width(amount, number, code) if abs(amount) < 10**30 else 0.0


def _amount_width(amount: Decimal, number: int, code: str) -> float:
    section = code.partition(";")[0]
    bare = "".join(token for token in _TOKEN.findall(section) if len(token) == 1)
    if "E" in bare or "%" in bare or number in (9, 10, 11, 48):
        amount = amount * 100 if "%" in bare or number in (9, 10) else amount
    scaled = len(bare.rstrip()) - len(bare.rstrip().rstrip(","))
    digits = len(str(abs(int(amount.scaleb(-3 * scaled)))))
    _, point, after = bare.partition(".")
    decimals = sum(char in "0#?" for char in after) if point else _DECIMALS.get(number, 0)
    groups = (digits - 1) // 3 if "," in bare.rstrip(",") or number in _GROUPED else 0
    literal = sum(
        sum(2 if ord(char) > 0x2E80 else 1 for char in token.strip('"\\!'))
        for token in _TOKEN.findall(section)
        if len(token) > 1 and token[0] in '"\\!'
    )
    return digits + bool(decimals) + decimals + groups + literal + (amount < 0) + 2.0


def _is_date(code: str) -> bool:
    bare = [token for token in _TOKEN.findall(code.partition(";")[0]) if len(token) == 1]
    return any(char in _OF_DATES for char in bare) and not any(char in "0#?" for char in bare)


def _date_width(code: str) -> float:
    """The room of a date: Chinese letters take twice as much as digits."""
    bare = "".join(_TOKEN.findall(code.partition(";")[0]))
    wide = sum(ord(char) > 0x2E80 for char in bare)
    return float(_DATE_WIDTH + wide + (_TIME_WIDTH if ":" in bare or "h" in bare.lower() else 0))


def _shrink(style: etree._Element) -> None:
    """Let a number be printed smaller where there is no room for it."""
    alignment = style.find(f"{_S}alignment")
    if alignment is None:
        alignment = etree.Element(f"{_S}alignment")
        style.insert(0, alignment)
    if alignment.get("wrapText") not in ("1", "true"):
        alignment.set("shrinkToFit", "1")
        style.set("applyAlignment", "1")


def _widen(root: etree._Element, column: int, width: float, usual: float) -> None:
    """Make one column as wide as this, unless it is hidden or wider."""
    columns = root.find(f"{_S}cols")
    for col in root.iterfind(f"{_S}cols/{_S}col"):
        first, last = _whole(col.get("min")), _whole(col.get("max"))
        if first <= column <= last:
            stated = _number(col.get(_WIDTH), usual)
            if col.get("hidden") in ("1", "true") or stated == 0 or stated >= width:
                return
            _split(col, first, last, column, width)
            return
    if usual >= width:
        return
    if columns is None:
        data = root.find(f"{_S}sheetData")
        if data is None:
            return
        columns = etree.Element(f"{_S}cols")
        data.addprevious(columns)
    own = etree.Element(
        f"{_S}col", min=str(column), max=str(column), width=f"{width:.2f}", customWidth="1"
    )
    after = [col for col in columns if _whole(col.get("min")) < column]
    columns.insert(len(after), own)


def _split(col: etree._Element, first: int, last: int, column: int, width: float) -> None:
    """Take one column out of those that a form is for, and make it wider."""
    for start, end in ((first, column - 1), (column + 1, last)):
        if start <= end:
            rest = etree.Element(col.tag, dict(col.attrib))
            rest.set("min", str(start))
            rest.set("max", str(end))
            if start < column:
                col.addprevious(rest)
            else:
                col.addnext(rest)
    col.set("min", str(column))
    col.set("max", str(column))
    col.set(_WIDTH, f"{width:.2f}")
    col.set("customWidth", "1")


def _whole(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0


def _number(said: str | None, usual: float) -> float:
    return float(said) if said and re.fullmatch(r"\d{1,6}(\.\d{0,20})?", said) else usual
