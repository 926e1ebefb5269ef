"""Read what each text operator of a page shows, without laying out its letters.

pdfium makes one text object of each, in the same order, but tells the characters only after it has
taken every glyph apart to know its box. Whatever is not plain here is left to that: ``None``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from generator.lettering.pdf_names import UNREADABLE
from generator.measure.surveys.codes import Codes, NotPlainError, codes_of

_OPERATORS = "q Q Tf Tc Tj TJ ' \" gs Do BDC"
_SHOWN = frozenset({"Tj", "TJ", "'"})
#: Forms within forms are followed this deep, and so many of them on a page.
_DEEPEST = 16
_MOST_FORMS = 500
#: A string that goes back farther (in thousandths of its size) may strike a letter twice.
_FARTHEST_BACK = 150
#: pdfium cuts off longer strings.
_LONGEST = 30_000
#: Characters that pdfium takes apart, turns round or does not count as one: controls, letters that
#: are written from the right, ligatures, halves of pairs, what is no character.
_ODD = re.compile(
    "[\\0-\\x1f\\x7f-\\x9f\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufb00-\ufdff\ufe70-\ufeff\ufffe\uffff\U00010000-\U0010ffff]"
)
#: What a page raises that is not plain, or makes no sense.
_UNCLEAR = (NotPlainError, *UNREADABLE)


class _State(NamedTuple):
    """The part of the graphics state that decides what a string says."""

    codes: Codes | None = None
    size: float = 1.0
    spacing: float = 0.0


class Strings:
    """Reads the pages of one document; what it knows of a font is used again."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Codes | None] = {}
        self._forms = 0  # of the page that is read

    def on(self, page: pikepdf.Page) -> tuple[str, ...] | None:
        """The characters of each operator that shows any, forms opened; ``None`` if unclear."""
        self._forms = 0
        try:
            return tuple(self._shown(page.obj, page.resources, _State(), _DEEPEST))
        except _UNCLEAR:
            return None

    def _shown(
        self, stream: pikepdf.Object, resources: pikepdf.Object, state: _State, depth: int
    ) -> Iterator[str]:
        saved: list[_State] = []
        fonts: dict[pikepdf.Name, Codes | None] = {}
        for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
            name, operands = str(instruction.operator), instruction.operands
            if name in _SHOWN:
                if text := _said(operands[0], state):
                    yield text
            elif name == "Do":
                yield from self._within(resources, _name(operands[0]), state, depth)
            elif name == "Tf":
                font = _name(operands[0])
                if font not in fonts:
                    fonts[font] = self._codes(resources["/Font"][font])
                state = _State(fonts[font], float(operands[1]), state.spacing)
            else:
                state = _changed(state, name, operands, resources, saved)

    def _within(
        self, resources: pikepdf.Object, name: pikepdf.Name, state: _State, depth: int
    ) -> Iterator[str]:
        drawn = resources["/XObject"][name]
        if drawn.get("/Subtype") != "/Form":
            return
        self._forms += 1
        if depth == 0 or self._forms > _MOST_FORMS:
            raise NotPlainError
        yield from self._shown(drawn, drawn.get("/Resources", resources), state, depth - 1)

    def _codes(self, font: pikepdf.Object) -> Codes | None:
        key = font.objgen
        if key == (0, 0):
            return codes_of(font)
        if key not in self._fonts:
            self._fonts[key] = codes_of(font)
        return self._fonts[key]


def _name(operand: object) -> pikepdf.Name:
    """What an operator refers to, whatever its bytes.

    Raises:
        NotPlainError: it refers to nothing.
    """
    if not isinstance(operand, pikepdf.Name):
        raise NotPlainError
    return operand


def _changed(
    state: _State, name: str, operands: Any, resources: pikepdf.Object, saved: list[_State]
) -> _State:
    """The state after an operator that shows nothing.

    Raises:
        NotPlainError: the operator may change the font, or text is not what its codes say.
    """
    if name == "q":
        saved.append(state)
    elif name == "Q":
        return saved.pop() if saved else state
    elif name == "Tc":
        return _State(state.codes, state.size, float(operands[0]))
    elif not _is_plain(name, operands, resources):
        raise NotPlainError
    return state


def _is_plain(name: str, operands: Any, resources: pikepdf.Object) -> bool:
    if name == "gs":
        return "/Font" not in resources["/ExtGState"][_name(operands[0])]
    if name == "BDC":
        said = operands[1]
        if isinstance(said, pikepdf.Name):
            said = resources["/Properties"][said]
        return "/ActualText" not in said
    return False


def first_page(pdf: Path) -> str | None:
    """All characters of a document's first page, in the order of its operators.

    Returns:
        ``None`` where that is unclear, or qpdf does not open the document.
    """
    try:
        with pikepdf.open(pdf) as document:
            said = Strings().on(document.pages[0])
    except (OSError, *UNREADABLE):
        return None
    return None if said is None else "".join(said)


def _said(operand: pikepdf.Object, state: _State) -> str:
    """The characters that a string or an array of strings and distances shows."""
    parts = operand if isinstance(operand, pikepdf.Array) else (operand,)
    data = bytearray()
    for part in parts:
        if isinstance(part, pikepdf.String):
            data += bytes(part)
        elif part > _FARTHEST_BACK:
            raise NotPlainError
    if not data:
        return ""
    back = -state.spacing * 1000 > _FARTHEST_BACK * abs(state.size)
    if state.codes is None or back or len(data) > _LONGEST:
        raise NotPlainError
    text = state.codes.text(bytes(data))
    if _ODD.search(text):
        raise NotPlainError
    return text
