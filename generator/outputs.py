"""Write the files of a binder: volumes in PDF and Word, lists, labels."""

from collections.abc import Mapping, Sequence
from concurrent.futures import as_completed
from pathlib import Path

from generator.drawing import draw_copy, fonts_forgotten
from generator.fonts import StandIns
from generator.judge import Reporter
from generator.labels import Labels, set_labels
from generator.model import Assessment, Plan, Preflight, TabLabel, Volume
from generator.renderers.assembling import assemble
from generator.renderers.findings import render_findings
from generator.renderers.gap_list import render_gap_list
from generator.renderers.page_sets import Set, draw_sets
from generator.renderers.pdf import SUFFIX as PDF_SUFFIX
from generator.renderers.pdf import Assembler
from generator.renderers.pictures import page_pictures
from generator.renderers.preflight_book import render_preflight_book
from generator.renderers.press import Press
from generator.renderers.word import render_word
from generator.volume_labels import volume_labels
from generator.workspace import Workspace

GAP_LIST, FINDINGS, LABELS = "缺项清单.xlsx", "findings.json", "标签.pdf"
PREFLIGHT_BOOK = "打印预检.xlsx"
TEMPLATES = "templates/binder"


def write_lists(
    workspace: Workspace,
    assessment: Assessment,
    plan: Plan,
    preflight: Preflight,
    folder: Path,
    press: Press,
) -> dict[str, Path]:
    """Whom to chase, what was found, what to mind when printing, and the labels.

    A press with several children is given the labels: they are there when it has ended.
    """
    files = {name: folder / name for name in (GAP_LIST, FINDINGS, PREFLIGHT_BOOK, LABELS)}
    labels = _labels(workspace, assessment, plan)
    drawing = (labels.html, workspace.fonts, labels.sheets, labels.kept, files[LABELS])
    if press.alone or labels.kept.exists():
        with fonts_forgotten():
            draw_copy(*drawing)
    else:
        press.give(draw_copy, *drawing)
    render_gap_list(assessment, files[GAP_LIST])
    content = render_findings(assessment)
    files[FINDINGS].write_text(content, encoding="utf-8", newline="\n")
    render_preflight_book(assessment, preflight, files[PREFLIGHT_BOOK])
    return files


def write_pdf(
    workspace: Workspace,
    plan: Plan,
    folder: Path,
    report: Reporter,
    *,
    screen: bool,
    press: Press,
) -> dict[str, Path]:
    """One PDF for each volume, and all of them in one for the screen when asked for."""
    sets = draw_sets(
        plan.volumes,
        plan.title,
        workspace.layout,
        workspace.fonts,
        workspace.root / TEMPLATES,
        workspace.cache,
        press=press,
        progress=lambda done, total: report("排版 PDF", done, total),
    )
    volumes = list(plan.volumes)
    if screen:
        whole = plan.joined()
        volumes.append(whole)
        drawn = (page for volume in plan.volumes for page in sets[volume.number].pages)
        sets = {**sets, whole.number: Set(tuple(drawn), sets[plan.volumes[0].number].blank)}
    return _assembled(workspace, plan, volumes, sets, folder, press, report)


def write_word(
    workspace: Workspace, plan: Plan, folder: Path, report: Reporter, *, jobs: int
) -> dict[str, Path]:
    """One Word file for each volume."""
    pictures = page_pictures(
        [page for page in plan.pages if page.leaf is not None],
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
    press: Press,
    report: Reporter,
) -> dict[str, Path]:
    """Volumes as PDF, several at a time; the thickest begin."""
    files = {volume.number: folder / f"{volume.name}{PDF_SUFFIX}" for volume in volumes}
    report("装配 PDF", 0, len(volumes))
    given, assembler = [], Assembler(plan, workspace.fonts)
    for volume in sorted(volumes, key=lambda volume: -len(volume.pages)):
        target = files[volume.number]
        given.append(press.give(assemble, assembler.volume(volume, sets[volume.number], target)))
    for done, future in enumerate(as_completed(given), 1):
        future.result()
        report("装配 PDF", done, len(volumes))
    return {path.name: path for path in files.values()}


def _labels(workspace: Workspace, assessment: Assessment, plan: Plan) -> Labels:
    """Spine labels for the volumes and tabs for the dividers, to be printed and cut."""
    labels, _ = set_labels(
        volume_labels(assessment, plan, workspace.config.fonds),
        (),
        tuple(TabLabel(group.group.id, group.group.title) for group in assessment.groups),
        workspace.layout,
        workspace.fonts,
        workspace.root / TEMPLATES,
        workspace.cache,
    )
    assert labels is not None  # there is a volume
    return labels
