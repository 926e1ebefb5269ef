"""The main job, told in one function: read, scan, convert, judge, paginate, render, replace."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import OutputError, WorkspaceError
from generator.files import replaced_folder, sha256_of
from generator.judge import Judged, Reporter, judge
from generator.manifest import MANIFEST, render_manifest
from generator.model import Assessment, EvidenceFile, Filing, LeafRef, Leaves, Plan
from generator.paginate import Scope, paginate
from generator.renderers.findings import render_findings
from generator.renderers.gap_list import render_gap_list
from generator.renderers.pages import render_pages
from generator.renderers.pdf import render_pdf
from generator.renderers.pictures import page_pictures
from generator.renderers.word import render_word
from generator.workspace import Workspace

PDF, WORD = "pdf", "word"
FORMATS = (PDF, WORD)

#: Printed on every page of a binder whose registers show personal data in full.
UNMASKED_MARKING = "内部资料"


@dataclass(frozen=True, slots=True)
class Request:
    """Which binder is wanted: the unit, one group or all, the formats, where it goes."""

    unit: str
    as_of: dt.date
    output: Path
    formats: tuple[str, ...] = FORMATS
    group: str | None = None
    jobs: int = 1
    unmasked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made, for the screen."""

    assessment: Assessment
    plan: Plan
    folder: Path
    files: tuple[str, ...]
    converted: int
    cached: int
    no_glyph: frozenset[str]


def build(workspace: Workspace, request: Request, report: Reporter) -> Outcome:
    """Make one unit's binder; the old one stays until the new one is complete.

    Raises:
        BinderError: the binder cannot be made; the message says why and what to do.
    """
    judged = judge(
        workspace,
        request.unit,
        request.as_of,
        report,
        jobs=request.jobs,
        masked=not request.unmasked,
    )
    assessment = _only(judged.assessment, request.group)
    plan = paginate(assessment, workspace.layout, _scope(workspace, request, assessment, judged))
    target = request.output / _folder_name(request)
    with replaced_folder(target) as fresh:
        try:
            written = _render(workspace, request, assessment, plan, fresh, report)
        finally:
            _check_unchanged(judged.filing)
        manifest = render_manifest(assessment, plan, written)
        (fresh / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
    return Outcome(
        assessment,
        plan,
        target,
        (*written, MANIFEST),
        judged.converted,
        judged.cached,
        _without_glyph(workspace, plan),
    )


def _render(
    workspace: Workspace,
    request: Request,
    assessment: Assessment,
    plan: Plan,
    folder: Path,
    report: Reporter,
) -> Mapping[str, Path]:
    """Write every output file into the fresh folder."""
    layout, fonts, cache = workspace.layout, workspace.fonts, workspace.cache
    files = {"缺项清单.xlsx": folder / "缺项清单.xlsx", "findings.json": folder / "findings.json"}
    render_gap_list(assessment, files["缺项清单.xlsx"])
    content = render_findings(assessment)
    files["findings.json"].write_text(content, encoding="utf-8", newline="\n")
    if PDF in request.formats:
        files["binder.pdf"] = folder / "binder.pdf"
        report("排版 PDF", 0, 2)
        templates = workspace.config.root / "templates/binder"
        pages = render_pages(plan, layout, fonts, templates, cache)
        report("排版 PDF", 1, 2)
        render_pdf(plan, layout, fonts, pages, files["binder.pdf"])
        report("排版 PDF", 2, 2)
    if WORD in request.formats:
        files["binder.docx"] = folder / "binder.docx"
        leaves: list[LeafRef] = [page.leaf for page in plan.pages if page.leaf is not None]
        pictures = page_pictures(
            leaves,
            cache=cache,
            dpi=workspace.config.word_dpi,
            jobs=request.jobs,
            progress=lambda done, total: report("生成 Word 图页", done, total),
        )
        render_word(plan, layout, pictures, files["binder.docx"])
    return files


def _only(assessment: Assessment, group: str | None) -> Assessment:
    """The assessment of one group alone, or all of it.

    Raises:
        WorkspaceError: there is no such group for this unit.
    """
    if group is None:
        return assessment
    kept = tuple(judged for judged in assessment.groups if judged.group.id == group)
    if not kept:
        known = "、".join(judged.group.id for judged in assessment.groups)
        raise WorkspaceError(f"没有第 {group} 组", f"可选的组：{known}。")
    findings = tuple(finding for item in kept[0].items for finding in item.findings)
    return replace(assessment, groups=kept, unassigned=(), findings=findings)


def _scope(workspace: Workspace, request: Request, assessment: Assessment, judged: Judged) -> Scope:
    """What the binder must hold, counted from the filing and the conversions alone."""
    asked = {item.item.id for item in assessment.items}
    filed = [file for file in judged.filing.files if request.group is None or file.item in asked]
    converted = [judged.conversions[file.path] for file in filed if file.item in asked]
    parts = ""
    if request.group is not None:
        group = assessment.groups[0].group
        parts = f"第 {group.id} 组 {group.title}"
    return Scope(
        title=workspace.config.title,
        parts=parts,
        duplex=workspace.config.duplex,
        files=len(filed),
        pages=sum(len(leaves.pages) for leaves in converted if isinstance(leaves, Leaves)),
        figures=judged.figures,
        sums=judged.sums,
        marking=UNMASKED_MARKING if request.unmasked else "",
    )


def _folder_name(request: Request) -> str:
    return f"{request.unit}-group-{request.group}" if request.group else request.unit


def _check_unchanged(filing: Filing) -> None:
    """Make sure that what was bound is what lies there now.

    Raises:
        OutputError: a source changed while the binder was made.
    """
    changed = [file.path for file in filing.files if file.sha256 and _now(file) != file.sha256]
    if changed:
        raise OutputError(
            f"生成过程中有材料被改动：{'、'.join(changed)}。原有成册未改动。",
            "请等文件保存完毕后重新运行。",
        )


def _now(file: EvidenceFile) -> str:
    try:
        return sha256_of(file.absolute)
    except OSError:
        return ""


def _without_glyph(workspace: Workspace, plan: Plan) -> frozenset[str]:
    """Characters on generated pages that no font at hand can draw."""
    text = "".join(repr(page.blocks) for page in plan.pages)
    return workspace.fonts.missing_glyphs(text)
