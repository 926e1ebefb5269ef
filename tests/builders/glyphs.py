"""Texts that few fonts can set, and what a PDF really shows of them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from generator.base.characters import is_private, is_shapeless, needs_glyph
from generator.lettering.fonts import FontSet
from generator.lettering.fonts.coverage import coverage

#: What the set-up's fonts draw, by kind.
RARE = {
    "扩展 A": "㛃䶮㐀㔾",
    "扩展 B": "𠅤𠀁𡈽𤭢𪛖",
    "扩展 C 至 F": "𪜀𫝀𬍛𬭚𫖯𬬻𬴊",
    "扩展 G、H": "𰻝𱁬𲎯",
    "三级字": "堃喆犇淼翀㭎䃅",
    "藏文": "བོད་ལྗོངས་བསྒྲུབས",
    "蒙古文": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    "维吾尔文": "ئۇيغۇر تىلى",
    "彝文": "ꆈꌠꁱꂷ",
    "傣文": "ᥖᥭᥰ ᦑᦺ",
    "壮文": "Vahcuengh ŋƅƨɯ",
    "朝鲜文": "한국어",
    "泰文": "ไทย",
    "表情": "😀🐉🫠🫨👍🏽🇨🇳",
    "连接的表情": "👨\u200d👩\u200d👧❤️☑️1️⃣",
    "异体选择": "葛\U000e0100城辻\U000e0101",
    "符号": "☐☑✓①〔〕—…",
}

#: Private, unassigned and reordering code points with what is printed for them.
SPELLED = {
    "\ue863": "䶮",
    "\ue123": "〔U+E123〕",
    "\U0002ffff": "〔U+2FFFF〕",
    "\u202e": "〔U+202E〕",
    "\x0b": "〔U+000B〕",
}

#: Characters that no font of the set-up has; they are drawn as their codes.
NO_FONT = "\U0002ebf0\U00012000"


@dataclass(frozen=True)
class Shown:
    """A glyph on a page: the font's name, and whether it is the picture of an absent glyph."""

    font: str
    absent: bool


def shown_glyphs(pdf: Path) -> Iterator[Shown]:
    """Every glyph that the pages show in an embedded TrueType or composite font."""
    with pikepdf.open(pdf) as document:
        fonts: dict[tuple[int, int], _Font] = {}
        for page in document.pages:
            font: _Font | None = None
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    found = page.resources.Font[str(operands[0])]
                    if found.objgen not in fonts:
                        fonts[found.objgen] = _Font(found)
                    font = fonts[found.objgen]
                elif str(operator) in ("Tj", "TJ") and font is not None:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            yield from font.shown(bytes(part))


def undrawn(pdf: Path) -> set[str]:
    """The fonts of which a PDF shows the picture of an absent glyph."""
    return {glyph.font for glyph in shown_glyphs(pdf) if glyph.absent}


def path_of(fonts: FontSet, char: str, role: str = "fang") -> Path | None:
    """The file that draws a character in a role; ``None`` when no file does."""
    if is_private(char):
        return None
    latin = fonts.paths.get("latin")
    if latin is not None and char.isascii() and char in coverage(latin):
        return latin
    base = [fonts.paths[name] for name in (role, "rare", "latin") if name in fonts.paths]
    base += [fonts.sign] if fonts.sign is not None else []
    own = (path for path in base if char in coverage(path))
    return fonts.leading(char) or next(own, None) or fonts.fallback(char)


def missing_glyphs(fonts: FontSet, text: str) -> set[str]:
    """The visible characters of a text that no face of the body's type can draw."""
    return {char for char in text if needs_glyph(char) and path_of(fonts, char) is None}


def fonts_used(pdf: Path) -> set[str]:
    """The names of the fonts whose glyphs a PDF shows, without the subset's tag."""
    return {glyph.font.partition("+")[2] for glyph in shown_glyphs(pdf)}


def words(pdf: Path) -> str:
    """The text of all pages, as another program reads it, without blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return bare("".join(page.get_textpage().get_text_bounded() for page in document))


def bare(text: str) -> str:
    """A text without blanks and without what has no shape of its own."""
    return "".join(char for char in text if not char.isspace() and not is_shapeless(char))


class _Font:
    def __init__(self, font: Any) -> None:
        self.name = str(font.BaseFont)
        self._composite = str(font.Subtype) == "/Type0"
        inner = font.DescendantFonts[0] if self._composite else font
        descriptor = inner.FontDescriptor
        self._map = b""
        if "/CIDToGIDMap" in inner and isinstance(inner.CIDToGIDMap, pikepdf.Stream):
            self._map = inner.CIDToGIDMap.read_bytes()
        self._known: dict[int, bool] = {}
        self._count = 1 << 16
        self._glyphs: Any = None
        if "/FontFile2" in descriptor:
            file = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
            self._count = file["maxp"].numGlyphs
            if not self._composite:
                self._order = file.getGlyphOrder()
                self._codes = file["cmap"].tables[0].cmap
                self._glyphs = file.getGlyphSet()
                self._absent = self._outline(self._order[0])

    def shown(self, string: bytes) -> Iterator[Shown]:
        if not self._composite and self._glyphs is None:
            return  # PostScript outlines of LibreOffice: their glyphs have no numbers
        step = 2 if self._composite else 1
        for at in range(0, len(string), step):
            code = int.from_bytes(string[at : at + step], "big")
            if code not in self._known:
                self._known[code] = self._is_absent(code)
            yield Shown(self.name, self._known[code])

    def _is_absent(self, code: int) -> bool:
        number = code
        if self._map:
            number = int.from_bytes(self._map[2 * code : 2 * code + 2], "big")
        if not self._composite:
            number = self._order.index(self._codes.get(code, ".notdef"))
        # WeasyPrint's number for a character that no font has lies behind the font's last one
        if number == 0 or number >= self._count:
            return True
        if self._glyphs is None:
            return False
        outline = self._outline(self._order[number])
        return bool(outline) and outline == self._absent

    def _outline(self, name: str) -> Any:
        pen = DecomposingRecordingPen(self._glyphs)
        self._glyphs[name].draw(pen)
        return pen.value
