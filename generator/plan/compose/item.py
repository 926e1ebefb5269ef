"""The pages of one item: divider of its group, item sheet, and slips for what is absent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from generator.model import (
    Assessment,
    Block,
    GroupAssessment,
    ItemAssessment,
    PageKind,
)
from generator.plan.compose.entries import Entry, entries
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs
from generator.plan.compose.wording import NOBODY, asked, contact, days_left, group_title, kinds


def divider(grid: Grid, group: GroupAssessment) -> Draft:
    """The sheet that opens a group."""
    blocks = (
        gap(78),
        grid.text(group.group.id, "divider"),
        gap(4),
        grid.text(group_title(group.group), "divider", heading=1),
        gap(24),
        grid.text(f"责任单位：{group.group.owner}", "center"),
        grid.text(f"本组共 {len(group.items)} 项", "center"),
    )
    anchor = f"group:{group.group.id}"
    return Draft(PageKind.DIVIDER, f"隔页{group.group.id}", blocks, (anchor,))


def item_sheet(
    grid: Grid,
    assessment: Assessment,
    item: ItemAssessment,
    refs: Refs,
    captions: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Draft, ...]:
    """Requirement, responsible people, verdict, and the documents with their page numbers.

    Args:
        grid: measures the text.
        assessment: says what is asked, and of which day.
        item: the item.
        refs: gives page numbers.
        captions: by anchor, captions of photos that their sheets have no room for.
    """
    lead = _lead(grid, assessment, item)
    heading = f"{item.item.id} {item.item.title}"
    columns = (
        Column("序号", 11, "center"),
        Column("文号", 29),
        Column("题名", 46),
        Column("日期", 21, "center"),
        Column("页数", 12, "right"),
        Column("页码", 18, "right"),
        Column("备注", 19),
    )
    rows = grid.rows(columns, _document_lines(item, refs, captions), "cell")
    again = (grid.text(f"{heading}（续）", "h3"), gap(2))
    pages = list(grid.paged(lead, columns, rows, again))
    remarks = [*_remarks(item), *_ledger_remarks(item)]
    if remarks:
        pages[-1:] = _with_remarks(grid, pages[-1], remarks, again)
    anchor = f"item:{item.item.id}"
    return tuple(
        Draft(PageKind.ITEM_SHEET, heading, blocks, (anchor,) if at == 0 else (), item.item.id)
        for at, blocks in enumerate(pages)
    )


def _lead(grid: Grid, assessment: Assessment, item: ItemAssessment) -> tuple[Block, ...]:
    checklist = assessment.checklist
    facts = [
        ("要求", asked(item.item, checklist)),
        ("材料种类", kinds(item.item, checklist)),
        ("责任单位", item.owner),
        ("责任人", contact(item)),
        ("期限", f"{item.due}（{days_left(item.due, assessment.as_of)}）"),
        ("结论", _conclusion(item)),
    ]
    if item.item.retention:
        facts.insert(5, ("保管期限", item.item.retention))
    columns = (Column("", 26), Column("", grid.width - 26))
    rows = grid.rows(columns, (Line(fact) for fact in facts), "cell")
    heading = f"{item.item.id}  {item.item.title}"
    title = grid.text(heading, "h2", heading=2)
    return (title, gap(2), grid.table(columns, rows), gap(5))


def _conclusion(item: ItemAssessment) -> str:
    if item.exemption is not None:
        return f"不适用。理由：{item.exemption.reason}；决定人：{item.exemption.decided_by}"
    filed = f"已收 {len(item.files)} 件 {item.pages} 页"
    errors = sum(1 for f in item.findings if f.severity == "error" and not f.is_gap)
    said = [item.status.label, filed]
    said += [f"缺 {len(item.gaps)} 处"] if item.gaps else []
    said += [f"须核对 {errors} 处"] if errors else []
    return "；".join(said)


def _document_lines(item: ItemAssessment, refs: Refs, captions: Mapping[str, str]) -> list[Line]:
    lines: list[Line] = []
    shown, here = None, f"item:{item.item.id}"
    for serial, entry in enumerate(entries(item), 1):
        if entry.event is not None and entry.event is not shown:
            shown = entry.event
            lines.append(Line((f"活动：{shown.name}",), style="group"))
        line = _document_line(entry, serial, refs, here)
        lines.append(line)
        if entry.anchor in captions:
            lines.append(Line((f"照片说明：{captions[entry.anchor]}",), line.link))
    if not lines:
        lines.append(Line(("", "", "（本项没有材料）", "", "", "", "")))
    return lines


def _document_line(entry: Entry, serial: int, refs: Refs, here: str) -> Line:
    number, elsewhere = refs(entry.anchor), refs.elsewhere(entry.anchor, here)
    if entry.gap is not None:
        title = entry.file.file.name if entry.file else entry.gap.message
        remark = "；".join(part for part in ("缺项页", elsewhere) if part)
        texts = (str(serial), "", title, "", "1", number, remark)
        return Line(texts, entry.anchor, "gap")
    assert entry.file is not None
    said = entry.file.file.metadata
    texts = (
        str(serial),
        said.doc_number or "",
        said.title,
        str(said.date or ""),
        str(entry.file.pages),
        number,
        "；".join(part for part in (said.point, said.note, elsewhere) if part),
    )
    return Line(texts, entry.anchor)


def _with_remarks(
    grid: Grid, last: tuple[Block, ...], remarks: list[Line], again: tuple[Block, ...]
) -> tuple[tuple[Block, ...], ...]:
    """Put the findings that are no gaps under the documents, on a new page if need be."""
    columns = (Column("须核对和说明的事项", 100), Column("怎么办", grid.width - 100))
    rows = grid.rows(columns, remarks, "cell")
    used = sum(block.height for block in last) + 4
    first = used + grid.head(columns).height + rows[0].height
    if first > grid.room:
        return (last, *grid.paged(again, columns, rows, again))
    return grid.paged((*last, gap(4)), columns, rows, again)


def _remarks(item: ItemAssessment) -> Iterator[Line]:
    """What was found on the item and its documents, apart from gaps and the rows of ledgers."""
    for finding in item.findings:
        if not finding.is_gap and finding.row is None:
            where = f"{finding.path.rpartition('/')[2]}：" if finding.path else ""
            yield Line((where + finding.message, finding.remedy))


def _ledger_remarks(item: ItemAssessment) -> Iterator[Line]:
    """One line for each ledger with findings on its rows: these follow its printed table."""
    rows = Counter(f.path or "" for f in item.findings if not f.is_gap and f.row is not None)
    for path, count in rows.items():
        said = f"{path.rpartition('/')[2]}：台账逐行检查有 {count} 处须核对"
        yield Line((said, "逐行列在该台账成册页之后，请责任单位逐条核改。"))


def slip(
    grid: Grid, assessment: Assessment, item: ItemAssessment, entry: Entry
) -> tuple[Draft, ...]:
    """The page that holds the place of something absent: what, who, by when, what to do."""
    finding = entry.gap
    assert finding is not None
    facts = [
        ("指标", f"{item.item.id}  {item.item.title}"),
        ("缺什么", finding.message),
        ("责任单位", item.owner),
        ("责任人", item.person.name if item.person else NOBODY),
        ("电话", item.person.phone if item.person else NOBODY),
        ("补齐期限", f"{item.due}（{days_left(item.due, assessment.as_of)}）"),
        ("怎么办", finding.remedy),
    ]
    if finding.path:
        row = f" 第 {finding.row} 行" if finding.row else ""
        facts.insert(2, ("文件", f"{finding.path}{row}"))
    if entry.event is not None:
        facts.insert(1, ("活动", entry.event.name))
    columns = (Column("", 30), Column("", grid.width - 30))
    rows = grid.rows(columns, (Line(fact) for fact in facts), "cell-large")
    note = "本页只占位，不是佐证材料。材料补齐后重新生成，本页即由原件替换。"
    lead = (gap(14), grid.text("缺 项 页", "mark", heading=3), grid.text(note, "note"), gap(6))
    label = f"缺项：{item.item.id} {entry.file.file.name if entry.file else item.item.title}"
    pages = grid.paged(lead, columns, rows, (grid.text("缺项页（续）", "h3"), gap(2)), "cell-large")
    return tuple(
        Draft(PageKind.SLIP, label, blocks, (entry.anchor,) if at == 0 else (), item.item.id)
        for at, blocks in enumerate(pages)
    )
