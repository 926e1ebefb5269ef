"""Choose for every character the TrueType face that draws it, and turn texts into PDF operators."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from generator.errors import FontError
from generator.fonts import FontSet
from generator.registers.embedding import embed
from generator.registers.pdf_file import PdfFile
from generator.registers.truetype import TrueType

#: Printed for a character that no face has, and for what is no character (control codes).
ABSENT = "□"
_UNPRINTABLE = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in type: number of its face, its code as PDF text, its advance in ems."""

    face: int
    code: str
    ems: float


class Faces:
    """The faces of one PDF. ``absent`` collects the characters that no face could draw."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._faces: list[TrueType] = []
        self._used: list[dict[int, str]] = []
        self._styles: dict[str, _Style] = {}
        self.absent: set[str] = set()

    def style(self, role: str) -> "_Style":
        """Characters to glyphs in the style of a font role.

        Raises:
            FontError: no font with TrueType outlines can stand in for the role.
        """
        if role not in self._styles:
            paths = self._fonts.paths
            roles = [role, "rare", *(name for name in paths if name not in (role, "latin"))]
            chinese = [face for name in roles if name in paths and (face := _face(paths[name]))]
            latin = _face(paths["latin"]) if "latin" in paths else None
            sign = _face(self._fonts.sign) if self._fonts.sign else None
            if not chinese:
                raise FontError(
                    "没有可用来印台账的 TrueType 中文字体", "请安装霞鹜文楷（LXGW WenKai）或宋体。"
                )
            chain = [face for face in (*chinese, latin, sign) if face is not None]
            self._styles[role] = _Style(self, chain, latin)
        return self._styles[role]

    def use(self, face: TrueType, char: str) -> Glyph:
        """Note that a face draws a character."""
        if face not in self._faces:
            self._faces.append(face)
            self._used.append({})
        number = self._faces.index(face)
        glyph = face.glyph(ord(char))
        self._used[number].setdefault(glyph, char)
        return Glyph(number, f"{glyph:04x}", face.advance(glyph))

    def write(self, pdf: PdfFile) -> str:
        """Embed what was used; gives the font dictionary of the pages."""
        names = []
        for number, face in enumerate(self._faces):
            ref = pdf.reserve()
            embed(pdf, ref, face, self._used[number])
            names.append(f"/F{number} {ref} 0 R")
        return f"<< {' '.join(names)} >>"


class _Style(dict[str, Glyph | None]):
    """Character to glyph, looked up once each; ``None`` for what has no ink and no width."""

    def __init__(self, faces: Faces, chain: list[TrueType], latin: TrueType | None) -> None:
        super().__init__()
        self._faces = faces
        self._chain = chain
        self._latin = latin

    def __missing__(self, char: str) -> Glyph | None:
        self[char] = glyph = self._find(char)
        return glyph

    def operators(self, text: str, size: float) -> tuple[str, float]:
        """Show a line of text: the operators after its position is set, its width in ems."""
        glyphs = [glyph for glyph in map(self.__getitem__, text) if glyph is not None]
        parts = [
            f"/F{face} {size:g} Tf <{''.join([glyph.code for glyph in run])}> Tj"
            for face, run in groupby(glyphs, key=lambda glyph: glyph.face)
        ]
        return " ".join(parts), sum([glyph.ems for glyph in glyphs])

    def _find(self, char: str) -> Glyph | None:
        kind = unicodedata.category(char)
        if kind == "Cf" or "\ufe00" <= char <= "\ufe0f":
            return None
        faces = self._chain
        if self._latin is not None and char.isascii():
            faces = [self._latin, *faces]
        for face in faces:
            if face.glyph(ord(char)) and kind not in _UNPRINTABLE:
                return self._faces.use(face, char)
        self._faces.absent.add(char)
        fallback = next((face for face in faces if face.glyph(ord(ABSENT))), None)
        return self._faces.use(fallback, ABSENT) if fallback else None


@lru_cache(maxsize=16)
def _face(path: Path) -> TrueType | None:
    """A font file with TrueType outlines; ``None`` when it has others or cannot be read."""
    try:
        return TrueType(path)
    except (OSError, ValueError):
        return None
