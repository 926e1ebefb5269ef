"""Read a CSV ledger in the encodings that Chinese offices use."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from generator.workbooks.grid import Grid, Raw, Unreadable, too_large
from generator.workbooks.strays import MAX_CELLS, Area, Cell, stray_cells

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_QUOTED_TEXT = re.compile(r'="(.*)"')


def read_csv(data: bytes) -> tuple[Grid, ...] | Unreadable:
    """Read CSV or tab-separated text: UTF-8, UTF-16 with its mark, or GB 18030 (GBK, GB 2312).

    Every cell is text; the Excel form ``="0123"`` for text is unwrapped.
    """
    text = _decode(data)
    if text is None or "\x00" in text:
        message = "这个文本文件的编码认不出来"
        remedy = "请用 Excel 打开，“另存为”.xlsx 后替换原文件"
        return Unreadable(message, remedy, is_table=False)
    head = text[:4000]
    delimiter = max("\t,;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        message = "这个文本文件的引号不成对，分不出格子"
        remedy = "请用 Excel 打开，“另存为”.xlsx 后替换原文件"
        return Unreadable(message, remedy, is_table=False)
    stray: tuple[Cell, ...] = ()
    if len(rows) * max(map(len, rows), default=0) > MAX_CELLS:
        apart = stray_cells(_filled(rows))
        if apart is None:
            return too_large("")
        stray = apart
        rows = [row[: _end(row, at, frozenset(stray))] for at, row in enumerate(rows)]
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    cells: list[list[Raw]] = [[*map(_unwrapped, row), *[""] * (width - len(row))] for row in rows]
    return (Grid(None, cells, stray=stray),)


def _filled(rows: Sequence[Sequence[str]]) -> Iterator[Area]:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                yield Area(at, column, at, column)


def _end(row: Sequence[str], at: int, stray: frozenset[Cell]) -> int:
    """Where a row ends without its stray and its empty cells."""
    kept = (column + 1 for column, cell in enumerate(row) if cell and (at, column) not in stray)
    return max(kept, default=0)


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    text = _try(data, "utf-8")
    return text if text is not None else _try(data, "gb18030")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unwrapped(cell: str) -> str:
    match = _QUOTED_TEXT.fullmatch(cell) if cell.startswith('="') else None
    return match.group(1) if match else cell
