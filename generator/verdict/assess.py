"""Bring the checklist, the filing and the conversions together into a verdict on a unit."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping

from generator.base.in_hand import in_hand
from generator.model import (
    Assessment,
    BoundFile,
    Checklist,
    Conversion,
    EvidenceFile,
    Filing,
    Finding,
    GroupAssessment,
    Item,
    ItemAssessment,
    Override,
    Person,
    Severity,
    Unit,
)
from generator.verdict.checks import Case, run_checks

_DEPARTMENTS = re.compile(r"[、/,\uff0c()\uff08\uff09]")


def assess(
    unit: Unit,
    checklist: Checklist,
    filing: Filing,
    conversions: Mapping[str, Conversion],
    as_of: dt.date,
) -> Assessment:
    """Judge every item that applies to the unit's level.

    A file under an item that does not apply to the level (or is switched off) counts as under no
    item, for it has no place in the binder.

    Args:
        unit: the assessed county or prefecture.
        checklist: what is asked.
        filing: what was found.
        conversions: for each file path its pages, or why it has none.
        as_of: the day that due dates are counted from.
    """
    asked = {item.id for item in asked_items(checklist, unit)}
    homeless = tuple(file for file in filing.files if file.item not in asked)
    copies = _copies(filing.files)
    item_of = {file.path: file.item for file in filing.files}
    groups = []
    for group in checklist.groups:
        items = []
        for item in group.items:
            if item.id in asked:
                case = _case(unit, checklist, filing, conversions, as_of, item, copies, item_of)
                items.append(_judged(unit, case))
        if items:
            groups.append(GroupAssessment(group, tuple(items)))
    unassigned = []
    for file in homeless:
        with in_hand(file.path):
            unassigned.append(_unassigned(file, checklist, unit))
    stray = tuple(finding for finding in filing.findings if finding.item not in asked)
    found = tuple(f for group in groups for item in group.items for f in item.findings)
    return Assessment(
        unit,
        checklist,
        as_of,
        tuple(groups),
        homeless,
        filing.ignored,
        (*found, *unassigned, *stray),
    )


def asked_items(checklist: Checklist, unit: Unit) -> tuple[Item, ...]:
    """The items that are switched on and ask the unit's level."""
    return tuple(item for item in checklist.items if item.enabled and unit.level in item.levels)


def _case(
    unit: Unit,
    checklist: Checklist,
    filing: Filing,
    conversions: Mapping[str, Conversion],
    as_of: dt.date,
    item: Item,
    copies: Mapping[str, tuple[str, ...]],
    item_of: Mapping[str, str | None],
) -> Case:
    override = unit.overrides.get(item.id, Override())
    return Case(
        item=item,
        due=override.due or item.due,
        as_of=as_of,
        window=checklist.window,
        exemption=unit.not_applicable.get(item.id),
        files=tuple(BoundFile(file, conversions[file.path]) for file in filing.of(item.id)),
        events=tuple(event for event in filing.events if event.item == item.id),
        parts=checklist.parts,
        copies=copies,
        item_of=item_of,
        findings=tuple(finding for finding in filing.findings if finding.item == item.id),
    )


def _judged(unit: Unit, case: Case) -> ItemAssessment:
    override = unit.overrides.get(case.item.id, Override())
    owner = override.owner or case.item.owner
    return ItemAssessment(
        item=case.item,
        owner=owner,
        person=override.person or _responsible(unit, owner),
        due=case.due,
        exemption=case.exemption,
        files=case.files,
        events=case.events,
        findings=run_checks(case),
    )


def _responsible(unit: Unit, owner: str) -> Person | None:
    """Who answers for an owner such as 组织部、教育局: the entry for all, else for the first."""
    named = (owner, *(part.strip() for part in _DEPARTMENTS.split(owner)))
    return next((unit.people[name] for name in named if name in unit.people), None)


def _copies(files: tuple[EvidenceFile, ...]) -> Mapping[str, tuple[str, ...]]:
    """Every content with its paths; what stands in a copy of a container is not listed again."""
    found: dict[str, list[str]] = defaultdict(list)
    copied: set[str] = set()
    for file in files:
        if file.container in copied:
            copied.add(file.path)
        elif file.sha256:
            if file.sha256 in found:
                copied.add(file.path)
            found[file.sha256].append(file.path)
    return {sha256: tuple(paths) for sha256, paths in found.items()}


def _unassigned(file: EvidenceFile, checklist: Checklist, unit: Unit) -> Finding:
    known = {item.id: item for item in checklist.items}
    if file.item in known and not known[file.item].enabled:
        why = f"指标 {file.item} 在本方案中未启用"
    elif file.item in known:
        why = f"指标 {file.item} 不要求{unit.level}级提供"
    else:
        why = "所在文件夹没有对应的指标编号"
    return Finding(
        "unassigned",
        Severity.WARNING,
        None,
        f"{why}，这份材料没有归入任何指标，只列在“未归类材料清单”里",
        f"请把{'它所在的文件' if file.container else '文件'}移到以指标编号开头的文件夹"
        "（如“1.5 高层联席会议”）。",
        file.path,
    )
