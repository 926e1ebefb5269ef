"""The archive set, told in one function: judge, arrange, place, box, write, replace."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.archive.arrange import arranged, boxed, placed, unset
from generator.archive.items import drafts
from generator.archive.left_out import balance, left_out
from generator.archive.papers import write_papers
from generator.archive.pdfa import Validator, Verdict
from generator.archive.placing import Placement, Placer
from generator.archive.printed import Printed
from generator.archive.writing import ITEMS, JobLimits, file_name, order_of, write_items
from generator.base.files import replaced_folder, sha256_of
from generator.base.locks import only_run
from generator.base.personal import UNMASKED_MARKING
from generator.lettering.fonts import StandIns
from generator.measure.surveys import survey_leaves
from generator.model import (
    ArchiveBalance,
    ArchiveItem,
    Assessment,
    Box,
    LeftOut,
    PlacedLabel,
    Remark,
    Unbindable,
    Unit,
)
from generator.render.lists.archive_listing import ListedFile, Listing, render_listing
from generator.render.pdf.culprits import CulpritsError
from generator.verdict.judge import Judged, Reporter, judge
from generator.verdict.unchanged import blaming_changes, check_unchanged, filed_since
from generator.verdict.workspace import Workspace

LISTING = "归档文件目录.xlsx"


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """Which archive set is wanted: the unit, the day of the check, where it goes."""

    unit: str
    as_of: dt.date
    output: Path
    jobs: int = 1
    unmasked: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveOutcome:
    """What was made, for the screen.

    ``verdicts`` are those on PDF/A-1b by 序号; ``late`` was filed too late to be in it.
    """

    assessment: Assessment
    folder: Path
    files: tuple[str, ...]
    boxes: tuple[Box, ...]
    labels: tuple[PlacedLabel, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]
    balance: ArchiveBalance
    verdicts: Mapping[int, Verdict]
    late: tuple[str, ...]


def archive(
    workspace: Workspace, request: ArchiveRequest, validator: Validator | None, report: Reporter
) -> ArchiveOutcome:
    """Make one unit's archive set; the old one stays until the new one is complete.

    Args:
        workspace: the office's settings.
        request: what is wanted.
        validator: confirms PDF/A-1b; ``None``: no file claims it.
        report: is told of the progress.

    Raises:
        BinderError: the set cannot be made; the message says why and what to do.
    """
    unit = workspace.unit(request.unit)  # its name becomes a file's: looked at first
    target = request.output / f"{unit.id}-归档"
    with workspace.at_work(), only_run(target):
        return _archived(workspace, request, unit, target, validator, report)


def _archived(
    workspace: Workspace,
    request: ArchiveRequest,
    unit: Unit,
    target: Path,
    validator: Validator | None,
    report: Reporter,
) -> ArchiveOutcome:
    """Make the set in the place of the one that is there."""
    refused: dict[Path, Unbindable] = {}
    while True:
        judged = judge(
            workspace,
            request.unit,
            request.as_of,
            report,
            jobs=request.jobs,
            masked=not request.unmasked,
            printing=True,
            refused=refused,
        )
        try:
            return _made(workspace, request, unit, target, judged, validator, report)
        except CulpritsError as found:
            refused |= found.refused


def _made(
    workspace: Workspace,
    request: ArchiveRequest,
    unit: Unit,
    target: Path,
    judged: Judged,
    validator: Validator | None,
    report: Reporter,
) -> ArchiveOutcome:
    """Make the set of what was judged.

    Raises:
        CulpritsError: documents cannot be put together with others, nor alone.
    """
    masked = not request.unmasked
    with blaming_changes(judged.filing):
        printed = _printed(workspace, judged, report, request.jobs, masked=masked)
    items, placements = _placed(workspace, judged, printed, marking=not masked)
    gone = left_out(judged.assessment)
    sums = balance(judged.filing, items, gone)
    remarks = (
        *unset(items, workspace.config.fonds),
        *(remark for placement in placements for remark in placement.remarks),
    )
    config, figures = workspace.config, workspace.layout.archive
    room = config.archiving.box * figures.box_fill
    boxes = boxed(items, config.binding.sheet_thickness, room)
    with replaced_folder(target) as fresh:
        try:
            verdicts = _write_items(
                workspace, items, placements, validator, fresh, report, request.jobs
            )
            files = _listed(items, verdicts, fresh)
            listing = Listing(config.fonds, boxes, files, gone, remarks, sums)
            name = judged.assessment.unit.name
            render_listing(listing, name, request.as_of, fresh / LISTING)
            labels = write_papers(workspace, judged.assessment, boxes, fresh)
        finally:
            check_unchanged(judged.filing)
        written = sorted(path.name for path in fresh.iterdir())
    return ArchiveOutcome(
        judged.assessment,
        target,
        tuple(written),
        boxes,
        labels,
        gone,
        remarks,
        sums,
        {item.position: one for item, one in zip(items, verdicts, strict=True)},
        filed_since(judged.filing, workspace.root, unit.folder),
    )


def _printed(
    workspace: Workspace, judged: Judged, report: Reporter, jobs: int, *, masked: bool
) -> Printed:
    """What stands where on every page that goes into the archive."""
    leaves = (one.leaves for item in judged.assessment.items for one in item.files)
    surveys = survey_leaves(
        (one for one in leaves if one is not None),
        cache=workspace.cache,
        jobs=jobs,
        progress=lambda done, total: report("查看版面", done, total),
        stand_ins=StandIns.of(workspace.fonts),
        timeout=workspace.config.conversion_timeout,
        limits=workspace.config.child_limits,
    )
    return Printed(surveys, judged.ledgers, masked)


def _placed(
    workspace: Workspace, judged: Judged, printed: Printed, *, marking: bool
) -> tuple[tuple[ArchiveItem, ...], tuple[Placement, ...]]:
    """Every 件 in order, and where its stamp and page numbers stand."""
    config, assessment = workspace.config, judged.assessment
    made = drafts(assessment, config.fonds, config.archiving, printed)
    subjects = [group.group.id for group in assessment.groups]
    items = arranged(made, config.fonds, subjects, printed)
    placer = Placer(
        workspace.layout,
        config.binding,
        printed,
        numbers=config.archiving.page_numbers,
        marking=UNMASKED_MARKING if marking else "",
    )
    placements = tuple(placer.place(item) for item in items)
    pairs = zip(items, placements, strict=True)
    return tuple(placed(item, placement) for item, placement in pairs), placements


def _write_items(
    workspace: Workspace,
    items: Sequence[ArchiveItem],
    placements: Sequence[Placement],
    validator: Validator | None,
    folder: Path,
    report: Reporter,
    jobs: int,
) -> tuple[Verdict, ...]:
    """One PDF for each 件; gives the verdicts on them."""
    (folder / ITEMS).mkdir()
    code = workspace.config.fonds.code
    orders = [
        order_of(item, placement, code, folder / file_name(item))
        for item, placement in zip(items, placements, strict=True)
    ]
    verdicts = write_items(
        orders,
        workspace.layout,
        workspace.fonts,
        validator,
        allowed=JobLimits(jobs, workspace.config.conversion_timeout, workspace.config.child_limits),
        report=report,
    )
    return tuple(verdicts[order.target] for order in orders)


def _listed(
    items: Sequence[ArchiveItem], verdicts: Sequence[Verdict], folder: Path
) -> Mapping[int, ListedFile]:
    return {
        item.position: ListedFile(name, sha256_of(folder / name), verdict.said)
        for item, verdict in zip(items, verdicts, strict=True)
        for name in [file_name(item)]
    }
