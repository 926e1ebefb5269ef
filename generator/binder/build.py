"""The main job, told in one function: read, scan, convert, judge, paginate, render, replace."""

from dataclasses import dataclass
from pathlib import Path

from generator.base.files import replaced_folder
from generator.base.locks import only_run
from generator.binder.formats import PDF, WORD
from generator.binder.manifest import MANIFEST, render_manifest
from generator.binder.outputs import (
    LABELS,
    Volumes,
    binder_workers,
    write_lists,
    write_pdf,
    write_word,
)
from generator.binder.planning import Planned, plan_binder
from generator.binder.request import Request, asked_for
from generator.convert.office_versions import number_of
from generator.lettering.fonts import Unprinted, unprinted
from generator.model import Assessment, Plan, Preflight, Unbindable
from generator.render.pdf.culprits import CulpritsError
from generator.render.pdf.on_screen import Led
from generator.render.pdf.page_digests import page_digests
from generator.verdict.judge import Reporter
from generator.verdict.unchanged import check_unchanged, filed_since
from generator.verdict.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made, for the screen; ``late`` was filed too late to be in it.

    ``office`` is what LibreOffice calls itself, empty if no document needed it. ``led`` says what
    became of documents' own bookmarks and links in the binder for the screen, if there is one.
    """

    assessment: Assessment
    plan: Plan
    folder: Path
    files: tuple[str, ...]
    converted: int
    cached: int
    unprinted: tuple[Unprinted, ...]
    preflight: Preflight
    late: tuple[str, ...]
    office: str
    led: tuple[Led, ...] = ()


def build(workspace: Workspace, request: Request, report: Reporter) -> Outcome:
    """Make one unit's binder; the old one stays until the new one is complete.

    Raises:
        BinderError: the binder cannot be made; the message says why and what to do.
    """
    unit = asked_for(workspace, request)
    target = (request.output or workspace.root / "output") / _folder_name(request)
    with workspace.at_work(), only_run(target):
        planned, files, led = _made(workspace, request, target, report)
        judged, assessment = planned.judged, planned.assessment
        late = filed_since(judged.filing, workspace.root, unit.folder)
    return Outcome(
        assessment,
        planned.plan,
        target,
        files,
        judged.converted,
        judged.cached,
        _unprinted(workspace, assessment),
        planned.preflight,
        late,
        judged.office,
        led,
    )


def _made(
    workspace: Workspace, request: Request, target: Path, report: Reporter
) -> tuple[Planned, tuple[str, ...], tuple[Led, ...]]:
    """Plan and write the binder; documents that keep it from being put together become slips."""
    refused: dict[Path, Unbindable] = {}
    while True:
        planned = plan_binder(workspace, request, report, printing=True, refused=refused)
        try:
            with replaced_folder(target) as fresh:
                try:
                    made = _written(workspace, request, planned, fresh, report)
                finally:
                    check_unchanged(planned.judged.filing)
                office = number_of(planned.judged.office)
                manifest = render_manifest(
                    planned.assessment, planned.plan, made.files, made.digests, office, made.led
                )
                (fresh / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
        except CulpritsError as found:
            refused |= found.refused
        else:
            return planned, (*made.files, MANIFEST), made.led


def _written(
    workspace: Workspace, request: Request, planned: Planned, folder: Path, report: Reporter
) -> Volumes:
    """Every output file in the fresh folder, and the digests of the pages of PDFs, by name."""
    assessment, plan = planned.assessment, planned.plan
    made = Volumes({})
    with binder_workers(workspace, plan, folder, request.jobs) as pool:
        files = write_lists(workspace, assessment, plan, planned.preflight, folder, pool)
        if PDF in request.formats:
            screen = request.screen
            made = write_pdf(workspace, plan, folder, report, screen=screen, pool=pool)
    made.files = files | made.files
    made.digests[LABELS] = page_digests(files[LABELS])
    if WORD in request.formats:
        made.files |= write_word(workspace, plan, folder, report, jobs=request.jobs)
    return made


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
