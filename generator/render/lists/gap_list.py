"""The gap list for Excel: one sheet for all departments and one for each."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from generator.model import Assessment
from generator.plan.compose.entries import stray_gaps
from generator.render.lists.workbook import add_list
from generator.workbooks.writing import Value, new_workbook

COLUMNS = (
    ("序号", 6),
    ("责任单位", 22),
    ("指标编号", 9),
    ("指标", 26),
    ("缺什么", 46),
    ("怎么办", 46),
    ("责任人", 10),
    ("电话", 16),
    ("补齐期限", 12),
    ("剩余天数", 10),
    ("文件", 40),
)
_ALL = "全部"
_SHEET_NAME = re.compile(r"[\\/*?:\[\]']")
_LONGEST_NAME = 31  # Excel's limit for a sheet's name

GapRow = tuple[Value, ...]


def render_gap_list(assessment: Assessment, target: Path) -> None:
    """Write the workbook; the same assessment gives the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    rows = list(_rows(assessment))
    taken = {_ALL}
    with new_workbook(target, assessment.as_of, f"{assessment.unit.name}缺项清单") as book:
        _add(book, _ALL, rows, assessment)
        for owner in dict.fromkeys(str(row[0]) for row in rows):
            own = [row for row in rows if row[0] == owner]
            _add(book, _sheet_name(owner, taken), own, assessment)


def _rows(assessment: Assessment) -> Iterator[GapRow]:
    """Every gap, the earliest due date first, then in binder order."""
    for item in sorted(assessment.items, key=lambda item: item.due):
        for gap in item.gaps:
            yield (
                item.owner,
                item.item.id,
                item.item.title,
                gap.message,
                gap.remedy,
                item.person.name if item.person else "",
                item.person.phone if item.person else "",
                item.due,
                (item.due - assessment.as_of).days,
                gap.path or "",
            )
    for gap in stray_gaps(assessment):
        yield ("未归类", "", "", gap.message, gap.remedy, "", "", None, None, gap.path or "")


def _add(book: Workbook, name: str, rows: Sequence[GapRow], assessment: Assessment) -> None:
    title = f"{assessment.unit.name}缺项清单（核对日期 {assessment.as_of}，共 {len(rows)} 处）"
    add_list(book, name, title, COLUMNS, [(serial, *row) for serial, row in enumerate(rows, 1)])


def _sheet_name(owner: str, taken: set[str]) -> str:
    base = _SHEET_NAME.sub("、", owner)[: _LONGEST_NAME - 3] or "未填"
    name, serial = base, 2
    while name.casefold() in {other.casefold() for other in taken}:
        name, serial = f"{base}{serial}", serial + 1
    taken.add(name)
    return name
