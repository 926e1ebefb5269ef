"""The PDF binder: evidence pages between the generated ones, numbered, linked and bookmarked.

Pages are put together by qpdf in a child process (its memory goes with it), then finished in one
pass. Evidence pages keep their content; what is added is a number, nothing else.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.fonts import FontSet
from generator.geometry import Box, boxes
from generator.layout import Layout
from generator.model import Page, PageKind, Plan
from generator.renderers.merge import merge
from generator.renderers.stamp import DIGITS, embed_font, stamp_text
from generator.typeset import MM_PER_POINT


def render_pdf(plan: Plan, layout: Layout, fonts: FontSet, pages: Path, target: Path) -> None:
    """Write the binder.

    Args:
        plan: the pagination.
        layout: figures of the page.
        fonts: the number is printed in the Latin one.
        pages: the generated pages in plan order, a blank page last.
        target: the PDF to write; a sibling ``.merged`` file is used on the way.

    Raises:
        RuntimeError: the pages could not be put together as planned.
        OSError: the file cannot be written.
    """
    merged = target.with_suffix(".merged")
    try:
        merge(_runs(plan, pages), merged)
        with pikepdf.open(merged, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != len(plan.pages):
                raise RuntimeError(f"{len(pdf.pages)} pages merged, {len(plan.pages)} planned")
            _finish(pdf, plan, layout, fonts)
            pdf.save(
                target,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
    finally:
        merged.unlink(missing_ok=True)


def _runs(plan: Plan, pages: Path) -> Iterator[tuple[Path, list[int]]]:
    """For each stretch of pages from one file: the file and the pages' numbers in it, from 1."""
    for file, stretch in groupby(_sources(plan, pages), key=lambda source: source[0]):
        yield file, [number for _, number in stretch]


def _sources(plan: Plan, pages: Path) -> Iterator[tuple[Path, int]]:
    blank = 1 + sum(_is_generated(page) for page in plan.pages)
    at = 0
    for page in plan.pages:
        if page.leaf is not None:
            yield page.leaf.pdf, page.leaf.index + 1
        elif page.kind is PageKind.BLANK:
            yield pages, blank
        else:
            at += 1
            yield pages, at


def _is_generated(page: Page) -> bool:
    return page.leaf is None and page.kind is not PageKind.BLANK


def _finish(pdf: pikepdf.Pdf, plan: Plan, layout: Layout, fonts: FontSet) -> None:
    font = embed_font(pdf, fonts, DIGITS + plan.marking)
    saved = pdf.make_stream(b"q\n")
    targets = {anchor: page.index for page in plan.pages for anchor in page.anchors}
    sheets = list(pdf.pages)
    for page, sheet in zip(plan.pages, sheets, strict=True):
        if text := plan.stamp(page):
            stamp_text(pdf, sheet, text, font, layout.number, saved, right_hand=page.right_hand)
        if _is_generated(page):
            _link(pdf, sheet, page, layout, targets, sheets)
    _outline(pdf, plan)
    pdf.Root.PageLabels = Dictionary(Nums=_labels(plan))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = plan.title


def _link(
    pdf: pikepdf.Pdf,
    sheet: pikepdf.Page,
    page: Page,
    layout: Layout,
    targets: Mapping[str, int],
    sheets: list[pikepdf.Page],
) -> None:
    """Lay a link over each table row that leads to a page."""
    annotations = Array()
    rows = groupby(boxes(page, layout), key=lambda box: (box.link, box.y))
    for (link, _), cells in rows:
        if link is None:
            continue
        annotations.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=_rectangle(tuple(cells), layout),
                    Border=Array([0, 0, 0]),
                    Dest=Array([sheets[targets[link] - 1].obj, Name.Fit]),
                )
            )
        )
    if len(annotations):
        sheet.obj.Annots = annotations


def _rectangle(cells: tuple[Box, ...], layout: Layout) -> Array:
    """The rectangle around a row's cells in points from the bottom left corner."""
    first, last = cells[0], cells[-1]
    height = layout.page.height
    corners = (
        first.x,
        height - first.y - first.height,
        last.x + last.width,
        height - first.y,
    )
    return Array([round(value / MM_PER_POINT, 2) for value in corners])


def _outline(pdf: pikepdf.Pdf, plan: Plan) -> None:
    """Nested bookmarks; an entry whose level skips one hangs under the nearest above it."""
    with pdf.open_outline() as outline:
        path: list[tuple[int, pikepdf.OutlineItem]] = []
        for bookmark in plan.bookmarks:
            entry = pikepdf.OutlineItem(bookmark.title, bookmark.page - 1, "Fit")
            while path and path[-1][0] >= bookmark.level:
                path.pop()
            (path[-1][1].children if path else outline.root).append(entry)
            entry.is_closed = True
            path.append((bookmark.level, entry))


def _labels(plan: Plan) -> Array:
    """Page labels as a viewer shows them: printed numbers, and the name of unnumbered pages."""
    labels = Array()
    previous: tuple[str | None, int | None] = (None, None)
    for page in plan.pages:
        if page.number is not None:
            if previous[1] is None or page.number != previous[1] + 1:
                labels.append(page.index - 1)
                labels.append(Dictionary(S=Name.D, St=page.number))
            previous = (None, page.number)
        else:
            labels.append(page.index - 1)
            labels.append(Dictionary(P=pikepdf.String(page.label)))
            previous = (page.label, None)
    return labels
