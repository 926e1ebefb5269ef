"""A register laid out as offices do: titles, headers, sections, totals, what stands below."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bench.office_registers.county import TOWNS
from bench.office_registers.spellings import RANGES, Cell, Content, Spelling, pick_spelling, spelled
from bench.office_registers.table import Column, Raw, Row, Table

#: Columns that hold a start and an end, what one column for both is headed, and two over them.
TERMS = {
    ("挂职开始日期", "挂职结束日期"): (("挂职时间", "挂职起止时间", "挂职期限"), ("开始", "结束")),
    ("开始日期", "结束日期"): (("起止时间", "起止日期"), ("开始时间", "结束时间")),
    ("就业开始日期", "就业结束日期"): (("务工时间", "就业起止时间"), ("起", "止")),
    ("协议开始日期", "协议结束日期"): (("协议期限", "协议起止时间"), ("起始时间", "结束时间")),
    ("公示开始", "公示结束"): (("公示时间", "公示起止日期"), ("开始", "结束")),
}
GROUPS = {
    ("受益户数", "受益人数"): ("受益情况", ("户数", "人数")),
    ("带动户数", "带动人数"): ("带动贫困户情况", ("户数（户）", "人数（人）")),
    ("计划投资", "东部资金"): ("投资情况", ("计划投资", "其中：东部资金")),
}
SECTIONS = "一二三四五六七"


@dataclass(frozen=True, slots=True)
class Style:
    """What one office does; each is something a reader must take no record from."""

    spelling: Spelling
    variants: float
    title: bool
    unit: str
    grouped: bool
    one_term: bool
    numbered_columns: bool
    sections: bool
    total: str
    empty_rows: int
    zeros: int
    below: tuple[str, ...]
    extras: frozenset[str]
    months: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sheet:
    """Cells by row and column from 1, merged ranges, hidden columns, and where records stand."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    #: Row of each record by its index, the row of the total, the header over each column's title.
    rows: dict[int, int] = field(default_factory=dict)
    total_row: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    last: int = 0

    def put(self, row: int, column: int, content: Content, shape: str = "") -> None:
        """Set a cell; nothing is set for nothing."""
        if content is not None:
            self.cells[row, column] = Cell(content, shape)
            self.last = max(self.last, row)

    @property
    def width(self) -> int:
        """The last column that a header uses."""
        return max(column for _, column in self.cells)


BELOW = (
    ("以下空白",),
    ("填表人：甲某", "审核人：乙某"),
    ("单位（盖章）", "2019年12月5日"),
    ("审核意见：情况属实", "负责人签字：", "2019年12月3日"),
    ("备注：1.本表一式三份。", "2.数据截至2019年11月底。"),
    ("注：本表由县扶贫办填报，各乡镇核对", "联系电话：0999-1234567"),
)
SECOND: tuple[tuple[Content, ...], ...] = (
    ("乡镇", "户数", "比例"),
    ("赤镇", 12, "40%"),
    ("橙乡", 18, "60%"),
)
#: Dates of which offices show the month alone; no rule needs their day.
MONTHLY = frozenset(("建立时间", "注册日期", "投产日期", "拟开工日期", "入库日期", "协议日期"))
EXTRAS = ("cover", "second table", "stray cell", "hidden column", "column notes")


def pick_style(chance: random.Random, table: Table) -> Style:
    """The habits of one office; a third keep to the blank form's headers."""
    money = any(column.kind == "amount" for column in table.columns)
    summed = money or any(column.kind == "count" for column in table.columns)
    totals = ("", "合计", "合  计", "总计", "累计", f"合计{len(table.rows)}条")
    total = chance.choice(totals if not table.wrong_total else totals[1:4])
    return Style(
        spelling=pick_spelling(chance),
        variants=chance.choice((0.0, 0.15, 0.4)),
        title=chance.random() < 0.85,
        unit=chance.choice(("line", "line", "header", "absent")) if money else "",
        grouped=chance.random() < 0.25,
        one_term=chance.random() < 0.25,
        numbered_columns=chance.random() < 0.12,
        sections=chance.random() < 0.2,
        total=total if summed else "",
        empty_rows=chance.choice((0, 0, 0, 0, 3, 12)),
        zeros=chance.choice((0, 0, 0, 0, 0, 4)),
        below=chance.choice(((), (), *BELOW)),
        extras=frozenset(extra for extra in EXTRAS if chance.random() < 0.06),
        months=MONTHLY if chance.random() < 0.2 else frozenset(),
    )


def lay_out(table: Table, style: Style, chance: random.Random) -> Sheet:
    """The sheet of a register in this style."""
    sheet = Sheet("Sheet1" if chance.random() < 0.5 else table.name[:20])
    unit = table.form.unit or "元"
    if style.unit in ("line", "header") and unit == "万元" and not table.scaled:
        unit = chance.choice(("万元", "万元", "元"))
    top = _above(sheet, table, style, unit)
    fields = _fields(table, style, chance)
    top = _header(sheet, fields, style, unit, top)
    row = _body(sheet, table, fields, style, unit, top)
    _trail(sheet, style, row, chance)
    if "hidden column" in style.extras:
        sheet.hidden = [1]
    return sheet


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet: the columns of the form that it holds (two for a term), its header."""

    titles: tuple[str, ...]
    header: str
    over: str
    kind: str
    spell: int = 0


def _fields(table: Table, style: Style, chance: random.Random) -> list[Field]:
    columns = list(table.columns)
    by_title = {column.title: column for column in columns}
    over, whole = _terms(by_title, style, chance, table)
    fields: list[Field] = []
    for column in columns:
        title = column.title
        if title in whole:
            start = whole[title]
            if title == start[0][0]:
                fields.append(Field(start[0], start[1], "", "term", chance.randrange(len(RANGES))))
            continue
        upper, lower = over.get(title, ("", _worded(column, style, chance)))
        fields.append(Field((title,), lower, upper, column.kind))
    return fields


Terms = dict[str, tuple[str, str]]
Wholes = dict[str, tuple[tuple[str, str], str]]


def _terms(
    present: dict[str, Column], style: Style, chance: random.Random, table: Table
) -> tuple[Terms, Wholes]:
    over: Terms = {}
    whole: Wholes = {}
    for pair, (words, below) in TERMS.items():
        if not set(pair) <= set(present) or not _writable(table.rows, pair):
            continue
        word = chance.choice(words)
        if style.one_term:
            whole |= dict.fromkeys(pair, (pair, word))
        elif style.grouped:
            over |= {title: (word, low) for title, low in zip(pair, below, strict=True)}
    if style.grouped:
        for pair, (word, below) in GROUPS.items():
            if set(pair) <= set(present):
                over |= {title: (word, low) for title, low in zip(pair, below, strict=True)}
    return over, whole


def _writable(rows: Sequence[Row], pair: tuple[str, str]) -> bool:
    return all(
        (row.get(pair[0]) is None) == (row.get(pair[1]) is None) for row in rows
    ) and not any(isinstance(row.get(title), Raw) for row in rows for title in pair)


def _worded(column: Column, style: Style, chance: random.Random) -> str:
    if column.variants and chance.random() < style.variants:
        return chance.choice(column.variants)
    return column.title


def _above(sheet: Sheet, table: Table, style: Style, unit: str) -> int:
    row = 1
    if style.title:
        sheet.put(row, 1, f"甲县{table.name}")
        sheet.merged.append((1, 1, 1, max(2, len(table.columns) + 1)))
        row += 1
    if style.unit == "line":
        sheet.put(row, 1, "填报单位：甲县扶贫办")
        sheet.put(row, max(3, len(table.columns) - 1), f"单位：{unit}")
        row += 1
    return row


def _header(sheet: Sheet, fields: Sequence[Field], style: Style, unit: str, top: int) -> int:
    deep = 1 if any(one.over for one in fields) else 0
    sheet.put(top, 1, "序号")
    for place, one in enumerate(fields, 2):
        said = one.header
        if one.kind == "amount" and style.unit == "header" and "元" not in said:
            said = f"{said}（{unit}）"
        sheet.put(top + (deep if one.over else 0), place, said)
        if deep and not one.over:
            sheet.merged.append((top, place, top + 1, place))
        sheet.headers |= dict.fromkeys(one.titles, said)
    _over(sheet, fields, top)
    row = top + deep + 1
    if style.numbered_columns:
        for place in range(1, len(fields) + 2):
            sheet.put(row, place, place)
        row += 1
    return row


def _over(sheet: Sheet, fields: Sequence[Field], top: int) -> None:
    place = 2
    while place < len(fields) + 2:
        word = fields[place - 2].over
        end = place
        while word and end - 1 < len(fields) and fields[end - 1].over == word:
            end += 1
        if word:
            sheet.put(top, place, word)
            sheet.merged.append((top, place, top, end))
        place = end + 1


def _body(
    sheet: Sheet, table: Table, fields: Sequence[Field], style: Style, unit: str, top: int
) -> int:
    row, third = top, max(1, len(table.rows) // 3)
    for index, record in enumerate(table.rows):
        apart = index != table.joined + 1 or not table.joined_column
        if style.sections and apart and index % third == 0 and index // third < len(SECTIONS):
            sheet.put(row, 1, f"{SECTIONS[index // third]}、{TOWNS[index // third]}")
            sheet.merged.append((row, 1, row, len(fields) + 1))
            row += 1
        sheet.rows[index] = row
        sheet.put(row, 1, index + 1)
        for place, one in enumerate(fields, 2):
            cell = _cell(record, one, unit, style, scaled=table.scaled in one.titles)
            sheet.put(row, place, cell.content, cell.format)
            if table.joined == index and table.joined_column in one.titles:
                sheet.merged.append((row, place, row + 1, place))
        row += 1
    row = _fillers(sheet, fields, style, row, len(table.rows))
    return _total(sheet, table, fields, style, unit, row)


def _cell(record: Row, one: Field, unit: str, style: Style, *, scaled: bool) -> Cell:
    if one.kind == "term":
        start, end = (record.get(title) for title in one.titles)
        if start is None or end is None:
            return Cell(style.spelling.void or None)
        return Cell(RANGES[one.spell](start, end))  # type: ignore[arg-type]
    value = record.get(one.titles[0])
    if one.titles[0] in style.months and isinstance(value, dt.date):
        return Cell(value, 'yyyy"年"m"月"')
    if scaled and isinstance(value, Decimal):
        return Cell(float(value), '0!.0,"万元"')
    return spelled(value, one.kind, unit, style.spelling)


def _fillers(sheet: Sheet, fields: Sequence[Field], style: Style, row: int, count: int) -> int:
    for number in range(style.empty_rows):
        sheet.put(row, 1, count + number + 1)
        row += 1
    for _ in range(style.zeros):
        for place, one in enumerate(fields, 2):
            if one.kind in ("amount", "count"):
                sheet.put(row, place, 0)
        row += 1
    return row


def _total(
    sheet: Sheet, table: Table, fields: Sequence[Field], style: Style, unit: str, row: int
) -> int:
    summed = [one for one in fields if one.kind in ("amount", "count")]
    if not style.total or not summed or table.scaled:
        return row
    sheet.put(row, 1, style.total)
    for place, one in enumerate(fields, 2):
        title = one.titles[0]
        values = [record.get(title) for record in table.rows]
        if one not in summed or any(isinstance(value, Raw) for value in values):
            continue
        more = Decimal(10_000 if one.kind == "amount" else 7) if title == table.wrong_total else 0
        total = sum((Decimal(v) for v in values if isinstance(v, Decimal | int)), Decimal(0)) + more
        cell = spelled(total, one.kind, unit, style.spelling)
        sheet.put(row, place, cell.content)
    sheet.total_row = row
    return row + 1


def _trail(sheet: Sheet, style: Style, row: int, chance: random.Random) -> None:
    width = sheet.width
    for number, line in enumerate(style.below):
        sheet.put(row + number, 1 if number % 2 == 0 else max(2, width // 2), line)
    row += len(style.below) + 2
    if "second table" in style.extras:
        for number, said in enumerate(SECOND):
            for place, content in enumerate(said, 2):
                sheet.put(row + number, place, content)
    if "stray cell" in style.extras:
        sheet.put(row + chance.randint(300, 900), width + 40, "（误填）")
    if "column notes" in style.extras:
        sheet.put(1, width + 2, "此列不打印")
