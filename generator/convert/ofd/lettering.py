"""Where the glyphs of an OFD text object stand, and which they are."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.convert.ofd.faces import Faces, Foreign
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.resources import FontEntry
from generator.convert.ofd.xml import Matrix, children, flag, number, times
from generator.lettering.face import Face, Program

#: Slant of a face that is to be italic and has no italic of its own (12 degrees).
_SLANT = 0.2126

#: A repeat count above this is nonsense: no text is that long.
_MOST_REPEATS = 100_000

_UNTOLD_WIDTH = 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """One glyph with its place: the matrix maps the em square into the object's own space."""

    face: Face[Program]
    code: int
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class _Sign:
    """One character of a text object with its origin, and the room to the next one, in mm."""

    character: str
    x: float
    y: float
    room: float


class Lettering:
    """Sets text objects; ``font`` is the entry of the object's font, ``own`` its program."""

    def __init__(self, faces: Faces, remarks: Remarks) -> None:
        self._faces = faces
        self._remarks = remarks

    def place(
        self, text: etree._Element, font: FontEntry | None, own: Face[Foreign] | None
    ) -> Iterator[Placed]:
        """Every visible glyph of a text object, in reading order."""
        size = number(text.get("Size"), 0.0)
        shape = _shape(text, size, slanted=self._slanted(text, font, own))
        signs = list(_signs(text, size))
        index = 0
        transforms = _transforms(text) if own is not None else {}
        while index < len(signs):
            count, glyphs = transforms.get(index, (1, ()))
            group = signs[index : index + count]
            index += count
            if own is not None and glyphs and all(map(own.program.holds, glyphs)):
                yield from _transformed(own, glyphs, group, shape, size)
            else:
                for sign in group:
                    yield from self._plain(sign, font, own, shape)

    def _slanted(
        self, text: etree._Element, font: FontEntry | None, own: Face[Foreign] | None
    ) -> bool:
        said = flag(text.get("Italic"), otherwise=False)
        return own is None and (said or (font is not None and font.italic))

    def _plain(
        self, sign: _Sign, font: FontEntry | None, own: Face[Foreign] | None, shape: Matrix
    ) -> Iterator[Placed]:
        if sign.character.isspace():
            return
        glyph = own.glyph(sign.character) if own is not None else 0
        found: tuple[Face[Program], int] | None = (
            (own, glyph) if own is not None and glyph else None
        )
        if found is None:
            found = self._faces.stand_in(font, sign.character)
            if own is not None and found is not None:
                self._remarks.add("有内嵌字体里没有的字，已用相近字体代替")
        if found is None:
            self._remarks.add("有没有字体可印的字，留了空")
            return
        face, glyph = found
        wide = face.program.advance(glyph) * abs(shape[0])
        if face is not own and 0 < sign.room < wide:  # a stand-in may not run into its neighbour
            shape = times((sign.room / wide, 0.0, 0.0, 1.0, 0.0, 0.0), shape)
        yield _placed(face, glyph, sign.character, shape, sign.x, sign.y)


def _placed(
    face: Face[Program], glyph: int, text: str, shape: Matrix, x: float, y: float
) -> Placed:
    return Placed(face, face.use(glyph, text), (*shape[:4], x, y))


def _transformed(
    face: Face[Program], glyphs: tuple[int, ...], group: list[_Sign], shape: Matrix, size: float
) -> Iterator[Placed]:
    """Glyphs that the file names by number; one each, or several for few characters."""
    text = "".join(sign.character for sign in group)
    if len(glyphs) == len(group):
        for glyph, sign in zip(glyphs, group, strict=True):
            yield _placed(face, glyph, sign.character, shape, sign.x, sign.y)
        return
    x, y = group[0].x, group[0].y
    for index, glyph in enumerate(glyphs):
        yield _placed(face, glyph, "" if index else text, shape, x, y)
        x += face.program.advance(glyph) * size


def _shape(text: etree._Element, size: float, *, slanted: bool) -> Matrix:
    """From the upright em square to the object's space, whose second axis points down."""
    wide = size * number(text.get("HScale"), 1.0)
    shape: Matrix = (wide, 0.0, _SLANT * size if slanted else 0.0, -size, 0.0, 0.0)
    turn = math.radians(number(text.get("CharDirection"), 0.0))
    turned = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0)
    return times(shape, turned)


def _signs(text: etree._Element, size: float) -> Iterator[_Sign]:
    """The characters with their origins; a code without a place goes on where the last began."""
    x = y = 0.0
    for code in children(text, "TextCode"):
        content = code.text or ""
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        steps_x, steps_y = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        at_x, at_y = x, y
        for index, character in enumerate(content):
            room = _step(steps_x, index) if index + 1 < len(content) else 0.0
            yield _Sign(character, at_x, at_y, room)
            if steps_x or steps_y:
                at_x += _step(steps_x, index)
                at_y += _step(steps_y, index)
            else:  # nothing is said: characters on top of each other cannot be meant
                wide = size * (_UNTOLD_WIDTH if character.isascii() else 1.0)
                down = number(text.get("ReadDirection"), 0.0) % 180 == 90
                at_x, at_y = (at_x, at_y + wide) if down else (at_x + wide, at_y)


def _step(steps: list[float], index: int) -> float:
    """The distance to the next character; the last one stated holds for what follows."""
    if not steps:
        return 0.0
    return steps[min(index, len(steps) - 1)]


def _steps(value: str | None) -> list[float]:
    """The distances of a list; ``g n v`` stands for n times v."""
    words = (value or "").replace(",", " ").split()
    found: list[float] = []
    index = 0
    while index < len(words):
        if words[index] == "g" and index + 2 < len(words):
            times_said = int(number(words[index + 1], 0.0))
            found += [number(words[index + 2], 0.0)] * min(max(times_said, 0), _MOST_REPEATS)
            index += 3
        else:
            found.append(number(words[index], 0.0))
            index += 1
    return found


def _transforms(text: etree._Element) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Position of a character to how many of them give which glyphs."""
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    for entry in children(text, "CGTransform"):
        words = " ".join((glyphs.text or "") for glyphs in children(entry, "Glyphs")).split()
        glyphs = tuple(int(number(word, -1.0)) for word in words)
        start = int(number(entry.get("CodePosition"), 0.0))
        count = max(1, int(number(entry.get("CodeCount"), 1.0)))
        if len(glyphs) == count:  # one each: entries may overlap no other way
            found.update({start + i: (1, (glyph,)) for i, glyph in enumerate(glyphs)})
        elif glyphs:
            found[start] = (count, glyphs)
    return found
