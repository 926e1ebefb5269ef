"""Registers as offices keep them: a folder in ``tests/cases/registers`` is a unit and a test.

``expected.yaml`` beside its ``county.yaml`` says what is found in the filed documents:

``findings``  each finding that names a file, in any order: ``code``, ``at`` (the file below the
              unit), ``row``, ``column``, and with ``says`` parts of its message
``figures``   by id, what some figures come to; a mapping with ``value`` and ``open`` where cells
              are left open
"""

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.binder.request import Request, check
from generator.ledgers.figures.values import Figure
from generator.model import Finding
from generator.verdict.judge import Judged
from generator.verdict.workspace import open_workspace
from tests.conftest import ROOT

CASES = Path(__file__).parent / "cases" / "registers"
ALL = sorted(path for path in CASES.iterdir() if path.is_dir())
EXPECTED = "expected.yaml"

#: The day of the check: within the assessment year, before the deadlines.
DAY = dt.date(2019, 12, 5)


def judged(root: Path, case: Path) -> Judged:
    """The case as a unit of a workspace with the project's own templates."""
    for name in ("templates", "config.yaml"):
        (root / name).symlink_to(ROOT / name)
    unit = root / "evidence" / case.name
    shutil.copytree(case, unit, ignore=shutil.ignore_patterns(EXPECTED))
    return check(open_workspace(root), Request(case.name, DAY), lambda *_: None)


def wanted(case: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((case / EXPECTED).read_text("utf-8"))
    return loaded


def found_in(judged: Judged, case: str) -> list[Finding]:
    """The findings that name a file: what is absent is not what these cases are about."""
    assessment = judged.assessment
    items = [item for group in assessment.groups for item in group.items]
    every = [*assessment.findings, *(finding for item in items for finding in item.findings)]
    named = [finding for finding in every if finding.path and finding.path.startswith("evidence/")]
    return sorted(set(named), key=lambda one: (str(one.path), one.sheet or "", one.row or 0))


def place(finding: Finding, case: str) -> dict[str, object]:
    """A finding as the cases state it."""
    said: dict[str, object] = {"code": finding.code}
    said["at"] = str(finding.path).removeprefix(f"evidence/{case}/")
    if finding.row is not None:
        said["row"] = finding.row
    if finding.column is not None:
        said["column"] = finding.column
    return said


def is_meant(finding: Finding, case: str, one: Mapping[str, Any]) -> bool:
    """Whether a finding is the one that a case states."""
    stated = {key: value for key, value in one.items() if key != "says"}
    says = one.get("says", [])
    parts = [says] if isinstance(says, str) else says
    return place(finding, case) == stated and all(part in finding.message for part in parts)


def amount(figure: Figure) -> object:
    """A figure as the cases state it."""
    value = figure.computed.value
    said = None if value is None else f"{value.normalize():f}"
    return {"value": said, "open": figure.computed.open} if figure.computed.open else said


@pytest.mark.parametrize("case", ALL, ids=lambda path: path.name)
def test_a_register_is_read_as_an_assessor_reads_it(case: Path, tmp_path: Path) -> None:
    expected = wanted(case)
    result = judged(tmp_path, case)
    found = found_in(result, case.name)
    missed = list(expected.get("findings") or [])
    more = []
    for finding in found:
        meant = next((one for one in missed if is_meant(finding, case.name, one)), None)
        if meant is None:
            more.append((place(finding, case.name), finding.message))
        else:
            missed.remove(meant)
    assert (missed, more) == ([], []), case.name
    figures = {figure.id: amount(figure) for figure in result.figures}
    for key, value in (expected.get("figures") or {}).items():
        assert figures[key] == value, (case.name, key)
