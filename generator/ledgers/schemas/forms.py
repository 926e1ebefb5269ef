"""What a ledger schema's YAML may hold: the forms that pydantic checks, with their descriptions."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from generator.base.measures import FEN
from generator.base.yaml.reading import Filled, Form, Number, YesNo, fault
from generator.base.yaml.wording import suggest
from generator.ledgers.read.schema import Kind
from generator.ledgers.rules import RULES


def _rule_kind(written: object) -> object:
    if isinstance(written, str) and written not in RULES:
        raise fault(f"不认识的规则 “{written}”", suggest(written, RULES, "可用的规则"))
    return written


def _column_kind(written: object) -> object:
    kinds = [kind.value for kind in Kind]
    if isinstance(written, str) and written not in kinds:
        raise fault(f"不认识的类型 “{written}”", suggest(written, kinds, "可用的类型"))
    return written


Unit = Literal["元", "千元", "万元", "亿元"]
Words = tuple[Filled, ...]

assert set(Unit.__args__) == set(FEN)  # type: ignore[attr-defined]


class ColumnForm(Form):
    """One column of the table."""

    key: Annotated[Filled, Field(title="键名", description="英文键名，规则里用它指这一列")]
    title: Annotated[Filled, Field(title="列名", description="列名，与表头一致")]
    synonyms: Annotated[
        Words, Field(title="别的写法", description="表头的其他写法；空格、换行、括号不计")
    ] = ()
    type: Annotated[
        Literal[
            "text",
            "integer",
            "number",
            "amount",
            "percent",
            "date",
            "id_number",
            "uscc",
            "division_code",
            "yes_no",
            "choice",
            "doc_number",
            "phone",
        ],
        BeforeValidator(_column_kind),
        Field(title="类型", description="内容的类型"),
    ] = "text"
    choices: Annotated[
        Words, Field(title="可选值", description="只能从中选一个（type 为 choice 时必填）")
    ] = ()
    required: Annotated[YesNo, Field(title="必填", description="每一行都要填（列也必须有）")] = (
        False
    )
    expected: Annotated[YesNo, Field(title="列要有", description="列必须有，单元格可以空着")] = (
        False
    )
    personal: Annotated[YesNo, Field(title="个人信息", description="个人信息，打印时遮盖")] = False
    unit: Annotated[
        Unit | None, Field(title="金额单位", description="本列金额的单位，与全表不同时才写")
    ] = None
    note: Annotated[
        Filled | None, Field(title="填写说明", description="填写说明，印在空白表的“填表说明”里")
    ] = None


class CommonColumnForm(ColumnForm):
    """One column that every ledger has."""

    place: Annotated[
        Literal["before", "after"], Field(title="位置", description="在本台账各列之前或之后")
    ]


class PeriodForm(Form):
    """One column that holds a start and an end."""

    title: Annotated[Filled, Field(title="列名", description="列名，如 起止日期")]
    synonyms: Annotated[Words, Field(title="别的写法", description="表头的其他写法")] = ()
    columns: Annotated[
        tuple[Filled, Filled],
        Field(title="读成哪两列", description="读成哪两列（键名）：开始、结束"),
    ]


class RuleForm(Form):
    """One rule; which details a rule needs is documented in docs/ledgers.md."""

    rule: Annotated[
        Filled,
        BeforeValidator(_rule_kind),
        Field(title="规则", description="规则名", json_schema_extra={"enum": list(RULES)}),
    ]
    columns: Annotated[Words, Field(title="几列", description="列（键名），有先后的按先后写")] = ()
    column: Annotated[Filled | None, Field(title="一列", description="一列（键名）")] = None
    ledger: Annotated[
        Filled | None, Field(title="另一个台账", description="另一个台账的编号，如 L08、BASE")
    ] = None
    match: Annotated[
        Words, Field(title="对应的列", description="另一个台账里对应的列，与 columns 同名时不写")
    ] = ()
    when: Annotated[
        dict[str, Words] | None,
        Field(title="只查哪些行", description="只查这些行：{列: [值, …]}，几列须同时满足"),
    ] = None
    other: Annotated[
        dict[str, Words] | None,
        Field(title="只看另一个台账的哪些行", description="另一个台账里只看这些行：{列: [值, …]}"),
    ] = None
    period: Annotated[
        tuple[Filled, Filled] | None,
        Field(title="起止两列", description="起止两列：时间重叠才算冲突"),
    ] = None
    numerator: Annotated[Filled | None, Field(title="分子", description="分子（列的键名）")] = None
    denominator: Annotated[Filled | None, Field(title="分母", description="分母（列的键名）")] = (
        None
    )
    less: Annotated[
        Filled | None, Field(title="扣除", description="从分母中扣除的列，如质保金")
    ] = None
    proof: Annotated[Filled | None, Field(title="佐证编号列", description="佐证编号所在列")] = None
    due: Annotated[Filled | None, Field(title="时限列", description="时限所在列")] = None
    values: Annotated[Words, Field(title="允许的值")] = ()
    min: Annotated[
        Number | None, Field(title="最小值", description="最小值（金额按元，百分数按百分点）")
    ] = None
    max: Annotated[
        Number | None, Field(title="最大值", description="最大值（金额按元，百分数按百分点）")
    ] = None
    at_least: Annotated[
        Number | None,
        Field(title="不低于", description="比例按百分点，期限按天；不写则不查"),
    ] = None
    setting: Annotated[
        Filled | None,
        Field(title="门槛的名称", description="各单位可以在数据文件的 thresholds 里按此名写数"),
    ] = None
    of: Annotated[
        Literal["row", "ledger"],
        Field(title="怎么算", description="逐行算（row）或全表合计算（ledger）"),
    ] = "row"
    by: Annotated[
        Literal["number", "name"] | None,
        Field(title="怎么找文件", description="按文号或编号（number）、按名称（name）找文件"),
    ] = None
    item: Annotated[
        Filled | None, Field(title="考核指标", description="文件应放在哪个考核项目下，如 2.2")
    ] = None


class LedgerForm(Form):
    """One ledger: its columns, its key and its rules."""

    id: Annotated[Filled, Field(title="台账编号", description="台账编号，与文件名一致，如 L13")]
    title: Annotated[Filled, Field(title="台账名称")]
    unit: Annotated[
        Unit, Field(title="金额单位", description="表上没有写单位时，金额按什么单位读")
    ] = "元"
    columns: Annotated[tuple[ColumnForm, ...], Field(min_length=1, title="各列")]
    key: Annotated[Words, Field(min_length=1, title="关键列", description="说出是哪一行")]
    periods: Annotated[
        tuple[PeriodForm, ...],
        Field(title="起止合写的列", description="一列里写起止两个日期的情形"),
    ] = ()
    rules: Annotated[tuple[RuleForm, ...], Field(title="检查规则")] = ()


class CommonForm(Form):
    """The columns that every ledger has."""

    columns: Annotated[tuple[CommonColumnForm, ...], Field(min_length=1, title="各列")]
