"""What several commands show, in lines: tables, the worst gaps, findings and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.base.characters import columns_wide
from generator.model import (
    SEVERITY_LABELS,
    Assessment,
    Finding,
    ItemAssessment,
    Preflight,
    Severity,
    Status,
)
from generator.plan.compose.wording import days_left

if TYPE_CHECKING:
    from generator.render.pdf.on_screen import Led

_HEADS = ("组", "名称", "指标", "已齐", "部分", "缺", "待核", "不适用", "件数", "页数")
_ORDER = (
    Status.COMPLETE,
    Status.PARTIAL,
    Status.MISSING,
    Status.DISPUTED,
    Status.NOT_APPLICABLE,
)


def render_summary(assessment: Assessment) -> list[str]:
    """The table by group with a total row."""
    rows: list[tuple[str, ...]] = []
    totals: Counter[str] = Counter()
    for group in assessment.groups:
        counts = Counter(item.status for item in group.items)
        numbers = [len(group.items), *(counts[status] for status in _ORDER)]
        numbers += [sum(len(item.files) for item in group.items)]
        numbers += [sum(item.pages for item in group.items)]
        totals.update(dict(zip(_HEADS[2:], numbers, strict=True)))
        rows.append((group.group.id, group.group.title, *map(str, numbers)))
    rows.append(("", "合计", *(str(totals[head]) for head in _HEADS[2:])))
    return list(table_lines(_HEADS, rows))


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in columns of equal width: the first two hold words, the others numbers."""
    widths = [max(columns_wide(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    for row in (heads, *rows):
        cells = []
        for at, (text, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - columns_wide(text))
            cells.append(text + blank if at < 2 else blank + text)
        yield "  ".join(cells).rstrip()


def render_worst(assessment: Assessment, count: int = 5) -> list[str]:
    """The gaps to chase first: the longest overdue, and of these the items with nothing at all."""
    gaps = [(item, gap) for item in assessment.items for gap in item.gaps]
    gaps.sort(key=lambda pair: (pair[0].due, pair[0].status is not Status.MISSING))
    lines = (
        [f"最急的 {min(count, len(gaps))} 处缺项（共 {assessment.gap_count} 处）："] if gaps else []
    )
    for item, gap in gaps[:count]:
        lines.append(f"  {item.item.id} {item.item.title}：{_where(gap)}{gap.message}")
        lines.append(f"      {item.owner} {_who(item)} {days_left(item.due, assessment.as_of)}")
    return lines


def render_classified(assessment: Assessment) -> list[str]:
    """Documents with a secrecy mark, for whoever made pages of the others or of them."""
    marked = [one for one in assessment.findings if one.code == "classified"]
    lines = [f"  {one.path}：{one.message}" for one in marked]
    head = f"注意：{len(marked)} 件材料标有国家秘密的密级："
    return [head, *lines, f"  {marked[0].remedy}"] if marked else []


def _who(item: ItemAssessment) -> str:
    return f"{item.person.name} {item.person.phone}" if item.person else "（未填责任人）"


def render_list(assessment: Assessment) -> list[str]:
    """Every finding with its place, what is wrong and what to do, in binder order."""
    return render_listed(assessment.findings)


def render_listed(findings: Sequence[Finding]) -> list[str]:
    """Findings with place, fault and remedy."""
    return [line for finding in findings for line in _listed(finding)]


def _listed(finding: Finding) -> tuple[str, ...]:
    head = f"[{SEVERITY_LABELS[finding.severity]}] {finding.item or '未归类'} {finding.code}"
    return head, f"    {_where(finding)}{finding.message}", f"    {finding.remedy}"


def _where(finding: Finding) -> str:
    place = [finding.path or ""]
    place += [f"工作表“{finding.sheet}”"] if finding.sheet else []
    place += [f"第 {finding.row} 行"] if finding.row else []
    place += [f"“{finding.column}”列"] if finding.column else []
    said = " ".join(part for part in place if part)
    return f"{said}：" if said else ""


def render_preflight_counts(preflight: Preflight) -> str:
    """How many findings there are of each kind, those to look at first."""
    from generator.measure.preflight import PREFLIGHT_LABELS

    said = []
    for label, wanted in (("须查看", Severity.WARNING), ("供参考", Severity.INFO)):
        counts = Counter(one.code for one in preflight.findings if one.severity is wanted)
        kinds = [
            f"{name} {counts[code]}" for code, name in PREFLIGHT_LABELS.items() if counts[code]
        ]
        if kinds:
            said.append(f"{label}：{'、'.join(kinds)}")
    return f"打印预检，{'；'.join(said) or '没有问题'}。"


def render_late(late: Sequence[str]) -> list[str]:
    """What was filed while the output was made, and the request for another run."""
    if not late:
        return []
    names = "、".join(late)
    said = f"注意：生成期间新放入 {len(late)} 件，未收入本次成册：{names}。"
    return ["", said, "请再运行一次。"]


def render_led(led: Sequence[Led]) -> list[str]:
    """What the binder for the screen has of documents' own bookmarks and links, and what not."""
    if not led:
        return []
    bookmarks, links = sum(one.bookmarks for one in led), sum(one.links for one in led)
    lines = [f"binder.pdf 里有材料自带的书签 {bookmarks} 条、文内链接 {links} 处。"]
    if off := [one for one in led if one.links_off]:
        count = sum(one.links_off for one in off)
        lines.append(f"{len(off)} 件材料里通向别的文件或找不到去处的链接 {count} 处已取下。")
    if short := [one for one in led if one.bookmarks_off or one.beyond or one.endless]:
        lines.append(f"{len(short)} 件材料的书签没有收全：太多、太深或找不到去处。")
    if unread := [one for one in led if one.unread]:
        names = "、".join(one.name for one in unread)
        lines.append(f"书签和链接读不出来的有 {len(unread)} 件，请打开原件查看：{names}。")
    return [*lines, "逐件数目见 manifest.json。"] if lines[1:] else lines
