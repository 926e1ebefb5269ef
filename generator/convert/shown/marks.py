"""Marks on a PDF page that hold no appearance: drawn as the second reader draws them, or told.

Readers draw such marks from their own data (ISO 32000-1, 12.5.6). pdfium does so for highlights,
lines under and through words, ink, squares and circles; lines and polygons are drawn here the same
way; words in a box are set in type (``values``). What is left is told by kind and page.
"""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf
import pypdfium2

from generator.lettering.pdf_names import UNREADABLE, name_of

#: Marks that are seen on the page itself, by their Chinese names.
SEEN: Mapping[str, str] = {
    "/Highlight": "高亮",
    "/Underline": "下划线",
    "/Squiggly": "波浪线",
    "/StrikeOut": "删除线",
    "/Caret": "插入符",
    "/Ink": "手写笔迹",
    "/Square": "方框",
    "/Circle": "圆圈",
    "/Polygon": "多边形",
    "/PolyLine": "折线",
    "/Line": "直线",
    "/FreeText": "文字框",
    "/Stamp": "图章",
    "/Watermark": "水印",
}

#: What pdfium draws from a mark's own data.
_BY_PDFIUM = frozenset(
    {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Ink", "/Square", "/Circle"}
)

#: Flags of an annotation that nobody sees: hidden, not viewed (ISO 32000-1, table 165).
_UNSEEN = 2 | 32

#: Pixels a point at which pdfium is made to draw: only that it draws counts.
_SCALE = 0.05

#: So many marks are drawn, so many points of one; so many kinds and pages are told.
_MOST, _MOST_POINTS, _TOLD = 5_000, 20_000, 6


def annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are dictionaries."""
    found = page.obj.get("/Annots")
    for entry in list(found) if isinstance(found, pikepdf.Array) else ():
        if isinstance(entry, pikepdf.Dictionary):
            yield entry


def is_drawn(annotation: pikepdf.Object) -> bool:
    """Whether an annotation holds an appearance."""
    appearance = annotation.get("/AP")
    return isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance


def is_seen(annotation: pikepdf.Object) -> bool:
    """Whether an annotation's flags let it be seen."""
    flags = annotation.get("/F")
    return not (isinstance(flags, int) and flags & _UNSEEN)


def lost(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    """Marks that are meant to be seen and hold nothing that could be drawn, by page from 1."""
    for number, page in enumerate(pdf.pages, start=1):
        for one in annotations(page):
            if name_of(one.get("/Subtype")) in SEEN and is_seen(one) and not is_drawn(one):
                yield number, one


def unapplied_redactions(pdf: pikepdf.Pdf) -> Iterator[int]:
    """The pages, from 1, with marks for redaction that were not applied.

    Such a mark (ISO 32000-1, 12.5.6.23) only plans what to remove: the content below is whole,
    also where the mark itself is black or hidden.
    """
    for number, page in enumerate(pdf.pages, start=1):
        if any(name_of(one.get("/Subtype")) == "/Redact" for one in annotations(page)):
            yield number


def told(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is said of the marks that nobody could draw."""
    found = Counter((number, SEEN[name_of(one.get("/Subtype"))]) for number, one in lost(pdf))
    if not found:
        return
    named = "、".join(
        f"第 {number} 页{kind}" + (f" {count} 处" if count > 1 else "")
        for (number, kind), count in list(found.items())[:_TOLD]
    )
    more = "等" if len(found) > _TOLD else ""
    yield (
        f"PDF 有 {found.total()} 处标注没有保存外观，没有印出（{named}{more}），"
        "请打开原件核对；需要的请“打印”为新的 PDF 后替换"
    )


def give_appearances(pdf: pikepdf.Pdf, readable: Path) -> None:
    """Give marks the appearance that readers draw.

    Args:
        pdf: the document, which is changed.
        readable: the same document on the disk, for pdfium.
    """
    waiting = [(number, one) for number, one in lost(pdf)][:_MOST]
    pages = {number for number, one in waiting if name_of(one.get("/Subtype")) in _BY_PDFIUM}
    if pages:
        _take_over(pdf, readable, sorted(pages))
    for _, one in waiting:
        drawing = _DRAWN.get(name_of(one.get("/Subtype")))
        if drawing is not None and not is_drawn(one):
            _draw(pdf, one, str(drawing))


def _take_over(pdf: pikepdf.Pdf, readable: Path, pages: Sequence[int]) -> None:
    """Take the appearances that pdfium makes while it draws; they stand in what it saves."""
    saved = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(readable) as document:
            for number in pages:
                document[number - 1].render(scale=_SCALE, may_draw_forms=False)
            document.save(saved)
        with pikepdf.open(saved) as drawn:
            for number in pages:
                pairs = zip(
                    annotations(pdf.pages[number - 1]),
                    annotations(drawn.pages[number - 1]),
                    strict=False,
                )
                for own, other in pairs:
                    _take_one(pdf, own, other)
    except (pypdfium2.PdfiumError, *UNREADABLE):
        return  # what has no appearance is told


def _take_one(pdf: pikepdf.Pdf, own: pikepdf.Dictionary, other: pikepdf.Dictionary) -> None:
    kind = name_of(own.get("/Subtype"))
    same = kind == name_of(other.get("/Subtype")) and kind in _BY_PDFIUM
    if same and is_seen(own) and not is_drawn(own) and is_drawn(other):
        form = other.AP.N
        if isinstance(form, pikepdf.Stream):
            own["/AP"] = pikepdf.Dictionary(N=pdf.copy_foreign(form))
            own["/Rect"] = own.AP.N.BBox  # it is drawn at its own size


#: By kind, the entry that holds its points, and whether the path is closed.
_DRAWN: Mapping[str, str] = {"/Line": "/L", "/PolyLine": "/Vertices", "/Polygon": "/Vertices"}


def _draw(pdf: pikepdf.Pdf, mark: pikepdf.Dictionary, entry: str) -> None:
    """Draw a line, open or closed, in the colours of the mark."""
    points = numbers(mark.get(entry))[:_MOST_POINTS]
    rectangle = numbers(mark.get("/Rect"))
    if len(points) < 4 or len(points) % 2 or len(rectangle) != 4:
        return
    pairs = list(zip(points[::2], points[1::2], strict=True))
    words = [_colour(mark.get("/C"), "RG") or "0 0 0 RG", f"{line_width(mark):.2f} w"]
    inner = _colour(mark.get("/IC"), "rg")
    words += [inner] if inner else []
    words += [f"{x:.2f} {y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(pairs)]
    closed = name_of(mark.get("/Subtype")) == "/Polygon"
    words.append(("b" if inner else "s") if closed else "S")
    form = pdf.make_stream(" ".join(words).encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox, form.Resources = pikepdf.Array(rectangle), pikepdf.Dictionary()
    mark["/AP"] = pikepdf.Dictionary(N=form)


def numbers(value: object) -> list[float]:
    """The numbers of an array; none if one of them is no number."""
    if not isinstance(value, pikepdf.Array):
        return []
    try:
        return [float(one) for one in value]
    except UNREADABLE:
        return []


def _colour(value: object, word: str) -> str:
    """A colour of one, three or four numbers as an instruction; empty for none."""
    parts = numbers(value)
    kinds = {1: "G", 3: "RG", 4: "K"}
    if len(parts) not in kinds:
        return ""
    name = kinds[len(parts)] if word.isupper() else kinds[len(parts)].lower()
    return " ".join(f"{number:.3f}" for number in parts) + f" {name}"


def line_width(mark: pikepdf.Dictionary) -> float:
    """The width of a mark's line in points (ISO 32000-1, 12.5.4)."""
    style = mark.get("/BS")
    if isinstance(style, pikepdf.Dictionary):
        found = numbers(pikepdf.Array([style.get("/W", 1)]))
    else:
        found = numbers(mark.get("/Border"))[2:3]
    return min(max(found[0], 0.0), 72.0) if found else 1.0
