"""The verdict on one unit: scan, read ledgers, check figures, convert, assess."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from generator.base.hashes import Hashes
from generator.base.looks import Eyes
from generator.base.private_files import private_folder
from generator.convert import Batch, convert_all
from generator.intake.containers import Unpacked, unpack
from generator.intake.scan import scan
from generator.ledgers.figures.evaluate import evaluate_figures
from generator.ledgers.figures.findings import figure_findings
from generator.ledgers.figures.sums import UnitFigures, UnitSum, unit_sums
from generator.ledgers.figures.values import Figure
from generator.ledgers.printed import Printable, Style, printed_ledgers
from generator.lettering.fonts import fontconfig_file
from generator.measure.privacy import (
    cleared_cache,
    held_back,
    marked_pages,
    marked_sources,
    refuse,
    sealed,
    secrecy_findings,
    still_open,
)
from generator.model import (
    Assessment,
    ClassifiedPolicy,
    Conversion,
    EvidenceFile,
    Filing,
    Finding,
    Leaves,
    Level,
    Unbindable,
    Unit,
)
from generator.office.unit import unit_ids
from generator.verdict.assess import asked_items, assess
from generator.verdict.ledger_files import Ledgers, checked, read_ledgers
from generator.verdict.unchanged import blaming_changes
from generator.verdict.workspace import Workspace
from generator.workbooks.grid import Unreadable

#: In the cache: the hashes of sources that have not been touched since.
HASHES = "hashes.json"


_NOT_TURNED = "台账是按内容重新印的，目录.yaml 里的 rotate 不起作用"


class Reporter(Protocol):
    """Is told how far the work has come."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """A step (in Chinese) has done so many of its parts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """All that is known of a unit before its pages are planned.

    ``office`` is what LibreOffice calls itself, empty if no document needed it.
    """

    assessment: Assessment
    filing: Filing
    ledgers: Ledgers
    figures: tuple[Figure, ...]
    sums: tuple[UnitSum, ...]
    conversions: Mapping[str, Conversion]
    converted: int
    cached: int
    office: str


def judge(
    workspace: Workspace,
    unit_id: str,
    as_of: dt.date,
    report: Reporter,
    *,
    jobs: int,
    masked: bool = True,
    printing: bool = False,
    refused: Mapping[Path, Unbindable] = MappingProxyType({}),
) -> Judged:
    """Judge one unit.

    Args:
        workspace: the office's settings.
        unit_id: the unit's folder under ``evidence``.
        as_of: the day that due dates are counted from.
        report: is told of the conversions.
        jobs: how many child processes may convert.
        masked: whether personal data on printed ledgers are covered.
        printing: whether pages will be printed: then marked documents stop the run, unless the
            office says otherwise.
        refused: by their pages' PDF, documents that cannot be bound although they have pages.

    Raises:
        ClassifiedError: documents bear a secrecy mark and pages would be printed.
        WorkspaceError: the unit is unknown.
        ConfigError: the unit's own files are wrong.
        OutputError: a source changed meanwhile, or the cache cannot be written.
    """
    unit = workspace.unit(unit_id)
    unpacked = filed(workspace, unit, report, jobs)
    with blaming_changes(unpacked.filing):
        return _judged(
            workspace,
            unit,
            unpacked,
            as_of,
            report,
            jobs,
            masked=masked,
            printing=printing,
            refused=refused,
        )


def _judged(
    workspace: Workspace,
    unit: Unit,
    unpacked: Unpacked,
    as_of: dt.date,
    report: Reporter,
    jobs: int,
    *,
    masked: bool,
    printing: bool,
    refused: Mapping[Path, Unbindable],
) -> Judged:
    """Judge what is filed."""
    filing, policy = unpacked.filing, workspace.config.classified
    every = (*filing.files, *filing.reference)
    eyes = _eyes(workspace, jobs)
    looks = marked_sources(every, eyes)
    opened = still_open(filing, looks.marks, policy)
    held = held_back(looks, policy)
    ledgers = _ledgers(workspace, unit, opened, filing, as_of, held=held, jobs=jobs)
    figures = evaluate_figures(workspace.declared, ledgers.by_id, unit, filing.files)
    across, sums = _across_units(workspace, unit, filing, ledgers, figures)
    found = (*ledgers.findings, *figure_findings(figures, as_of), *across)
    batch = _converted(workspace, opened, unpacked, ledgers, report, jobs)
    looks = marked_pages(every, batch.conversions, looks, eyes)
    stopping = printing and policy is ClassifiedPolicy.STOP
    cleared = policy is ClassifiedPolicy.BIND or cleared_cache(
        every, looks.marks, batch.conversions, workspace.cache, ending=stopping
    )
    if stopping:
        refuse(looks.marks, cleared=cleared)
    conversions = {file.path: _unopened(file) for file in filing.files}
    conversions.update(unpacked.refused)
    conversions.update(batch.conversions)
    conversions.update(_printed(workspace, filing, ledgers, found, masked=masked, jobs=jobs))
    conversions.update(_refused(conversions, refused))
    conversions.update(sealed(looks, policy, conversions, cleared=cleared))
    asked = {item.id for item in asked_items(workspace.checklist, unit)}
    told = secrecy_findings(filing, looks, policy, asked, cleared=cleared)
    filing = replace(filing, findings=(*filing.findings, *found, *told))
    assessment = assess(unit, workspace.checklist, filing, conversions, as_of)
    return Judged(
        assessment,
        filing,
        ledgers,
        figures,
        sums,
        conversions,
        batch.converted,
        batch.cached,
        batch.office,
    )


def ledger_findings(
    workspace: Workspace, unit_id: str, as_of: dt.date
) -> tuple[Ledgers, tuple[Finding, ...]]:
    """The ledgers of a unit and what was found in them, without converting anything."""
    unit = workspace.unit(unit_id)
    filing = filed(workspace, unit).filing
    ledgers = _ledgers(workspace, unit, filing, filing, as_of)
    return ledgers, ledgers.findings


def _unheard(step: str, done: int, total: int) -> None:
    """Tell nobody of the progress."""


def filed(workspace: Workspace, unit: Unit, report: Reporter = _unheard, jobs: int = 1) -> Unpacked:
    """Everything in a unit's folder, and in the containers (zips, mails, PDFs) that lie there."""
    private_folder(workspace.cache)
    hashes = Hashes(workspace.cache / HASHES)
    filing = scan(workspace.root, unit, workspace.checklist, hashes.of)
    hashes.save()
    return unpack(
        filing,
        cache=workspace.cache,
        limits=workspace.config.limits,
        timeout=workspace.config.conversion_timeout,
        allowed=workspace.config.child_limits,
        jobs=jobs,
        progress=lambda done, total: report("解开压缩包和邮件", done, total),
    )


def _eyes(workspace: Workspace, jobs: int) -> Eyes:
    """What documents are looked at with."""
    config = workspace.config
    return Eyes(workspace.cache, jobs, config.conversion_timeout, config.child_limits)


def _read(
    workspace: Workspace,
    unit: Unit,
    opened: Filing,
    held: Mapping[str, Unreadable] = MappingProxyType({}),
    jobs: int = 1,
) -> Ledgers:
    """The ledgers among what may be opened."""
    config = workspace.config
    return read_ledgers(
        opened,
        asked_items(workspace.checklist, unit),
        workspace.schemas,
        held=held,
        cache=workspace.cache,
        jobs=jobs,
        timeout=config.conversion_timeout,
        limits=config.child_limits,
    )


def _ledgers(
    workspace: Workspace,
    unit: Unit,
    opened: Filing,
    filing: Filing,
    as_of: dt.date,
    *,
    held: Mapping[str, Unreadable] = MappingProxyType({}),
    jobs: int = 1,
) -> Ledgers:
    """The ledgers among what may be opened, checked against everything that is filed."""
    return checked(
        _read(workspace, unit, opened, held, jobs),
        filing,
        workspace.schemas,
        settings=workspace.declared.thresholds,
        as_of=as_of,
        window=workspace.checklist.window,
    )


def _across_units(
    workspace: Workspace,
    unit: Unit,
    filing: Filing,
    ledgers: Ledgers,
    figures: tuple[Figure, ...],
) -> tuple[tuple[Finding, ...], tuple[UnitSum, ...]]:
    """A prefecture's own ledgers and figures against those of its counties in this workspace."""
    if unit.level is not Level.PREFECTURE:
        return (), ()

    from generator.ledgers.figures.units import units_findings

    own = UnitFigures(unit, figures, ledgers.by_id, filing.files)
    counties = tuple(
        _county_figures(workspace, other)
        for name in unit_ids(workspace.root)
        if name != unit.id
        for other in [workspace.unit(name)]
        if other.level is Level.COUNTY
    )
    found = units_findings(workspace.declared, own, counties)
    return found, unit_sums(workspace.declared, own, counties)


def _county_figures(workspace: Workspace, county: Unit) -> UnitFigures:
    filing, policy = filed(workspace, county).filing, workspace.config.classified
    looks = marked_sources((*filing.files, *filing.reference), _eyes(workspace, 1))
    opened = still_open(filing, looks.marks, policy)
    ledgers = _read(workspace, county, opened, held_back(looks, policy))
    figures = evaluate_figures(workspace.declared, ledgers.by_id, county, filing.files)
    return UnitFigures(county, figures, ledgers.by_id, filing.files)


def _converted(
    workspace: Workspace,
    opened: Filing,
    unpacked: Unpacked,
    ledgers: Ledgers,
    report: Reporter,
    jobs: int,
) -> Batch:
    """Convert every readable document under an item; a ledger that was read is drawn instead."""
    documents = [
        file
        for file in opened.files
        if file.item is not None and file.sha256 and not ledgers.drawn(file.path)
        if file.path not in unpacked.refused
    ]
    return convert_all(
        documents,
        cache=workspace.cache,
        fonts=workspace.fonts,
        fontconfig=fontconfig_file(workspace.fonts, workspace.cache / "fontconfig"),
        jobs=jobs,
        timeout=workspace.config.conversion_timeout,
        limits=workspace.config.child_limits,
        progress=lambda done, total: report("转换材料", done, total),
        prepared=unpacked.prepared,
    )


def _printed(
    workspace: Workspace,
    filing: Filing,
    ledgers: Ledgers,
    findings: tuple[Finding, ...],
    *,
    masked: bool,
    jobs: int,
) -> Mapping[str, Conversion]:
    """The printed ledger of each ledger, with the findings on its rows."""
    wanted = {
        file.path: Printable(
            file.absolute,
            (ledgers.by_path[file.path],),
            tuple(finding for finding in findings if finding.path == file.path),
            sha256=file.sha256,
            title=file.metadata.title,
            size=file.size,
        )
        for file in filing.files
        if ledgers.drawn(file.path)
    }
    style = Style(masked, workspace.config.mask, workspace.fonts, workspace.layout.ledger_table)
    printed = printed_ledgers(
        wanted,
        style,
        cache=workspace.cache,
        jobs=jobs,
        timeout=workspace.config.conversion_timeout,
        limits=workspace.config.child_limits,
    )
    turned = {file.path for file in filing.files if file.metadata.rotate}
    return {path: _upright(one) if path in turned else one for path, one in printed.items()}


def _upright(conversion: Conversion) -> Conversion:
    """A printed ledger that the office wants turned: it is drawn upright, and that is told."""
    if isinstance(conversion, Unbindable):
        return conversion
    return replace(conversion, notes=(*conversion.notes, _NOT_TURNED))


def _refused(
    conversions: Mapping[str, Conversion], refused: Mapping[Path, Unbindable]
) -> Mapping[str, Conversion]:
    """What stands in the place of documents whose pages cannot be bound."""
    return {
        path: refused[one.pdf]
        for path, one in conversions.items()
        if isinstance(one, Leaves) and one.pdf in refused
    }


def _unopened(file: EvidenceFile) -> Conversion:
    """Why a file that was not given to a converter has no pages."""
    message = f"“{file.name}”打不开，可能没有读取权限或链接已失效"
    return Unbindable("unreadable", message, "请检查文件权限，或重新复制一份原件到这个文件夹。")
