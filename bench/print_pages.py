"""Measure the printed pages of a volume against the layout's figures and the plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2

from bench.print_marks import Extent, Picture, drawn, extent, words_in
from generator.lettering.fonts import FontSet
from generator.lettering.layout import Layout
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Binding, Imprint, LeafRef, NumberStyle, Page, PageKind, Rect
from generator.plan.geometry import Box, boxes

#: Dots per inch for pages of ours, with thin rules, and for evidence.
OWN_DPI, EVIDENCE_DPI = 300, 200

#: Around a number no print of others stands nearer than the layout's distance; a little less is
#: looked at.
_AROUND = 0.9
#: Where no text of a cell stands: this far from its left rule, and below its upper rule.
_BESIDE, _BELOW = 0.5, 0.55
#: What is no larger than this (mm) both ways, and alone, is dust of a scanner.
_DUST = 1.6
#: A scanner's shadow is no wider, and runs along this share of the page.
_SHADOW_WIDTH, _SHADOW_SHARE = 8.5, 0.6


#: The most that a measured length may be off, in mm.
AIM = 0.5
#: The deviation of what is not there at all.
LOST = 999.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A deviation in mm; ``what`` was measured where."""

    what: str
    deviation: float
    where: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What pages are measured against."""

    layout: Layout
    binding: Binding
    fonts: FontSet


def measure(
    document: pypdfium2.PdfDocument, page: Page, where: str, figures: Figures
) -> Iterator[Measured]:
    """Everything that can be measured on one side of a volume."""
    own = page.leaf is None
    picture = drawn(document, page.index - 1, OWN_DPI if own else EVIDENCE_DPI)
    if page.imprint is not None:
        yield from _number(document, page, page.imprint, picture, where, figures)
        picture = picture.without(_grown(_text_box(page.imprint, figures.fonts), 0.7))
    if page.kind is PageKind.BLANK:
        white = 0.0 if picture.all_print() is None else LOST
        yield Measured("blank sides: nothing printed", white, where)
    elif own:
        yield from _generated(page, picture, where, figures.layout)
    else:
        yield from _evidence(page, picture, where, figures.binding)


# ------------------------------------------------------------------------------------ page numbers


def _number(
    document: pypdfium2.PdfDocument,
    page: Page,
    imprint: Imprint,
    picture: Picture,
    where: str,
    figures: Figures,
) -> Iterator[Measured]:
    """A number at home against the layout, one that had to move against the plan."""
    if imprint.over:
        return
    planned = _text_box(imprint, figures.fonts)
    window = _grown(planned, _AROUND)
    found = _without_dust(picture, window)
    if found is None:
        yield Measured("page numbers: printed", LOST, where)
        return
    said = words_in(document, page.index - 1, window)
    right = said == "".join(imprint.text.split())
    yield Measured("page numbers: are real text", 0.0 if right else LOST, f"{where} {said!r}")
    font = figures.fonts.paths[imprint.font]
    first, last = extent(font, imprint.text[0]), extent(font, imprint.text[-1])
    em = imprint.size * MM_PER_POINT
    if page.right_hand:
        outer = page.width - found.right - (last.advance - last.right) * em
    else:
        outer = found.left - first.left * em
    baseline = found.bottom + min(one.bottom for one in _extents(imprint, figures.fonts)) * em
    if imprint.moved:
        at = page.width - imprint.x if page.right_hand else imprint.x
        yield Measured("page numbers moved: outer end", abs(outer - at), where)
        yield Measured("page numbers moved: baseline", abs(baseline - imprint.y), where)
    elif figures.binding.number_style is NumberStyle.BOOK:
        yield from _book_number(page, imprint, picture, outer, where, figures)
    else:
        corner = figures.layout.number.archive
        yield Measured("archive numbers: outer end", abs(outer - corner.outer), where)
        yield Measured("archive numbers: top", abs(found.top - corner.top), where)


def _book_number(
    page: Page, imprint: Imprint, picture: Picture, outer: float, where: str, figures: Figures
) -> Iterator[Measured]:
    """The rules beside the number stand below the type area, its end a character within it."""
    book, frame = figures.layout.number.book, figures.layout.page
    em = imprint.size * MM_PER_POINT
    home = frame.outer + book.indent * em
    yield Measured("book numbers: outer end", abs(outer - home), where)
    dash = extent(figures.fonts.paths[imprint.font], book.dash)
    start = page.width - outer - dash.advance * em if page.right_hand else outer
    left, right = start + dash.left * em, start + dash.right * em
    level = page.height - frame.bottom + book.below
    rule = picture.print_in(Rect(left, level - 2, right, level + 2))
    if rule is None:
        yield Measured("book numbers: rules are printed", LOST, where)
        return
    off = abs((rule.top + rule.bottom) / 2 - level)
    yield Measured("book numbers: rules below the type area", off, where)


def _extents(imprint: Imprint, fonts: FontSet) -> list[Extent]:
    return [extent(fonts.paths[imprint.font], char) for char in imprint.text if char != " "]


def _text_box(imprint: Imprint, fonts: FontSet) -> Rect:
    """Where the plan has the imprint, by the widths of its font."""
    em = imprint.size * MM_PER_POINT
    path = fonts.paths[imprint.font]
    wide = sum(extent(path, char).advance for char in imprint.text) * em
    left = imprint.x - {"left": 0.0, "center": 0.5, "right": 1.0}[imprint.align] * wide
    high = max(one.top for one in _extents(imprint, fonts)) * em
    low = min(one.bottom for one in _extents(imprint, fonts)) * em
    return Rect(left, imprint.y - high, left + wide, imprint.y - min(0.0, low))


# ---------------------------------------------------------------------------------- pages of ours


def _generated(page: Page, picture: Picture, where: str, layout: Layout) -> Iterator[Measured]:
    """Rules against the margins and the plan; nothing printed beyond the type area."""
    area = f"catalogue frame {_margins(page)}" if page.kind is PageKind.CATALOGUE else "type area"
    left, right = page.left, page.width - page.margins.inner - page.margins.outer + page.left
    bottom = page.height - page.margins.bottom
    found = picture.all_print()
    if found is not None:
        half = layout.table.rule / 2
        beyond = (
            left - half - found.left,
            found.right - right - half,
            page.margins.top - half - found.top,
            found.bottom - bottom - half,
        )
        yield Measured(f"{area}: print beyond it", max(0.0, *beyond), where)
    rows = [
        (top, tuple(cells)) for top, cells in groupby(boxes(page, layout), key=lambda box: box.y)
    ]
    ruled = [(top, cells) for top, cells in rows if cells[0].rule]
    for top, cells in ruled:
        yield from _row(picture, top, cells, where, (left, right), area)
    if ruled and ruled[0][0] == page.margins.top:
        upper = picture.lines_down(left + _BESIDE, page.margins.top - 2, page.margins.top + 2)
        yield Measured(f"{area}: upper rule", _nearest(upper, page.margins.top), where)


def _row(
    picture: Picture,
    top: float,
    cells: tuple[Box, ...],
    where: str,
    sides: tuple[float, float],
    area: str,
) -> Iterator[Measured]:
    """A row's height between its rules, its columns, and the table's edges."""
    first, last = cells[0], cells[-1]
    down = picture.lines_down(first.x + _BESIDE, top - 2, top + first.height + 2)
    ends = [
        min(down, key=lambda line, at=at: abs(line - at), default=-LOST)
        for at in (top, top + first.height)
    ]
    yield Measured("table rows: height", abs(ends[1] - ends[0] - first.height), where)
    yield Measured("table rows: place", max(abs(ends[0] - top), 0.0), where)
    end = last.x + last.width
    across = picture.lines_across(top + _BELOW, first.x - 2, end + 2)
    for place in (*(cell.x for cell in cells[1:]),):
        yield Measured("table columns: place", _nearest(across, place), where)
    if abs(end - first.x - (sides[1] - sides[0])) < 0.01:
        yield Measured(f"{area}: left rule", _nearest(across, sides[0]), where)
        yield Measured(f"{area}: right rule", _nearest(across, sides[1]), where)


def _margins(page: Page) -> str:
    margins = page.margins
    return "/".join(
        f"{side:g}" for side in (margins.top, margins.bottom, margins.inner, margins.outer)
    )


def _nearest(lines: Iterable[float], place: float) -> float:
    """How far the nearest line is; without any, as far as nothing on paper can be."""
    return min((abs(line - place) for line in lines), default=LOST)


# --------------------------------------------------------------------------------------- evidence


def _evidence(page: Page, picture: Picture, where: str, binding: Binding) -> Iterator[Measured]:
    """Evidence stands where the plan has put it, and nothing of it in the binding margin."""
    assert page.leaf is not None
    moved = "moved" if page.fit.moved else "turned" if page.fit.turn else "as filed"
    over = page.imprint is not None and page.imprint.over
    planned = _planned(page, page.leaf, picture)
    if not over:
        off = _apart(planned.all_print(), picture.all_print())
        if off > AIM:  # dust that is just dark enough in one of both pictures
            sheet = Rect(0, 0, page.width, page.height)
            off = _apart(_without_dust(planned, sheet), _without_dust(picture, sheet))
        yield Measured(f"evidence {moved}: where planned", off, where)
    yield Measured(f"evidence {moved}: binding margin free", _bound(page, picture, binding), where)


def _apart(one: Rect | None, other: Rect | None) -> float:
    """How far the edges of two boxes are apart at most; one without the other is lost."""
    if one is None or other is None:
        return 0.0 if one is other else LOST
    return max(
        abs(one.left - other.left),
        abs(one.top - other.top),
        abs(one.right - other.right),
        abs(one.bottom - other.bottom),
    )


def _planned(page: Page, leaf: LeafRef, printed: Picture) -> Picture:
    """The page as it was filed, turned, made smaller and laid on its sheet as planned."""
    with pypdfium2.PdfDocument(leaf.pdf) as document:
        if document.get_formtype():
            document.init_forms()
        source = drawn(document, leaf.index, EVIDENCE_DPI)
    return source.laid_on(printed, page.fit.turn, page.fit.scale, page.fit.dx, page.fit.dy)


def _bound(page: Page, picture: Picture, binding: Binding) -> float:
    """How far print reaches into the binding margin; dust and a scanner's shadow are none."""
    reach = binding.margin + 20
    start = 0.0 if page.right_hand else page.width - reach
    furthest = 0.0
    for group in picture.groups(Rect(start, 0, start + reach, page.height)):
        wide, high = group.right - group.left, group.bottom - group.top
        dust = max(wide, high) <= _DUST
        shadow = wide <= _SHADOW_WIDTH and high >= _SHADOW_SHARE * page.height
        if not dust and not shadow:
            distance = group.left if page.right_hand else page.width - group.right
            furthest = max(furthest, binding.margin - distance)
    return furthest


def _without_dust(picture: Picture, box: Rect) -> Rect | None:
    """The edges of what is printed in a rectangle but for the dust of a scanner."""
    groups = [
        group
        for group in picture.groups(box)
        if max(group.right - group.left, group.bottom - group.top) > _DUST
    ]
    if not groups:
        return None
    return Rect(
        min(group.left for group in groups),
        min(group.top for group in groups),
        max(group.right for group in groups),
        max(group.bottom for group in groups),
    )


def _grown(box: Rect, by: float) -> Rect:
    return Rect(box.left - by, box.top - by, box.right + by, box.bottom + by)
