"""Figures that other figures of the table contradict: orders, totals, percentages and shares."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from generator.ledgers.read.percents import fits
from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.read.table import ROW, SHEET, Ledger, Record, StatedTotal
from generator.ledgers.rules.declaration import SUMMED, declared
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Origin, Register, origin, records
from generator.model import Severity


@declared(
    "amount_order",
    "amount-order",
    "后一项不能大于前一项：{columns_in_order}",
    needs="columns",
    may="when",
    least=2,
    columns=SUMMED,
)
def amount_order(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report each filled figure that is greater than the filled one named before it."""
    import polars as pl

    frame = register.rows(when=rule.when)
    disordered = pl.any_horizontal(
        (pl.col(first) < pl.col(second)).fill_null(value=False)
        for first, second in combinations(rule.columns, 2)
    )
    for record in records(frame.filter(disordered)):
        filled = [key for key in rule.columns if record[key] is not None]
        for first, second in pairwise(filled):
            if _number(record, second) > _number(record, first):
                more, less = (_said(register, record, key) for key in (second, first))
                message = f"{more}大于{less}"
                remedy = "请对照凭证核对这两个数"
                yield Fault(origin(record), register.title(second), message, remedy)


def _number(record: Record, key: str) -> int:
    number = record[key]
    assert isinstance(number, int)
    return number


def _said(register: Register, record: Record, key: str) -> str:
    column = register.schema.column(key)
    return f"“{column.title}”（{shown(_number(record, key), column.kind)}）"


@declared(
    "totals", "total-mismatch", "合计行等于各行之和：{columns}", needs="columns", columns=SUMMED
)
def totals(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Compare every stated total with the exact sum of its rows.

    Rows with a figure that could not be read are reported as such; their total is left open.
    """
    for ledger in register.ledgers:
        for total in ledger.totals:
            for key in rule.columns:
                if key in total.values:
                    yield from _compare(register, ledger, total, key)


def _compare(register: Register, ledger: Ledger, total: StatedTotal, key: str) -> Iterator[Fault]:
    import polars as pl

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


@declared(
    "percent_of",
    "percent-mismatch",
    "“{column}”=“{numerator}”÷“{denominator}”，按所填小数位四舍五入",
    needs="column numerator denominator",
    column=(Kind.PERCENT,),
    numerator=SUMMED,
    denominator=SUMMED,
)
def percent_of(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report each percentage that rounding to its own digits does not give (a warning).

    Cutting digits off is not rounding: 11.47 % is 11.5 %, not 11.4 %. A bare number may be a
    fraction or percentage points; it passes if either fits.
    """
    key, over, under = str(rule.column), str(rule.numerator), str(rule.denominator)
    for ledger in register.ledgers:
        if not ledger.has(key, over, under):
            continue
        frame = ledger.frame.with_columns(ledger.texts.get_column(key).alias("@text"))
        for record in records(frame.drop_nulls([key, over, under])):
            part, whole = Decimal(str(record[over])), Decimal(str(record[under]))
            part /= register.schema.column(over).kind.scale or 1
            whole /= register.schema.column(under).kind.scale or 1
            if not fits(str(record["@text"]), part, whole):
                yield _unfitting(rule, register, record, part, whole)


def _unfitting(
    rule: Rule, register: Register, record: Record, part: Decimal, whole: Decimal
) -> Fault:
    title = register.title(str(rule.column))
    names = [register.title(str(key)) for key in (rule.numerator, rule.denominator)]
    kinds = [register.schema.column(str(key)).kind for key in (rule.numerator, rule.denominator)]
    over = shown(int(str(record[str(rule.numerator)])), kinds[0])
    under = shown(int(str(record[str(rule.denominator)])), kinds[1])
    exact = f"应为 {part / whole * 100:.2f}%" if whole else "分母为 0，算不出比例"
    message = f"“{title}”填 {record['@text']}，“{names[0]}”{over}÷“{names[1]}”{under}，{exact}"
    remedy = "请按分子分母重算（四舍五入，不要直接截去小数），或更正分子分母"
    return Fault(origin(record), title, message, remedy, Severity.WARNING)


@declared(
    "share_at_least",
    "rate-below",
    "“{numerator}”÷“{denominator}”不低于规定比例：{limits}",
    needs="numerator denominator",
    may="at_least setting of when",
    numerator=SUMMED,
    denominator=SUMMED,
)
def share_at_least(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report each rate under the threshold (a warning); without a threshold nothing is checked."""
    import polars as pl

    least = context.threshold(rule)
    if least is None:
        return
    over, under = str(rule.numerator), str(rule.denominator)
    frame = register.rows(over, under, when=rule.when).drop_nulls([over, under])
    frame = frame.filter(pl.col(under) > 0)
    if rule.of == "ledger":
        sums = frame.select(pl.col(over).sum(), pl.col(under).sum())
        part, whole = (int(value or 0) for value in sums.row(0))
        paths = [ledger.path for ledger in register.ledgers if ledger.has(over, under)]
        if whole and part * 100 < least * whole:
            yield _too_low(rule, register, Origin(paths[0], None, None), part, whole, least)
        return
    for record in records(frame):
        part, whole = int(str(record[over])), int(str(record[under]))
        if part * 100 < least * whole:
            yield _too_low(rule, register, origin(record), part, whole, least)


def _too_low(
    rule: Rule, register: Register, place: Origin, part: int, whole: int, least: Decimal
) -> Fault:
    over, under = register.title(str(rule.numerator)), register.title(str(rule.denominator))
    rate = Decimal(part) * 100 / whole
    scope = "全表" if rule.of == "ledger" else ""
    message = f"{scope}“{over}”÷“{under}”为 {rate:.2f}%，低于 {least:f}%"
    remedy = "请核对两个数；确实不够的，请说明原因和措施"
    return Fault(place, over, message, remedy, Severity.WARNING)
