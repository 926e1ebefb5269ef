"""Codes whose last character does not fit the others."""

from collections.abc import Iterator

from stdnum.cn import uscc

from generator.base.personal import covered
from generator.ledgers.read.schema import Kind, Rule
from generator.ledgers.rules.declaration import declared
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import Severity

#: Weights and check digits of GB 11643-1999.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = "10X98765432"


@declared(
    "id_check_digit",
    "id-check-digit",
    "“{column}”核对校验码（提醒）",
    needs="column",
    column=(Kind.ID_NUMBER,),
)
def id_check_digit(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every 18-digit number that fails; those of 15 digits have no check digit.

    A warning: registered numbers exist that fail.
    """
    import polars as pl

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


@declared(
    "uscc_check_digit",
    "uscc-check-digit",
    "“{column}”核对校验码（提醒）",
    needs="column",
    column=(Kind.USCC,),
)
def uscc_check_digit(rule: Rule, register: Register, _context: Context) -> Iterator[Fault]:
    """Report every code that fails GB 32100-2015 (its alphabet; a remainder of 31 gives 0).

    A warning: registered codes exist that fail.
    """
    import polars as pl

    key = str(rule.column)
    frame = register.rows().drop_nulls([key])
    wrong = [code[-1] != uscc.calc_check_digit(code[:17]) for code in frame.get_column(key)]
    for record in records(frame.filter(pl.Series(wrong, dtype=pl.Boolean))):
        code = str(record[key])
        fitting = uscc.calc_check_digit(code[:17])
        message = f"统一社会信用代码 {covered(code)} 的校验码应为 {fitting}，多半有一位写错"
        remedy = "请对照营业执照核对；执照上确实如此的，请在备注中注明"
        yield Fault(origin(record), register.title(key), message, remedy, Severity.WARNING)
