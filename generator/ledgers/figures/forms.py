"""What a profile's figures file may hold: the forms that pydantic checks, with their help."""

from typing import Annotated, Literal

from pydantic import Field

from generator.base.yaml.reading import WHOLE, Filled, Form, Number, YesNo

Words = tuple[Filled, ...]


class SourceForm(Form):
    """Where a figure comes from: exactly one of the first seven keys."""

    count: Filled | None = Field(None, title="行数", description="台账编号，如 L06：一行算一个")
    distinct: Filled | None = Field(
        None, title="去重后的个数", description="台账编号；columns 写按哪几列去重"
    )
    sum: Filled | None = Field(None, title="合计", description="台账编号；column 写加哪一列")
    total: Words | None = Field(None, title="几项数之和", description="其他数据的编号")
    unreached: YesNo = Field(False, title="未达到目标的协议指标个数", description="true")
    document: YesNo = Field(
        False, title="出自文件", description="true：在 county.yaml 里填写，并写明文件和页码"
    )
    typed: YesNo = Field(False, title="人工填报", description="true：在 county.yaml 里填写")
    columns: Words = Field((), title="按哪几列去重", description="台账里的键名")
    column: Filled | None = Field(None, title="加哪一列", description="台账里的键名")
    where: dict[str, Words] = Field(
        {}, title="只算哪些行", description="键名: [值]，如 region: [结对东部]"
    )
    filled: Words = Field((), title="只算填了这些列的行")
    empty: Words = Field((), title="只算没有填这些列的行")
    times: Filled | None = Field(
        None, title="按比例折算", description="百分比列的键名；空着算 100%"
    )
    within: Filled | None = Field(
        None, title="只算名册里有的", description="名册编号，如 BASE；按 columns 比对"
    )
    filed: Filled | None = Field(
        None, title="先用哪个指标下的台账", description="指标编号；不写则为本指标"
    )


class FigureForm(Form):
    """One figure."""

    id: Filled = Field(title="数据编号", description='指标编号，或指标编号加“-1”，如 "3.3-1"')
    item: Filled = Field(title="指标编号", description="清单里的编号")
    title: Filled = Field(title="名称")
    unit: Filled = Field(title="单位", description="人、户、个、元、万元 …")
    source: SourceForm = Field(title="来源")
    target: Words = Field(
        (), title="协议里的叫法", description="协议指标对照（L01）里的指标名称或指标编号"
    )
    better: Literal["more", "less"] = Field("more", title="越多越好还是越少越好")
    decimals: Annotated[int, Field(ge=0, le=6), WHOLE] = Field(0, title="印几位小数")
    negative: Literal["", "always", "after_due"] = Field(
        "", title="负面清单", description="always：大于 0 即列入；after_due：过了期限才列入"
    )
    adds: YesNo = Field(True, title="各县之和应等于全州")


class RateForm(Form):
    """One rate."""

    id: Filled = Field(title="数据编号")
    item: Filled = Field(title="指标编号")
    title: Filled = Field(title="名称")
    numerator: Filled = Field(title="分子", description="数据编号")
    denominator: Filled = Field(title="分母", description="数据编号")
    formula: Filled = Field(title="公式", description="印在比例旁边的中文公式")
    per: Annotated[Number, Field(gt=0)] | None = Field(
        None, title="每多少", description="不写即百分比；50：每 50 个分母单位对应多少分子"
    )
    at_least: Filled | None = Field(None, title="标准", description="thresholds 里的名称")
    decimals: Annotated[int, Field(ge=0, le=6), WHOLE] = Field(2, title="印几位小数")


class FiguresForm(Form):
    """The whole file."""

    agreement: Filled = Field(
        title="其余协议指标归在哪个指标下", description="L01 里没有被下面各项认领的行，印在这里"
    )
    thresholds: dict[str, Number | None] = Field(
        {}, title="标准", description="名称: 数；空着不查。也可以写台账规则的 setting"
    )
    figures: tuple[FigureForm, ...] = Field(title="数据", min_length=1)
    rates: tuple[RateForm, ...] = Field((), title="比例")
