"""The pages before the evidence: title page, contents, completion table of all items."""

from generator.model import Assessment, Block, PageKind
from generator.plan.compose.consistency import CONSISTENCY
from generator.plan.compose.figures import figures_anchor
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs
from generator.plan.compose.wording import group_title

COMPLETION = "part:completion"
GAPS = "part:gaps"
RECONCILIATION = "part:reconciliation"
UNASSIGNED = "part:unassigned"


def title_page(grid: Grid, assessment: Assessment, title: str, parts: str) -> Draft:
    """The title page; it says 不完整 with the number of gaps until nothing is missing."""
    unit, checklist = assessment.unit, assessment.checklist
    blocks: list[Block] = [gap(26), grid.text(title, "cover-title", heading=1), gap(10)]
    if parts:
        blocks += [grid.text(parts, "cover-sub"), gap(6)]
    verdict = _verdict(assessment)
    blocks += [grid.text(verdict, "incomplete"), gap(10)] if verdict else [gap(22)]
    lines = (
        f"考核对象：{unit.name}（{unit.level}级）",
        f"结对帮扶方：{unit.partner}",
        f"考核年度：{checklist.year} 年",
        f"考核期：{checklist.window.start} 至 {checklist.window.end}",
        f"核对日期：{assessment.as_of}",
        f"汇编单位：{unit.office}",
    )
    blocks += [gap(14), *(grid.text(line, "cover-line") for line in lines)]
    return Draft(PageKind.TITLE, "扉页", tuple(blocks), ("part:title",))


def _verdict(assessment: Assessment) -> str:
    if assessment.gap_count:
        return f"不完整：缺 {assessment.gap_count} 处"
    return "" if assessment.complete else "待核：有材料须核对"


def contents(grid: Grid, assessment: Assessment, refs: Refs) -> tuple[Draft, ...]:
    """The contents: volume and printed page number of every group, item and closing part."""
    columns = (
        Column("编号", 16, "center"),
        Column("名称", grid.width - 64),
        Column("状态", 18, "center"),
        Column("卷", 10, "right"),
        Column("页码", 20, "right"),
    )

    def place(anchor: str) -> tuple[str, str]:
        return refs.volume(anchor), refs(anchor)

    lines = [Line(("", "指标完成情况总表", "", *place(COMPLETION)), COMPLETION)]
    for group in assessment.groups:
        anchor = f"group:{group.group.id}"
        lines.append(
            Line((group.group.id, group_title(group.group), "", *place(anchor)), anchor, "group")
        )
        figures = figures_anchor(group.group.id)
        if refs.has(figures):
            lines.append(Line(("", "数据完成情况表", "", *place(figures)), figures))
        for item in group.items:
            anchor = f"item:{item.item.id}"
            texts = (item.item.id, item.item.title, item.status.label, *place(anchor))
            lines.append(Line(texts, anchor))
    closing = (
        ("未归类材料清单", UNASSIGNED),
        ("缺项清单（按责任单位）", GAPS),
        ("数据一致性检查报告", CONSISTENCY),
        ("装订核对表", RECONCILIATION),
    )
    known = [(name, anchor) for name, anchor in closing if refs.has(anchor)]
    lines += [Line(("", name, "", *place(anchor)), anchor) for name, anchor in known]
    pages = grid.paged(
        (grid.text("总 目 录", "h1", heading=1), gap(4)),
        columns,
        grid.rows(columns, lines, "cell"),
        (grid.text("总目录（续）", "h3"), gap(2)),
    )
    return tuple(
        Draft(PageKind.CONTENTS, f"总目录{at}", blocks, ("part:contents",) if at == 1 else ())
        for at, blocks in enumerate(pages, 1)
    )


def completion(grid: Grid, assessment: Assessment, refs: Refs) -> tuple[Draft, ...]:
    """All items with owner, status, documents, pages and gaps."""
    columns = (
        Column("编号", 13, "center"),
        Column("项目", 43),
        Column("责任单位", 26),
        Column("状态", 14, "center"),
        Column("件数", 11, "right"),
        Column("页数", 11, "right"),
        Column("缺项", 11, "right"),
        Column("卷", 8, "right"),
        Column("页码", 19, "right"),
    )
    lines = []
    for group in assessment.groups:
        lines.append(Line((f"{group.group.id}  {group_title(group.group)}",), style="group"))
        for item in group.items:
            anchor, gaps = f"item:{item.item.id}", len(item.gaps)
            texts = (
                item.item.id,
                item.item.title,
                item.owner,
                item.status.label,
                str(len(item.files)),
                str(item.pages),
                str(gaps) if gaps else "",
                refs.volume(anchor),
                refs(anchor),
            )
            lines.append(Line(texts, anchor, "gap" if gaps else "normal"))
    pages = grid.paged(
        (grid.text("指标完成情况总表", "h1", heading=1), gap(3)),
        columns,
        grid.rows(columns, lines, "cell"),
        (grid.text("指标完成情况总表（续）", "h3"), gap(2)),
    )
    return tuple(
        Draft(PageKind.COMPLETION, "总表", blocks, (COMPLETION,) if at == 0 else ())
        for at, blocks in enumerate(pages)
    )
