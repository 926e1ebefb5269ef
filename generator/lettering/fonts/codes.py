"""Draw a font whose glyphs spell the code points of characters that no other font has.

Such a character is drawn as 〔〕 with its hexadecimal number in two rows, one em wide as a Chinese
character is: it is seen, it can be looked up, and no line becomes longer.
"""

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from generator.lettering.fonts.built import built_font

#: Everything is in units of which 1000 are an em. Own choice: three digits abreast at this size
#: fill the room between brackets, and two rows with a gap are as high as a Chinese character.
_EM, _SIZE = 1000, 460
_LOWER, _UPPER = -30, 410  # baselines
_LEFT, _RIGHT, _BOTTOM, _TOP = 60, 940, -90, 790  # of the brackets
_STROKE, _ARM, _CUT = 36, 110, 60
ASCENT, DESCENT = 880, -120

_DIGITS = "0123456789ABCDEF"


@lru_cache(maxsize=64)
def codes_font(chars: str, digits: Path) -> bytes:
    """A TrueType font with a glyph for each character, the same bytes each time.

    Args:
        chars: characters, each once.
        digits: a font file whose digits and letters A to F are used.

    Raises:
        OSError: the file cannot be read.
        KeyError: it lacks digits or letters.
    """
    rows = _Rows(digits)
    glyphs: dict[int | None, Any] = {None: rows.glyph("", "")}
    for char in chars:
        code = f"{ord(char):04X}"
        glyphs[ord(char)] = rows.glyph(code[: len(code) // 2], code[len(code) // 2 :])
    return built_font(glyphs, [_EM] * len(glyphs), _EM, ASCENT, DESCENT)


class _Rows:
    """Draws two rows of digits between brackets."""

    def __init__(self, path: Path) -> None:
        with TTFont(io.BytesIO(path.read_bytes()), fontNumber=0) as font:
            self._em: int = font["head"].unitsPerEm
            self._cubic = "glyf" not in font
            glyphs, names = font.getGlyphSet(), font.getBestCmap()
            self._widths = {char: glyphs[names[ord(char)]].width for char in _DIGITS}
            self._drawn = {char: DecomposingRecordingPen(glyphs) for char in _DIGITS}
            for char, pen in self._drawn.items():
                glyphs[names[ord(char)]].draw(pen)

    def glyph(self, upper: str, lower: str) -> Any:
        """The glyph with these digits, as TrueType outlines."""
        pen = TTGlyphPen(None)
        for corners in _brackets():
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        for digits, baseline in ((upper, _UPPER), (lower, _LOWER)):
            self._row(pen, digits, baseline)
        return pen.glyph()

    def _row(self, pen: TTGlyphPen, digits: Iterable[str], baseline: int) -> None:
        scale = _SIZE / self._em
        width = sum(self._widths[char] for char in digits) * scale
        narrow = min(1.0, (_RIGHT - _LEFT - 3 * _STROKE) / width) if width else 1.0
        x = (_EM - width * narrow) / 2
        for char in digits:
            place = Transform(scale * narrow, 0, 0, scale, x, baseline)
            # filled sides: TrueType outlines run clockwise, cubic ones the other way
            outline = Cu2QuPen(pen, max_err=1.0, reverse_direction=self._cubic)
            self._drawn[char].replay(TransformPen(outline, place))
            x += self._widths[char] * scale * narrow


def _brackets() -> Iterable[list[tuple[int, int]]]:
    """The two brackets as closed lines, clockwise."""
    left, cut, arm = _LEFT, _LEFT + _CUT, _LEFT + _ARM
    outer = [(arm, _TOP), (cut, _TOP), (left, _TOP - _CUT), (left, _BOTTOM + _CUT)]
    outer += [(cut, _BOTTOM), (arm, _BOTTOM)]
    inner = [(arm, _BOTTOM + _STROKE), (cut + _STROKE // 2, _BOTTOM + _STROKE)]
    inner += [(left + _STROKE, _BOTTOM + _CUT + _STROKE // 2)]
    inner += [(left + _STROKE, _TOP - _CUT - _STROKE // 2)]
    inner += [(cut + _STROKE // 2, _TOP - _STROKE), (arm, _TOP - _STROKE)]
    one = (outer + inner)[::-1]
    yield one
    yield [(_EM - x, y) for x, y in reversed(one)]
