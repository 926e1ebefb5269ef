"""Faces whose glyphs are made as they are used: PostScript outlines, and code points as such."""

from pathlib import Path
from typing import Any

from fontTools.pens.ttGlyphPen import TTGlyphPen

from generator.lettering.fonts.built import built_font
from generator.lettering.fonts.codes import ASCENT, DESCENT, codes_font
from generator.lettering.outlines import OutlineFont, outline_font
from generator.lettering.truetype import Metrics, TrueType

_EM = 1000


class Redrawn:
    """A font file without TrueType outlines; each glyph is redrawn when it is first used."""

    def __init__(self, font: OutlineFont) -> None:
        self._font = font
        self._numbers: dict[str, int] = {}

    def glyph(self, code: int) -> int:
        """A number for the glyph of a code point; 0 when the face does not draw it."""
        char = chr(code)
        if char not in self._numbers:
            if char not in self._font:
                return 0
            self._numbers[char] = len(self._numbers) + 1
        return self._numbers[char]

    def advance(self, glyph: int) -> float:
        """The advance width of a glyph in ems."""
        return self._font.advance(self._chars[glyph - 1]) / self._font.em

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""
        scale = 1000 / self._font.em
        ascent, descent = round(self._font.ascent * scale), round(self._font.descent * scale)
        return Metrics((-1000, descent, 2000, ascent), ascent, descent)

    def subset(self, _used: object) -> bytes:
        """The font with the glyphs that were asked for."""
        font = self._font
        glyphs: dict[int | None, Any] = {None: TTGlyphPen(None).glyph()}
        glyphs |= {ord(char): font.outline(char) for char in self._chars}
        advances = [font.em, *(font.advance(char) for char in self._chars)]
        return built_font(glyphs, advances, font.em, font.ascent, font.descent)

    @property
    def _chars(self) -> list[str]:
        return list(self._numbers)


class Codes:
    """Draws the code points of characters that no font has."""

    def __init__(self, digits: Path) -> None:
        self._digits = digits
        self._numbers: dict[str, int] = {}

    def glyph(self, code: int) -> int:
        """A number for the glyph of a code point."""
        return self._numbers.setdefault(chr(code), len(self._numbers) + 1)

    def advance(self, _glyph: int) -> float:
        """The advance width of every glyph in ems."""
        return 1.0

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""
        return Metrics((0, DESCENT, _EM, ASCENT), ASCENT, DESCENT)

    def subset(self, _used: object) -> bytes:
        """The font with the glyphs that were asked for."""
        return codes_font("".join(self._numbers), self._digits)


Face = TrueType | Redrawn | Codes


def redrawn(path: Path) -> Redrawn | None:
    """A font file of any kind; ``None`` when it cannot be read."""
    font = outline_font(path)
    return Redrawn(font) if font is not None else None
