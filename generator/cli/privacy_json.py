"""Personal numbers as JSON, covered: the public contract of ``privacy --json``."""

from collections.abc import Sequence

from generator.base.json_text import json_text
from generator.cli.privacy_screen import covered_path
from generator.model import Assessment, Finding, PersonalEntry, PrivacyReport, UncheckedPages


def render_privacy_json(assessment: Assessment, report: PrivacyReport) -> str:
    """Unit, every place with its covered samples, and what could not be searched."""
    content = {
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "personal": _entries(report.open),
        "masked": _entries(report.masked),
        "contacts": _entries(report.contacts),
        "unchecked": [_unchecked(one) for one in report.unchecked],
        "findings": [_finding(one) for one in report.findings],
        "pages": {"searched": report.searched, "unchecked": report.unchecked_pages},
    }
    return json_text(content)


def _entries(entries: Sequence[PersonalEntry]) -> list[dict[str, object]]:
    return [_entry(one) for one in entries]


def _entry(one: PersonalEntry) -> dict[str, object]:
    """An entry without the places that it does not have."""
    places: dict[str, object] = {
        "sheet": one.sheet,
        "rows": one.rows,
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
    }
    return {
        "where": one.where.value,
        "kind": one.kind.value,
        "item": one.item,
        "path": covered_path(one.path),
        **{key: value for key, value in places.items() if value not in (None, ())},
        "count": one.count,
        "samples": one.samples,
    }


def _unchecked(one: UncheckedPages) -> dict[str, object]:
    return {
        "item": one.item,
        "path": covered_path(one.path),
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
    }


def _finding(one: Finding) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "item": one.item,
        "path": covered_path(one.path or ""),
        "volume": one.volume,
        "pages": one.pages,
        "printed": one.printed,
        "message": one.message,
        "remedy": one.remedy,
    }
