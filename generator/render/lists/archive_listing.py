"""The listing of the archive set (归档文件目录.xlsx): one row for each 件, to import elsewhere."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from generator.model import ArchiveBalance, ArchiveItem, Box, Fonds, LeftOut, Remark
from generator.render.lists.workbook import add_list
from generator.workbooks.writing import Value, new_workbook, print_across, write

_COLUMNS = (
    *(("序号", 6), ("档号", 26), ("全宗号", 9), ("年度", 7), ("保管期限", 9), ("机构问题", 14)),
    *(("件号", 7), ("文号", 22), ("责任者", 22), ("题名", 44), ("日期", 10), ("密级", 7)),
    *(("页数", 7), ("盒号", 7), ("文件名", 40), ("SHA-256", 20), ("备注", 34), ("字体", 26)),
    ("PDF/A-1b", 30),
)
_INSIDE = (
    *(("序号", 6), ("件号", 7), ("档号", 26), ("件内顺序", 9), ("文号", 22), ("题名", 40)),
    *(("日期", 12), ("起页", 7), ("止页", 7), ("原文件", 60), ("原文件SHA-256", 40)),
)
_LEFT_OUT = (
    *(("序号", 6), ("种类", 12), ("指标编号", 9), ("指标", 26), ("文件", 60)),
    *(("原因", 50), ("怎么办", 50)),
)
_REMARKS = (("序号", 8), ("题名", 44), ("须核对", 70))
_BALANCE = (("核对项", 40), ("数量", 12), ("说明", 60))

_TEXT = {"font_name": "宋体", "font_size": 10, "num_format": "@", "valign": "vcenter"}
_HEAD, _CELL = _TEXT | {"bold": True}, _TEXT | {"text_wrap": True}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """The PDF of a 件: its path in the archive set, its hash, its PDF/A verdict in words."""

    path: str
    sha256: str
    pdfa: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the workbook shows; ``files`` go by 序号."""

    fonds: Fonds
    boxes: Sequence[Box]
    files: Mapping[int, ListedFile]
    left_out: Sequence[LeftOut]
    remarks: Sequence[Remark]
    balance: ArchiveBalance

    @property
    def items(self) -> tuple[ArchiveItem, ...]:
        """Every 件 in order."""
        return tuple(item for box in self.boxes for item in box.items)


def render_listing(listing: Listing, unit: str, as_of: dt.date, target: Path) -> None:
    """Write the workbook; the same listing gives the same bytes.

    The first sheet has its head in row 1 and nothing but text below, so that other programs take
    it as it is.

    Raises:
        OSError: the file cannot be written.
    """
    title = f"{unit}归档"
    inside, left_out = list(_inside(listing)), list(_left_out(listing.left_out))
    remarks = [(one.position or None, one.title, one.message) for one in listing.remarks]
    balance = list(_balance(listing.balance, len(listing.items)))
    with new_workbook(target, as_of, f"{unit}归档文件目录") as book:
        _add_plain(book, "归档文件目录", list(_rows(listing)))
        add_list(book, "件内文件", f"{title}：件内文件", _INSIDE, inside)
        add_list(book, "未能归档", f"{title}：未能归档", _LEFT_OUT, left_out)
        add_list(book, "须核对", f"{title}：须核对", _REMARKS, remarks)
        add_list(book, "核对", f"{title}：核对", _BALANCE, balance)


def _add_plain(book: Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    head, cell = book.add_format(_HEAD), book.add_format(_CELL)
    for number, row in enumerate(([words for words, _ in _COLUMNS], *rows)):
        for column, text in enumerate(row):
            write(sheet, number, column, text, cell if number else head)
    for at, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
    print_across(sheet, 0, 0)


def _rows(listing: Listing) -> Iterator[tuple[str, ...]]:
    for box in listing.boxes:
        for item in box.items:
            file = listing.files[item.position]
            yield (
                str(item.position),
                item.number,
                listing.fonds.code,
                item.kind.year,
                item.kind.retention,
                item.subject,
                item.serial_text,
                item.doc_number,
                item.issuer,
                item.title,
                item.day,
                item.secrecy,
                str(item.pages),
                str(box.number),
                file.path,
                file.sha256,
                item.remark,
                f"未嵌入：{'、'.join(item.fonts)}" if item.fonts else "全部嵌入",
                file.pdfa,
            )


def _inside(listing: Listing) -> Iterator[tuple[Value, ...]]:
    """Every source document with its sides in its 件's PDF, the stamp's own sheet left out."""
    for item in listing.items:
        first = 1
        for at, one in enumerate(item.documents, 1):
            said = one.file.metadata
            last = first + one.pages - 1
            yield (
                *(item.position, item.serial_text, item.number, at),
                *(said.doc_number or "", said.title, said.date, first, last),
                *(one.file.path, one.file.sha256),
            )
            first = last + 1


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[tuple[Value, ...]]:
    for serial, one in enumerate(left_out, 1):
        yield serial, one.kind, one.item, one.item_title, one.path, one.reason, one.remedy


def _balance(sums: ArchiveBalance, items: int) -> Iterator[tuple[Value, ...]]:
    formula = "收到的文件 = 已归档 + 压缩包本身 + 不能归档 + 未归类"
    yield "收到的文件（清点所得）", sums.filed, "文件夹里的全部文件，压缩包、邮件里的也各算一份"
    yield "已归档", sums.archived, f"合为 {items} 件"
    yield "压缩包本身", sums.wrappers, "其中的文件已逐份归档或列明原因"
    yield "打不开或不能归档", sums.unbindable, "见“未能归档”"
    yield "未归类", sums.unassigned, "不在任何指标下的文件，见“未能归档”"
    yield "结论", "平" if sums.balanced else "不平", formula
    yield "不计入", sums.ignored, "系统文件、临时文件、基础名册等，见“未能归档”"
    yield "缺少的材料", sums.missing, "清单要求而没有收到的，见“未能归档”"
