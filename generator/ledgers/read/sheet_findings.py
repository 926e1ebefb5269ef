"""Findings about a sheet as a whole: columns, unit of money, merged cells, hidden rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.base.yaml.wording import nearest
from generator.ledgers.read.headers import Header, Match
from generator.ledgers.read.rows import Sorted
from generator.ledgers.read.schema import Column, LedgerSchema
from generator.ledgers.read.sheet_columns import SheetColumn, merged_in
from generator.ledgers.read.titles import title_key
from generator.model import Finding, Severity
from generator.workbooks.grid import Grid, address, letters

#: Stray cells that a finding names; of more it tells the number.
_MOST_STRAY = 50


@dataclass(frozen=True, slots=True)
class At:
    """Where findings of a sheet stand."""

    path: str
    sheet: str | None

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        remedy: str,
        row: int | None = None,
        column: str | None = None,
    ) -> Finding:
        """A finding of this sheet; ``row`` is the row in Excel."""
        return Finding(code, severity, None, message, remedy, self.path, self.sheet, row, column)


def unused_sheet(at: At, grid: Grid) -> Finding:
    """A sheet without the ledger's header is not read, and that is said."""
    hidden = "（隐藏的工作表）" if grid.hidden else ""
    message = f"工作表“{grid.name}”{hidden}里没有这个台账的表头，没有读"
    remedy = "若它也是台账，请补上表头；否则不用处理"
    return at.finding("ledger-unreadable", Severity.INFO, message, remedy)


def stray_findings(at: At, grid: Grid) -> Iterator[Finding]:
    """Cells so far from the table that they were not read are named."""
    if not grid.stray:
        return
    named = "、".join(address(*cell) for cell in grid.stray[:_MOST_STRAY])
    more = f" 等 {len(grid.stray)} 格" if len(grid.stray) > _MOST_STRAY else ""
    message = f"远处有误填的内容：{named}{more}，没有读，其余照读"
    remedy = "请看这些格子里写了什么：误填的删去，有用的移到表里，保存"
    yield at.finding("ledger-unreadable", Severity.WARNING, message, remedy)


def column_findings(at: At, schema: LedgerSchema, header: Header) -> Iterator[Finding]:
    """Columns that stand twice, that are missing, and that the schema does not know."""
    row, found = header.start + 1, header.found
    unknown = [match for match in header.matches if not match.column and not match.period]
    for key, matches in found.items():
        if len(matches) > 1:
            places = "、".join(f"第{letters(match.index)}列“{match.title}”" for match in matches)
            title = schema.title_of(key)
            message = f"有 {len(matches)} 列都是“{title}”（{places}），无法确定用哪一列"
            remedy = "请只留一列，或把其中一列改成别的列名"
            yield at.finding("ledger-missing-column", Severity.ERROR, message, remedy, row, title)
    for column in schema.columns:
        if column.needed and column.key not in found:
            message, remedy = f"缺少“{column.title}”这一列", _remedy(column, unknown)
            yield at.finding(
                "ledger-missing-column", Severity.ERROR, message, remedy, row, column.title
            )
    if unknown:
        titles = "、".join(f"“{match.title}”" for match in unknown)
        message = f"台账格式里没有这些列：{titles}，照印，不检查"
        remedy = "若是列名写法不同，请改成格式里的列名；否则不用处理"
        yield at.finding("ledger-missing-column", Severity.INFO, message, remedy, row)


def _remedy(column: Column, unknown: Sequence[Match]) -> str:
    """What to do about a missing column: rename the one that looks like it, or add it."""
    texts = [text for match in unknown for text in (match.title, match.lowest)]
    titles = {title_key(text): text for text in texts}
    for name in (column.title, *column.synonyms):
        close = nearest(title_key(name), titles)
        if close is not None:
            return f"表中的“{titles[close]}”若就是这一列，请把列名改成“{column.title}”"
    others = "、".join(column.synonyms)
    return f"请补上这一列（也可以写作：{others}）" if others else "请补上这一列"


def unit_findings(
    at: At, header: Header, amounts: Sequence[SheetColumn], stated: str | None, assumed: str
) -> Iterator[Finding]:
    """Amounts without a stated unit, with several, or with their own unit against the sheet's."""
    row = header.start + 1
    for column in amounts:
        own = column.spec.unit if column.spec and not column.unit else None
        if own and stated and own != stated:
            message = f"表上写“单位：{stated}”，“{column.title}”这一列按“{own}”读"
            remedy = f"请在列名里写明这一列的单位，如“{column.title}（{own}）”"
            yield at.finding(
                "ledger-bad-value", Severity.WARNING, message, remedy, row, column.title
            )
    units = {column.unit for column in amounts if column.unit}
    missing = [column for column in amounts if not column.unit and not _own_unit(column)]
    if missing and stated is None:
        titles = "、".join(f"“{column.title}”" for column in missing)
        message = f"没有写金额单位，{titles}按“{assumed}”读"
        remedy = "请在表头上方写明“单位：元”或“单位：万元”"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy, row)
    every = units | ({stated} if stated and missing else set())
    if len(every) > 1:
        message = f"同一张表里混用{'、'.join(sorted(every))}，已按各列所写的单位换算"
        remedy = "请统一成一种单位"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy, row)


def merged_findings(at: At, grid: Grid, header: Header, rows: Sorted) -> Iterator[Finding]:
    """Merged cells among the records."""
    titles = {match.index: match.title for match in header.matches}
    for span in merged_in(grid, rows):
        column = titles.get(span.left, f"第{letters(span.left)}列")
        top, bottom = span.top + 1, span.bottom + 1
        if bottom > top:
            message = f"第 {top} 至 {bottom} 行的“{column}”是合并单元格"
            message += "：文字按每行都有读，数字只算一次"
        else:
            cells = span.right - span.left + 1
            message = f"第 {top} 行从“{column}”起横向合并了 {cells} 格，只有第一格有内容"
        remedy = "请取消合并，逐行填写"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy, top, column)


def hidden_findings(at: At, grid: Grid, rows: Sorted) -> Iterator[Finding]:
    """Rows that a reader of the table does not see are counted, and that is said."""
    remedy = "请取消隐藏或筛选；不该算的行请删去"
    if grid.hidden:
        message = f"工作表“{grid.name}”是隐藏的，里面的 {len(rows.records)} 行已照常计入"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy)
    hidden = sorted(grid.hidden_rows.intersection(rows.records))
    if hidden:
        message = f"有 {len(hidden)} 行被隐藏（{_ranges(hidden)}），已照常计入"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy, hidden[0] + 1)


def empty_findings(at: At, header: Header, rows: Sorted) -> Iterator[Finding]:
    """A header with nothing under it."""
    if not rows.records:
        message = "表头下面没有一行数据"
        remedy = "请填写；确实没有的，请在项目下说明情况"
        yield at.finding("ledger-bad-value", Severity.WARNING, message, remedy, header.end)


def _own_unit(column: SheetColumn) -> bool:
    return column.spec is not None and column.spec.unit is not None


def _ranges(rows: Sequence[int]) -> str:
    """Rows that count from 0 as Excel shows them: 第 3–5、9 行."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row + 1, row + 1])
    parts = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    shown = parts if len(parts) <= 10 else [*parts[:10], "…"]
    return f"第 {'、'.join(shown)} 行"
