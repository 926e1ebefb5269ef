"""Choose for every character of a stamp the font that draws it, and turn texts into PDF strings."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pikepdf

from generator.base.characters import printable
from generator.base.errors import FontError
from generator.lettering.embedding import InPdf, embed
from generator.lettering.face import Face, Program, program_of
from generator.lettering.fonts import FontSet
from generator.lettering.typeset import MM_PER_POINT


class _Glyph(NamedTuple):
    """A glyph of a font file: its code in the document, its advance in thousandths of an em."""

    path: Path
    code: int
    advance: int


class Run(NamedTuple):
    """Characters in one font: its resource name, the font, the PDF string."""

    name: str
    font: pikepdf.Object
    string: str


class StampFonts:
    """The fonts of one PDF's stamps: one subset per font file, embedded when first used."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontSet, texts: Iterable[tuple[str, str]]) -> None:
        """Find the glyphs of all characters.

        Args:
            pdf: the document that the subsets will be embedded in.
            fonts: the font files by role.
            texts: font role and text of all that will be drawn or measured.

        Raises:
            FontError: no font with outlines has a character, and none can spell its code.
            KeyError: a role has no font file.
        """
        self._pdf = pdf
        self._embedded: dict[Path, tuple[str, pikepdf.Object]] = {}
        wanted = sorted({(role, char) for role, text in texts for char in text})
        chosen = {(role, char): _chosen(char, _chain(fonts, role)) for role, char in wanted}
        used = sorted({place for places in chosen.values() for place in places})
        self._faces = {path: Face(_program(path)) for path, _ in used}
        glyphs = {place: self._glyph(*place) for place in used}
        self._glyphs = {
            key: tuple(glyphs[place] for place in places) for key, places in chosen.items()
        }

    def _glyph(self, path: Path, char: str) -> _Glyph:
        face = self._faces[path]
        glyph = face.glyph(char)
        advance = round(face.program.advance(glyph) * 1000)
        return _Glyph(path, face.use(glyph, char), advance)

    def width(self, text: str, size: float, role: str) -> float:
        """Width of a text in mm; ``size`` in points.

        Raises:
            KeyError: the text was not announced.
        """
        advance = sum(glyph.advance for char in text for glyph in self._glyphs[role, char])
        return advance / 1000 * size * MM_PER_POINT

    def runs(self, text: str, role: str) -> Iterator[Run]:
        """The text as PDF strings, one for each stretch in the same font.

        Raises:
            KeyError: the text was not announced.
        """
        glyphs = (glyph for char in text for glyph in self._glyphs[role, char])
        for path, stretch in groupby(glyphs, key=lambda glyph: glyph.path):
            string = "".join(f"{glyph.code:04x}" for glyph in stretch)
            yield Run(*self._resource(path), f"<{string}>")

    def _resource(self, path: Path) -> tuple[str, pikepdf.Object]:
        """A name that depends on nothing but what is embedded, and the font."""
        if path not in self._embedded:
            font = embed(InPdf(self._pdf), self._faces[path])
            self._embedded[path] = f"/Gb{str(font.BaseFont)[1:7]}", font
        return self._embedded[path]


def _program(path: Path) -> Program:
    program = program_of(path, hinted=False)
    assert program is not None  # a glyph was found in it
    return program


def _chain(fonts: FontSet, role: str) -> tuple[Path, ...]:
    """The files to look a character up in: the role's, for rare characters, then all others."""
    rare = [fonts.paths["rare"]] if "rare" in fonts.paths else []
    return tuple(dict.fromkeys((fonts.paths[role], *rare, *fonts.files)))


def _chosen(char: str, chain: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """What is drawn for a character, each with its font file.

    Itself; nothing for what has no shape; a blank for any other space; else its code in brackets,
    so that nothing vanishes from print.
    """
    if unicodedata.category(char) == "Cf" or _is_selector(char):
        return ()
    shown = printable(char)
    path = _first_with(shown, chain) if len(shown) == 1 else None
    if path is not None:
        return ((path, shown),)
    spelled = " " if char.isspace() else f"〔U+{ord(char):04X}〕"
    places = tuple((path, part) for part in spelled if (path := _first_with(part, chain)))
    if len(places) < len(spelled):
        raise FontError(
            f"没有可用来印页码和归档章的字体（缺“{spelled}”）",
            "请安装 Liberation Serif 或 Times New Roman，以及仿宋、宋体等中文字体。",
        )
    return places


def _first_with(char: str, chain: Sequence[Path]) -> Path | None:
    for path in chain:
        program = program_of(path, hinted=False)
        if program is not None and program.glyph(ord(char)):
            return path
    return None


def _is_selector(char: str) -> bool:
    """Whether a character only selects a variant of the one before it (Unicode, chapter 23.4)."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
