"""The verdict as JSON: the public contract of ``check --json`` and ``findings.json``."""

from generator.base.json_text import json_text
from generator.model import Assessment, Finding, ItemAssessment

_PLACE = ("path", "sheet", "row", "column", "event", "volume", "pages", "printed")


def render_findings(assessment: Assessment) -> str:
    """Unit, profile, completeness, every item and every finding, as indented JSON."""
    content = {
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "complete": assessment.complete,
        "gaps": assessment.gap_count,
        "items": [_item(item) for item in assessment.items],
        "findings": [finding_record(finding) for finding in assessment.findings],
    }
    return json_text(content)


def _item(item: ItemAssessment) -> dict[str, object]:
    return {
        "id": item.item.id,
        "title": item.item.title,
        "status": item.status.value,
        "owner": item.owner,
        "due": str(item.due),
        "files": len(item.files),
        "pages": item.pages,
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding without the places that it does not have."""
    said: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "item": finding.item,
    }
    said |= {key: value for key in _PLACE if (value := getattr(finding, key)) not in (None, ())}
    return said | {"message": finding.message, "remedy": finding.remedy}
