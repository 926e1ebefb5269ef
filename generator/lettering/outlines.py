"""Read single characters of a font file, whatever its outlines are, as TrueType glyphs."""

import io
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

# That a font was made in 1904 is no news for a clerk.
logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)

#: Deviation from cubic outlines in ems: a thousandth, 0.004 mm at 12 points.
_TOLERANCE = 0.001

#: Height of capitals in ems where the font does not state it.
_CAPITALS = 0.7


class OutlineFont:
    """One face of a font file, the first if it holds several."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            OSError: the file cannot be read.
            TTLibError, KeyError: it is no font with outlines.
        """
        # from memory: a file that stays open could not be replaced on Windows
        font = TTFont(io.BytesIO(path.read_bytes()), lazy=True, fontNumber=0)
        self._glyphs = font.getGlyphSet()
        self._cubic = "glyf" not in font
        self._names: dict[int, str] = font.getBestCmap() or {}
        self._drawn: dict[str, Any] = {}
        self.em: int = font["head"].unitsPerEm
        self.ascent: int = font["hhea"].ascent
        self.descent: int = font["hhea"].descent
        stated = getattr(font["OS/2"], "sCapHeight", 0) if "OS/2" in font else 0
        self.capitals: int = stated or round(_CAPITALS * self.em)

    def __contains__(self, char: str) -> bool:
        return ord(char) in self._names

    def advance(self, char: str) -> int:
        """Advance width in the font's units."""
        width: float = self._glyphs[self._names[ord(char)]].width
        return round(width)

    def outline(self, char: str) -> Any:
        """The character as a TrueType glyph without parts or hints."""
        if char not in self._drawn:
            recorded = DecomposingRecordingPen(self._glyphs)
            self._glyphs[self._names[ord(char)]].draw(recorded)
            pen = TTGlyphPen(None)
            # filled sides: TrueType outlines run clockwise, cubic ones the other way
            recorded.replay(Cu2QuPen(pen, _TOLERANCE * self.em, reverse_direction=self._cubic))
            self._drawn[char] = pen.glyph()
        return self._drawn[char]


@lru_cache(maxsize=64)
def outline_font(path: Path) -> OutlineFont | None:
    """Read a font file once; ``None`` when it has no outlines or cannot be read."""
    try:
        return OutlineFont(path)
    except (OSError, TTLibError, KeyError, AssertionError, ValueError):
        return None
