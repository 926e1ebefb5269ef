"""``totals``: a total row that differs from the rows that it stands for."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import ROW, SHEET, Ledger, StatedTotal
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Origin, Register


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Compare every stated total with the exact sum of its rows.

    Rows with a figure that could not be read are reported as such; their total is left open.
    """
    for ledger in register.ledgers:
        for total in ledger.totals:
            for key in rule.columns:
                if key in total.values:
                    yield from _compare(register, ledger, total, key)


def _compare(register: Register, ledger: Ledger, total: StatedTotal, key: str) -> Iterator[Fault]:
    covered = pl.col(SHEET).eq_missing(pl.lit(total.sheet)) & pl.col(ROW).is_between(
        total.first, total.last
    )
    rows = ledger.frame.filter(covered)
    unread = any(
        sheet == total.sheet and total.first <= row <= total.last and column == key
        for sheet, row, column in ledger.unread
    )
    computed = int(rows.get_column(key).sum())
    stated = total.values[key]
    if unread or stated == computed:
        return
    column = register.schema.column(key)
    unit = next(sheet.unit for sheet in ledger.sheets if sheet.name == total.sheet)
    unit = column.unit or unit or register.schema.unit
    said, sums = shown(stated, column.kind, unit), shown(computed, column.kind, unit)
    message = f"“{total.label}”的“{column.title}”填 {said}，{rows.height} 行相加是 {sums}"
    origin = Origin(ledger.path, total.sheet, total.row)
    yield Fault(origin, column.title, message, "请核对各行和合计，不要直接改合计数")
