"""Fonts for drawing: glyphs by character or number, out of embedded programs and font files."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from fontTools import agl, subset
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from generator.convert.ofd.resources import FontEntry
from generator.lettering.face import Face, Program, true_type
from generator.lettering.fonts import FontSet
from generator.lettering.truetype import Cut, Metrics

#: What a font's name holds, for each role of the office's own fonts; the first match counts.
_ROLES = (
    ("title", ("小标宋", "大标宋", "中宋", "xiaobiaosong", "zhongsong")),
    ("fang", ("仿宋", "fangsong", "fang song")),
    ("kai", ("楷", "kai")),
    ("hei", ("黑", "雅黑", "等线", "hei", "dengxian", "sans", "arial", "helvetica")),
)


#: What a PDF needs of a font file (ISO 32000-1, 9.9); the rest is dropped before it can fail.
_NEEDED = frozenset(
    {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF ", "CFF2"}
)

_METRICS = Metrics((-1000, -1000, 2000, 2000), 880, -120)


class Foreign:
    """An embedded font program; what it cannot read raises ``ValueError``.

    Glyphs are named by their place in the program.
    """

    def __init__(self, program: bytes) -> None:
        self._font: TTFont | None = None
        self._cff: CFFFontSet | None = None
        self._bare = b""
        try:
            self._open(program)
        except Exception as error:  # the parser of a hostile font may raise anything
            raise ValueError("unreadable font") from error

    def _open(self, program: bytes) -> None:
        if program[:2] == b"\x01\x00":
            self._cff, self._bare = CFFFontSet(), program
            self._cff.decompile(io.BytesIO(program), None)
            self._order = list(self._cff[0].getGlyphOrder())
            self._characters = dict(_named(self._order))
            self._em = 1000.0
            return
        self._font = TTFont(io.BytesIO(program), lazy=True, fontNumber=0)
        if "CFF " in self._font:
            self._cff = self._font["CFF "].cff
        elif "glyf" not in self._font:
            raise ValueError("no outlines")
        self._order = self._font.getGlyphOrder()
        places = {name: index for index, name in enumerate(self._order)}
        self._characters = {
            code: places[name] for code, name in _characters(self._font) if name in places
        }
        self._em = float(self._font["head"].unitsPerEm)

    def glyph(self, code: int) -> int:
        """The glyph of a code point; 0 when the program does not draw it."""
        return self._characters.get(code, 0)

    def holds(self, glyph: int) -> bool:
        """Whether there is a glyph with this number."""
        return 0 <= glyph < len(self._order)

    @property
    def code(self) -> Callable[[int], int] | None:
        """For PostScript outlines, whose glyphs have codes of their own: the code of a glyph."""
        return None if self._cff is None else self._own_code

    def advance(self, glyph: int) -> float:
        """The advance width in ems; one for a program that does not tell."""
        if self._font is not None:
            with suppress(Exception):  # a subset's metrics may be cut off
                return float(self._font["hmtx"][self._order[glyph]][0]) / self._em
        return 1.0

    def metrics(self) -> Metrics:
        """What holds for Chinese type: embedded programs often say nothing, or nonsense."""
        return _METRICS

    def cut(self, glyphs: Sequence[int]) -> Cut:
        """The program with these glyphs alone; bare CFF stays whole.

        Raises:
            ValueError: it cannot be cut down.
        """
        if self._font is None:
            return Cut(self._bare, compact=True)
        try:
            return self._cut(self._font, glyphs)
        except Exception as error:  # the parser of a hostile font may raise anything
            raise ValueError("unreadable font") from error

    def _cut(self, whole: TTFont, glyphs: Sequence[int]) -> Cut:
        font = _reopened(whole)
        for table in set(font.keys()) - _NEEDED - {"GlyphOrder"}:
            del font[table]
        before = list(font.getGlyphOrder())
        options = subset.Options()
        options.notdef_outline = True
        options.hinting = self._cff is None
        options.retain_gids = self._cff is not None and not self._numbered
        cutter = subset.Subsetter(options)
        cutter.populate(gids=[glyph for glyph in glyphs if self.holds(glyph)])
        cutter.subset(font)
        if self._cff is not None:
            return Cut(bytes(font["CFF "].compile(font)), compact=True)
        stream = io.BytesIO()
        font.save(stream, reorderTables=False)
        now = font.getReverseGlyphMap(rebuild=True)
        places = {
            code: now[before[glyph]] for code, glyph in enumerate(glyphs, 1) if self.holds(glyph)
        }
        return Cut(stream.getvalue(), glyphs=places)

    @property
    def _numbered(self) -> bool:
        """Whether the program is CFF that names its glyphs by numbers of its own."""
        return self._cff is not None and hasattr(self._cff[0], "ROS")

    def _own_code(self, glyph: int) -> int:
        if self._numbered:
            with suppress(ValueError):
                return int(self._order[glyph].removeprefix("cid"))
        return glyph


def _reopened(font: TTFont) -> TTFont:
    """The font once more, for cutting: the one that measures must stay whole."""
    font.reader.file.seek(0)
    return TTFont(io.BytesIO(font.reader.file.read()), fontNumber=0, recalcTimestamp=False)


class Faces:
    """Chooses the face for each character and keeps every face once."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._own: dict[Path, Face[Program] | None] = {}

    def embedded(self, program: bytes) -> Face[Foreign] | None:
        """The face of an embedded program, or ``None`` when it cannot be read."""
        try:
            foreign = Foreign(program)
        except ValueError:
            return None
        return Face(foreign, foreign.code)

    def stand_in(self, entry: FontEntry | None, character: str) -> tuple[Face[Program], int] | None:
        """The office's own face nearest to a named font that draws a character."""
        for path in self._candidates(entry, character):
            if path not in self._own:
                self._own[path] = self._installed(path)
            face = self._own[path]
            if face is not None and (glyph := face.glyph(character)):
                return face, glyph
        return None

    def _installed(self, path: Path) -> Face[Program] | None:
        """The face of a font file; PostScript outlines are embedded as they are."""
        program = true_type(path)
        return Face(program) if program is not None else self.embedded(path.read_bytes())

    def _candidates(self, entry: FontEntry | None, character: str) -> Iterator[Path]:
        own = role(entry)
        roles = ["latin", own] if character.isascii() else [own, "song", "fang", "rare", "latin"]
        for name in dict.fromkeys(roles):
            if name in self._fonts.paths:
                yield self._fonts.paths[name]
        if self._fonts.sign is not None:
            yield self._fonts.sign
        yield from (more.path for more in self._fonts.fallbacks if more.has(character))


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
