"""``uscc_check_digit``: a unified social credit code whose last character does not fit."""

from collections.abc import Iterator

import polars as pl
from stdnum.cn import uscc

from generator.base.personal import covered
from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity


def check(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every code that fails GB 32100-2015 (its alphabet; a remainder of 31 gives 0).

    A warning: registered codes exist that fail.
    """
    key = str(rule.column)
    frame = register.rows().drop_nulls([key])
    wrong = [code[-1] != uscc.calc_check_digit(code[:17]) for code in frame.get_column(key)]
    for record in records(frame.filter(pl.Series(wrong, dtype=pl.Boolean))):
        code = str(record[key])
        fitting = uscc.calc_check_digit(code[:17])
        message = f"统一社会信用代码 {covered(code)} 的校验码应为 {fitting}，多半有一位写错"
        remedy = "请对照营业执照核对；执照上确实如此的，请在备注中注明"
        yield Fault(origin(record), register.title(key), message, remedy, Severity.WARNING)
