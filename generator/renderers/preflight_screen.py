"""What to look at before printing, on the screen: findings, paper to order, counts by kind."""

from collections import Counter
from collections.abc import Sequence

from generator.model import PREFLIGHT_LABELS, Finding, PaperOrder, Preflight, Severity
from generator.renderers.screen import SEVERITY_LABELS, table_lines

_RANKS = tuple(PREFLIGHT_LABELS)
PAPER_HEADS = (
    "卷",
    "名称",
    "A4（张）",
    "A3 折叠（张）",
    "共（面）",
    "彩色（面）",
    "黑白（面）",
    "空白（面）",
    "厚度（毫米）",
)


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


def reams_said(preflight: Preflight) -> str:
    """The packets of paper to order for all volumes."""
    a4, a3 = preflight.reams
    said = [f"A4 纸 {a4} 包"] if a4 else []
    said += [f"A3 纸 {a3} 包"] if a3 else []
    return f"{'、'.join(said)}，每包 {preflight.ream} 张"


def paper_rows(preflight: Preflight) -> list[Sequence[str | int | float]]:
    """A row for each volume and, of several, one for all."""
    rows = [
        (order.volume.number, order.volume.title, *_sums([order])) for order in preflight.orders
    ]
    total = [("合计", "", *_sums(preflight.orders))] if len(preflight.orders) > 1 else []
    return [*rows, *total]


def _sums(orders: Sequence[PaperOrder]) -> tuple[int | float, ...]:
    return (
        sum(order.a4 for order in orders),
        sum(order.a3 for order in orders),
        sum(order.sides for order in orders),
        sum(len(order.colour) for order in orders),
        sum(order.black for order in orders),
        sum(order.empty for order in orders),
        round(sum(order.volume.thickness for order in orders), 1),
    )
