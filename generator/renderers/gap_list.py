"""The gap list for Excel: one sheet for all departments and one for each."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from generator.compose.entries import stray_gaps
from generator.model import Assessment

HEADS = (
    "序号",
    "责任单位",
    "指标编号",
    "指标",
    "缺什么",
    "怎么办",
    "责任人",
    "电话",
    "补齐期限",
    "剩余天数",
    "文件",
)
WIDTHS = (6, 22, 9, 26, 46, 46, 10, 16, 12, 10, 40)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIXED = (1980, 1, 1, 0, 0, 0)
_SHEET_NAME = re.compile(r"[\\/*?:\[\]']")
_LONGEST_NAME = 31  # Excel's limit for a sheet's name

_HEAD_ROW = 2
_THIN = Side(style="thin")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_FONT, _HEAD_FONT = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="F2F2F2")

GapRow = tuple[str | int | dt.date | None, ...]


def render_gap_list(assessment: Assessment, target: Path) -> None:
    """Write the workbook; the same assessment gives the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    rows = list(_rows(assessment))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "全部"
    _fill(sheet, rows, assessment)
    taken = {sheet.title}
    for owner in dict.fromkeys(str(row[0]) for row in rows):
        name = _sheet_name(owner, taken)
        _fill(book.create_sheet(name), [row for row in rows if row[0] == owner], assessment)
    book.properties.created = dt.datetime.combine(assessment.as_of, dt.time())
    book.properties.title = f"{assessment.unit.name}缺项清单"
    book.properties.creator = "gen-binder"
    stream = io.BytesIO()
    book.save(stream)
    _rezip(stream, target, assessment.as_of)


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


def _fill(sheet: Worksheet, rows: Sequence[GapRow], assessment: Assessment) -> None:
    title = f"{assessment.unit.name}缺项清单（核对日期 {assessment.as_of}，共 {len(rows)} 处）"
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADS))
    sheet.append(HEADS)
    for serial, row in enumerate(rows, 1):
        sheet.append([serial, *(_safe(value) for value in row)])
    for column, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    _style(sheet)


def _style(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row, max_col=len(HEADS)):
        for cell in row:
            cell.border, cell.alignment = _BORDER, _WRAPPED
            cell.font = _HEAD_FONT if cell.row == _HEAD_ROW else _FONT
            if cell.row == _HEAD_ROW:
                cell.fill = _HEAD_FILL
            elif isinstance(cell.value, str):
                cell.data_type = "s"  # text that looks like a formula stays text
            elif isinstance(cell.value, dt.date):
                cell.number_format = "yyyy-mm-dd"
    sheet["A1"].font = Font(name="宋体", size=14, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:K{max(sheet.max_row, 2)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"


def _safe(value: str | int | dt.date | None) -> str | int | dt.date | None:
    return ILLEGAL_CHARACTERS_RE.sub("□", value) if isinstance(value, str) else value


def _sheet_name(owner: str, taken: set[str]) -> str:
    base = _SHEET_NAME.sub("、", owner)[: _LONGEST_NAME - 3] or "未填"
    name, serial = base, 2
    while name.casefold() in {other.casefold() for other in taken}:
        name, serial = f"{base}{serial}", serial + 1
    taken.add(name)
    return name


def _rezip(stream: io.BytesIO, target: Path, as_of: dt.date) -> None:
    """Copy a package with fixed dates, so that equal content gives equal bytes."""
    modified = rf"\g<1>{as_of}T00:00:00Z\g<2>".encode()
    with (
        zipfile.ZipFile(stream) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in source.infolist():
            entry = zipfile.ZipInfo(info.filename, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, _MODIFIED.sub(modified, source.read(info)))
