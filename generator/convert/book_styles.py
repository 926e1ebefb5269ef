"""The looks of a workbook's cells in a private copy: their number formats, and others beside them.

After ECMA-376 part 1, 18.8.
"""

import copy
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from generator.base.zips import member
from generator.convert.openxml import LARGEST_PART, parse, serialize
from generator.workbooks.number_formats import BUILT_IN

PART = "xl/styles.xml"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: The first number of a format of one's own (18.8.30).
_FIRST_OWN = 164

#: Points of a letter where the workbook says nothing.
_USUAL_SIZE = 11.0

#: Formats that are added at most: LibreOffice has room for ten thousand.
_MOST = 4000


@dataclass(slots=True)
class BookStyles:
    """The looks of cells by their number; ``added`` tells that there are more than there were."""

    root: etree._Element
    codes: dict[int, str]
    stated: frozenset[int]
    looks: list[etree._Element]
    sizes: list[float]
    bold: list[bool]
    added: bool = False
    _numbers: dict[str, int] = field(default_factory=dict)
    _like: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, look: int) -> str:
        """The number format of a look; General for one that is not there."""
        return self.codes.get(self.number(look), BUILT_IN[0])

    def number(self, look: int) -> int:
        """Which of the formats a look has."""
        said = self.looks[look].get("numFmtId", "0") if look < len(self.looks) else "0"
        return int(said) if said.isdecimal() else 0

    def size(self, look: int) -> float:
        """The size of a look's letters in points."""
        font = self._font(look)
        return self.sizes[font] if font < len(self.sizes) else _USUAL_SIZE

    def is_bold(self, look: int) -> bool:
        """Whether a look's letters are bold."""
        font = self._font(look)
        return self.bold[font] if font < len(self.bold) else False

    def shrinks(self, look: int) -> bool:
        """Whether what does not fit the cell is made smaller, or turned."""
        if look >= len(self.looks):
            return False
        form = self.looks[look].find(f"{_S}alignment")
        if form is None:
            return False
        return form.get("shrinkToFit") in {"1", "true"} or form.get("textRotation", "0") != "0"

    def like(self, look: int, code: str) -> int | None:
        """The number of a look that is the same but for its number format.

        Returns:
            ``None`` where there is no room for more formats.
        """
        if (look, code) not in self._like:
            number = self._number(code)
            if number is None or look >= len(self.looks):
                return None
            new = copy.deepcopy(self.looks[look])
            new.set("numFmtId", str(number))
            new.set("applyNumberFormat", "1")
            parent = self.looks[look].getparent()
            assert parent is not None  # it was found below one
            parent.append(new)
            self.looks.append(new)
            parent.set("count", str(len(self.looks)))
            self._like[look, code] = len(self.looks) - 1
            self.added = True
        return self._like[look, code]

    def written(self) -> bytes:
        """The part with what was added."""
        return serialize(self.root)

    def _font(self, look: int) -> int:
        said = self.looks[look].get("fontId", "0") if look < len(self.looks) else "0"
        return int(said) if said.isdecimal() else 0

    def _number(self, code: str) -> int | None:
        if code not in self._numbers:
            if len(self._numbers) >= _MOST:
                return None
            number = max(_FIRST_OWN - 1, *self.codes) + 1
            formats = self.root.find(f"{_S}numFmts")
            if formats is None:
                formats = etree.Element(f"{_S}numFmts")
                self.root.insert(0, formats)
            etree.SubElement(formats, f"{_S}numFmt", numFmtId=str(number), formatCode=code)
            formats.set("count", str(len(formats)))
            self.codes[number] = code
            self._numbers[code] = number
        return self._numbers[code]


def book_styles(package: zipfile.ZipFile) -> BookStyles | None:
    """The looks of a workbook; ``None`` for one without any.

    Raises:
        zipfile.BadZipFile, etree.XMLSyntaxError: they cannot be read.
    """
    if PART not in package.namelist() or package.getinfo(PART).file_size > LARGEST_PART:
        return None
    root = parse(member(package, PART))
    stated = {
        int(number): each.get("formatCode", "")
        for each in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        if (number := each.get("numFmtId", "")).isdecimal()
    }
    fonts = list(root.iterfind(f"{_S}fonts/{_S}font"))
    return BookStyles(
        root,
        {**BUILT_IN, **stated},
        frozenset(stated),
        list(root.iterfind(f"{_S}cellXfs/{_S}xf")),
        [_size(font) for font in fonts],
        [_is_set(font.find(f"{_S}b")) for font in fonts],
    )


def _size(font: etree._Element) -> float:
    stated = font.find(f"{_S}sz")
    said = stated.get("val", "") if stated is not None else ""
    return float(said) if said.replace(".", "", 1).isdecimal() else _USUAL_SIZE


def _is_set(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get("val", "1") in {"1", "true"}
