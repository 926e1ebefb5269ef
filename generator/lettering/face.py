"""A font of one document: what draws its glyphs, which of them were used, and under which codes."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from generator.lettering.redrawn import redrawn
from generator.lettering.truetype import Cut, Metrics, TrueType


class Program(Protocol):
    """Draws glyphs, which it calls by numbers of its own."""

    def glyph(self, code: int, /) -> int:
        """The glyph of a code point; 0 when there is none."""

    def advance(self, glyph: int, /) -> float:
        """The advance width of a glyph in ems."""

    def metrics(self) -> Metrics:
        """Box, ascent and descent of the face."""

    def cut(self, glyphs: Sequence[int], /) -> Cut:
        """A font file with these glyphs under the numbers 1, 2 and so on, or as it says.

        Raises:
            ValueError: it cannot be cut down, for it is damaged.
        """


_P = TypeVar("_P", bound=Program, covariant=True)


class Face(Generic[_P]):
    """A program in one document, with the glyphs that are used of it.

    Codes are 1, 2 and so on in the order of use: what is embedded is no larger than what is shown,
    and a glyph that stands for several texts says each where it does.
    """

    def __init__(self, program: _P, code: Callable[[int], int] | None = None) -> None:
        """Use nothing yet.

        Args:
            program: what draws the glyphs.
            code: for a program that calls its glyphs by codes of its own, the code of a glyph.
        """
        self.program = program
        self.glyphs: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        self._own_code = code
        self._codes: dict[tuple[int, str], int] = {}

    def glyph(self, char: str) -> int:
        """The glyph of a character; 0 when the program does not draw it."""
        return self.program.glyph(ord(char))

    def use(self, glyph: int, text: str) -> int:
        """The code of a glyph where it stands for a text; nothing for a part of something.

        ``glyphs`` and ``texts`` note by code, in the order of first use, what was used and what it
        says to a reader.
        """
        if (glyph, text) not in self._codes:
            own = self._own_code
            code = own(glyph) if own is not None else len(self._codes) + 1
            self._codes[glyph, text] = code
            self.glyphs[code] = glyph
            self.texts[code] = self.texts.get(code) or text
        return self._codes[glyph, text]


@lru_cache(maxsize=64)
def true_type(path: Path, *, hinted: bool = True) -> TrueType | None:
    """Read a font file once; ``None`` when it has other outlines or cannot be read."""
    try:
        return TrueType(path, hinted=hinted)
    except (OSError, ValueError):
        return None


def program_of(path: Path, *, hinted: bool = True) -> Program | None:
    """A font file with outlines of any kind; ``None`` when it cannot be read."""
    return true_type(path, hinted=hinted) or redrawn(path)
