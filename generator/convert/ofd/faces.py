"""Fonts for drawing: glyphs by character or number, out of embedded programs and font files."""

import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from generator.convert.ofd.resources import FontEntry
from generator.lettering.fonts import FontSet

#: What a font's name holds, for each role of the office's own fonts; the first match counts.
_ROLES = (
    ("title", ("小标宋", "大标宋", "中宋", "xiaobiaosong", "zhongsong")),
    ("fang", ("仿宋", "fangsong", "fang song")),
    ("kai", ("楷", "kai")),
    ("hei", ("黑", "雅黑", "等线", "hei", "dengxian", "sans", "arial", "helvetica")),
)


class Face:
    """A font program with the glyphs that were used; what it cannot read raises ``ValueError``.

    Glyphs are named by their place in the program.
    """

    def __init__(self, program: bytes | Path) -> None:
        self.used: dict[int, str] = {}
        self.font: TTFont | None = None
        self.cff: CFFFontSet | None = None
        self.bare = b""
        try:
            self._open(program)
        except Exception as error:  # the parser of a hostile font may raise anything
            raise ValueError("unreadable font") from error

    def _open(self, program: bytes | Path) -> None:
        if isinstance(program, bytes) and program[:1] == b"\x01" and program[1:2] == b"\x00":
            self.cff, self.bare = CFFFontSet(), program
            self.cff.decompile(io.BytesIO(program), None)
            self.order = list(self.cff[0].getGlyphOrder())
            self._characters = dict(_named(self.order))
            self._em = 1000.0
            return
        data = program if isinstance(program, bytes) else program.read_bytes()
        self.font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
        if "CFF " in self.font:
            self.cff = self.font["CFF "].cff
        elif "glyf" not in self.font:
            raise ValueError("no outlines")
        self.order = self.font.getGlyphOrder()
        places = {name: index for index, name in enumerate(self.order)}
        self._characters = {
            code: places[name] for code, name in _characters(self.font) if name in places
        }
        self._em = float(self.font["head"].unitsPerEm)

    @property
    def numbered(self) -> bool:
        """Whether the program is CFF that names its glyphs by numbers of its own."""
        return self.cff is not None and hasattr(self.cff[0], "ROS")

    def glyph(self, character: str) -> int | None:
        """The glyph of a character, or ``None`` when the face does not draw it."""
        return self._characters.get(ord(character))

    def holds(self, glyph: int) -> bool:
        """Whether there is a glyph with this number."""
        return 0 <= glyph < len(self.order)

    def code(self, glyph: int) -> int:
        """The number that stands for a glyph in a PDF's text."""
        if self.numbered:
            with suppress(ValueError):
                return int(self.order[glyph].removeprefix("cid"))
        return glyph

    def advance(self, glyph: int) -> float:
        """The advance width in ems; one for a face that does not tell."""
        if self.font is not None:
            with suppress(Exception):  # a subset's metrics may be cut off
                return float(self.font["hmtx"][self.order[glyph]][0]) / self._em
        return 1.0


class Faces:
    """Chooses the face for each character and keeps every face once."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._own: dict[Path, Face | None] = {}

    def embedded(self, program: bytes) -> Face | None:
        """The face of an embedded program, or ``None`` when it cannot be read."""
        return _face(program)

    def stand_in(self, entry: FontEntry | None, character: str) -> tuple[Face, int] | None:
        """The office's own face nearest to a named font that draws a character."""
        for path in self._candidates(entry, character):
            if path not in self._own:
                self._own[path] = _face(path)
            face = self._own[path]
            glyph = face.glyph(character) if face is not None else None
            if face is not None and glyph is not None:
                return face, glyph
        return None

    def _candidates(self, entry: FontEntry | None, character: str) -> Iterator[Path]:
        own = role(entry)
        roles = ["latin", own] if character.isascii() else [own, "song", "fang", "rare", "latin"]
        for name in dict.fromkeys(roles):
            if name in self._fonts.paths:
                yield self._fonts.paths[name]
        if self._fonts.sign is not None:
            yield self._fonts.sign
        yield from (more.path for more in self._fonts.fallbacks if more.has(character))


def _face(program: bytes | Path) -> Face | None:
    try:
        return Face(program)
    except ValueError:
        return None


def role(entry: FontEntry | None) -> str:
    """The role of the office's own fonts that is nearest to a named font."""
    if entry is None:
        return "song"
    name = f"{entry.name} {entry.family}".casefold()
    found = next((own for own, words in _ROLES if any(word in name for word in words)), "song")
    return "title" if found == "song" and entry.bold else found


def _characters(font: TTFont) -> Iterator[tuple[int, str]]:
    """Code points and glyph names of every map in a font, the best map last."""
    if "cmap" not in font:
        return
    for table in font["cmap"].tables:
        if table.isUnicode() or (table.platformID, table.platEncID) == (3, 0):
            for code, name in table.cmap.items():
                yield code, name
                if 0xF000 <= code <= 0xF0FF:  # a symbol font's own range
                    yield code - 0xF000, name
    best = font.getBestCmap()
    yield from (best or {}).items()


def _named(order: list[str]) -> Iterator[tuple[int, int]]:
    for index, name in enumerate(order):
        meaning = agl.toUnicode(name)
        if len(meaning) == 1:
            yield ord(meaning), index
