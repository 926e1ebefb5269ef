"""The printed papers of an archive set: catalogues, the boxes' sheets, their labels."""

from collections.abc import Sequence
from pathlib import Path

from generator.archive.paper import landscape, write_document
from generator.base.workers import Reach, Workers
from generator.model import Assessment, Box, BoxLabel, PlacedLabel
from generator.plan.compose.archive import FRAME, box_sheet, class_catalogue, class_cover
from generator.plan.compose.grid import Grid
from generator.render.labels import render_labels
from generator.render.pdf.page_sets import for_sides
from generator.verdict.workspace import Workspace

CATALOGUE, SHEETS, LABELS = "归档文件目录.pdf", "盒内备考表.pdf", "盒标签.pdf"


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
    with _press(workspace, sum(len(drafts) for _, drafts in (*lists, *sheets)), folder) as press:
        write_document(workspace, across, f"{title}文件目录", lists, folder / CATALOGUE, press)
        write_document(workspace, layout, f"{title}盒内备考表", sheets, folder / SHEETS, press)
        return render_labels(
            (),
            tuple(_label(workspace, assessment, box) for box in boxes),
            (),
            layout,
            workspace.fonts,
            config.root / "templates/binder",
            workspace.cache,
            folder / LABELS,
            press,
        )


def _press(workspace: Workspace, sides: int, folder: Path) -> Workers:
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
