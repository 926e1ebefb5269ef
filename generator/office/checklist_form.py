"""How a checklist is written in YAML: the keys, their types, and the help an editor shows."""

from typing import Literal

from pydantic import Field

from generator.base.yaml.reading import Count, Day, Filled, Form, YesNo
from generator.model import Level, Source
from generator.office.photos import PhotosPerPage


class NeedForm(Form):
    """How much evidence an item needs."""

    files: Count = Field(0, title="至少几件", description="至少要有几件材料；0 表示不要求件数")
    events: Count = Field(
        0, title="至少几次活动", description="每次活动是指标文件夹下的一个子文件夹"
    )
    parts: tuple[Filled, ...] = Field(
        (), title="每次活动应有", description="每次活动的成套材料，名称见 parts，如 [通知, 签到]"
    )
    per_row_of: Filled | None = Field(
        None, title="按台账逐行对应", description="台账编号，如 L08：台账每一行都要有一件材料"
    )


class ItemForm(Form):
    """One item of the checklist."""

    id: Filled = Field(title="指标编号", description='如 "1.10"；请加引号，必须以本组编号开头')
    title: Filled = Field(title="指标名称")
    owner: Filled | None = Field(None, title="责任单位", description="不写则与本组相同")
    levels: tuple[Level, ...] = Field(title="适用层级", description="省、州、县", min_length=1)
    kinds: tuple[Filled, ...] = Field(title="材料种类", description="简称见 kinds", min_length=1)
    need: NeedForm = Field(title="需要多少材料", description="至少写一项")
    ledgers: tuple[Filled, ...] = Field((), title="有关台账", description="编号见 ledgers")
    prove: Filled = Field(title="须证明什么", description="印在指标页上的一句话")
    retention: Filled | None = Field(None, title="保管期限", description="由本单位的保管期限表定")
    due: Day | None = Field(None, title="报送期限", description="不写则用全表的 due")
    window: Literal["year", "any"] = Field(
        "year", title="时间要求", description="year：须在考核年度内；any：以前形成、仍然有效的也算"
    )
    source: Source = Field(
        title="要求出处", description="S 讲话原文，S+ 由原文推知，P 公开资料，U 未经核实"
    )
    photos_per_page: PhotosPerPage | None = Field(
        None, title="每页几张照片", description="1、2、4 或 6；不写则按 config.yaml"
    )
    enabled: YesNo = Field(True, title="启用", description="false：暂不检查，也不装订")


class GroupForm(Form):
    """One group of items."""

    id: Filled = Field(title="组号", description='如 "1"；请加引号')
    title: Filled = Field(title="组名")
    owner: Filled = Field(title="责任单位")
    bonus: YesNo = Field(False, title="加分项")
    negative: YesNo = Field(False, title="负面清单")
    items: tuple[ItemForm, ...] = Field(title="指标", min_length=1)


class PartForm(Form):
    """One part of an event's pack."""

    words: tuple[Filled, ...] = Field(
        (), title="识别用词", description="文件名里有其中一个词，就算有这一部分"
    )
    pictures: YesNo = Field(False, title="图片即可", description="true：任何图片文件都算")


class WindowForm(Form):
    """The assessment year."""

    start: Day = Field(alias="from", title="起", description="含当日，如 2019-01-01")
    end: Day = Field(alias="to", title="止", description="含当日，如 2019-12-31")


class ChecklistForm(Form):
    """The whole file."""

    profile: Filled = Field(title="方案代号", description="与文件名相同（不含 .yaml）")
    title: Filled = Field(title="方案名称")
    year: Filled = Field(title="考核年度", description='如 "2019"')
    window: WindowForm = Field(title="考核年度的起止日期")
    due: Day = Field(title="报送期限", description="指标没有写 due 时用这一天")
    kinds: dict[str, Filled] = Field(title="材料种类", description="简称: 全称")
    parts: dict[str, PartForm] = Field(title="成套材料", description="活动材料的组成部分")
    ledgers: dict[str, Filled] = Field(title="台账", description="编号: 名称")
    groups: tuple[GroupForm, ...] = Field(title="各组指标", min_length=1)
