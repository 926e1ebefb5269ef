"""The archive set's own pages: cover and catalogue of each class (归档文件目录), sheet of each box.

Columns and fields are laid out after DA/T 22-2015 as quoted in public; what the office has not
set, and what must be signed, is left blank, to be filled in by hand.
"""

from collections.abc import Iterator, Sequence

from generator.base.page_ranges import ranges
from generator.model import ArchiveClass, ArchiveItem, Box, Fonds, PageKind
from generator.plan.compose.grid import Column, Draft, Grid, Line, gap

#: The margins of the catalogue and its cover, on A4 landscape.
FRAME = "archive_list"

_TITLE = "归 档 文 件 目 录"


def class_cover(
    grid: Grid, kind: ArchiveClass, boxes: Sequence[Box], fonds: Fonds, office: str
) -> Draft:
    """The cover of a class's catalogue; ``grid`` is that of the landscape frame."""
    pages = sum(box.pages for box in boxes)
    items = [item for box in boxes for item in box.items]
    fields = (
        ("全宗号", fonds.code),
        ("全宗名称", fonds.name or office),
        ("年度", kind.year),
        ("保管期限", kind.retention),
        ("机构（问题）", kind.subject),
        ("起止件号", f"{items[0].serial_text} — {items[-1].serial_text}"),
        ("件数、页数", f"共 {len(items)} 件 {pages} 页"),
        ("盒号", _span([box.number for box in boxes])),
    )
    columns = (Column("", 44), Column("", grid.width - 44))
    rows = grid.rows(columns, (Line(field) for field in fields), "cover-cell")
    blocks = (
        gap(12),
        grid.text(_TITLE, "cover-title", heading=1),
        gap(12),
        grid.table(columns, rows, "cover-cell"),
    )
    return Draft(PageKind.COVER, f"目录封面 {kind.name}", blocks, frame=FRAME)


def _span(numbers: Sequence[int]) -> str:
    """First and last number of an unbroken series."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} — {numbers[-1]}"


def catalogue_columns(grid: Grid) -> tuple[Column, ...]:
    """序号 to 备注 across the landscape frame."""
    return (
        Column("序号", 13, "center"),
        Column("档号", 48),
        Column("文号", 36),
        Column("责任者", 30),
        Column("题名", grid.width - 202),
        Column("日期", 21, "center"),
        Column("密级", 12, "center"),
        Column("页数", 12, "right"),
        Column("备注", 30),
    )


def class_catalogue(grid: Grid, items: Sequence[ArchiveItem]) -> tuple[Draft, ...]:
    """The catalogue of one class; ``grid`` is that of the landscape frame."""
    columns = catalogue_columns(grid)
    pages = grid.paged(
        (grid.text(_TITLE, "h1", heading=1), gap(3)),
        columns,
        grid.rows(columns, map(_line, items), "cell"),
        (grid.text("归档文件目录（续）", "h1"), gap(3)),
    )
    return tuple(
        Draft(PageKind.CATALOGUE, f"归档文件目录{at}", blocks, frame=FRAME)
        for at, blocks in enumerate(pages, 1)
    )


def _line(item: ArchiveItem) -> Line:
    return Line(
        (
            str(item.serial),
            item.number,
            item.doc_number,
            item.issuer,
            item.title,
            item.day,
            item.secrecy,
            str(item.pages),
            item.remark,
        )
    )


def box_sheet(grid: Grid, box: Box) -> tuple[Draft, ...]:
    """The sheet (盒内备考表) of one box: its state; names and dates are left to be signed."""
    first, last = box.items[0], box.items[-1]
    kind = box.kind
    subject = f"，{box.subject}" if box.subject else ""
    state = (
        f"本盒共 {len(box.items)} 件 {box.pages} 页（{box.sheets} 张，"
        f"厚约 {box.thickness:.1f} mm），件号 {first.serial_text} 至 {last.serial_text}；"
        f"{kind.year}年度，{_retention(kind)}{subject}。"
    )
    said = [state, *_grouped(box.items)]
    columns = (Column("", 36), Column("", grid.width - 36))
    signed = ("整理人", "整理日期", "检查人", "检查日期")
    lines = (
        Line(("盒内文件\n情况说明", "\n".join(said) + "\n" * max(1, 9 - len(said)))),
        *(Line((name, "\n")) for name in signed),
    )
    pages = grid.paged(
        (
            gap(6),
            grid.text("盒 内 备 考 表", "h1", heading=1),
            gap(3),
            grid.text(f"盒号 {box.number}", "center"),
            gap(5),
        ),
        columns,
        grid.rows(columns, lines, "cell-large"),
        (gap(6), grid.text(f"盒内备考表（续）  盒号 {box.number}", "h3"), gap(5)),
        "cell-large",
    )
    return tuple(Draft(PageKind.CLOSING, f"第{box.number}盒备考表", blocks) for blocks in pages)


def _grouped(items: Sequence[ArchiveItem]) -> Iterator[str]:
    """Each condition once, with the serial numbers of the 件 that it is about."""
    about: dict[str, list[str]] = {}
    for item in items:
        for note in item.condition:
            about.setdefault(note, []).append(item.serial_text)
    for note, serials in about.items():
        whose = "全部各件" if len(serials) == len(items) else ranges(serials)
        yield f"{note}：{whose}。"


def _retention(kind: ArchiveClass) -> str:
    return f"保管期限{kind.retention}" if kind.retention else "保管期限未定"
