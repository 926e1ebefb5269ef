"""Tell where the sample comes from (README) and what a check must find in it (YAML)."""

import json
import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path

from sample.filing import DOCUMENT, FIGURE, LEDGER, Filed, Planted, UnitSample

_HEAD = Path(__file__).with_name("readme_head.md")

#: The parts of a unit's list of expected findings: key, kind of fault, what it is.
_PARTS = (
    ("findings", DOCUMENT, "材料本身 documents"),
    ("ledgers", LEDGER, "台账 registers"),
    ("figures", FIGURE, "数据 figures"),
)


def readme(units: Sequence[UnitSample]) -> str:
    """The README of the evidence folder."""
    parts = [_HEAD.read_text(encoding="utf-8")]
    for unit in units:
        parts.append(f"\n### `{unit.folder}` {_name(unit)}\n\n")
        parts.append("| 代码 Code | 指标 Item | 位置 Where | 说明 What |\n|---|---|---|---|\n")
        parts.extend(_row(each) for each in unit.planted)
    parts.append("\n## 台账一览 · Registers\n\n")
    parts.append("| 单位 Unit | 台账 Register | 文件 File | 行数 Rows |\n|---|---|---|---|\n")
    for unit in units:
        parts.extend(f"| {_name(unit)} {row}" for row in _registers(unit.files))
    return "".join(parts)


def _name(unit: UnitSample) -> str:
    return unit.settings.split("name: ")[1].split("\n")[0]


def _row(each: Planted) -> str:
    where = f"`{each.path}`" if each.path else "—"
    if each.sheet and each.sheet != "Sheet1":
        where += f" “{each.sheet}”"
    if each.row:
        where += f" 第 {each.row} 行"
    if each.column:
        where += f" {each.column}"
    return f"| `{each.code}` | {each.item or '—'} | {where} | {each.why} |\n"


def _registers(files: Sequence[Filed]) -> Iterator[str]:
    found = sorted(
        (register.ledger, file.path, len(register.rows))
        for file in files
        for register in file.registers
        if register.ledger
    )
    sizes: dict[tuple[str, str], list[int]] = {}
    for ledger, path, count in found:
        sizes.setdefault((ledger, path), []).append(count)
    for (ledger, path), counts in sizes.items():
        yield f"| {ledger} | `{path}` | {'＋'.join(map(str, counts))} |\n"


def expected_yaml(unit: UnitSample) -> str:
    """What ``check`` must find in a unit, no more and no less."""
    lines = [
        f"# Findings that stand in evidence/{unit.folder} on purpose: in the documents, in the",
        "# registers, and in the figures. Written by scripts/make_sample.py; the order is free.",
    ]
    for key, kind, title in _PARTS:
        entries = [_entry(unit, each) for each in unit.planted if each.kind == kind]
        lines.append(f"{key}: # {title}" if entries else f"{key}: []")
        lines.extend(entries)
    return "\n".join(lines) + "\n"


def _entry(unit: UnitSample, each: Planted) -> str:
    path = posixpath.normpath(f"evidence/{unit.folder}/{each.path}") if each.path else None
    fields: dict[str, str | int | None] = {
        "code": each.code,
        "item": each.item,
        "path": path,
        "event": each.event,
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
    }
    shown = ", ".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in fields.items()
        if value is not None
    )
    return f"  - {{{shown}}}"
