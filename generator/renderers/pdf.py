"""A volume as PDF: evidence between the generated pages, numbered, linked and bookmarked.

Pages are put together by qpdf in a child process (its memory goes with it), then finished in one
pass. Evidence pages keep their content; what is added is a number, and a page that would reach
into the binding margin or lies across is put on its sheet as planned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.fonts import FontSet
from generator.geometry import Box, boxes
from generator.layout import Layout
from generator.model import Imprint, Page, PageKind, Plan, Volume
from generator.renderers.fit import fit_page
from generator.renderers.merge import merge
from generator.renderers.page_sets import Drawn, Set
from generator.renderers.stamp import Mark, Stamper
from generator.typeset import MM_PER_POINT

SUFFIX = ".pdf"


@dataclass(frozen=True, slots=True)
class _Targets:
    """Where each anchor is: a side of this file, or the file name and side of another volume."""

    here: Mapping[str, int]
    elsewhere: Mapping[str, tuple[str, int]]


def render_pdf(
    plan: Plan, volume: Volume, layout: Layout, fonts: FontSet, pages: Set, target: Path
) -> None:
    """Write one volume, or all of them joined.

    Args:
        plan: the whole binder, for what stands in other volumes.
        volume: the volume to write; ``plan.joined()`` for all in one file.
        layout: figures of the page.
        fonts: what numbers are printed in.
        pages: the volume's generated pages, drawn.
        target: the PDF to write; a sibling ``.merged`` file is used on the way.

    Raises:
        RuntimeError: the pages could not be put together as planned.
        OSError: the file cannot be written.
    """
    merged = target.with_suffix(".merged")
    try:
        merge(_runs(volume, pages), merged)
        with pikepdf.open(merged, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != len(volume.pages):
                raise RuntimeError(f"{len(pdf.pages)} pages merged, {len(volume.pages)} planned")
            _finish(pdf, plan, volume, layout, fonts)
            pdf.save(
                target,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
    finally:
        merged.unlink(missing_ok=True)


def _runs(volume: Volume, pages: Set) -> Iterator[tuple[Path, list[int]]]:
    """For each stretch of pages from one file: the file and the pages' numbers in it, from 1."""
    for file, stretch in groupby(_sources(volume, pages), key=lambda source: source[0]):
        yield file, [number for _, number in stretch]


def _sources(volume: Volume, pages: Set) -> Iterator[Drawn]:
    drawn = iter(pages.pages)
    for page in volume.pages:
        if page.leaf is not None:
            yield page.leaf.pdf, page.leaf.index + 1
        elif page.kind is PageKind.BLANK:
            yield pages.blank
        else:
            yield next(drawn)


def _is_generated(page: Page) -> bool:
    return page.leaf is None and page.kind is not PageKind.BLANK


def _finish(pdf: pikepdf.Pdf, plan: Plan, volume: Volume, layout: Layout, fonts: FontSet) -> None:
    texts = [(page.imprint.font, page.imprint.text) for page in volume.pages if page.imprint]
    stamper = Stamper(pdf, fonts, texts)
    targets = _Targets(_anchors(volume), _elsewhere(plan, volume))
    sheets = list(pdf.pages)
    for page, sheet in zip(volume.pages, sheets, strict=True):
        _place(pdf, sheet, page)
        if page.imprint is not None:
            stamper.draw(sheet, (_mark(page.imprint),))
        if _is_generated(page):
            _link(pdf, sheet, page, layout, targets, sheets)
    _outline(pdf, volume)
    pdf.Root.PageLabels = Dictionary(Nums=_labels(volume))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = f"{plan.title} {volume.name}" if volume.number else plan.title


def _anchors(volume: Volume) -> Mapping[str, int]:
    return {anchor: page.index for page in volume.pages for anchor in page.anchors}


def _elsewhere(plan: Plan, volume: Volume) -> Mapping[str, tuple[str, int]]:
    return {
        anchor: (other.name + SUFFIX, index)
        for other in plan.volumes
        if volume.number and other.number != volume.number
        for anchor, index in _anchors(other).items()
    }


def _place(pdf: pikepdf.Pdf, sheet: pikepdf.Page, page: Page) -> None:
    """Turn, shrink or move a page of evidence as planned; give a blank its sheet's size."""
    if page.leaf is not None:
        fit = page.fit
        fit_page(
            pdf,
            sheet,
            page.width,
            page.height,
            turn=fit.turn,
            scale=fit.scale,
            dx=fit.dx,
            dy=fit.dy,
        )
    elif page.kind is PageKind.BLANK:
        sizes = (page.width / MM_PER_POINT, page.height / MM_PER_POINT)
        sheet.obj.MediaBox = Array([0, 0, *(round(size, 2) for size in sizes)])


def _mark(imprint: Imprint) -> Mark:
    return Mark(imprint.text, imprint.x, imprint.y, imprint.size, imprint.align, imprint.font)


def _link(
    pdf: pikepdf.Pdf,
    sheet: pikepdf.Page,
    page: Page,
    layout: Layout,
    targets: _Targets,
    sheets: list[pikepdf.Page],
) -> None:
    """Lay a link over each table row that leads to a page."""
    annotations = Array()
    rows = groupby(boxes(page, layout), key=lambda box: (box.link, box.y))
    for (link, _), cells in rows:
        if link is None:
            continue
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=_rectangle(tuple(cells), page.height),
            Border=Array([0, 0, 0]),
        )
        if link in targets.here:
            annotation.Dest = Array([sheets[targets.here[link] - 1].obj, Name.Fit])
        else:
            annotation.A = _remote(*targets.elsewhere[link])
        annotations.append(pdf.make_indirect(annotation))
    if len(annotations):
        sheet.obj.Annots = annotations


def _remote(file: str, index: int) -> Dictionary:
    """Open a side of another volume, which lies beside this one (ISO 32000-1, 12.6.4.3)."""
    name = pikepdf.String(file)
    place = Dictionary(Type=Name.Filespec, F=name, UF=name)
    return Dictionary(S=Name.GoToR, F=place, D=Array([index - 1, Name.Fit]))


def _rectangle(cells: tuple[Box, ...], height: float) -> Array:
    """The rectangle around a row's cells in points from the bottom left corner."""
    first, last = cells[0], cells[-1]
    corners = (
        first.x,
        height - first.y - first.height,
        last.x + last.width,
        height - first.y,
    )
    return Array([round(value / MM_PER_POINT, 2) for value in corners])


def _outline(pdf: pikepdf.Pdf, volume: Volume) -> None:
    """Nested bookmarks; an entry whose level skips one hangs under the nearest above it."""
    with pdf.open_outline() as outline:
        path: list[tuple[int, pikepdf.OutlineItem]] = []
        for bookmark in volume.bookmarks:
            entry = pikepdf.OutlineItem(bookmark.title, bookmark.page - 1, "Fit")
            while path and path[-1][0] >= bookmark.level:
                path.pop()
            (path[-1][1].children if path else outline.root).append(entry)
            entry.is_closed = True
            path.append((bookmark.level, entry))


def _labels(volume: Volume) -> Array:
    """Page labels as a viewer shows them: printed numbers, and the name of unnumbered pages."""
    labels = Array()
    before: tuple[str, int | None] | None = None
    for page in volume.pages:
        if page.number is None:
            labels.append(page.index - 1)
            labels.append(Dictionary(P=pikepdf.String(page.label)))
            before = None
            continue
        if before != (page.series, page.number - 1):
            label = Dictionary(S=Name.D, St=page.number)
            if page.series:
                label.P = pikepdf.String(page.series)
            labels.append(page.index - 1)
            labels.append(label)
        before = (page.series, page.number)
    return labels
