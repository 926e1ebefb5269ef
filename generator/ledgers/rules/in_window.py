"""``in_window``: a date, or a whole period, outside the assessment year."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import last_of
from generator.ledgers.rules.register import Context, Fault, Register, origin, records


def check(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each row whose date, or whose whole period, lies outside the window."""
    start, end = rule.columns[0], rule.columns[-1]
    window = context.window
    too_late = pl.col(start) > window.end
    too_early = pl.col(last_of(end)) < window.start
    outside = too_late.fill_null(value=False) | too_early.fill_null(value=False)
    for record in records(register.rows(when=rule.when).filter(outside)):
        late = record[start] is not None and str(record[start]) > window.end.isoformat()
        key = start if late else end
        title = register.title(key)
        message = f"“{title}”（{record[key]}）不在考核年度（{window.start} 至 {window.end}）内"
        remedy = "请核对日期；不是本年度的，不能算在本年度"
        yield Fault(origin(record), title, message, remedy)
