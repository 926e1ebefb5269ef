"""The printed papers of an archive set: catalogues, the boxes' sheets, their labels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.base.workers import Reach, Workers
from generator.lettering.layout import Layout
from generator.model import (
    Assessment,
    Bookmark,
    Box,
    BoxLabel,
    Imprint,
    Page,
    PageKind,
    PlacedLabel,
    Plan,
    Reconciliation,
    Volume,
)
from generator.plan.compose.archive import FRAME, box_sheet, class_catalogue, class_cover
from generator.plan.compose.grid import Draft, Grid
from generator.render.labels import render_labels
from generator.render.pdf.page_sets import draw_sets, for_sides
from generator.render.pdf.pdf import render_pdf
from generator.verdict.workspace import Workspace

CATALOGUE, SHEETS, LABELS = "归档文件目录.pdf", "盒内备考表.pdf", "盒标签.pdf"

#: The number at the foot of a catalogue's page: type, size in points, mm above the edge.
_FOOT_ROLE = "small"


def write_papers(
    workspace: Workspace,
    assessment: Assessment,
    boxes: Sequence[Box],
    folder: Path,
) -> tuple[PlacedLabel, ...]:
    """The catalogues, the boxes' sheets and labels; nothing of it where nothing is archived."""
    if not boxes:
        return ()
    config, layout = workspace.config, workspace.layout
    across = landscape(layout)
    grid, frame = Grid(layout), Grid(across, FRAME)
    title = f"{assessment.unit.name}归档"
    lists = []
    for kind in dict.fromkeys(box.kind for box in boxes):
        own = [box for box in boxes if box.kind == kind]
        cover = class_cover(frame, kind, own, config.fonds, assessment.unit.office)
        items = [item for box in own for item in box.items]
        lists.append((kind.name, (cover, *class_catalogue(frame, items))))
    sheets = [(f"第 {box.number} 盒", box_sheet(grid, box)) for box in boxes]
    with _pool(workspace, sum(len(drafts) for _, drafts in (*lists, *sheets)), folder) as pool:
        write_document(workspace, across, f"{title}文件目录", lists, folder / CATALOGUE, pool)
        write_document(workspace, layout, f"{title}盒内备考表", sheets, folder / SHEETS, pool)
        return render_labels(
            (),
            tuple(_label(workspace, assessment, box) for box in boxes),
            (),
            layout,
            workspace.fonts,
            config.root / "templates/binder",
            workspace.cache,
            folder / LABELS,
            pool,
        )


def _pool(workspace: Workspace, sides: int, folder: Path) -> Workers:
    """A worker that draws, for what draws sets up its whole process."""
    limits = for_sides(workspace.config.child_limits, sides)
    reach = Reach.around(workspace.fonts.files, writes=[workspace.cache, folder])
    return Workers(1, limits, reach)


def _label(workspace: Workspace, assessment: Assessment, box: Box) -> BoxLabel:
    """A box's label is as wide as the box that the office uses, or wider where it must be."""
    config = workspace.config
    return BoxLabel(
        fonds_code=config.fonds.code,
        fonds_name=config.fonds.name or assessment.unit.office,
        year=box.kind.year,
        retention=box.kind.retention,
        subject=box.subject,
        first_item=box.items[0].serial_text,
        last_item=box.items[-1].serial_text,
        box_number=str(box.number),
        title=config.title,
        thickness=max(float(config.archiving.box), box.thickness),
    )


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
    pool: Workers,
) -> None:
    """Write drafts as a PDF with a bookmark for each part; each part begins on its own sheet.

    Args:
        workspace: fonts, templates, cache, and whether printing is two-sided.
        layout: figures of the page, lying across or upright.
        title: of the document.
        parts: bookmark and pages of each part.
        target: the PDF to write.
        pool: draws the pages.

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
    drawn = draw_sets(
        (volume,), title, layout, workspace.fonts, templates, workspace.cache, pool=pool
    )
    render_pdf(plan, volume, workspace.fonts, drawn[volume.number], target)


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
