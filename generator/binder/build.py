"""The main job, told in one function: read, scan, convert, judge, paginate, render, replace."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from generator.base.errors import WorkspaceError
from generator.base.files import replaced_folder
from generator.base.in_hand import called
from generator.base.locks import only_run
from generator.base.personal import UNMASKED_MARKING
from generator.binder.formats import FORMATS, PDF, WORD
from generator.binder.manifest import MANIFEST, render_manifest
from generator.binder.outputs import LABELS, binder_workers, write_lists, write_pdf, write_word
from generator.lettering.fonts import StandIns, Unprinted, unprinted
from generator.measure.preflight import run_preflight
from generator.measure.surveys import survey_leaves
from generator.model import (
    Assessment,
    DocumentSurvey,
    Leaves,
    Plan,
    Preflight,
    Unbindable,
    Unit,
)
from generator.plan.paginate import Scope, paginate
from generator.render.pdf.culprits import CulpritsError
from generator.render.pdf.page_digests import page_digests
from generator.verdict.judge import Judged, Reporter, judge
from generator.verdict.unchanged import blaming_changes, check_unchanged, filed_since
from generator.verdict.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """Which binder is wanted: the unit, one group or all, the formats, where it goes.

    ``screen`` asks for all volumes in one PDF besides.
    """

    unit: str
    as_of: dt.date
    output: Path
    formats: tuple[str, ...] = FORMATS
    group: str | None = None
    jobs: int = 1
    unmasked: bool = False
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made, for the screen; ``late`` was filed too late to be in it."""

    assessment: Assessment
    plan: Plan
    folder: Path
    files: tuple[str, ...]
    converted: int
    cached: int
    unprinted: tuple[Unprinted, ...]
    preflight: Preflight
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A binder before anything of it is drawn."""

    judged: Judged
    assessment: Assessment
    plan: Plan
    preflight: Preflight


def build(workspace: Workspace, request: Request, report: Reporter) -> Outcome:
    """Make one unit's binder; the old one stays until the new one is complete.

    Raises:
        BinderError: the binder cannot be made; the message says why and what to do.
    """
    unit = _asked_for(workspace, request)
    target = request.output / _folder_name(request)
    with only_run(target):
        planned, written = _made(workspace, request, target, report)
        judged, assessment = planned.judged, planned.assessment
        late = filed_since(judged.filing, workspace.root, unit.folder)
    return Outcome(
        assessment,
        planned.plan,
        target,
        written,
        judged.converted,
        judged.cached,
        _unprinted(workspace, assessment),
        planned.preflight,
        late,
    )


def _made(
    workspace: Workspace, request: Request, target: Path, report: Reporter
) -> tuple[Planned, tuple[str, ...]]:
    """Plan and write the binder; documents that keep it from being put together become slips."""
    refused: dict[Path, Unbindable] = {}
    while True:
        planned = plan_binder(workspace, request, report, printing=True, refused=refused)
        try:
            with replaced_folder(target) as fresh:
                try:
                    files, digests = _written(workspace, request, planned, fresh, report)
                finally:
                    check_unchanged(planned.judged.filing)
                manifest = render_manifest(planned.assessment, planned.plan, files, digests)
                (fresh / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
        except CulpritsError as found:
            refused |= found.refused
        else:
            return planned, (*files, MANIFEST)


def _asked_for(workspace: Workspace, request: Request) -> Unit:
    """The unit; its name and the group's become file names and are looked at before anything else.

    Raises:
        WorkspaceError: there is no such unit, or the profile has no such group.
        ConfigError: the unit's own file is wrong.
    """
    groups = [group.id for group in workspace.checklist.groups]
    if request.group is not None and request.group not in groups:
        raise _no_such_group(request.group, groups)
    return workspace.unit(request.unit)


def _no_such_group(group: str, known: Iterable[str]) -> WorkspaceError:
    return WorkspaceError(f"没有第 {group} 组", f"可选的组：{'、'.join(known)}。")


def plan_binder(
    workspace: Workspace,
    request: Request,
    report: Reporter,
    *,
    printing: bool = False,
    refused: Mapping[Path, Unbindable] = MappingProxyType({}),
) -> Planned:
    """Judge a unit, give every page its place, and look at what will be printed.

    Args:
        workspace: the office's settings.
        request: which binder is wanted.
        report: is told of the progress.
        printing: whether pages will be drawn: then documents with a secrecy mark stop the run,
            unless the office says otherwise.
        refused: by their pages' PDF, documents that cannot be bound although they have pages.

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
        printing=printing,
        refused=refused,
    )
    assessment = _only(judged.assessment, request.group)
    with blaming_changes(judged.filing):
        surveys = survey_evidence(workspace, assessment, report, jobs=request.jobs)
    scope = _scope(workspace, request, assessment, judged, surveys)
    plan = paginate(assessment, workspace.layout, scope)
    preflight = run_preflight(plan, surveys, workspace.layout, scope.binding)
    return Planned(judged, assessment, plan, preflight)


def survey_evidence(
    workspace: Workspace, assessment: Assessment, report: Reporter, *, jobs: int
) -> Mapping[Path, DocumentSurvey]:
    """What stands where on every page that will be bound."""
    every = [bound for item in assessment.items for bound in item.files if bound.leaves is not None]
    with called({one.leaves.pdf: one.file.path for one in every if one.leaves is not None}):
        return survey_leaves(
            (one.leaves for one in every if one.leaves is not None),
            cache=workspace.cache,
            jobs=jobs,
            progress=lambda done, total: report("查看版面", done, total),
            stand_ins=StandIns.of(workspace.fonts),
            timeout=workspace.config.conversion_timeout,
            limits=workspace.config.child_limits,
        )


def _written(
    workspace: Workspace, request: Request, planned: Planned, folder: Path, report: Reporter
) -> tuple[Mapping[str, Path], Mapping[str, Sequence[str]]]:
    """Every output file in the fresh folder, and the digests of the pages of PDFs, by name."""
    assessment, plan = planned.assessment, planned.plan
    digests: dict[str, Sequence[str]] = {}
    with binder_workers(workspace, plan, folder, request.jobs) as pool:
        files = write_lists(workspace, assessment, plan, planned.preflight, folder, pool)
        if PDF in request.formats:
            screen = request.screen
            pdfs, digests = write_pdf(workspace, plan, folder, report, screen=screen, pool=pool)
            files |= pdfs
    digests[LABELS] = page_digests(files[LABELS])
    if WORD in request.formats:
        files |= write_word(workspace, plan, folder, report, jobs=request.jobs)
    return files, digests


def _only(assessment: Assessment, group: str | None) -> Assessment:
    """The assessment of one group alone, or all of it.

    Raises:
        WorkspaceError: there is no such group for this unit.
    """
    if group is None:
        return assessment
    kept = tuple(judged for judged in assessment.groups if judged.group.id == group)
    if not kept:
        raise _no_such_group(group, (judged.group.id for judged in assessment.groups))
    findings = tuple(finding for item in kept[0].items for finding in item.findings)
    return replace(assessment, groups=kept, unassigned=(), findings=findings)


def _scope(
    workspace: Workspace,
    request: Request,
    assessment: Assessment,
    judged: Judged,
    surveys: Mapping[Path, DocumentSurvey],
) -> Scope:
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
        files=len(filed),
        pages=sum(len(leaves.pages) for leaves in converted if isinstance(leaves, Leaves)),
        binding=workspace.config.binding,
        fonds=workspace.config.fonds,
        figures=judged.figures,
        sums=judged.sums,
        surveys=surveys,
        marking=UNMASKED_MARKING if request.unmasked else "",
    )


def _folder_name(request: Request) -> str:
    return f"{request.unit}-group-{request.group}" if request.group else request.unit


def _unprinted(workspace: Workspace, assessment: Assessment) -> tuple[Unprinted, ...]:
    """Characters of names and titles that are printed as something else, and where they stand."""
    unit = assessment.unit
    texts = [("county.yaml", f"{unit.name}{unit.office}{unit.partner}")]
    for item in assessment.items:
        person = item.person.name if item.person else ""
        texts.append((item.item.id, f"{item.item.title}{item.item.prove}{item.owner}{person}"))
        for bound in item.files:
            said = bound.file.metadata
            parts = (
                bound.file.path,
                said.title,
                said.doc_number,
                said.issuer,
                said.point,
                said.note,
            )
            texts.append((bound.file.path, "".join(part for part in parts if part)))
    texts += [(file.path, file.path) for file in assessment.unassigned]
    return unprinted(texts, workspace.fonts)
