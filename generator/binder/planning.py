"""A binder before anything of it is drawn: what an item has and lacks, where every page stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from generator.base.in_hand import called
from generator.base.personal import UNMASKED_MARKING
from generator.binder.request import Request, no_such_group
from generator.lettering.fonts import StandIns
from generator.measure.preflight import run_preflight
from generator.measure.surveys import survey_leaves
from generator.model import Assessment, DocumentSurvey, Leaves, Plan, Preflight, Unbindable
from generator.plan.compose.captions import PICTURE_LEDGER, noted_photos
from generator.plan.paginate import Scope, paginate
from generator.verdict.judge import Judged, Reporter, judge
from generator.verdict.unchanged import blaming_changes
from generator.verdict.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Planned:
    """A binder before anything of it is drawn."""

    judged: Judged
    assessment: Assessment
    plan: Plan
    preflight: Preflight


def preflight(workspace: Workspace, request: Request, report: Reporter) -> Planned:
    """What to look at before a binder is printed, and how much paper it takes.

    Raises:
        BinderError: the binder cannot be planned; the message says why and what to do.
    """
    with workspace.at_work():
        return plan_binder(workspace, request, report)


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


def _only(assessment: Assessment, group: str | None) -> Assessment:
    """The assessment of one group alone, or all of it.

    Raises:
        WorkspaceError: there is no such group for this unit.
    """
    if group is None:
        return assessment
    kept = tuple(judged for judged in assessment.groups if judged.group.id == group)
    if not kept:
        raise no_such_group(group, (judged.group.id for judged in assessment.groups))
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
        noted=noted_photos(judged.ledgers.by_id.get(PICTURE_LEDGER, ()), filed),
    )
