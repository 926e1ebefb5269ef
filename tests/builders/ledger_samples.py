"""Ledgers made from their schemas: rows that keep every rule, written as offices write them.

All people, firms and places are fictional; ID numbers start with 99, which no place in China has.
"""

import csv
import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from stdnum.cn import ric, uscc

from generator.ledgers.read.schema import Column, Kind, LedgerSchema, Rule
from generator.model import EvidenceFile, Metadata, Window

WINDOW = Window(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
AS_OF = dt.date(2019, 12, 10)
HEADER_ROWS = 3

Cells = dict[str, object]


def id_number(number: int) -> str:
    """A well-formed ID number of a place that does not exist."""
    body = f"990101{1950 + number % 50}0{1 + number % 9}{10 + number % 19}{number % 1000:03}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(number: int) -> str:
    body = f"91990101MA{number:07}"
    return body + uscc.calc_check_digit(body)


@dataclass
class Table:
    """One ledger before it is written: rows by column key, with what stands around them."""

    schema: LedgerSchema
    rows: list[Cells]
    keys: list[str]
    totals: dict[str, object] = field(default_factory=dict)
    total_row: bool = False
    hidden: set[int] = field(default_factory=set)

    def excel_row(self, index: int) -> int:
        return HEADER_ROWS + 1 + index


def make_table(schema: LedgerSchema, count: int, first: int = 0) -> Table:
    """Rows that keep every rule of the schema (companion ledgers come from ``companions``)."""
    keys = [column.key for column in schema.columns]
    rows = [_row(schema, first + index) for index in range(count)]
    return Table(schema, rows, keys)


def _row(schema: LedgerSchema, number: int) -> Cells:
    row = {column.key: _value(column, number) for column in schema.columns}
    row["serial"] = number + 1
    row["year"] = 2019
    for rule in schema.rules:
        _obey(rule, row, number)
    return row


def _value(column: Column, number: int) -> object:
    if column.kind is Kind.CHOICE:
        return column.choices[number % len(column.choices)]
    if column.kind is Kind.ID_NUMBER:
        return id_number(number)
    if column.kind is Kind.USCC:
        return credit_code(number)
    values: Mapping[Kind, object] = {
        Kind.TEXT: f"{column.title[:4]}甲{number:04}",
        Kind.INTEGER: 5,
        Kind.NUMBER: 3,
        Kind.AMOUNT: 100 + number % 50,
        Kind.PERCENT: "50%",
        Kind.DATE: dt.date(2019, 3, 1) + dt.timedelta(days=number % 60),
        Kind.DIVISION_CODE: "880101",
        Kind.YES_NO: "是",
        Kind.DOC_NUMBER: f"甲组〔2019〕{number + 1}号",
        Kind.PHONE: f"1380000{number % 10000:04}",
    }
    return values[column.kind]


def _obey(rule: Rule, row: Cells, number: int) -> None:
    """Change a row so that it keeps the rule."""
    if rule.kind in ("date_order", "days_at_least", "months_within", "in_window"):
        for place, key in enumerate(rule.columns):
            days = number % 40 + 45 * place
            row[key] = dt.date(2019, 2, 1) + dt.timedelta(days=days)
    if rule.kind == "amount_order":
        for place, key in enumerate(rule.columns):
            row[key] = 20 + number % 5 - 6 * place
    if rule.kind == "percent_of":
        part, whole = int(str(row[str(rule.numerator)])), int(str(row[str(rule.denominator)]))
        row[str(rule.column)] = f"{_percent(part, whole)}%"
    if rule.kind == "months_within":
        row[str(rule.column)] = 1
    if rule.kind == "one_of":
        row[str(rule.column)] = rule.values[0]


def _percent(part: int, whole: int) -> str:
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def refresh_percent(table: Table, kept: Collection[int]) -> None:
    """State percentages anew after their parts were changed, but for some rows."""
    for rule in table.schema.rules:
        if rule.kind == "percent_of":
            for index, row in enumerate(table.rows):
                part, whole = row[str(rule.numerator)], row[str(rule.denominator)]
                if index not in kept and isinstance(part, int) and isinstance(whole, int):
                    row[str(rule.column)] = f"{_percent(part, whole)}%"


def companions(table: Table, schemas: Mapping[str, LedgerSchema]) -> dict[str, Table]:
    """Other ledgers that agree with this one: base list, care for cadres, rosters."""
    made: dict[str, Table] = {}
    for rule in table.schema.rules:
        other = str(rule.ledger)
        if rule.kind in ("in_ledger", "covered_in"):
            made[other] = _with_keys(schemas[other], table, rule)
        elif rule.kind == "roster_equals":
            made[other] = _roster(schemas[other], table, rule)
        elif rule.kind == "excludes" and other != table.schema.id:
            made.setdefault(other, make_table(schemas[other], 3, first=900))
    return made


def _with_keys(schema: LedgerSchema, table: Table, rule: Rule) -> Table:
    companion = make_table(schema, len(table.rows), first=500)
    for mine, theirs in zip(table.rows, companion.rows, strict=True):
        theirs.update({to: mine[own] for own, to in zip(rule.columns, rule.match, strict=True)})
    return companion


def _roster(schema: LedgerSchema, table: Table, rule: Rule) -> Table:
    rows: list[Cells] = []
    for mine in table.rows:
        for _ in range(int(str(mine[str(rule.column)]))):
            row = _row(schema, 2000 + len(rows))
            row.update({to: mine[own] for own, to in zip(rule.columns, rule.match, strict=True)})
            row.update({key: values[0] for key, values in (rule.other or {}).items()})
            rows.append(row)
    return Table(schema, rows, [column.key for column in schema.columns])


def documents(table: Table) -> dict[str, list[EvidenceFile]]:
    """One document for every row that must have one."""
    made: dict[str, list[EvidenceFile]] = {}
    for rule in table.schema.rules:
        if rule.kind == "row_document":
            for row in table.rows:
                if row[str(rule.column)] is not None:
                    made.setdefault(str(rule.item), []).append(document(rule, row))
    return made


def document(rule: Rule, row: Cells) -> EvidenceFile:
    written = str(row[str(rule.column)])
    number = written if rule.by == "number" else None
    title = "关于有关事项的通知" if rule.by == "number" else f"{written}的有关材料"
    path = f"{rule.item} 甲项/{title}.pdf"
    return EvidenceFile(
        path, Path(path), 1, "0" * 64, rule.item, None, Metadata(title, doc_number=number)
    )


def write_xlsx(table: Table, path: Path, dice: random.Random | None = None) -> None:
    """Write the table under two title rows; with dice, in the many forms that offices use."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    for line in lines(table, dice):
        sheet.append(line)
    for index in table.hidden:
        sheet.row_dimensions[table.excel_row(index)].hidden = True
    book.save(path)


def write_csv(table: Table, path: Path, encoding: str = "gb18030") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(lines(table, None))


def lines(table: Table, dice: random.Random | None) -> list[list[object]]:
    """Title, unit, header, rows, total row, remark."""
    schema = table.schema
    columns = [schema.column(key) for key in table.keys]
    table_lines: list[list[object]] = [
        [f"甲县 2019 年{schema.title}"],
        ["填报单位：甲县协作办", None, f"金额单位：{schema.unit}"],
        [_title(column, dice) for column in columns],
    ]
    table_lines += [[_written(row[c.key], c, dice) for c in columns] for row in table.rows]
    if table.total_row:
        table_lines.append(["合  计", *(table.totals.get(key) for key in table.keys[1:])])
    table_lines.append(["填报人：张某某", "审核人：李某某", "填报日期：2019年12月1日"])
    return table_lines


def _title(column: Column, dice: random.Random | None) -> str:
    if dice is None:
        return column.title + (f"（{column.unit}）" if column.unit else "")
    title = dice.choice((column.title, column.title, *column.synonyms))
    if column.unit:
        return f"{title}（{column.unit}）"
    middle = len(title) // 2
    return dice.choice((title, f"{title[:middle]}\n{title[middle:]}", f" {title} ", f"{title}*"))


def _written(value: object, column: Column, dice: random.Random | None) -> object:
    """The same value in one of the forms that offices use."""
    if dice is None or value is None:
        return value
    if isinstance(value, dt.date):
        forms = (
            value,
            f"{value.year}.{value.month}.{value.day}",
            f"{value.year}年{value.month}月{value.day}日",
            f"{value:%Y%m%d}",
            f"{value:%Y/%m/%d}",
            (value - dt.date(1899, 12, 30)).days,
        )
        return dice.choice(forms)
    if column.kind is Kind.AMOUNT and isinstance(value, int) and value >= 0:
        return dice.choice((value, float(value), f"{value:,}.00", wide(str(value))))
    if column.kind is Kind.INTEGER and isinstance(value, int) and value >= 0:
        return dice.choice((value, str(value), wide(str(value))))
    if column.kind in (Kind.ID_NUMBER, Kind.USCC) and len(str(value)) == 18:
        return dice.choice((value, wide(str(value)), f" {value}", f"'{value}"))
    return value


def wide(text: str) -> str:
    """Full-width digits and letters."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def state_totals(table: Table) -> None:
    """Add a total row that fits the rows."""
    table.total_row = True
    for rule in table.schema.rules:
        if rule.kind == "totals":
            for key in rule.columns:
                values: Sequence[object] = [row[key] for row in table.rows]
                table.totals[key] = sum(value for value in values if isinstance(value, int))
