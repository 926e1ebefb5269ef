"""The closed vocabulary of ledger rules: what each needs and may have, and its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.ledgers.read.schema import Kind

_NUMERIC = (Kind.INTEGER, Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT)
_SUMMED = (Kind.INTEGER, Kind.AMOUNT, Kind.NUMBER)
_DATES = (Kind.DATE,)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of rule: required and optional details, the kinds of column, and its sentence.

    ``kinds`` limits the columns named by ``columns``, ``column``, ``numerator`` and
    ``denominator``; ``pair``: ``columns`` must name exactly two.
    """

    needs: tuple[str, ...]
    may: tuple[str, ...]
    words: str
    kinds: Mapping[str, tuple[Kind, ...]]
    least: int = 1
    most: int = 99


def _shape(
    needs: str, may: str, words: str, *, least: int = 1, most: int = 99, **kinds: tuple[Kind, ...]
) -> Shape:
    return Shape(tuple(needs.split()), tuple(may.split()), words, kinds, least, most)


SHAPES: Mapping[str, Shape] = {
    "unique": _shape("columns", "period when", "“{columns}”不能重复登记"),
    "excludes": _shape(
        "ledger columns", "match when other period", "同一“{columns}”不能又登记在{ledger}"
    ),
    "in_ledger": _shape("ledger columns", "match when other", "“{columns}”应当在{ledger}里"),
    "covered_in": _shape(
        "ledger columns", "match when other", "每个“{columns}”在{ledger}里都应有记录"
    ),
    "id_check_digit": _shape(
        "column", "", "“{column}”核对校验码（提醒）", column=(Kind.ID_NUMBER,)
    ),
    "uscc_check_digit": _shape("column", "", "“{column}”核对校验码（提醒）", column=(Kind.USCC,)),
    "date_order": _shape(
        "columns", "when", "日期先后：{columns_in_order}", least=2, columns=_DATES
    ),
    "amount_order": _shape(
        "columns", "when", "后一项不能大于前一项：{columns_in_order}", least=2, columns=_SUMMED
    ),
    "range": _shape(
        "column", "min max setting when", "“{column}”在规定范围内：{limits}", column=_NUMERIC
    ),
    "one_of": _shape("column values", "when", "“{column}”只能填：{values}"),
    "required_when": _shape("column when", "", "{when}时，“{column}”必填"),
    "days_at_least": _shape(
        "columns",
        "at_least setting when",
        "{columns_in_order}不少于规定天数：{limits}",
        least=2,
        most=2,
        columns=_DATES,
    ),
    "months_within": _shape(
        "column columns",
        "when",
        "“{column}”不能多于{columns_in_order}之间的月数",
        least=2,
        most=2,
        column=(Kind.INTEGER, Kind.NUMBER),
        columns=_DATES,
    ),
    "in_window": _shape("columns", "when", "“{columns}”应当在考核年度内", most=2, columns=_DATES),
    "totals": _shape("columns", "", "合计行等于各行之和：{columns}", columns=_SUMMED),
    "roster_equals": _shape(
        "column ledger columns match",
        "other when",
        "“{column}”等于{ledger}里的人数",
        column=(Kind.INTEGER,),
    ),
    "percent_of": _shape(
        "column numerator denominator",
        "",
        "“{column}”=“{numerator}”÷“{denominator}”，按所填小数位四舍五入",
        column=(Kind.PERCENT,),
        numerator=_SUMMED,
        denominator=_SUMMED,
    ),
    "share_at_least": _shape(
        "numerator denominator",
        "at_least setting of when",
        "“{numerator}”÷“{denominator}”不低于规定比例：{limits}",
        numerator=_SUMMED,
        denominator=_SUMMED,
    ),
    "row_document": _shape(
        "column by item", "when", "每行“{column}”在项目 {item} 里都应有对应文件"
    ),
    "stale_project": _shape(
        "column columns numerator denominator",
        "less",
        "以前年度的项目应已完工（{columns}）并报账完毕",
        column=(Kind.INTEGER,),
        columns=_DATES,
        numerator=(Kind.AMOUNT,),
        denominator=(Kind.AMOUNT,),
    ),
    "closed_with_proof": _shape(
        "column proof due",
        "",
        "问题应销号（“{column}”），销号必须有“{proof}”",
        column=_DATES,
    ),
}
