"""``id_check_digit``: an ID number whose last digit does not fit (GB 11643-1999)."""

from collections.abc import Iterator

import polars as pl

from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity

#: Weights and check digits of GB 11643-1999.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = "10X98765432"


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every 18-digit number that fails; those of 15 digits have no check digit.

    A warning: registered numbers exist that fail.
    """
    key = str(rule.column)
    number = pl.col(key)
    frame = register.rows().filter(number.str.len_chars() == 18)
    weighed = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32) * weight for place, weight in enumerate(WEIGHTS)
    )
    digit = (weighed % 11).replace_strict(dict(enumerate(DIGITS)), return_dtype=pl.String)
    wrong = frame.filter(digit != number.str.slice(17, 1))
    for record in records(wrong):
        said = register.shown(record, [key])
        message = f"身份证号 {said} 的校验码对不上，多半有一位写错"
        remedy = "请对照身份证核对；证件上确实如此的，请在备注中注明"
        yield Fault(origin(record), register.title(key), message, remedy, Severity.WARNING)
