"""Write the empty Excel of a ledger: headers, drop-down lists, formats, and how to fill it in."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from xlsxwriter import Workbook

from generator.base.errors import OutputError
from generator.ledgers.read.reading import EXPLANATION
from generator.ledgers.read.schema import Column, Kind, LedgerSchema
from generator.ledgers.rules import RULES
from generator.workbooks.writing import new_workbook, print_across, write

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

_RULED = {"border": 1, "border_color": "#999999"}
_HEAD = _RULED | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
_TITLE = {"font_size": 16, "bold": True, "align": "center"}
_EXPLAINED = _RULED | {"valign": "top", "text_wrap": True}
_REQUIRED, _OPTIONAL = "#FCE4D6", "#EDEDED"
_NO_DAY = dt.date(1980, 1, 1)  # it is empty at all times


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
    try:
        with new_workbook(target, _NO_DAY) as book:
            _table(book, schema)
            _explain(book, schema, schemas or {schema.id: schema})
    except OSError as error:
        message = f"写不了空白表“{target.name}”"
        raise OutputError(message, "请关闭正在打开它的程序，检查文件夹是否可写") from error


def _table(book: Workbook, schema: LedgerSchema) -> None:
    sheet = book.add_worksheet(re.sub(r"[\\/*?:\[\]]", "", schema.name)[:31])
    last, plain, title = len(schema.columns) - 1, book.add_format(), book.add_format(_TITLE)
    if last:
        sheet.merge_range(0, 0, 0, last, "", title)
    write(sheet, 0, 0, schema.title, title)
    write(sheet, 1, 0, "填报单位：", plain)
    if any(column.kind is Kind.AMOUNT for column in schema.columns):
        write(sheet, 1, min(3, last), f"金额单位：{schema.unit}", plain)
    for at, column in enumerate(schema.columns):
        fill = {"bg_color": _REQUIRED if column.required else _OPTIONAL}
        form = {"num_format": _FORMATS.get(column.kind, _TEXT_FORMAT)}
        write(sheet, HEADER_ROW - 1, at, _header(column), book.add_format(_HEAD | fill))
        sheet.set_column(at, at, _width(column), book.add_format(form))
        rule = _validation(column)
        if rule is not None:
            shown = {"error_title": column.title[:32]}
            sheet.data_validation(HEADER_ROW, at, _LAST_ROW - 1, at, rule | shown)
    sheet.freeze_panes(HEADER_ROW, 0)
    print_across(sheet, HEADER_ROW - 1, HEADER_ROW - 1)


def _header(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _width(column: Column) -> float:
    """Column width in characters of the default font."""
    least = {Kind.ID_NUMBER: 21, Kind.USCC: 21, Kind.DATE: 12, Kind.AMOUNT: 14, Kind.PHONE: 14}
    return max(least.get(column.kind, 10), 2 * len(_header(column)) + 2)


def _validation(column: Column) -> dict[str, object] | None:
    """What Excel refuses or offers in the cells of a column."""
    options = ["是", "否"] if column.kind is Kind.YES_NO else list(column.choices)
    if options and len(",".join(options)) <= _LONGEST_LIST:
        error = f"请从列表中选：{'、'.join(options)}"[:_LONGEST_LIST]
        return {"validate": "list", "source": options, "error_message": error}
    if column.kind is Kind.DATE:
        days = {"criteria": "between", "minimum": 1, "maximum": 73415}
        return {"validate": "date", **days, "error_message": "请填日期，如 2019-05-10"}
    if column.kind is Kind.INTEGER:
        least = {"criteria": ">=", "value": 0}
        return {"validate": "integer", **least, "error_message": "请填整数"}
    if column.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT):
        any_ = {"criteria": "between", "minimum": -1_000_000_000_000, "maximum": 1_000_000_000_000}
        return {"validate": "decimal", **any_, "error_message": "请只填数字"}
    return None


def _explain(book: Workbook, schema: LedgerSchema, schemas: Mapping[str, LedgerSchema]) -> None:
    sheet = book.add_worksheet(EXPLANATION)
    plain, ruled = book.add_format(), book.add_format(_EXPLAINED)
    write(sheet, 0, 0, f"{schema.title} 填表说明", book.add_format({"font_size": 14, "bold": True}))
    write(
        sheet,
        1,
        0,
        "橙色表头的列必填。一行填一条，不要合并单元格，不要空行。合计行写“合计”二字。",
        plain,
    )
    for at, words in enumerate(("列名", "是否必填", "怎么填", "可选值", "个人信息", "说明")):
        write(sheet, HEADER_ROW - 1, at, words, book.add_format(_EXPLAINED | {"bold": True}))
    for number, column in enumerate(schema.columns, HEADER_ROW):
        for at, words in enumerate(_column_line(column, schema)):
            write(sheet, number, at, words, ruled)
    below = HEADER_ROW + len(schema.columns) + 1
    write(sheet, below, 0, "填好后会检查：", plain)
    for number, rule in enumerate(schema.rules, 1):
        said = f"{number}. {RULES[rule.kind].sentence(rule, schema, schemas)}"
        write(sheet, below + number, 0, said, plain)
    for at, size in enumerate((24, 10, 44, 44, 10, 44)):
        sheet.set_column(at, at, size)


def _column_line(column: Column, schema: LedgerSchema) -> tuple[str, str, str, str, str, str]:
    how = _WORDS[column.kind]
    if column.kind is Kind.AMOUNT:
        how += f"，单位：{column.unit or schema.unit}"
    needed = "必填" if column.required else "有就填"
    if column.expected and not column.required:
        needed = "列要有"
    personal = "是，打印时遮盖" if column.personal else ""
    return (column.title, needed, how, "、".join(column.choices), personal, column.note or "")
