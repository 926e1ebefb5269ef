"""What a single cell must say: a figure within its limits, a given word, anything at all."""

from collections.abc import Iterator

from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.rules.declaration import SUMMED, declared
from generator.ledgers.rules.figures import shown, stored
from generator.ledgers.rules.register import Context, Fault, Register, origin, records

_YES_NO = {"是": True, "否": False}


@declared(
    "range",
    "ledger-bad-value",
    "“{column}”在规定范围内：{limits}",
    needs="column",
    may="min max setting when",
    column=(*SUMMED, Kind.PERCENT),
)
def within_range(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every figure outside the limits; ``setting`` may replace the minimum."""
    import polars as pl

    key = str(rule.column)
    column = register.schema.column(key)
    least = context.threshold(rule)
    low = None if least is None else stored(least, column.kind)
    high = None if rule.max is None else stored(rule.max, column.kind)
    outside = pl.lit(value=False)
    if low is not None:
        outside |= pl.col(key) < low
    if high is not None:
        outside |= pl.col(key) > high
    for record in records(register.rows(when=rule.when).filter(outside)):
        value = int(str(record[key]))
        below = low is not None and value < low
        limit = low if below else high
        bound = shown(limit, column.kind) if limit is not None else ""
        message = f"“{column.title}”为 {shown(value, column.kind)}，"
        message += f"低于规定的 {bound}" if below else f"高于可能的 {bound}"
        yield Fault(origin(record), column.title, message, "请核对后填写；不够的不能计入")


@declared(
    "one_of", "ledger-bad-value", "“{column}”只能填：{values}", needs="column values", may="when"
)
def one_of(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every filled cell that holds none of the values."""
    import polars as pl

    column = register.schema.column(str(rule.column))
    flag = column.kind is Kind.YES_NO
    allowed = [_YES_NO.get(value) if flag else value for value in rule.values]
    frame = register.rows(when=rule.when).drop_nulls([column.key])
    for record in records(frame.filter(~pl.col(column.key).is_in(allowed))):
        value = record[column.key]
        said = ("是" if value else "否") if flag else register.shown(record, [column.key])
        message = f"“{column.title}”填的是“{said}”，应为“{'”或“'.join(rule.values)}”"
        yield Fault(origin(record), column.title, message, "请补齐后改填，或说明原因")


@declared("required_when", "ledger-bad-value", "{when}时，“{column}”必填", needs="column when")
def required_when(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every row that meets the condition and leaves the column empty."""
    import polars as pl

    key = str(rule.column)
    frame = register.rows(*(rule.when or {}), when=rule.when)
    said = "、".join(
        f"“{register.title(name)}”为{'或'.join(values)}"
        for name, values in (rule.when or {}).items()
    )
    for record in records(frame.filter(pl.col(key).is_null())):
        if not register.is_empty(record, key):
            continue
        title = register.title(key)
        message = f"{said}时，“{title}”必须填写"
        yield Fault(origin(record), title, message, "请补填；表里没有这一列的，请加上")
