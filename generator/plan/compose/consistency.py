"""The consistency report: findings on ledgers and figures by kind, counties and prefecture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.base.measures import printed
from generator.ledgers.figures.sums import UnitSum
from generator.model import Assessment, Block, Finding, PageKind, Severity
from generator.plan.compose.entries import file_anchor
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs

CONSISTENCY = "part:consistency"

#: What the report lists, in its order: finding codes and what a clerk calls them.
KINDS: Mapping[str, str] = {
    "total-mismatch": "合计或人数与明细不符",
    "figure-without-source": "数没有出处",
    "percent-mismatch": "百分比与分子分母不符",
    "below-target": "没有达到协议目标",
    "partner-mismatch": "东西部双方不一致",
    "units-mismatch": "各县之和与全州不一致",
    "rate-below": "比例低于标准",
    "negative-list": "负面清单",
    "open-rectification": "问题没有销号",
    "stale-project": "以前年度项目没有办结",
    "ledger-unreadable": "台账读不出来",
    "ledger-missing-column": "台账缺列",
    "ledger-bad-value": "格子填得不对",
    "ledger-duplicate": "重复登记",
    "two-versions": "一本台账有两个版本",
    "cross-ledger-duplicate": "两处台账重复计算",
    "not-in-base-list": "不在建档立卡名册里",
    "id-check-digit": "身份证号校验码不符",
    "uscc-check-digit": "信用代码校验码不符",
    "date-order": "日期先后不对",
    "amount-order": "金额大小不对",
    "row-without-file": "有登记、没有材料",
    "out-of-window": "日期不在考核年度内",
}

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}


def consistency_pages(
    grid: Grid,
    assessment: Assessment,
    findings: Sequence[Finding],
    sums: Sequence[UnitSum],
    refs: Refs,
) -> tuple[Draft, ...]:
    """The report of the whole binder: counts by kind, every finding, sums of the counties.

    Args:
        grid: measures the text.
        assessment: whose report it is, and on which day.
        findings: all findings of the unit; those on ledgers and figures are reported.
        sums: the counties against the prefecture; empty for a county.
        refs: printed page numbers of the workbooks.
    """
    listed = [finding for finding in findings if _belongs(finding)]
    pages = list(_found(grid, assessment, listed, refs))
    if sums:
        pages += _summed(grid, sums)
    return tuple(
        Draft(PageKind.CONSISTENCY, "数据一致性检查报告", blocks, (CONSISTENCY,) if at == 0 else ())
        for at, blocks in enumerate(pages)
    )


def _belongs(finding: Finding) -> bool:
    """Whether it is a finding on a ledger or figure; a date is one only in a ledger's row."""
    if finding.code == "out-of-window":
        return finding.row is not None
    return finding.code in KINDS


def _found(
    grid: Grid, assessment: Assessment, findings: Sequence[Finding], refs: Refs
) -> tuple[tuple[Block, ...], ...]:
    columns = (
        Column("序号", 11, "center"),
        Column("编号", 12, "center"),
        Column("位置", 33),
        Column("问题", 46),
        Column("怎么办", grid.width - 129),
        Column("卷", 8, "right"),
        Column("页码", 19, "right"),
    )
    title = "数据一致性检查报告"
    said = f"{assessment.unit.name}，核对日期 {assessment.as_of}，共 {len(findings)} 处。"
    lead: tuple[Block, ...] = (
        grid.text(title, "h1", heading=1),
        gap(2),
        grid.text(said + "只列出问题，没有改动任何台账和数。", "note"),
        gap(2),
    )
    if not findings:
        return grid.paged(lead, (Column("", grid.width),), (), ())
    again = (grid.text(f"{title}（续）", "h3"), gap(2))
    *full, last = _counts(grid, findings, (*lead, grid.text("一、按种类", "h3")), again)
    each: tuple[Block, ...] = (gap(4), grid.text("二、逐条", "h3"))
    if sum(block.height for block in (*last, *each)) > grid.room:
        full, last, each = [*full, last], again, each[1:]
    rows = grid.rows(columns, _lines(findings, refs), "cell")
    return (*full, *grid.paged((*last, *each), columns, rows, again))


def _counts(
    grid: Grid, findings: Sequence[Finding], lead: Sequence[Block], again: Sequence[Block]
) -> tuple[tuple[Block, ...], ...]:
    """How many of each kind, by severity; below ``lead``, on further pages below ``again``."""
    columns = (
        Column("种类", grid.width - 72),
        *(Column(word, 24, "right") for word in _WORDS.values()),
    )
    counted = Counter((finding.code, finding.severity) for finding in findings)
    lines = [
        Line((name, *(str(counted[code, severity] or "") for severity in _WORDS)))
        for code, name in KINDS.items()
        if any(counted[code, severity] for severity in _WORDS)
    ]
    totals = Counter(finding.severity for finding in findings)
    lines.append(Line(("合计", *(str(totals[severity]) for severity in _WORDS))))
    return grid.paged(lead, columns, grid.rows(columns, lines, "cell"), again)


def _lines(findings: Sequence[Finding], refs: Refs) -> Iterator[Line]:
    serial = 0
    for code, name in KINDS.items():
        of_kind = [finding for finding in findings if finding.code == code]
        if of_kind:
            yield Line((f"{name}（{len(of_kind)} 处）",), style="group")
        for finding in of_kind:
            serial += 1
            anchor = file_anchor(finding.path or "")
            known = refs.has(anchor)
            yield Line(
                (
                    str(serial),
                    finding.item or "",
                    _place(finding),
                    f"{_WORDS[finding.severity]}：{finding.message}",
                    finding.remedy,
                    refs.volume(anchor) if known else "",
                    refs(anchor) if known else "",
                ),
                anchor if known else None,
            )


def _place(finding: Finding) -> str:
    """Workbook, sheet, row and column in words."""
    said = [(finding.path or "").rpartition("/")[2]]
    if finding.sheet:
        said.append(f"工作表“{finding.sheet}”")
    if finding.row:
        said.append(f"第 {finding.row} 行")
    if finding.column:
        said.append(f"“{finding.column}”列")
    return "\n".join(part for part in said if part)


def _summed(grid: Grid, sums: Sequence[UnitSum]) -> tuple[tuple[Block, ...], ...]:
    columns = (
        Column("编号", 14, "center"),
        Column("指标", 34),
        Column("单位", 12, "center"),
        Column("各县", grid.width - 140),
        Column("各县之和", 22, "right"),
        Column("州台账", 20, "right"),
        Column("州填报", 20, "right"),
        Column("结论", 18, "center"),
    )
    lines = [_sum_line(one) for one in sums]
    title = grid.text("三、各县之和与全州", "h3")
    again = (grid.text("三、各县之和与全州（续）", "h3"), gap(2))
    return grid.paged((title, gap(2)), columns, grid.rows(columns, lines, "cell"), again)


def _sum_line(one: UnitSum) -> Line:
    figure = one.figure
    counties = "\n".join(
        f"{name} {printed(value, figure.decimals) if value is not None else '没有数'}"
        for name, value in one.counties
    )
    if one.others:
        counties += f"\n未计入：{'、'.join(one.others)}"
    stated = ""
    if one.stated is not None:
        stated = printed(one.stated, figure.decimals)
        stated += one.stated_unit if one.stated_unit != figure.unit else ""
    texts = (
        figure.id,
        figure.title,
        figure.unit,
        counties,
        printed(one.total, figure.decimals),
        printed(one.own, figure.decimals) if one.own is not None else "",
        stated,
        one.conclusion,
    )
    return Line(texts, style="gap" if one.differs else "normal")
