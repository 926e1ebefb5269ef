"""A ledger's sheet for print: every row and column as the office wrote them, totals compared."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import polars as pl

from generator.base.masking import Mask
from generator.ledgers.printed.cells import (
    Columns,
    GridLines,
    filled,
    filled_columns,
    merged_columns,
)
from generator.ledgers.printed.covers import cover_of, plain_print
from generator.ledgers.printed.head import (
    LONGEST_TITLE,
    cut,
    head_cells,
    lowest_titles,
    with_groups,
)
from generator.ledgers.printed.sheet import Line, Sheet, Table, Tone
from generator.ledgers.read.headers import Header, Match, find_header
from generator.ledgers.read.rows import Sorted, sort_rows
from generator.ledgers.read.schema import Kind
from generator.ledgers.read.table import ROW, SHEET, Ledger, SheetRead, StatedTotal
from generator.ledgers.rules.figures import shown as number_shown
from generator.workbooks.grid import Grid

_RIGHT = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT})
_LEFT = frozenset({Kind.TEXT, Kind.DOC_NUMBER})


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One sheet of a ledger: as it was read, where its header stands, and the file's cells."""

    grid: Grid
    header: Header
    ledger: Ledger
    read: SheetRead

    def printed(self, marked: AbstractSet[int], mask: Mask | None) -> Sheet:
        """The sheet for print.

        Args:
            marked: Excel rows that get a mark.
            mask: how personal data are covered; ``None``: they are not.
        """
        rows = sort_rows(self.grid, self.header)
        columns = self._columns(mask)
        header = with_groups(self.grid, self.header)
        cells = head_cells(self.grid, header, columns.indices)
        scrub = mask.lenient if mask else plain_print
        lines = GridLines(
            self.grid,
            columns,
            tuple(self._entries(rows, columns)),
            self._labels(rows, marked),
            {total.row: Tone.TOTAL for total in rows.totals}
            | {row - 1: Tone.MARKED for row in marked},
            merged_columns(self.grid, columns.indices),
            frozenset(total.row for total in rows.totals),
            scrub,
        )
        titles = lowest_titles(cells, len(columns.indices))
        long = [cell.text for cell in cells if len(cell.text) > LONGEST_TITLE]
        table = Table(
            "行号", titles, self._aligns(columns), cut(cells), header.end - header.start, lines
        )
        name = scrub(self.read.name or "")
        return Sheet(
            name=name,
            unit=f"单位：{self.read.unit}" if self.read.unit else "",
            facts=self._facts(rows, name),
            above=tuple(scrub(text) for row, text in self.read.notes if row <= header.start),
            table=table,
            below=tuple(
                f"第 {row} 行：{scrub(text)}" for row, text in self.read.notes if row > header.end
            ),
            remarks=tuple(f"列名全文：{text}" for text in long),
        )

    def _matches(self) -> Mapping[int, Match]:
        return {match.index: match for match in self.header.matches}

    def _columns(self, mask: Mask | None) -> Columns:
        """All columns that have a title or say anything under the header."""
        matches = self._matches()
        indices = sorted({*matches, *filled_columns(self.grid, self.header.end)})
        covers = (cover_of(mask, matches.get(at)) if mask else plain_print for at in indices)
        return Columns(tuple(indices), tuple(covers))

    def _aligns(self, columns: Columns) -> tuple[str, ...]:
        matches = self._matches()
        return tuple(_align(matches.get(index)) for index in columns.indices)

    def _entries(self, rows: Sorted, columns: Columns) -> Iterator[int | Line]:
        """Every row under the header that is no remark; under a total, our own sum."""
        remarks = {row for row, _ in rows.remarks}
        stated = {t.row - 1: t for t in self.ledger.totals if t.sheet == self.grid.name}
        for row in range(self.header.end, len(self.grid.rows)):
            if row in remarks or not filled(self.grid.rows[row]):
                continue
            yield row
            if row in stated:
                yield from self._computed(stated[row], columns)

    def _labels(self, rows: Sorted, marked: AbstractSet[int]) -> Mapping[int, str]:
        """The labels of rows that are marked, hidden, or totals."""
        labels: dict[int, str] = {}
        totals = {total.row for total in rows.totals}
        for row in sorted({*(row - 1 for row in marked), *self.grid.hidden_rows, *totals}):
            label = f"▲{row + 1}" if row + 1 in marked else str(row + 1)
            label += "隐" if row in self.grid.hidden_rows else ""
            labels[row] = label + ("合计\n(原表)" if row in totals else "")
        return labels

    def _computed(self, total: StatedTotal, columns: Columns) -> Iterator[Line]:
        """Our own sums under a stated total, in the columns where they differ from it."""
        covered = pl.col(SHEET).eq_missing(pl.lit(total.sheet)) & pl.col(ROW).is_between(
            total.first, total.last
        )
        rows = self.ledger.frame.filter(covered)
        texts = [""] * len(columns.indices)
        for at, index in enumerate(columns.indices):
            match = self._matches().get(index)
            if match is None or match.column is None or match.column.key not in total.values:
                continue
            key, kind = match.column.key, match.column.kind
            computed = int(rows.get_column(key).sum())
            if computed != total.values[key] and not self._unread(total, key):
                unit = match.unit or match.column.unit or self.read.unit or self.ledger.schema.unit
                number = number_shown(computed, kind, unit)
                texts[at] = number.removesuffix(unit) if kind is Kind.AMOUNT else number
        if any(texts):
            yield Line("核算", tuple(texts), Tone.MARKED)

    def _unread(self, total: StatedTotal, key: str) -> bool:
        """Whether a figure that the total covers could not be read: then there is no sum."""
        return any(
            sheet == total.sheet and total.first <= row <= total.last and column == key
            for sheet, row, column in self.ledger.unread
        )

    def _facts(self, rows: Sorted, name: str) -> str:
        read = self.read
        hidden = "（隐藏的工作表，照印）" if read.hidden else ""
        count = f"共 {len(rows.records)} 行"
        count += f"（其中 {read.hidden_rows} 行被隐藏，照印，标“隐”）" if read.hidden_rows else ""
        day = read.filled_on
        parts = (
            f"工作表“{name}”{hidden}" if name else "文本表格",
            count,
            f"单位：{read.unit or '未写'}{'' if read.unit_stated else '（原表未写，按台账格式）'}",
            f"填报人：{read.filled_by or '未写'}",
            f"审核人：{read.checked_by or '未写'}",
            f"填报日期：{f'{day.year}年{day.month}月{day.day}日' if day else '未写'}",
            "行号为原表行号；▲ 有问题，见表后",
        )
        return "　".join(parts)


def _align(match: Match | None) -> str:
    if match is None or match.column is None:
        return "left"
    if match.column.key == "serial":
        return "center"
    if match.column.kind in _RIGHT:
        return "right"
    return "left" if match.column.kind in _LEFT else "center"


def ledger_sheet(grid: Grid, ledgers: Sequence[Ledger]) -> LedgerSheet | None:
    """The sheet as the first ledger that was read from it; ``None`` when none was."""
    for ledger in ledgers:
        for read in ledger.sheets:
            header = find_header(grid, ledger.schema) if read.name == grid.name else None
            if header is not None:
                return LedgerSheet(grid, header, ledger, read)
    return None
