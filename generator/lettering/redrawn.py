"""Fonts whose glyphs are made as they are used: outlines of any kind, and code points as such.

Glyphs are numbered by their code points.
"""

import io
import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

from generator.lettering.fonts.built import built_font
from generator.lettering.fonts.codes import ASCENT, DESCENT, codes_font
from generator.lettering.truetype import Cut, Metrics

# That a font was made in 1904 is no news for a clerk.
logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)

#: Deviation from cubic outlines in ems: a thousandth, 0.004 mm at 12 points.
_TOLERANCE = 0.001

_EM = 1000


class Redrawn:
    """One face of a font file, the first if it holds several; each glyph is drawn anew."""

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
        self._drawn: dict[int, Any] = {}
        self._em: int = font["head"].unitsPerEm
        self._ascent: int = font["hhea"].ascent
        self._descent: int = font["hhea"].descent

    def glyph(self, code: int) -> int:
        """The glyph of a code point; 0 when the face does not draw it."""
        return code if code in self._names else 0

    def advance(self, glyph: int) -> float:
        """The advance width of a glyph in ems."""
        return self._units(glyph) / self._em

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""
        scale = 1000 / self._em
        ascent, descent = round(self._ascent * scale), round(self._descent * scale)
        return Metrics((-1000, descent, 2000, ascent), ascent, descent)

    def cut(self, glyphs: Sequence[int]) -> Cut:
        """A font with these glyphs, without parts or hints."""
        made: dict[int | None, Any] = {None: TTGlyphPen(None).glyph()}
        made |= {glyph: self._outline(glyph) for glyph in glyphs}
        advances = [self._em, *map(self._units, glyphs)]
        data = built_font(made, advances, self._em, self._ascent, self._descent)
        return Cut(data, len(made))

    def _units(self, glyph: int) -> int:
        width: float = self._glyphs[self._names[glyph]].width
        return round(width)

    def _outline(self, glyph: int) -> Any:
        if glyph not in self._drawn:
            recorded = DecomposingRecordingPen(self._glyphs)
            self._glyphs[self._names[glyph]].draw(recorded)
            pen = TTGlyphPen(None)
            # filled sides: TrueType outlines run clockwise, cubic ones the other way
            recorded.replay(Cu2QuPen(pen, _TOLERANCE * self._em, reverse_direction=self._cubic))
            self._drawn[glyph] = pen.glyph()
        return self._drawn[glyph]


class Codes:
    """Draws the code points of characters that no font has."""

    def __init__(self, digits: Path) -> None:
        self._digits = digits

    def glyph(self, code: int) -> int:
        """The glyph of a code point."""
        return code

    def advance(self, _glyph: int) -> float:
        """The advance width of every glyph in ems."""
        return 1.0

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""
        return Metrics((0, DESCENT, _EM, ASCENT), ASCENT, DESCENT)

    def cut(self, glyphs: Sequence[int]) -> Cut:
        """A font with these glyphs."""
        return Cut(codes_font("".join(map(chr, glyphs)), self._digits), len(glyphs) + 1)


@lru_cache(maxsize=64)
def redrawn(path: Path) -> Redrawn | None:
    """Read a font file once; ``None`` when it has no outlines or cannot be read."""
    try:
        return Redrawn(path)
    except (OSError, TTLibError, KeyError, AssertionError, ValueError):
        return None
