"""What is written in form fields and boxes of text that hold no appearance: set in our own type.

Readers set such words in a font of their own (ISO 32000-1, 12.7.3.3). Values of Latin letters alone
are drawn by qpdf; all others here, for it knows no Chinese.
"""

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pikepdf

from generator.base.characters import printable
from generator.convert.shown.marks import annotations, is_drawn, is_seen, line_width, numbers
from generator.lettering.drawing import draw
from generator.lettering.fonts import FontSet
from generator.lettering.pdf_names import UNREADABLE, name_of, text_of

#: So many fields above a field are asked for what it lacks.
_HIGHEST = 64

#: So many boxes of a document are drawn, with so many letters each; boxes are so large in points.
_MOST, _MOST_LETTERS, _LARGEST = 2_000, 5_000, 5_000.0

#: Flags of fields (ISO 32000-1, tables 226 to 230).
_MULTILINE, _PASSWORD, _RADIO, _PUSH = 1 << 12, 1 << 13, 1 << 15, 1 << 16

#: The share of a box's height that a line takes when its size is left to the reader; at most 12 pt.
_SHARE, _USUAL = 0.7, 12.0

_SIZE = re.compile(rb"([-\d.]+)\s+Tf")
_RGB = re.compile(rb"([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+rg")
_ALIGN = {1: "center", 2: "right"}

#: How a button that is chosen is marked, in a square of 10 by 10 (ISO 32000-1, table 189, /CA).
_TICK = "1.2 w 2 5 m 4.2 2.5 l 8.2 8 l S"
_SIGNS = {
    "8": "1.2 w 2 2 m 8 8 l S 2 8 m 8 2 l S",
    "n": "2 2 6 6 re f",
    "l": "7.5 5 m 7.5 6.4 6.4 7.5 5 7.5 c 3.6 7.5 2.5 6.4 2.5 5 c 2.5 3.6 3.6 2.5 5 2.5 c "
    "6.4 2.5 7.5 3.6 7.5 5 c f",
}


@dataclass(frozen=True, slots=True)
class _Box:
    """Words in a box of the page; sizes in points."""

    annotation: pikepdf.Dictionary
    text: str
    width: float
    height: float
    size: float
    colour: str
    align: str
    lines: bool
    frame: str = ""


def inherited(annotation: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """An entry of a field, of itself or of the nearest field above it; ``None`` if none has it."""
    node: object = annotation
    for _ in range(_HIGHEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            found: pikepdf.Object = node[key]
            return found
        node = node.get("/Parent")
    return None


def is_value(annotation: pikepdf.Dictionary) -> bool:
    """Whether it is a field, seen by its flags, with a value that is words or a choice."""
    if name_of(annotation.get("/Subtype")) != "/Widget" or not is_seen(annotation):
        return False
    return bool(said(annotation)) or _is_chosen(annotation)


def said(annotation: pikepdf.Dictionary) -> str:
    """The words of a field's value, as its reader shows them."""
    if name_of(inherited(annotation, "/FT")) not in ("/Tx", "/Ch"):
        return ""
    value = inherited(annotation, "/V")
    listed = list(value) if isinstance(value, pikepdf.Array) else [value]
    words = [_as_offered(annotation, text_of(one)) for one in listed]
    text = "、".join(word for word in words if word)
    return "•" * len(text) if _flags(annotation) & _PASSWORD else text


def _as_offered(annotation: pikepdf.Dictionary, value: str) -> str:
    """What a list shows for a value."""
    offered = inherited(annotation, "/Opt")
    for one in list(offered)[:_MOST] if isinstance(offered, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Array) and len(one) == 2 and text_of(one[0]) == value:
            return text_of(one[1])
    return value


def _flags(annotation: pikepdf.Dictionary) -> int:
    flags = inherited(annotation, "/Ff")
    return flags if isinstance(flags, int) else 0


def _is_chosen(annotation: pikepdf.Dictionary) -> bool:
    """Whether it is a box or a button that is chosen."""
    if name_of(inherited(annotation, "/FT")) != "/Btn" or _flags(annotation) & _PUSH:
        return False
    state = name_of(annotation.get("/AS"))
    if not state and not _flags(annotation) & _RADIO:
        state = name_of(inherited(annotation, "/V"))
    return bool(state) and state != "/Off"


def give_appearances(
    pdf: pikepdf.Pdf, fonts: FontSet, *, redrawn: Callable[[pikepdf.Dictionary], bool]
) -> None:
    """Draw the values of fields, and boxes of text, that hold no appearance.

    Args:
        pdf: the document, which is changed.
        fonts: the fonts found.
        redrawn: whether a field's words are drawn although it holds an appearance.
    """
    boxes: list[_Box] = []
    for page in pdf.pages:
        for one in annotations(page):
            kind = name_of(one.get("/Subtype"))
            if kind == "/FreeText" and is_seen(one) and not is_drawn(one):
                words = text_of(one.get("/Contents"))
                boxes += (replace(box, frame=_frame(one)) for box in _boxes(one, words, lines=True))
            elif kind == "/Widget" and is_value(one) and (redrawn(one) or not is_drawn(one)):
                if words := said(one):
                    boxes += _boxes(one, words, lines=bool(_flags(one) & _MULTILINE))
                else:
                    _draw_sign(pdf, one)
    if boxes:
        _draw(pdf, boxes[:_MOST], fonts)


def told(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is said of values that nobody could draw."""
    pages = [
        number
        for number, page in enumerate(pdf.pages, start=1)
        for one in annotations(page)
        if is_value(one) and not is_drawn(one)
    ]
    if pages:
        yield (
            f"PDF 表单中有 {len(pages)} 处填写内容没有保存外观，没有印出"
            f"（第一处在第 {pages[0]} 页），请“打印”为新的 PDF 后替换"
        )


def _boxes(annotation: pikepdf.Dictionary, text: str, *, lines: bool) -> Iterator[_Box]:
    """The box of an annotation; none if it has no size."""
    edges = _rectangle(annotation)
    text = text.strip()[:_MOST_LETTERS]
    if edges is None or not text:
        return
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    look = inherited(annotation, "/DA")
    raw = bytes(look) if isinstance(look, pikepdf.String) else b""
    align = inherited(annotation, "/Q")
    yield _Box(
        annotation,
        text,
        width,
        height,
        _size(raw, height, lines=lines),
        _colour(raw),
        _ALIGN.get(align if isinstance(align, int) else 0, "left"),
        lines,
    )


def _rectangle(annotation: pikepdf.Dictionary) -> tuple[float, float, float, float] | None:
    try:
        x, y, right, top = (float(edge) for edge in annotation.Rect)
    except UNREADABLE:
        return None
    x, right, y, top = min(x, right), max(x, right), min(y, top), max(y, top)
    sizes = (right - x, top - y)
    return (x, y, right, top) if all(1 < size < _LARGEST for size in sizes) else None


def _size(look: bytes, height: float, *, lines: bool) -> float:
    found = _SIZE.search(look)
    try:
        stated = float(found[1]) if found else 0.0
    except ValueError:
        stated = 0.0
    if 1 <= stated <= 300:
        return stated
    return _USUAL if lines else min(_USUAL, height * _SHARE)


def _frame(annotation: pikepdf.Dictionary) -> str:
    """The ground and the edge of a box of text, in the colour of its words."""
    ground = numbers(annotation.get("/C"))
    fill = f"background: {_rgb(ground)};" if len(ground) == 3 else ""
    width = line_width(annotation)
    return f"{fill} border: {width:.2f}pt solid" if width else fill


def _rgb(parts: Sequence[float]) -> str:
    return f"rgb({', '.join(str(round(min(1.0, max(0.0, part)) * 255)) for part in parts)})"


def _colour(look: bytes) -> str:
    found = _RGB.search(look)
    try:
        parts = [float(part) for part in found.groups()] if found else [0.0, 0.0, 0.0]
    except ValueError:
        parts = [0.0, 0.0, 0.0]
    return _rgb(parts)


def _draw(pdf: pikepdf.Pdf, boxes: Sequence[_Box], fonts: FontSet) -> None:
    """Set the words of all boxes, a page for each, and take the pages as their appearances."""
    role = "song" if "song" in fonts.paths else next(iter(fonts.paths))
    style, body = [], []
    for at, box in enumerate(boxes):
        style.append(
            f"@page b{at} {{ size: {box.width:.2f}pt {box.height:.2f}pt; margin: 0 }}"
            f".b{at} {{ page: b{at}; font-size: {box.size:.2f}pt; color: {box.colour};"
            f"text-align: {box.align}; height: {box.height:.2f}pt;"
            f"line-height: {1.2 if box.lines else box.height / box.size:.3f};"
            f"white-space: {'pre-wrap' if box.lines else 'pre'}; overflow: hidden; {box.frame} }}"
        )
        body.append(f'<div class="b{at}">{html.escape(printable(box.text))}</div>')
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>-</title>'
        f"<style>{fonts.css()} body {{ margin: 0; font: 12pt {fonts.stack(role)} }}"
        f"div {{ padding: 0 2pt; box-sizing: border-box }} {' '.join(style)}</style>"
        f"<body>{''.join(body)}</body></html>"
    )
    with pikepdf.open(io.BytesIO(draw(page, fonts))) as drawn:
        for box, one in zip(boxes, drawn.pages, strict=False):
            form = pdf.copy_foreign(drawn.make_indirect(one.as_form_xobject()))
            box.annotation["/AP"] = pikepdf.Dictionary(N=form)
            box.annotation["/F"] = 4


def _draw_sign(pdf: pikepdf.Pdf, annotation: pikepdf.Dictionary) -> None:
    """Mark a button as chosen."""
    edges = _rectangle(annotation)
    if edges is None:
        return
    look = annotation.get("/MK")
    sign = text_of(look.get("/CA")) if isinstance(look, pikepdf.Dictionary) else ""
    default = _SIGNS["l"] if _flags(annotation) & _RADIO else _TICK
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    side = min(width, height)
    moved = (
        f"{side / 10:.4f} 0 0 {side / 10:.4f} {(width - side) / 2:.2f} {(height - side) / 2:.2f}"
    )
    form = pdf.make_stream(f"q {moved} cm 0 g 0 G {_SIGNS.get(sign, default)} Q".encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox, form.Resources = pikepdf.Array([0, 0, width, height]), pikepdf.Dictionary()
    annotation["/AP"] = pikepdf.Dictionary(N=form)
