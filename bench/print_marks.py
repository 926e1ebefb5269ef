"""Find marks on the picture of a page and say in mm where they are."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

from generator.model import Rect

#: Darker than this (0 to 255) is print; the paper of the scans is lighter.
DARK = 140
_MM = 25.4
#: Cells in which connected marks are looked for, in mm.
CELL = 0.5


@dataclass(frozen=True, slots=True)
class Extent:
    """A glyph's outline against its origin, and its advance; all in ems."""

    left: float
    bottom: float
    right: float
    top: float
    advance: float


class Picture:
    """A page drawn at some dots per inch, asked and answered in mm from its top left corner."""

    def __init__(self, image: Image.Image, dpi: float) -> None:
        self.image, self._dots = image, dpi / _MM
        self.width, self.height = image.width / self._dots, image.height / self._dots

    def print_in(self, box: Rect) -> Rect | None:
        """The edges of all print in a rectangle."""
        left, top = round(box.left * self._dots), round(box.top * self._dots)
        right, bottom = round(box.right * self._dots), round(box.bottom * self._dots)
        left, top = max(0, left), max(0, top)
        right, bottom = min(self.image.width, right), min(self.image.height, bottom)
        if left >= right or top >= bottom:
            return None
        found = _dark(self.image.crop((left, top, right, bottom))).getbbox()
        if found is None:
            return None
        a, b, c, d = (value / self._dots for value in found)
        x, y = left / self._dots, top / self._dots
        return Rect(x + a, y + b, x + c, y + d)

    def all_print(self) -> Rect | None:
        """The edges of all print."""
        return self.print_in(Rect(0, 0, self.width, self.height))

    def lines_down(self, x: float, top: float, bottom: float) -> list[float]:
        """The middles of the dark stretches on a vertical line."""
        at = round(x * self._dots)
        first, last = self._span(top, bottom, self.image.height)
        return self._middles(self.image.crop((at, first, at + 1, last)), first)

    def lines_across(self, y: float, left: float, right: float) -> list[float]:
        """The middles of the dark stretches on a horizontal line."""
        at = round(y * self._dots)
        first, last = self._span(left, right, self.image.width)
        return self._middles(self.image.crop((first, at, last, at + 1)), first)

    def without(self, box: Rect) -> "Picture":
        """The picture with a rectangle made white."""
        clean = self.image.copy()
        edges = (box.left, box.top, box.right, box.bottom)
        ImageDraw.Draw(clean).rectangle([edge * self._dots for edge in edges], fill=255)
        return Picture(clean, self._dots * _MM)

    def laid_on(self, sheet: "Picture", turn: int, scale: float, dx: float, dy: float) -> "Picture":
        """This picture turned clockwise, scaled and moved (mm) on paper as large as a sheet."""
        turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180}
        turns[270] = Image.Transpose.ROTATE_90  # Pillow turns the other way round
        image = self.image.transpose(turns[turn]) if turn else self.image
        size = [max(1, round(length * scale)) for length in image.size]
        paper = Image.new("L", sheet.image.size, 255)
        place = round(dx * self._dots), round(dy * self._dots)
        paper.paste(image.resize(tuple(size), Image.Resampling.BOX), place)
        return Picture(paper, self._dots * _MM)

    def groups(self, box: Rect) -> Iterator[Rect]:
        """The edges of each group of marks that touch within a cell's width."""
        side = max(1, round(CELL * self._dots))
        first, last = self._span(box.left, box.right, self.image.width)
        upper, lower = self._span(box.top, box.bottom, self.image.height)
        part = _dark(self.image.crop((first, upper, last, lower)))
        cells = part.convert("L").reduce(side)
        for columns, rows in _connected(cells):
            place = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
            inside = part.crop(tuple(edge * side for edge in place)).getbbox()
            if inside is None:
                continue
            x, y = first + place[0] * side, upper + place[1] * side
            edges = (x + inside[0], y + inside[1], x + inside[2], y + inside[3])
            yield Rect(*(edge / self._dots for edge in edges))

    def _span(self, start: float, end: float, most: int) -> tuple[int, int]:
        return max(0, round(start * self._dots)), min(most, round(end * self._dots))

    def _middles(self, line: Image.Image, first: int) -> list[float]:
        """Middles weighted by darkness, so that they are finer than a dot."""
        found, weight, moment = [], 0.0, 0.0
        for at, value in enumerate((*line.tobytes(), 255)):
            if value < 255 - 24:
                weight += 255 - value
                moment += (255 - value) * (at + 0.5)
            elif weight:
                if weight > 255 - DARK:
                    found.append((first + moment / weight) / self._dots)
                weight = moment = 0.0
        return found


def drawn(document: pypdfium2.PdfDocument, index: int, dpi: float) -> Picture:
    """A page in grey."""
    with closing(document[index]) as page:
        image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        image.load()
        return Picture(image, dpi)


def words_in(document: pypdfium2.PdfDocument, index: int, box: Rect) -> str:
    """The text that stands in a rectangle (mm), without blanks; the page may be turned."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        (x, y), (u, v) = (
            _on_page(page, *corner) for corner in ((box.left, box.top), (box.right, box.bottom))
        )
        found = text.get_text_bounded(
            left=min(x, u), bottom=min(y, v), right=max(x, u), top=max(y, v)
        )
    return "".join(str(found).split())


def _on_page(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A place as a reader sees it (mm) in the page's own space."""
    fine = 1000 / 72 * _MM  # thousandths of a mm to a point
    size = [round(length * fine) for length in page.get_size()]
    left, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(page, 0, 0, *size, 0, round(1000 * x), round(1000 * y), left, up)
    return left.value, up.value


def _dark(image: Image.Image) -> Image.Image:
    return image.point([255 * (value < DARK) for value in range(256)])


def _connected(cells: Image.Image) -> Iterator[tuple[list[int], list[int]]]:
    """Columns and rows of each group of cells that hold print and touch, corners too."""
    wide = cells.width
    left = {at for at, value in enumerate(cells.tobytes()) if value}
    while left:
        waiting, group = [left.pop()], []
        while waiting:
            at = waiting.pop()
            group.append(at)
            for step in (-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1):
                near = at + step
                if near in left and abs(near % wide - at % wide) <= 1:
                    left.remove(near)
                    waiting.append(near)
        yield [at % wide for at in group], [at // wide for at in group]


@lru_cache(maxsize=4096)
def extent(font: Path, char: str) -> Extent:
    """How far a glyph reaches, read from its font.

    Raises:
        KeyError: the font lacks the character.
    """
    face = _face(font)
    name, em = face.getBestCmap()[ord(char)], face["head"].unitsPerEm
    glyphs = face.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    edges: Sequence[float] = pen.bounds or (0, 0, 0, 0)
    return Extent(*(edge / em for edge in edges), glyphs[name].width / em)


@lru_cache(maxsize=16)
def _face(path: Path) -> TTFont:
    return TTFont(path, fontNumber=0, lazy=True)
