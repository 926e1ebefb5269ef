"""Draw texts and lines on finished pages, upright as a reader sees them, as real text.

The page's own content stands in a saved graphics state before what is drawn, and stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Array

from generator.lettering.fonts import FontSet
from generator.lettering.page_box import view
from generator.lettering.page_content import own_resources, settle
from generator.lettering.pdf_names import copied
from generator.lettering.stamp_fonts import StampFonts
from generator.lettering.typeset import MM_PER_POINT


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of text.

    ``x`` and ``y`` are mm from the page's top left corner as a reader sees it; ``y`` is the
    baseline, ``x`` the text's left edge, middle or right edge as ``align`` says. ``size`` is in
    points, ``font`` a font role.
    """

    text: str
    x: float
    y: float
    size: float
    align: Literal["left", "center", "right"] = "left"
    font: str = "latin"
    color: str = "#000000"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between two points, ``width`` wide, ending at them; all in mm like a mark."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: str


class Stamper:
    """Draws on the pages of one PDF; each font file is embedded once, with the glyphs needed."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontSet, texts: Iterable[tuple[str, str]]) -> None:
        """Prepare the fonts.

        Args:
            pdf: the document that the pages belong to.
            fonts: the font files by role.
            texts: font role and text of all that will be drawn or measured.

        Raises:
            FontError: no font with outlines has a character, and none can spell its code.
            KeyError: a role has no font file.
        """
        self._pdf = pdf
        self._fonts = StampFonts(pdf, fonts, texts)
        self._saved = pdf.make_stream(b"q\n")

    def width(self, text: str, size: float, font: str) -> float:
        """Width in mm of a text that was announced; ``size`` in points.

        Raises:
            KeyError: the text was not announced.
        """
        return self._fonts.width(text, size, font)

    def draw(self, page: pikepdf.Page, drawn: Sequence[Mark | Line]) -> None:
        """Add marks and lines to a page as one content stream.

        Args:
            page: a page of the document, turned, cropped or shifted as it may be.
            drawn: what to add; nothing leaves the page as it is.

        Raises:
            KeyError: a text was not announced.
        """
        if not drawn:
            return
        used: dict[str, pikepdf.Object] = {}
        parts = [
            self._text(part, used) if isinstance(part, Mark) else _line(part) for part in drawn
        ]
        matrix = _numbers(view(page).matrix.shorthand)
        content = f"\nQ q {matrix} cm\n{''.join(parts)}Q\n".encode("ascii")
        own = [self._saved, *settle(self._pdf, page), self._pdf.make_stream(content)]
        page.obj.Contents = Array(own)
        _add_fonts(page, used)

    def _text(self, mark: Mark, used: dict[str, pikepdf.Object]) -> str:
        moved = {"left": 0, "center": 0.5, "right": 1}[mark.align]
        left = mark.x - (moved and moved * self.width(mark.text, mark.size, mark.font))
        shown = ""
        for run in self._fonts.runs(mark.text, mark.font):
            used[run.name] = run.font
            shown += f" {run.name} {mark.size:g} Tf {run.string} Tj"
        return f"BT {_colour(mark.color, 'g')} {_point(left, mark.y)} Td{shown} ET\n"


def _line(line: Line) -> str:
    start, end = _point(line.x0, line.y0), _point(line.x1, line.y1)
    width = _numbers([line.width / MM_PER_POINT])
    return f"{_colour(line.color, 'G')} {width} w {start} m {end} l S\n"


def _point(x: float, y: float) -> str:
    """Right and down in mm as right and up in points."""
    return _numbers([x / MM_PER_POINT, -y / MM_PER_POINT])


def _colour(color: str, operator: str) -> str:
    """The operators for a colour like #C00000; greys as such, or a printer counts a colour page."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if red == green == blue:
        return f"{_numbers([red])} {operator}"
    return f"{_numbers([red, green, blue])} {'rg' if operator == 'g' else 'RG'}"


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{round(value, 3):g}" for value in values)


def _add_fonts(page: pikepdf.Page, used: dict[str, pikepdf.Object]) -> None:
    """Add fonts to the page's resources, of which it gets a copy of its own."""
    if used:
        resources = own_resources(page)
        resources.Font = copied(resources.get("/Font"))
        for name, font in used.items():
            resources.Font[name] = font
