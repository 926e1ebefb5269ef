"""The pages behind the evidence: unassigned files, gap list, reconciliation."""

from collections.abc import Mapping

from generator.model import Assessment, Block, PageKind, Plan, Reconciliation
from generator.plan.compose.entries import gap_anchor, stray_gaps
from generator.plan.compose.front import GAPS, RECONCILIATION, UNASSIGNED
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs
from generator.plan.compose.wording import days_left

KIND_NAMES: Mapping[PageKind, str] = {
    PageKind.COVER: "案卷封面",
    PageKind.TITLE: "扉页",
    PageKind.CONTENTS: "总目录",
    PageKind.CATALOGUE: "卷内文件目录",
    PageKind.COMPLETION: "指标完成情况总表",
    PageKind.DIVIDER: "隔页",
    PageKind.FIGURES: "数据完成情况表",
    PageKind.ITEM_SHEET: "指标提交表",
    PageKind.EVIDENCE: "佐证材料",
    PageKind.PHOTOS: "照片页",
    PageKind.SLIP: "缺项页",
    PageKind.UNASSIGNED: "未归类材料清单",
    PageKind.GAP_LIST: "缺项清单",
    PageKind.CONSISTENCY: "数据一致性检查报告",
    PageKind.RECONCILIATION: "装订核对表",
    PageKind.CLOSING: "卷内备考表",
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
        Column("序号", 10, "center"),
        Column("编号", 13, "center"),
        Column("缺什么", 36),
        Column("责任人、电话", 28),
        Column("期限", 22, "center"),
        Column("进度", 20, "center"),
        Column("卷", 8, "right"),
        Column("页码", 19, "right"),
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
            place = (refs.volume(anchor), refs(anchor))
            texts = ("", item.item.id, what, who, str(item.due), late, *place)
            by_owner.setdefault(item.owner, []).append(Line(texts, anchor))
    lines: list[Line] = []
    number = 0
    for owner, owned in by_owner.items():
        lines.append(Line((f"{owner}（缺 {len(owned)} 处）",), style="group"))
        for line in owned:
            number += 1
            lines.append(Line((str(number), *line.texts[1:]), line.link))
    if not lines:
        lines = [Line(("", "", "没有缺项", "", "", "", "", ""))]
    return _listed(grid, "缺项清单（按责任单位）", columns, lines, PageKind.GAP_LIST, GAPS)


def reconciliation(
    grid: Grid, assessment: Assessment, sums: Reconciliation, plan: Plan | None
) -> tuple[Draft, ...]:
    """The balances: entries listed against entries placed, pages by kind, volume by volume.

    Args:
        grid: measures the text.
        assessment: tells which files are not counted.
        sums: the whole binder.
        plan: the volumes, as far as they are known yet.
    """
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
    pages += _volume_pages(grid, plan)
    if assessment.ignored:
        columns = (
            Column("不计入的系统文件、临时文件和链接", 100),
            Column("原因", grid.width - 100),
        )
        lines = (Line((entry.path, entry.reason)) for entry in assessment.ignored)
        title = grid.text("四、不计入的文件", "h3")
        pages += grid.paged((title,), columns, grid.rows(columns, lines, "cell"), (title,))
    return tuple(
        Draft(PageKind.RECONCILIATION, "核对表", blocks, (RECONCILIATION,) if at == 0 else ())
        for at, blocks in enumerate(pages)
    )


def _entry_lines(sums: Reconciliation) -> tuple[Line, ...]:
    verdict = "平" if sums.balanced else "不平"
    absent = "文件在，页面不在；每件有一张缺项页"
    absent += "，照片页上的有一个空框" if PageKind.PHOTOS in sums.pages_by_kind else ""
    formula = "应列 = 已装订 + 缺少 + 不能装订 + 不适用 + 未归类"
    return (
        Line(
            ("应列（清点所得）", str(sums.listed), "文件夹里的全部文件、缺少的材料和不适用的指标"),
            style="group",
        ),
        Line(("已装订", str(sums.bound), "全部页面都在册内的文件")),
        Line(("缺少", str(sums.missing), "每处有一张缺项页")),
        Line(("打不开或不能装订", str(sums.unbindable), absent)),
        Line(("不适用", str(sums.not_applicable), "已写明理由和决定人的指标")),
        Line(("未归类", str(sums.unassigned), "不在任何指标下的文件，列入未归类材料清单")),
        Line(("结论", verdict, formula), style="group"),
    )


def _volume_pages(grid: Grid, plan: Plan | None) -> tuple[tuple[Block, ...], ...]:
    """One row for each volume, and their total, which is the binder's."""
    columns = (
        Column("卷", 10, "right"),
        Column("案卷", grid.width - 118),
        Column("材料件数", 18, "right"),
        Column("材料页数", 18, "right"),
        Column("缺项页", 18, "right"),
        Column("面数", 18, "right"),
        Column("张数", 18, "right"),
        Column("结论", 18, "center"),
    )
    lines = []
    for volume in plan.volumes if plan else ():
        own = volume.reconciliation
        lines.append(Line((str(volume.number), volume.title, *_volume_sums(own, volume.sheets))))
    sheets = sum(volume.sheets for volume in plan.volumes) if plan else 0
    total = plan.reconciliation if plan else None
    lines.append(Line(("", "合计", *_volume_sums(total, sheets)), style="group"))
    title = grid.text("三、分卷", "h3")
    return grid.paged((title,), columns, grid.rows(columns, lines, "cell"), (title,))


def _volume_sums(sums: Reconciliation | None, sheets: int) -> tuple[str, ...]:
    if sums is None:
        return ("",) * 6
    count = sums.pages_by_kind.get
    return (
        str(sums.bound),
        str(count(PageKind.EVIDENCE, 0) + count(PageKind.PHOTOS, 0)),
        str(count(PageKind.SLIP, 0)),
        str(sums.total_pages),
        str(sheets),
        "平" if sums.balanced else "不平",
    )


def _page_lines(sums: Reconciliation) -> list[Line]:
    counts = sums.pages_by_kind  # a kind without pages has its line too: the table never grows
    lines = [
        Line((name, str(counts.get(kind, 0)), _said_of(kind, sums)))
        for kind, name in KIND_NAMES.items()
        if kind is not PageKind.PHOTOS or kind in counts  # a binder without photo sheets needs none
    ]
    return [*lines, Line(("合计", str(sums.total_pages), "张数见分卷表"), style="group")]


def _said_of(kind: PageKind, sums: Reconciliation) -> str:
    if kind is PageKind.EVIDENCE:
        return f"原件共 {sums.source_pages} 页"
    if kind is PageKind.PHOTOS:
        return f"放照片 {sums.shared} 张，每张是一件材料、一页原件"
    return "不编页码" if not kind.numbered else ""


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
