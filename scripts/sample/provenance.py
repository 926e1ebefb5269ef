"""Tell where the sample comes from (README) and what a check must find in it (YAML)."""

import json
from collections.abc import Sequence
from pathlib import Path

from sample.filing import Planted, UnitSample

_HEAD = Path(__file__).with_name("readme_head.md")


def readme(units: Sequence[UnitSample]) -> str:
    """The README of the evidence folder."""
    parts = [_HEAD.read_text(encoding="utf-8")]
    for unit in units:
        name = unit.settings.split("name: ")[1].split("\n")[0]
        parts.append(f"\n### `{unit.folder}` {name}\n\n")
        parts.append("| 代码 Code | 指标 Item | 位置 Where | 说明 What |\n|---|---|---|---|\n")
        parts.extend(_row(each) for each in unit.planted)
    return "".join(parts)


def _row(each: Planted) -> str:
    where = f"`{each.path}`" if each.path else "—"
    return f"| `{each.code}` | {each.item or '—'} | {where} | {each.why} |\n"


def expected_yaml(unit: UnitSample) -> str:
    """What ``check`` must find in the documents of a unit, no more and no less."""
    lines = [
        f"# Findings that stand in evidence/{unit.folder} on purpose (documents only, no ledgers).",
        "# Written by scripts/make_sample.py; the order is free.",
        "findings:",
    ]
    for each in unit.planted:
        path = f"evidence/{unit.folder}/{each.path}" if each.path else None
        fields = {"code": each.code, "item": each.item, "path": path, "event": each.event}
        shown = ", ".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in fields.items()
            if value is not None
        )
        lines.append(f"  - {{{shown}}}")
    return "\n".join(lines) + "\n"
