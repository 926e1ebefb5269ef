"""Write the empty Excel of a ledger: headers, drop-down lists, formats, and how to fill it in."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.base.errors import OutputError
from generator.ledgers.read.reading import EXPLANATION
from generator.ledgers.read.schema import Column, Kind, LedgerSchema
from generator.ledgers.rules import RULES

HEADER_ROW = 3
_LAST_ROW = 20_000
_LONGEST_LIST = 255  # characters that Excel allows in a list written into the validation itself

_FORMATS: Mapping[Kind, str] = {
    Kind.INTEGER: "0",
    Kind.NUMBER: "General",
    Kind.AMOUNT: "#,##0.00####",
    Kind.PERCENT: "0.00%",
    Kind.DATE: "yyyy-mm-dd",
}
_TEXT_FORMAT = "@"

_WORDS: Mapping[Kind, str] = {
    Kind.TEXT: "文字",
    Kind.INTEGER: "整数，不写单位",
    Kind.NUMBER: "数字，不写单位",
    Kind.AMOUNT: "金额，只填数字",
    Kind.PERCENT: "百分数，如 11.5%",
    Kind.DATE: "日期，如 2019-05-10",
    Kind.ID_NUMBER: "18 位身份证号（单元格是文本格式，不要改成数字）",
    Kind.USCC: "营业执照上的 18 位统一社会信用代码",
    Kind.DIVISION_CODE: "6 位行政区划代码（到乡镇 9 位，到村 12 位）",
    Kind.YES_NO: "是或否",
    Kind.CHOICE: "从下拉列表中选",
    Kind.DOC_NUMBER: "文号，如 甲办〔2019〕1号",
    Kind.PHONE: "手机号，或区号加座机号",
}

_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_REQUIRED = PatternFill("solid", fgColor="FCE4D6")
_OPTIONAL = PatternFill("solid", fgColor="EDEDED")
_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed date; ZIP and Excel know no time zone


def write_template(
    schema: LedgerSchema, target: Path, schemas: Mapping[str, LedgerSchema] | None = None
) -> None:
    """Write the empty workbook of a ledger; the same schema gives the same bytes.

    Args:
        schema: the ledger.
        target: the .xlsx to write; an existing one is replaced.
        schemas: all ledgers, to name those that rules compare with.

    Raises:
        OutputError: the file cannot be written.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    _table(sheet, schema)
    _explain(book.create_sheet(EXPLANATION), schema, schemas or {schema.id: schema})
    book.properties.creator = "gen-binder"
    book.properties.created = _EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    try:
        target.write_bytes(_without_clock(buffer.getvalue()))
    except OSError as error:
        message = f"写不了空白表“{target.name}”"
        raise OutputError(message, "请关闭正在打开它的程序，检查文件夹是否可写") from error


def _table(sheet: Worksheet, schema: LedgerSchema) -> None:
    sheet.title = re.sub(r"[\\/*?:\[\]]", "", schema.name)[:31]
    width = len(schema.columns)
    sheet.cell(1, 1, schema.title).font = Font(size=16, bold=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.cell(2, 1, "填报单位：")
    if any(column.kind is Kind.AMOUNT for column in schema.columns):
        sheet.cell(2, min(4, width), f"金额单位：{schema.unit}")
    for index, column in enumerate(schema.columns, 1):
        cell = sheet.cell(HEADER_ROW, index, _header(column))
        cell.font = Font(bold=True)
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        letter = get_column_letter(index)
        dimension = sheet.column_dimensions[letter]
        dimension.width = _width(column)
        dimension.number_format = _FORMATS.get(column.kind, _TEXT_FORMAT)
        rule = _validation(column)
        if rule is not None:
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _header(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _width(column: Column) -> float:
    """Column width in characters of the default font."""
    least = {Kind.ID_NUMBER: 21, Kind.USCC: 21, Kind.DATE: 12, Kind.AMOUNT: 14, Kind.PHONE: 14}
    return max(least.get(column.kind, 10), 2 * len(_header(column)) + 2)


def _validation(column: Column) -> DataValidation | None:
    """What Excel refuses or offers in the cells of a column."""
    options = ["是", "否"] if column.kind is Kind.YES_NO else column.choices
    formula = f'"{",".join(options)}"'
    if options and len(formula) <= _LONGEST_LIST + 2:
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.error = f"请从列表中选：{'、'.join(options)}"[:_LONGEST_LIST]
    elif column.kind is Kind.DATE:
        rule = DataValidation(
            type="date", operator="between", formula1="1", formula2="73415", allow_blank=True
        )
        rule.error = "请填日期，如 2019-05-10"
    elif column.kind is Kind.INTEGER:
        rule = DataValidation(
            type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True
        )
        rule.error = "请填整数"
    elif column.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT):
        low, high = "-1000000000000", "1000000000000"
        rule = DataValidation(
            type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True
        )
        rule.error = "请只填数字"
    else:
        return None
    rule.errorTitle = column.title[:32]
    rule.showErrorMessage = True
    return rule


def _explain(sheet: Worksheet, schema: LedgerSchema, schemas: Mapping[str, LedgerSchema]) -> None:
    rows = [("列名", "是否必填", "怎么填", "可选值", "个人信息", "说明")]
    rows += [_column_line(column, schema) for column in schema.columns]
    sheet.append([f"{schema.title} 填表说明"])
    sheet.append(["橙色表头的列必填。一行填一条，不要合并单元格，不要空行。合计行写“合计”二字。"])
    for row in rows:
        sheet.append(row)
    sheet.append([])
    sheet.append(["填好后会检查："])
    for number, rule in enumerate(schema.rules, 1):
        sentence = RULES[rule.kind].sentence(rule, schema, schemas)
        sheet.append([f"{number}. {sentence}"])
    sheet["A1"].font = Font(size=14, bold=True)
    for cell in sheet[HEADER_ROW]:
        cell.font = Font(bold=True)
    for letter, size in zip("ABCDEF", (24, 10, 44, 44, 10, 44), strict=True):
        sheet.column_dimensions[letter].width = size
    for line in sheet.iter_rows(min_row=HEADER_ROW, max_row=HEADER_ROW + len(schema.columns)):
        for cell in line:
            cell.border = _BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _column_line(column: Column, schema: LedgerSchema) -> tuple[str, str, str, str, str, str]:
    how = _WORDS[column.kind]
    if column.kind is Kind.AMOUNT:
        how += f"，单位：{column.unit or schema.unit}"
    needed = "必填" if column.required else "有就填"
    if column.expected and not column.required:
        needed = "列要有"
    personal = "是，打印时遮盖" if column.personal else ""
    return (column.title, needed, how, "、".join(column.choices), personal, column.note or "")


def _without_clock(data: bytes) -> bytes:
    """The same workbook without the time of writing, which openpyxl puts in."""
    buffer = io.BytesIO()
    stamp = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = stamp.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()
