"""Choose for every character the face that draws it, and turn texts into PDF operators."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.base.characters import is_private, is_shapeless
from generator.base.errors import FontError
from generator.lettering.embedding import embed
from generator.lettering.face import Face, Program, program_of, true_type
from generator.lettering.fonts import FontSet
from generator.lettering.pdf_file import PdfFile
from generator.lettering.redrawn import Codes
from generator.lettering.shaping import Shaped, in_visual_order, shaped

#: What stands on the other side in a line that runs leftward.
_MIRRORED = str.maketrans("()[]{}<>«»（）〔〕《》“”", ")(][}{><»«）（〕〔》《”“")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in type: number of its face, its code as PDF text, its advance in ems.

    ``shaper`` is the font file of a script whose letters change beside each other.
    """

    face: int
    code: str
    ems: float
    shaper: Path | None = None


class Faces:
    """The faces of one PDF."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.codes: Program = Codes(fonts.digits)
        self._faces: dict[Program, Face[Program]] = {}
        self._numbers: dict[Program, int] = {}
        self._styles: dict[str, _Style] = {}

    def style(self, role: str) -> "_Style":
        """Characters to glyphs in the style of a font role.

        Raises:
            FontError: no font with TrueType outlines can stand in for the role.
        """
        if role not in self._styles:
            paths = self.fonts.paths
            roles = [role, "rare", *(name for name in paths if name not in (role, "latin"))]
            chinese = [one for name in roles if name in paths and (one := true_type(paths[name]))]
            latin = true_type(paths["latin"]) if "latin" in paths else None
            sign = true_type(self.fonts.sign) if self.fonts.sign else None
            if not chinese:
                raise FontError(
                    "没有可用来印台账的 TrueType 中文字体", "请安装霞鹜文楷（LXGW WenKai）或宋体。"
                )
            chain: list[Program] = [one for one in (*chinese, latin, sign) if one is not None]
            self._styles[role] = _Style(self, chain, latin)
        return self._styles[role]

    def use(self, program: Program, char: str, shaper: Path | None = None) -> Glyph:
        """Note that a font draws a character."""
        return self.use_glyph(program, program.glyph(ord(char)), char, shaper)

    def use_glyph(
        self, program: Program, glyph: int, char: str, shaper: Path | None = None
    ) -> Glyph:
        """Note that one of a font's glyphs stands for a character."""
        face = self._faces.setdefault(program, Face(program))
        number = self._numbers.setdefault(program, len(self._numbers))
        return Glyph(number, f"{face.use(glyph, char):04x}", program.advance(glyph), shaper)

    def write(self, pdf: PdfFile) -> str:
        """Embed what was used; gives the font dictionary of the pages."""
        names = [
            f"/F{self._numbers[program]} {embed(pdf, face)} 0 R"
            for program, face in self._faces.items()
        ]
        return f"<< {' '.join(names)} >>"


class _Style(dict[str, Glyph | None]):
    """Character to glyph, looked up once each; ``None`` for what has no ink and no width."""

    def __init__(self, faces: Faces, chain: list[Program], latin: Program | None) -> None:
        super().__init__()
        self._faces = faces
        self._chain = chain
        self._latin = latin
        self._shapes = False

    def __missing__(self, char: str) -> Glyph | None:
        self[char] = glyph = self._find(char)
        self._shapes |= glyph is not None and glyph.shaper is not None
        return glyph

    def operators(self, text: str, size: float) -> tuple[str, float]:
        """Show a line of text: the operators after its position is set, its width in ems."""
        glyphs = [glyph for glyph in map(self.__getitem__, text) if glyph is not None]
        if self._shapes and any(glyph.shaper for glyph in glyphs):
            return self._shaped_line(text, size)
        parts = [
            f"/F{face} {size:g} Tf <{''.join([glyph.code for glyph in run])}> Tj"
            for face, run in groupby(glyphs, key=lambda glyph: glyph.face)
        ]
        return " ".join(parts), sum([glyph.ems for glyph in glyphs])

    def _shaped_line(self, text: str, size: float) -> tuple[str, float]:
        """A line with stretches that are shaped, or that run leftward."""
        parts, width = [], 0.0
        for part in in_visual_order(text):
            runs = self._runs(part.text)
            for path, run in reversed(runs) if part.leftward else runs:
                if path is None:
                    shown = run[::-1].translate(_MIRRORED) if part.leftward else run
                    operators, ems = self.operators(shown, size)
                else:
                    glyphs = shaped(path, run, leftward=part.leftward)
                    operators, ems = self._placed(path, glyphs, size)
                    if not part.leftward:  # readers turn leftward text round themselves
                        operators = _spoken(run, operators)
                parts.append(operators)
                width += ems
        return " ".join(parts), width

    def _runs(self, text: str) -> list[tuple[Path | None, str]]:
        """Stretches with the font that shapes them; marks and blanks stay with their neighbours."""
        runs: list[tuple[Path | None, str]] = []
        for char in text:
            glyph = self[char]
            last = runs[-1][0] if runs else None
            path = last if glyph is None or char == " " else glyph.shaper
            if runs and path == last:
                runs[-1] = (path, runs[-1][1] + char)
            else:
                runs.append((path, char))
        return runs

    def _placed(self, path: Path, glyphs: tuple[Shaped, ...], size: float) -> tuple[str, float]:
        """Glyphs at their places, and their width in ems."""
        program = program_of(path)
        assert program is not None  # a glyph of it was found
        number, up = 0, 0.0
        items: list[str] = []
        lines: list[str] = []
        for shape in glyphs:
            glyph = self._faces.use_glyph(program, shape.glyph, shape.text)
            if shape.up != up:
                lines.append(f"[{' '.join(items)}] TJ {shape.up * size:.2f} Ts")
                items, up = [], shape.up
            number = glyph.face
            items += [f"{-1000 * shape.right:.0f}"] if shape.right else []
            after = 1000 * (glyph.ems + shape.right - shape.advance)
            items.append(f"<{glyph.code}>" + (f" {after:.0f}" if round(after) else ""))
        lines.append(f"[{' '.join(items)}] TJ" + (" 0 Ts" if up else ""))
        shown = f"/F{number} {size:g} Tf {' '.join(lines)}"
        return shown, sum(shape.advance for shape in glyphs)

    def _find(self, char: str) -> Glyph | None:
        if is_shapeless(char):
            return None
        leading = self._faces.fonts.leading(char)
        if leading is not None and (shaper := true_type(leading)):
            return self._faces.use(shaper, char, leading)
        programs = self._chain
        if self._latin is not None and char.isascii():
            programs = [self._latin, *programs]
        for program in programs:
            if program.glyph(ord(char)) and not is_private(char):
                return self._faces.use(program, char)
        if char.isspace():
            return self[" "] if char != " " else None
        return self._last_resort(char)

    def _last_resort(self, char: str) -> Glyph:
        """A fallback's glyph, or the code of a character that no font has."""
        path = self._faces.fonts.fallback(char)
        program = program_of(path) if path is not None else None
        if program is None or not program.glyph(ord(char)):
            program = self._faces.codes
        return self._faces.use(program, char)


def _spoken(text: str, operators: str) -> str:
    """Operators with the text that they show (ISO 32000-1, 14.9.4)."""
    words = text.encode("utf-16-be", "surrogatepass").hex()
    return f"/Span << /ActualText <feff{words}> >> BDC {operators} EMC"
