"""The pages behind the evidence: unassigned files, gap list, reconciliation, closing sheet."""

from collections.abc import Mapping

from generator.compose.entries import gap_anchor, stray_gaps
from generator.compose.front import GAPS, RECONCILIATION, UNASSIGNED
from generator.compose.grid import Column, Draft, Grid, Line, gap
from generator.compose.refs import Refs
from generator.compose.wording import days_left
from generator.model import Assessment, PageKind, Reconciliation

KIND_NAMES: Mapping[PageKind, str] = {
    PageKind.COVER: "封面",
    PageKind.CONTENTS: "目录",
    PageKind.COMPLETION: "指标完成情况总表",
    PageKind.DIVIDER: "隔页",
    PageKind.FIGURES: "数据完成情况表",
    PageKind.ITEM_SHEET: "指标提交表",
    PageKind.EVIDENCE: "佐证材料",
    PageKind.SLIP: "缺项页",
    PageKind.UNASSIGNED: "未归类材料清单",
    PageKind.GAP_LIST: "缺项清单",
    PageKind.CONSISTENCY: "数据一致性检查报告",
    PageKind.RECONCILIATION: "装订核对表",
    PageKind.CLOSING: "备考表",
    PageKind.BLANK: "空白页",
}


def unassigned(grid: Grid, assessment: Assessment) -> tuple[Draft, ...]:
    """Files under no item: listed with size and hash, so that none is lost from sight."""
    reasons = {f.path: f.message for f in assessment.findings if f.code == "unassigned"}
    lines = [
        Line((file.path, f"{file.size:,}", file.sha256[:16], reasons.get(file.path, "")))
        for file in assessment.unassigned
    ]
    lines += [Line((f.path or "", "", "", f.message)) for f in stray_gaps(assessment)]
    if not lines:
        return ()
    columns = (
        Column("文件", 62),
        Column("字节数", 20, "right"),
        Column("SHA-256（前16位）", 24),
        Column("原因", grid.width - 106),
    )
    return _listed(grid, "未归类材料清单", columns, lines, PageKind.UNASSIGNED, UNASSIGNED)


def gap_list(grid: Grid, assessment: Assessment, refs: Refs) -> tuple[Draft, ...]:
    """Every gap by responsible department: whom to chase, by when, and where its slip stands."""
    columns = (
        Column("序号", 11, "center"),
        Column("编号", 13, "center"),
        Column("缺什么", 49),
        Column("责任人、电话", 28),
        Column("期限", 22, "center"),
        Column("进度", 21, "center"),
        Column("页码", 12, "right"),
    )
    by_owner: dict[str, list[Line]] = {}
    serial = 0
    for item in sorted(assessment.items, key=lambda item: (item.due, item.owner)):
        for finding in item.gaps:
            serial += 1
            who = f"{item.person.name}\n{item.person.phone}" if item.person else "（未填）"
            late = days_left(item.due, assessment.as_of).replace(" ", "")
            anchor = gap_anchor(item, finding)
            what = f"{item.item.title}：{finding.message}"
            texts = ("", item.item.id, what, who, str(item.due), late, refs(anchor))
            by_owner.setdefault(item.owner, []).append(Line(texts, anchor))
    lines: list[Line] = []
    number = 0
    for owner, owned in by_owner.items():
        lines.append(Line((f"{owner}（缺 {len(owned)} 处）",), style="group"))
        for line in owned:
            number += 1
            lines.append(Line((str(number), *line.texts[1:]), line.link))
    if not lines:
        lines = [Line(("", "", "没有缺项", "", "", "", ""))]
    return _listed(grid, "缺项清单（按责任单位）", columns, lines, PageKind.GAP_LIST, GAPS)


def reconciliation(grid: Grid, assessment: Assessment, sums: Reconciliation) -> tuple[Draft, ...]:
    """The two balances: entries listed against entries placed, pages by kind against the binder."""
    entry_columns = (
        Column("核对项", 56),
        Column("数量", 18, "right"),
        Column("说明", grid.width - 74),
    )
    page_columns = (
        Column("页面种类", 56),
        Column("页数", 18, "right"),
        Column("说明", grid.width - 74),
    )
    entry_rows = grid.rows(entry_columns, _entry_lines(sums), "cell")
    page_rows = grid.rows(page_columns, _page_lines(sums), "cell")
    lead = (
        grid.text("装订核对表", "h1", heading=1),
        gap(3),
        grid.text("一、材料", "h3"),
        grid.table(entry_columns, (grid.head(entry_columns), *entry_rows)),
        gap(5),
        grid.text("二、页数", "h3"),
    )
    pages = list(grid.paged(lead, page_columns, page_rows, ()))
    if assessment.ignored:
        columns = (
            Column("不计入的系统文件、临时文件和链接", 100),
            Column("原因", grid.width - 100),
        )
        lines = (Line((entry.path, entry.reason)) for entry in assessment.ignored)
        title = grid.text("三、不计入的文件", "h3")
        pages += grid.paged((title,), columns, grid.rows(columns, lines, "cell"), (title,))
    return tuple(
        Draft(PageKind.RECONCILIATION, "核对表", blocks, (RECONCILIATION,) if at == 0 else ())
        for at, blocks in enumerate(pages)
    )


def _entry_lines(sums: Reconciliation) -> tuple[Line, ...]:
    verdict = "平" if sums.balanced else "不平"
    formula = "应列 = 已装订 + 缺少 + 不能装订 + 不适用 + 未归类"
    return (
        Line(
            ("应列（清点所得）", str(sums.listed), "文件夹里的全部文件、缺少的材料和不适用的指标"),
            style="group",
        ),
        Line(("已装订", str(sums.bound), "全部页面都在册内的文件")),
        Line(("缺少", str(sums.missing), "每处有一张缺项页")),
        Line(("打不开或不能装订", str(sums.unbindable), "文件在，页面不在；每件有一张缺项页")),
        Line(("不适用", str(sums.not_applicable), "已写明理由和决定人的指标")),
        Line(("未归类", str(sums.unassigned), "不在任何指标下的文件，列入未归类材料清单")),
        Line(("结论", verdict, formula), style="group"),
    )


def _page_lines(sums: Reconciliation) -> list[Line]:
    lines = [
        Line((KIND_NAMES[kind], str(count), _said_of(kind, sums)))
        for kind, count in sums.pages_by_kind.items()
    ]
    total = f"全册 {(sums.total_pages + 1) // 2} 张（双面）"
    return [*lines, Line(("合计", str(sums.total_pages), total), style="group")]


def _said_of(kind: PageKind, sums: Reconciliation) -> str:
    if kind is PageKind.EVIDENCE:
        return f"原件共 {sums.source_pages} 页"
    return "不编页码" if not kind.numbered else ""


def closing(grid: Grid, assessment: Assessment, sums: Reconciliation) -> Draft:
    """The closing sheet (备考表): state of the volume; names and dates are left to be signed."""
    count = sums.pages_by_kind.get
    gaps = assessment.gap_count
    state = (
        f"本册共 {sums.total_pages} 页，其中佐证材料 {count(PageKind.EVIDENCE, 0)} 页，"
        f"缺项页 {count(PageKind.SLIP, 0)} 页。核对日期 {assessment.as_of}。"
    )
    state += f"尚缺 {gaps} 处，见缺项清单。" if gaps else "材料齐全。"
    columns = (Column("", 36), Column("", grid.width - 36))
    signed = ("立卷人", "检查人", "立卷时间")
    lines = (Line(("本卷情况说明", state + "\n" * 12)), *(Line((name, "\n")) for name in signed))
    blocks = (
        gap(12),
        grid.text("卷 内 备 考 表", "h1", heading=1),
        gap(8),
        grid.table(columns, grid.rows(columns, lines, "cell-large"), "cell-large"),
    )
    return Draft(PageKind.CLOSING, "备考表", blocks, ("part:closing",))


def _listed(
    grid: Grid,
    title: str,
    columns: tuple[Column, ...],
    lines: list[Line],
    kind: PageKind,
    anchor: str,
) -> tuple[Draft, ...]:
    pages = grid.paged(
        (grid.text(title, "h1", heading=1), gap(3)),
        columns,
        grid.rows(columns, lines, "cell"),
        (grid.text(f"{title}（续）", "h3"), gap(2)),
    )
    return tuple(
        Draft(kind, title, blocks, (anchor,) if at == 0 else ()) for at, blocks in enumerate(pages)
    )
