"""Documents of our own in the archive set: drafts on the sides of sheets, written as a PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.base.workers import Workers
from generator.lettering.layout import Layout
from generator.model import Bookmark, Imprint, Page, PageKind, Plan, Reconciliation, Volume
from generator.plan.compose.grid import Draft
from generator.render.pdf.page_sets import draw_sets
from generator.render.pdf.pdf import render_pdf
from generator.verdict.workspace import Workspace

#: The number at the foot of a catalogue's page: type, size in points, mm above the edge.
_FOOT_ROLE = "small"


def landscape(layout: Layout) -> Layout:
    """The same layout with its paper lying across."""
    page = layout.page
    across = page.model_copy(update={"width": page.height, "height": page.width})
    return layout.model_copy(update={"page": across})


def write_document(
    workspace: Workspace,
    layout: Layout,
    title: str,
    parts: Sequence[tuple[str, Sequence[Draft]]],
    target: Path,
    press: Workers,
) -> None:
    """Write drafts as a PDF with a bookmark for each part; each part begins on its own sheet.

    Args:
        workspace: fonts, templates, cache, and whether printing is two-sided.
        layout: figures of the page, lying across or upright.
        title: of the document.
        parts: bookmark and pages of each part.
        target: the PDF to write.
        press: draws the pages.

    Raises:
        RuntimeError: the pages could not be laid out as planned.
        OSError: the file cannot be written.
    """
    duplex = workspace.config.binding.duplex
    pages: list[Page] = []
    bookmarks = []
    for name, drafts in parts:
        bookmarks.append(Bookmark(name, 0, len(pages) + 1))
        for page in _of_part(drafts, layout, duplex=duplex):
            pages.append(replace(page, index=len(pages) + 1))
    none = Reconciliation(0, 0, 0, 0, 0, 0, 0)
    volume = Volume(0, "", target.stem, tuple(pages), tuple(bookmarks), none)
    plan = Plan(title, (volume,), none)
    templates = workspace.config.root / "templates/binder"
    fonts, cache = workspace.fonts, workspace.cache
    drawn = draw_sets((volume,), title, layout, fonts, templates, cache, press=press)
    render_pdf(plan, volume, fonts, drawn[volume.number], target)


def _of_part(drafts: Sequence[Draft], layout: Layout, *, duplex: bool) -> Iterator[Page]:
    """The sides of one part; with two sides to a sheet, white backs as needed."""
    listed = [draft for draft in drafts if draft.kind is PageKind.CATALOGUE]
    count = 0
    for draft in drafts:
        count += 1
        page = _page(draft, layout, single_sided=not duplex)
        if draft.kind is PageKind.CATALOGUE:
            page = replace(page, imprint=_foot(layout, listed.index(draft) + 1, len(listed)))
        yield page
        if duplex and draft.kind is PageKind.COVER:
            count += 1
            yield replace(page, kind=PageKind.BLANK, blocks=(), label="空白")
    if duplex and count % 2:
        yield replace(page, kind=PageKind.BLANK, blocks=(), label="空白", imprint=None)


def _page(draft: Draft, layout: Layout, *, single_sided: bool) -> Page:
    paper = layout.page
    return Page(
        index=0,
        number=None,
        kind=draft.kind,
        width=paper.width,
        height=paper.height,
        label=draft.label,
        margins=layout.frames[draft.frame].margins if draft.frame else paper.margins,
        blocks=draft.blocks,
        single_sided=single_sided,
    )


def _foot(layout: Layout, number: int, count: int) -> Imprint:
    """第几页、共几页, in the middle of the foot."""
    role, paper = layout.roles[_FOOT_ROLE], layout.page
    baseline = paper.height - layout.number.archive.top
    text = f"第 {number} 页  共 {count} 页"
    return Imprint(text, paper.width / 2, baseline, role.size, "center", role.font)
