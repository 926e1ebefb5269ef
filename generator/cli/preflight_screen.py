"""What to look at before printing, on the screen: findings, paper to order, counts by kind."""

from collections import Counter
from collections.abc import Sequence

from generator.cli.screen import table_lines
from generator.model import PREFLIGHT_LABELS, SEVERITY_LABELS, Finding, Preflight, Severity
from generator.render.lists.paper_list import PAPER_HEADS, paper_rows, reams_said

_RANKS = tuple(PREFLIGHT_LABELS)


def render_preflight(preflight: Preflight) -> list[str]:
    """Every finding, those to look at first; then the paper to order."""
    groups: dict[tuple[bool, int, str], list[Finding]] = {}
    for one in preflight.findings:
        kind = (one.severity is Severity.INFO, _RANKS.index(one.code), one.remedy)
        groups.setdefault(kind, []).append(one)
    lines = [line for kind in sorted(groups) for line in (*_of_kind(groups[kind]), "")]
    rows = [[str(value) for value in row] for row in paper_rows(preflight)]
    lines += [*table_lines(PAPER_HEADS, rows), ""]
    return [*lines, f"用纸：{reams_said(preflight)}。", "", render_preflight_counts(preflight)]


def _of_kind(findings: Sequence[Finding]) -> list[str]:
    """Findings of one kind: what they are called, each on a line, what to do once for all."""
    first = findings[0]
    label = f"{PREFLIGHT_LABELS[first.code]} {first.code}"
    lines = [f"[{SEVERITY_LABELS[first.severity]}] {label}（{len(findings)} 条）"]
    lines += [
        f"  {one.path}：{one.message}" if one.path else f"  {one.message}" for one in findings
    ]
    return [*lines, f"  {first.remedy}"]


def render_preflight_counts(preflight: Preflight) -> str:
    """How many findings there are of each kind, those to look at first."""
    said = []
    for label, wanted in (("须查看", Severity.WARNING), ("供参考", Severity.INFO)):
        counts = Counter(one.code for one in preflight.findings if one.severity is wanted)
        kinds = [
            f"{name} {counts[code]}" for code, name in PREFLIGHT_LABELS.items() if counts[code]
        ]
        if kinds:
            said.append(f"{label}：{'、'.join(kinds)}")
    return f"打印预检，{'；'.join(said) or '没有问题'}。"
