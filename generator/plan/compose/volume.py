"""The pages that every volume has: soft cover, catalogue of its documents, closing sheet.

Fields and columns are laid out after GB/T 9705-2008 as quoted in public; what the office has not
set is left blank, to be filled in by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Assessment, Fonds, PageKind, Reconciliation, Row
from generator.plan.compose.entries import Entry
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap
from generator.plan.compose.refs import Refs

FRAME = "catalogue"
_TITLE = "卷 内 文 件 目 录"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the catalogue: a document or slip that stands in the volume.

    ``first`` is the document's first page in this volume, from 0: another volume may hold those
    before it. ``last`` is the last one here.
    """

    entry: Entry
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """What is printed about a volume; ``sums`` and ``numbers`` are known once it is placed."""

    number: int
    count: int
    title: str
    listed: tuple[Listed, ...]
    sums: Reconciliation | None
    numbered: int
    sheets: int


def cover(
    grid: Grid, assessment: Assessment, title: str, fonds: Fonds, facts: VolumeFacts
) -> Draft:
    """The soft cover (案卷封面): 全宗名称 to 档号."""
    unit, year = assessment.unit, assessment.checklist.year
    documents = sum(1 for listed in facts.listed if listed.entry.file and not listed.entry.gap)
    retention = retention_of(assessment, facts.listed, fonds)
    fields = (
        ("全宗名称", fonds.name or unit.office),
        ("类目名称", facts.title),
        ("案卷题名", f"{unit.name}{title}\uff08{facts.title}\uff09"),
        ("时间", _period(facts.listed)),
        ("保管期限", retention),
        ("件\u3000数", f"本卷共 {documents} 件"),
        ("页\u3000数", f"本卷共 {facts.numbered} 页"),
        ("归档号", ""),
        ("档\u3000号", fonds.volume_number(year, retention, facts.number)),
    )
    columns = (Column("", 34), Column("", grid.width - 34))
    rows = grid.rows(columns, (Line(field) for field in fields), "cover-cell")
    blocks = (
        gap(14),
        grid.text(title, "cover-title", heading=1),
        gap(6),
        grid.text(f"第 {facts.number} 卷\uff08共 {facts.count} 卷\uff09", "cover-sub"),
        gap(12),
        grid.table(columns, rows, "cover-cell"),
    )
    anchor = f"volume:{facts.number}"
    return Draft(PageKind.COVER, "案卷封面", blocks, (anchor,))


def _period(listed: Sequence[Listed]) -> str:
    """First and last date of the documents, as far as they bear one."""
    files = (one.entry.file for one in listed)
    dates = sorted(file.file.metadata.date for file in files if file and file.file.metadata.date)
    if not dates:
        return ""
    return str(dates[0]) if dates[0] == dates[-1] else f"{dates[0]} 至 {dates[-1]}"


def retention_of(assessment: Assessment, listed: Sequence[Listed], fonds: Fonds) -> str:
    """The longest retention of the volume's items, or the office's own; empty when none is set."""
    paths = {one.entry.file.file.item for one in listed if one.entry.file}
    terms = {
        judged.item.retention or fonds.retention
        for judged in assessment.items
        if judged.item.id in paths
    }
    return max(terms, key=_years, default=fonds.retention) if terms else fonds.retention


def _years(term: str) -> float:
    digits = "".join(char for char in term if char.isdigit())
    return float("inf") if "永久" in term else float(digits or 0)


def catalogue_columns(grid: Grid) -> tuple[Column, ...]:
    """The columns of the catalogue, across the frame's 170 mm."""
    return (
        Column("顺序号", 15, "center"),
        Column("文号", 29),
        Column("责任者", 25),
        Column("题名", grid.width - 128),
        Column("日期", 21, "center"),
        Column("页号", 19, "right"),
        Column("备注", 19),
    )


def catalogue(grid: Grid, facts: VolumeFacts, refs: Refs) -> tuple[Draft, ...]:
    """The catalogue (卷内文件目录) of one volume; ``grid`` has the usual margins."""
    framed = grid.framed(FRAME)
    columns = catalogue_columns(framed)
    lines = [_line(at, listed, refs) for at, listed in enumerate(facts.listed, 1)]
    if not lines:
        lines = [Line(("", "", "", "\uff08本卷没有材料\uff09", "", "", ""))]
    pages = framed.paged(
        (framed.text(_TITLE, "h1", heading=1), gap(4)),
        columns,
        framed.rows(columns, lines, "cell"),
        (framed.text("卷内文件目录\uff08续\uff09", "h1"), gap(4)),
    )
    return tuple(
        Draft(PageKind.CATALOGUE, f"卷内目录{at}", blocks, frame=FRAME)
        for at, blocks in enumerate(pages, 1)
    )


def catalogue_row(grid: Grid, listed: Listed) -> float:
    """The height of a document's row in mm, whatever page number it will bear."""
    framed = grid.framed(FRAME)
    line = _line(1, listed, Refs(frozenset()))
    return sum(row.height for row in framed.rows(catalogue_columns(framed), (line,), "cell"))


def catalogue_room(grid: Grid) -> float:
    """The height in mm for rows on a page of the catalogue."""
    framed = grid.framed(FRAME)
    head: Row = framed.head(catalogue_columns(framed))
    return framed.room - framed.text(_TITLE, "h1").height - 4 - head.height


def _line(at: int, listed: Listed, refs: Refs) -> Line:
    entry = listed.entry
    number = refs.here(entry.anchor, listed.first)
    if entry.gap is not None:
        title = entry.file.file.name if entry.file else entry.gap.message
        return Line((str(at), "", "", title, "", number, "缺项页"), entry.anchor, "gap")
    assert entry.file is not None
    said = entry.file.file.metadata
    title = f"{entry.event.metadata.title}\uff1a{said.title}" if entry.event else said.title
    title += "\uff08续\uff09" if listed.first else ""
    continued = "" if listed.last + 1 == entry.file.pages else "下卷续"
    remark = "\uff1b".join(part for part in (said.note or "", continued) if part)
    texts = (
        str(at),
        said.doc_number or "",
        said.issuer or "",
        title,
        str(said.date or ""),
        number,
        remark,
    )
    return Line(texts, None if listed.first else entry.anchor)


def closing(grid: Grid, assessment: Assessment, facts: VolumeFacts) -> Draft:
    """The closing sheet (卷内备考表): the volume's state; names and dates are left to be signed."""
    kinds = facts.sums.pages_by_kind if facts.sums else {}
    gaps = sum(1 for listed in facts.listed if listed.entry.gap)
    total = facts.sums.total_pages if facts.sums else 0
    sheets, shared = kinds.get(PageKind.PHOTOS, 0), facts.sums.shared if facts.sums else 0
    photos = f"照片页 {sheets} 页（照片 {shared} 张）\u3001" if sheets else ""
    state = (
        f"本卷共 {facts.sheets} 张 {total} 面\uff0c编有页码的 {facts.numbered} 页\uff0c"
        f"其中佐证材料 {kinds.get(PageKind.EVIDENCE, 0)} 页\u3001"
        f"{photos}缺项页 {kinds.get(PageKind.SLIP, 0)} 页。"
        f"核对日期 {assessment.as_of}。"
    )
    state += f"本卷尚缺 {gaps} 处\uff0c见卷内文件目录。" if gaps else "本卷没有缺项。"
    columns = (Column("", 36), Column("", grid.width - 36))
    signed = ("立卷人", "检查人", "立卷时间")
    lines = (Line(("本卷情况说明", state + "\n" * 10)), *(Line((name, "\n")) for name in signed))
    blocks = (
        gap(6),
        grid.text("卷 内 备 考 表", "h1", heading=1),
        gap(8),
        grid.table(columns, grid.rows(columns, lines, "cell-large"), "cell-large"),
    )
    return Draft(PageKind.CLOSING, "卷内备考表", blocks)
