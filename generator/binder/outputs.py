"""Write the files of a binder: volumes in PDF and Word, lists, labels."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.scratch import room
from generator.base.workers import Reach, Task, Work, Workers
from generator.lettering.fonts import StandIns
from generator.model import Assessment, Fonds, Plan, Preflight, TabLabel, Volume, VolumeLabel
from generator.model.failures import refusal
from generator.render.labels import render_labels
from generator.render.lists.findings import render_findings
from generator.render.lists.gap_list import render_gap_list
from generator.render.lists.preflight_book import render_preflight_book
from generator.render.pdf.assembling import Assembled, assemble
from generator.render.pdf.assembly import Assembly, alone
from generator.render.pdf.culprits import Bounds, CulpritsError, culprits
from generator.render.pdf.on_screen import Led
from generator.render.pdf.page_sets import Set, draw_sets, for_sides
from generator.render.pdf.pdf import SUFFIX as PDF_SUFFIX
from generator.render.pdf.pdf import Assembler
from generator.render.pdf.pictures import page_pictures
from generator.render.word.word import render_word
from generator.verdict.judge import Reporter
from generator.verdict.workspace import Workspace

GAP_LIST, FINDINGS, LABELS = "缺项清单.xlsx", "findings.json", "标签.pdf"
PREFLIGHT_BOOK = "打印预检.xlsx"
TEMPLATES = "templates/binder"

#: Seconds that each side adds to the time in which a volume must be put together: a hundred times
#: what it takes.
_SECONDS_PER_SIDE = 0.5


def binder_workers(workspace: Workspace, plan: Plan, folder: Path, jobs: int) -> Workers:
    """Workers that draw a binder's pages and put its volumes together.

    Args:
        workspace: the office's settings.
        plan: the binder.
        folder: where its files are written.
        jobs: how many at most.
    """
    limits = for_sides(workspace.config.child_limits, len(plan.pages))
    sources = {leaf.pdf for page in plan.pages for leaf in page.leaves}
    reach = Reach.around([*sources, *workspace.fonts.files], writes=[workspace.cache, folder])
    return Workers(jobs, limits, reach)


def write_lists(
    workspace: Workspace,
    assessment: Assessment,
    plan: Plan,
    preflight: Preflight,
    folder: Path,
    pool: Workers,
) -> dict[str, Path]:
    """Whom to chase, what was found, what to mind when printing, and the labels.

    A worker is given the labels: they are there when the pool has ended.
    """
    files = {name: folder / name for name in (GAP_LIST, FINDINGS, PREFLIGHT_BOOK, LABELS)}
    render_labels(
        volume_labels(assessment, plan, workspace.config.fonds),
        (),
        tuple(TabLabel(group.group.id, group.group.title) for group in assessment.groups),
        workspace.layout,
        workspace.fonts,
        workspace.root / TEMPLATES,
        workspace.cache,
        files[LABELS],
        pool,
    )
    render_gap_list(assessment, files[GAP_LIST])
    content = render_findings(assessment)
    files[FINDINGS].write_text(content, encoding="utf-8", newline="\n")
    render_preflight_book(assessment, preflight, files[PREFLIGHT_BOOK])
    return files


@dataclass(slots=True)
class Volumes:
    """Volumes as PDF by name, the digests of their pages, and what became of documents' links.

    ``led`` is about the binder for the screen alone.
    """

    files: dict[str, Path]
    digests: dict[str, Sequence[str]] = field(default_factory=dict)
    led: tuple[Led, ...] = ()


def write_pdf(
    workspace: Workspace,
    plan: Plan,
    folder: Path,
    report: Reporter,
    *,
    screen: bool,
    pool: Workers,
) -> Volumes:
    """One PDF for each volume, and all of them in one for the screen when asked for.

    Raises:
        CulpritsError: documents cannot be put together with others, nor alone.
    """
    sets = draw_sets(
        plan.volumes,
        plan.title,
        workspace.layout,
        workspace.fonts,
        workspace.root / TEMPLATES,
        workspace.cache,
        pool=pool,
        progress=lambda done, total: report("排版 PDF", done, total),
    )
    volumes = list(plan.volumes)
    if screen:
        whole = plan.joined()
        volumes.append(whole)
        drawn = (page for volume in plan.volumes for page in sets[volume.number].pages)
        sets = {**sets, whole.number: Set(tuple(drawn), sets[plan.volumes[0].number].blank)}
    return _assembled(workspace, plan, volumes, sets, folder, pool, report)


def write_word(
    workspace: Workspace, plan: Plan, folder: Path, report: Reporter, *, jobs: int
) -> dict[str, Path]:
    """One Word file for each volume."""
    pictures = page_pictures(
        [page for page in plan.pages if page.leaves],
        cache=workspace.cache,
        dpi=workspace.config.word_dpi,
        jobs=jobs,
        progress=lambda done, total: report("生成 Word 图页", done, total),
        stand_ins=StandIns.of(workspace.fonts),
        timeout=workspace.config.conversion_timeout,
        limits=workspace.config.child_limits,
    )
    files = {}
    for done, volume in enumerate(plan.volumes):
        report("生成 Word 册", done, len(plan.volumes))
        name = f"{volume.name}.docx"
        files[name] = folder / name
        render_word(plan, volume, workspace.layout, pictures, files[name])
    report("生成 Word 册", len(plan.volumes), len(plan.volumes))
    return files


def _assembled(
    workspace: Workspace,
    plan: Plan,
    volumes: Sequence[Volume],
    sets: Mapping[int, Set],
    folder: Path,
    pool: Workers,
    report: Reporter,
) -> Volumes:
    """Volumes as PDF, several at a time; the thickest begin."""
    files = {volume.number: folder / f"{volume.name}{PDF_SUFFIX}" for volume in volumes}
    report("装配 PDF", 0, len(volumes))
    assembler = Assembler(plan, workspace.fonts)
    assemblies: dict[Work[Assembled], Assembly] = {}
    for volume in sorted(volumes, key=lambda volume: -len(volume.pages)):
        assembly = assembler.volume(volume, sets[volume.number], files[volume.number])
        limit = workspace.config.conversion_timeout + _SECONDS_PER_SIDE * len(assembly.sides)
        work: Work[Assembled] = Work(Task(assemble, assembly, limit))
        assemblies[work] = assembly
        pool.add(work)
    written = Volumes({path.name: path for path in files.values()})
    for done, work in enumerate(pool.done(assemblies), 1):
        assembly = assemblies[work]
        if (failed := work.failed) is not None and failed.of_document:
            _blame(workspace, plan, assembly, pool.jobs)
        assembled = work.answer()
        written.digests[assembly.target.name] = assembled.digests
        written.led += assembled.led
        report("装配 PDF", done, len(volumes))
    return written


def _blame(workspace: Workspace, plan: Plan, assembly: Assembly, jobs: int) -> None:
    """Find the documents over which a volume broke.

    Raises:
        CulpritsError: there are some; else each goes well alone.
    """
    with tempfile.TemporaryDirectory(prefix="gen-binder-", dir=room()) as folder:
        sources = {leaf.pdf for page in plan.pages for leaf in page.leaves}
        limits, timeout = workspace.config.child_limits, workspace.config.conversion_timeout
        bound = (pdf for pdf, _ in (*assembly.runs, *assembly.photos))
        own = [pdf for pdf in bound if pdf in sources]
        reach = Reach.around([*own, *workspace.fonts.files], writes=[Path(folder)])

        def trial(pdf: Path) -> Task:
            return Task(assemble, alone(assembly, pdf, Path(folder)), timeout)

        found = culprits(own, trial, Bounds(jobs, limits, reach))
    if found:
        raise CulpritsError(
            {pdf: refusal("装配成册", failed, limits) for pdf, failed in found.items()}
        )


def volume_labels(assessment: Assessment, plan: Plan, fonds: Fonds) -> tuple[VolumeLabel, ...]:
    """One label for each volume; what the office has not set stays empty."""
    return tuple(_label(assessment, plan, fonds, volume) for volume in plan.volumes)


def _label(assessment: Assessment, plan: Plan, fonds: Fonds, volume: Volume) -> VolumeLabel:
    unit, year = assessment.unit, assessment.checklist.year
    retention = volume.retention
    first, last = volume.numbers
    return VolumeLabel(
        number=volume.number,
        count=len(plan.volumes),
        unit=unit.name,
        title=volume.title,
        year=year,
        retention=retention,
        fonds_code=fonds.code,
        fonds_name=fonds.name or unit.office,
        file_number=fonds.volume_number(year, retention, volume.number),
        archive_number="",
        thickness=volume.thickness,
        sheets=volume.sheets,
        first_page=first,
        last_page=last,
    )
