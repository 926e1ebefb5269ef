"""``percent_of``: a stated percentage that its own numerator and denominator do not give."""

from collections.abc import Iterator
from decimal import Decimal

from generator.ledgers.read.percents import fits
from generator.ledgers.read.schema import Rule
from generator.ledgers.read.table import Record
from generator.ledgers.rules.figures import shown
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
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
                yield _fault(rule, register, record, part, whole)


def _fault(rule: Rule, register: Register, record: Record, part: Decimal, whole: Decimal) -> Fault:
    title = register.title(str(rule.column))
    names = [register.title(str(key)) for key in (rule.numerator, rule.denominator)]
    kinds = [register.schema.column(str(key)).kind for key in (rule.numerator, rule.denominator)]
    over = shown(int(str(record[str(rule.numerator)])), kinds[0])
    under = shown(int(str(record[str(rule.denominator)])), kinds[1])
    exact = f"应为 {part / whole * 100:.2f}%" if whole else "分母为 0，算不出比例"
    message = f"“{title}”填 {record['@text']}，“{names[0]}”{over}÷“{names[1]}”{under}，{exact}"
    remedy = "请按分子分母重算（四舍五入，不要直接截去小数），或更正分子分母"
    return Fault(origin(record), title, message, remedy, Severity.WARNING)
