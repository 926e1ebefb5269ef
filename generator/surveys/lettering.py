"""How small, how turned and in which fonts the text of a PDF page is set."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

#: One character in fifty may be smaller than the smallest text that is reported: indices,
#: footnote marks.
_SMALLER = 0.02
#: Text rendering modes that show nothing by themselves (ISO 32000 9.3.6, table 104).
_UNSEEN = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
#: ``ABCDEF+`` before the name of a font of which only some glyphs are embedded.
_SUBSET = re.compile(r"^[A-Z]{6}\+")
#: A glyph of a font that is drawn by the page itself (Type 3) is about this share of its size.
_GLYPH_SHARE = 0.75
_LONGEST_NAME = 512

#: pypdfium2 gives pointers as objects, which are slow to make and cannot be compared.
_object_at = ctypes.cast(
    pdfium.FPDFText_GetTextObject,
    ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
)
_letter_at = ctypes.cast(
    pdfium.FPDFText_GetUnicode, ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
)


@dataclass(frozen=True, slots=True)
class Lettering:
    """The text of one page, see :class:`generator.model.PageSurvey`."""

    smallest: float | None
    turn: int
    characters: int
    unembedded: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Font:
    """A font's name, empty if it has none (Type 3), and whether the PDF brings it along."""

    name: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """How the characters of one text object are set."""

    size: float  # points, as printed
    turn: int
    seen: bool
    unembedded: str | None


@dataclass(slots=True)
class _Tally:
    """Characters by size and by turn."""

    sizes: Counter[float] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    unembedded: set[str] = field(default_factory=set)

    def add(self, style: _Style, count: int) -> None:
        self.turns[style.turn] += count
        if style.seen:
            self.sizes[style.size] += count
            if style.unembedded is not None:
                self.unembedded.add(style.unembedded)


def lettering_of(page: pypdfium2.PdfPage) -> Lettering:
    """Read the page's text, forms included; annotations are not text of the page.

    Raises:
        pypdfium2.PdfiumError: the text cannot be read.
    """
    text = page.get_textpage()
    try:
        tally = _tally(text, page.get_rotation())
    finally:
        text.close()
    turn = max(sorted(tally.turns), key=tally.turns.__getitem__, default=0)
    return Lettering(_smallest(tally.sizes), turn, tally.sizes.total(), frozenset(tally.unembedded))


def _tally(text: pypdfium2.PdfTextPage, rotation: int) -> _Tally:
    """Count every character that is not a blank under the style of its text object."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    counts: Counter[int] = Counter()
    first: dict[int, int] = {}
    for index in range(text.count_chars()):
        address = _object_at(handle, index)
        if address is not None and not chr(_letter_at(handle, index)).isspace():
            counts[address] += 1
            first.setdefault(address, index)
    tally = _Tally()
    fonts: dict[int, _Font] = {}
    for address, count in counts.items():
        style = _style(text, first[address], rotation, fonts)
        if style is not None:
            tally.add(style, count)
    return tally


def _smallest(sizes: Mapping[float, int]) -> float | None:
    """The largest size below which no more than a fiftieth of the characters are."""
    allowed = _SMALLER * sum(sizes.values())
    below = 0
    for size in sorted(sizes):
        below += sizes[size]
        if below > allowed:
            return size
    return None


def _style(
    text: pypdfium2.PdfTextPage, index: int, rotation: int, fonts: dict[int, _Font]
) -> _Style | None:
    """The style at a character; ``None`` for text that is squeezed to nothing."""
    found = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, found)
    along = math.hypot(found.a, found.b)
    across = abs(found.a * found.d - found.b * found.c)
    if along == 0 or across == 0:
        return None
    item = pdfium.FPDFText_GetTextObject(text, index)
    font = _font(pdfium.FPDFTextObj_GetFont(item), fonts)
    size = pdfium.FPDFText_GetFontSize(text, index) * across / along
    if not font.name:
        size = _glyph_height(text, index) / _GLYPH_SHARE
    slope = math.degrees(math.atan2(found.b, found.a))
    return _Style(
        size=round(abs(size), 1),
        turn=round((rotation - slope) / 90) * 90 % 360,
        seen=pdfium.FPDFTextObj_GetTextRenderMode(item) not in _UNSEEN,
        unembedded=font.name if font.name and not font.embedded else None,
    )


def _font(font: Any, known: dict[int, _Font]) -> _Font:
    """What is known of a font, asked once."""
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in known:
        embedded = pdfium.FPDFFont_GetIsEmbedded(font) != 0
        known[address] = _Font(_name(font), embedded)
    return known[address]


def _glyph_height(text: pypdfium2.PdfTextPage, index: int) -> float:
    """The larger side of a glyph's own box, in points."""
    left, bottom, right, top = text.get_charbox(index)
    return float(max(right - left, top - bottom))


def _name(font: Any) -> str:
    """The font's name without the mark of a subset; empty for a font without one (Type 3)."""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_NAME)
    raw = buffer.raw[: max(0, length - 1)] if length <= _LONGEST_NAME else b""
    return _SUBSET.sub("", _decoded(raw))


def _decoded(raw: bytes) -> str:
    """A font's name: UTF-8 by the standard, the Chinese code page in older Chinese programs."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
