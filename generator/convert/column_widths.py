"""How wide columns are and how wide a number is, to see which numbers do not fit."""

import re
from dataclasses import dataclass, field
from typing import Self

from lxml import etree

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: Points of a character of a column's width: 7 pixels at 96 dpi, in which the padding is counted
#: (ECMA-376 part 1, 18.3.1.13, for the default 11-point face).
POINTS_PER_CHAR = 5.25

#: Characters of a column that says nothing, with its padding of 5 pixels.
_DEFAULT_WIDTH = 8.43 + 5 / 7

#: Advance widths in ems, rounded up, of the faces that stand for Arial, Calibri and 宋体 (their
#: ``hmtx`` tables): digits, narrow signs, capitals and other letters; all others are square.
_WIDTHS = (
    (re.compile(r"[0-9$#+=<>_?]"), 0.6),
    (re.compile(r"[-.,:;'!|/\\ ()]"), 0.34),
    (re.compile(r"[a-z]"), 0.6),
    (re.compile(r"[A-Z%&@]"), 0.9),
)
_SQUARE = 1.0

_NUMBER = re.compile(r"\d{1,6}(\.\d{0,30})?", re.ASCII)


@dataclass(slots=True)
class ColumnWidths:
    """The widths of a sheet's columns in characters."""

    usual: float
    stated: list[tuple[int, int, float]] = field(default_factory=list)

    @classmethod
    def of(cls, root: etree._Element) -> Self:
        """Those that a sheet states; hidden columns have none."""
        form = root.find(f"{_S}sheetFormatPr")
        usual = _figure(form, "defaultColWidth") if form is not None else None
        widths = cls(usual or _DEFAULT_WIDTH)
        for col in root.iterfind(f"{_S}cols/{_S}col"):
            first, last = _figure(col, "min"), _figure(col, "max")
            hidden = col.get("hidden") in {"1", "true"}
            width = 0.0 if hidden else _figure(col, "width")
            if first and last and width is not None:
                widths.stated.append((int(first) - 1, int(last) - 1, width))
        return widths

    def points(self, column: int) -> float:
        """The width of a column, which counts from 0."""
        found = (width for first, last, width in self.stated if first <= column <= last)
        return next(found, self.usual) * POINTS_PER_CHAR


def text_points(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points that a text of one line takes at most, in letters of a size in points."""
    return sum(map(_ems, text)) * size * (1.08 if bold else 1.0)


def _ems(sign: str) -> float:
    return next((ems for signs, ems in _WIDTHS if signs.match(sign)), _SQUARE)


def _figure(element: etree._Element, name: str) -> float | None:
    said = element.get(name, "")
    return float(said) if _NUMBER.fullmatch(said) else None
