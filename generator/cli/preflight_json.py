"""What to look at before printing as JSON: the public contract of ``preflight --json``."""

from generator.base.json_text import json_text
from generator.model import Assessment, PaperOrder, Preflight
from generator.render.lists.findings import finding_record


def render_preflight_json(assessment: Assessment, preflight: Preflight) -> str:
    """Unit, every finding and the paper of every volume, as indented JSON."""
    a4, a3 = preflight.reams
    content = {
        "unit": assessment.unit.id,
        "profile": assessment.checklist.profile,
        "as_of": str(assessment.as_of),
        "preflight": [finding_record(finding) for finding in preflight.findings],
        "paper": [_paper(order) for order in preflight.orders],
        "reams": {"sheets": preflight.ream, "a4": a4, "a3": a3},
    }
    return json_text(content)


def _paper(order: PaperOrder) -> dict[str, object]:
    volume = order.volume
    return {
        "volume": volume.number,
        "title": volume.title,
        "a4_sheets": order.a4,
        "a3_sheets": order.a3,
        "sides": order.sides,
        "colour": [page.index for page in order.colour],
        "black": order.black,
        "empty": order.empty,
        "thickness_mm": round(volume.thickness, 1),
    }
