"""Tell the rows under a header apart: records, totals, repeated headers, remarks, blanks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.base.measures import plain
from generator.ledgers.read.cells import NOTHING, Bad, as_text
from generator.ledgers.read.headers import Header
from generator.ledgers.read.numbers import parse_amount, parse_number
from generator.ledgers.read.schema import Kind
from generator.workbooks.grid import EXCEL_ERRORS, UNCALCULATED, Grid, Raw

_TOTAL = re.compile(r"(.{0,12}?)(本页|累计|全县|全州)?(小计|合计|总计|共计|总合计)(\(.*\))?:?")
_LEVELS = {"小计": 1, "合计": 2, "共计": 2, "总计": 3, "总合计": 3}
_REMARK = re.compile(
    r"(填报|填表|制表|制单|编制|审核|复核|负责|分管|联系|经办|统计|主要领导|单位负责)"
    r"(人|单位|日期|时间|电话|领导|人签字|\(签字\)|\(盖章\))*:.*"
    r"|(注|备注|说明|填表说明|附注|注释)(\d{0,2}):.*|\(?(盖章|签字|公章)\)?.*|第\d+页.*"
)
_REMARK_MARKS = ":\uff1a章字页"
_LABEL_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Total:
    """A total row; rows count from 0, ``first`` and ``last`` bound the rows it stands for."""

    row: int
    label: str
    level: int
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a sheet by what they are; rows count from 0."""

    records: tuple[int, ...]
    totals: tuple[Total, ...]
    remarks: tuple[tuple[int, str], ...]


def sort_rows(grid: Grid, header: Header) -> Sorted:
    """Tell apart all rows under the header; every row that is not blank is one of them."""
    records: list[int] = []
    totals: list[Total] = []
    remarks: list[tuple[int, str]] = []
    labels, unknown = _label_columns(header), _unknown_columns(header)
    identifying = _identifying_columns(header)
    printed = tuple(
        (next(i for i, cell in enumerate(row) if cell != ""), row)
        for row in grid.rows[header.start : header.end]
        if row.count("") < len(row)
    )
    for index in range(header.end, len(grid.rows)):
        row = grid.rows[index]
        first = row[0] if row[0] != "" else next((raw for raw in row if raw != ""), "")
        if first == "" or (isinstance(first, str) and not first.strip() and _is_white(row)):
            continue
        label = _total_label(row, labels, identifying) or _lone_label(row, unknown)
        if label is not None:
            totals.append(label_total(index, label))
        elif isinstance(first, str) and (remark := _remark(row, first)) is not None:
            remarks.append((index, remark))
        elif not _is_header(row, printed):
            records.append(index)
    return Sorted(tuple(records), _covering(totals, records), tuple(remarks))


def label_total(row: int, label: str) -> Total:
    """A total row from its label."""
    match = _TOTAL.fullmatch(label)
    return Total(row, label, _LEVELS[match.group(3)] if match else 2)


def row_text(row: Sequence[Raw]) -> str:
    """All texts of a row in one line."""
    return "  ".join(" ".join(as_text(raw).split()) for raw in row if as_text(raw).strip())


def _label_columns(header: Header) -> tuple[int, ...]:
    """The first columns, where a total row has its label."""
    return tuple(match.index for match in header.matches[:_LABEL_COLUMNS])


def _unknown_columns(header: Header) -> tuple[int, ...]:
    """The columns of the table that the schema does not know, or that have no title."""
    known = {match.index for match in header.matches if match.column or match.period}
    last = max(match.index for match in header.matches)
    return tuple(index for index in range(last + 1) if index not in known)


def _identifying_columns(header: Header) -> tuple[int, ...]:
    kinds = (Kind.ID_NUMBER, Kind.USCC)
    return tuple(m.index for m in header.matches if m.column and m.column.kind in kinds)


def _is_white(row: Sequence[Raw]) -> bool:
    return all(isinstance(raw, str) and not raw.strip() for raw in row)


def _total_label(
    row: Sequence[Raw], labels: Sequence[int], identifying: Sequence[int]
) -> str | None:
    for index in labels:
        raw = row[index]
        if isinstance(raw, str) and "计" in raw:
            text = plain(raw)
            named = any(row[other] != "" for other in identifying)
            if _TOTAL.fullmatch(text) and (not named or index in identifying):
                return text
    return None


def _lone_label(row: Sequence[Raw], unknown: Sequence[int]) -> str | None:
    """A total's label in a column that nobody knows: all else in the row must be numbers."""
    for index in unknown:
        raw = row[index]
        if isinstance(raw, str) and "计" in raw and _TOTAL.fullmatch(text := plain(raw)):
            others = (*row[:index], *row[index + 1 :])
            return text if all(_is_number(other) for other in others) else None
    return None


def _is_number(raw: Raw) -> bool:
    """Whether a cell says nothing or a number, be it one that was never calculated."""
    if isinstance(raw, str):
        text = raw.strip()
        if text in EXCEL_ERRORS or text == UNCALCULATED or plain(text) in NOTHING:
            return True
    read = (parse_number(raw), parse_amount(raw, "元"))
    return any(not isinstance(value, Bad) or value.value is not None for value in read)


def _remark(row: Sequence[Raw], first: str) -> str | None:
    """A line such as 填报人:… or 注:…; every cell of it must be one, or belong to its label."""
    if not any(mark in first for mark in _REMARK_MARKS):
        return None
    if not _REMARK.fullmatch(plain(first)):
        return None
    texts = [plain(raw) for raw in row if isinstance(raw, str) and raw.strip()]
    if len(texts) <= 2 or all(_REMARK.fullmatch(text) for text in texts):
        return row_text(row)
    labels = sum(bool(_REMARK.fullmatch(text)) for text in texts)
    return row_text(row) if labels * 2 >= len(texts) else None


def _is_header(row: Sequence[Raw], printed: Sequence[tuple[int, Sequence[Raw]]]) -> bool:
    for index, title in printed:  # noqa: SIM110 - asked of every row, and any() costs more
        if row[index] == title[index] and _repeats(row, title):
            return True
    return False


def _repeats(row: Sequence[Raw], printed: Sequence[Raw]) -> bool:
    """Whether a row of the header is printed once more inside the table."""
    written = sum(cell != "" for cell in printed)
    same = sum(cell != "" and cell == other for cell, other in zip(printed, row, strict=True))
    return same * 2 > written


def _covering(totals: Sequence[Total], records: Sequence[int]) -> tuple[Total, ...]:
    """Which rows each total stands for.

    A total covers the records between it and the last total of its own or a higher level: above
    it, or below it when the first total of its level stands before the first record. With
    nothing there it covers the whole table.
    """
    if not records:
        return tuple(totals)
    covered = []
    for total in totals:
        peers = [peer.row for peer in totals if peer.level >= total.level]
        leading = min(peer.row for peer in totals if peer.level == total.level) < records[0]
        if leading:
            first, last = total.row, min((p for p in peers if p > total.row), default=records[-1])
        else:
            first, last = max((p for p in peers if p < total.row), default=0), total.row
        if not any(first <= record <= last for record in records):
            first, last = records[0], records[-1]
        covered.append(Total(total.row, total.label, total.level, first, last))
    return tuple(covered)
