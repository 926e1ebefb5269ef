"""The registers of office work: agreement, visits, news, meetings, pairs, plans, faults."""

from collections.abc import Sequence
from dataclasses import dataclass

from sample.ledgers import Register, Value
from sample.office import Office
from sample.percent import rounded
from sample.registers import Rows, table


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the agreement; ``east`` is the partner's value where it differs."""

    name: str
    unit: str
    target: int
    done: int
    source: str
    east: int | None = None
    note: str = ""


def agreement_register(office: Office, indicators: Sequence[Indicator], date: str) -> Register:
    """L01 协议指标对照."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.unit,
            each.target,
            each.done,
            each.done if each.east is None else each.east,
            f"{rounded(each.done, each.target)}%",
            each.source,
            each.note,
        )
        for each in indicators
    ]
    columns = (
        "协议指标/26 计量单位/10 目标值/10 完成值>西部完成值/11 完成值>东部完成值/11 完成率/11 "
        "数据来源/26 差异说明/22"
    )
    title = "2019年度东西部扶贫协作协议指标完成情况对照表"
    return table("L01", office, title, date, "协作办", columns, rows)


def visit_register(office: Office, rows: Rows) -> Register:
    """L02 互访对接."""
    columns = (
        "日期/13 方向/10 带队领导及职务/22 层级/8 地点/16 随行人数/8 对接内容/28 达成事项/24 "
        "印证材料编号>函件/12 印证材料编号>方案/12 印证材料编号>纪要/12 印证材料编号>照片/12 "
        "印证材料编号>新闻/12"
    )
    return table("L02", office, "2019年度互访对接台账", "12-02", "协作办", columns, rows)


def picture_register(office: Office, rows: Rows) -> Register:
    """L03 影像资料; the six things that a caption must tell."""
    columns = (
        "影像文件/34 拍摄时间/13 拍摄地点/14 人物/20 主题/18 背景/22 事由/18 拍摄者/10 关联事项/16"
    )
    return table("L03", office, "2019年度影像资料台账", "12-02", "委宣传部", columns, rows)


def news_register(office: Office, rows: Rows) -> Register:
    """L04 新闻报道."""
    columns = "日期/13 媒体/20 级别/8 标题/40 网址/40"
    return table("L04", office, "2019年度新闻报道目录", "12-02", "委宣传部", columns, rows)


def meeting_register(office: Office, rows: Rows) -> Register:
    """L05 专题会议."""
    columns = (
        "会议日期/13 会议类型/22 期号/10 议题/34 主持人/10 议定事项/30 材料是否齐全/8 "
        "材料>通知/7 材料>议程/7 材料>签到/7 材料>讲话/7 材料>照片/7"
    )
    return table("L05", office, "2019年度专题会议台账", "12-03", "协作办", columns, rows)


def pair_register(office: Office, rows: Rows) -> Register:
    """L06 结对帮扶."""
    columns = "结对类型/10 西部结对单位/20 东部结对单位/24 签订日期/13 年度活动/30 资金物资/22"
    return table("L06", office, "2019年度结对帮扶台账", "12-02", "协作办", columns, rows)


def plan_register(office: Office, rows: Rows) -> Register:
    """L07 项目库和年度计划."""
    columns = (
        "项目编号/14 项目名称/26 项目类别/10 建设地点/16 建设内容/34 匡算资金/10 拟开工日期/13 "
        "主管部门/20 入库日期/13"
    )
    return table(
        "L07",
        office,
        "2020年度东西部扶贫协作项目库",
        "12-08",
        "扶贫开发办公室",
        columns,
        rows,
        total=("匡算资金",),
        unit="万元",
    )


def rectification_register(office: Office, title: str, date: str, rows: Rows) -> Register:
    """L24 问题整改; each row: source, fault, measure, bureau, who, due, progress, proof, closed."""
    whole: list[tuple[Value, ...]] = [
        (*row[:7], "问题已解决" if row[8] else "", *row[7:], "杨某") for row in rows
    ]
    columns = (
        "来源/9 存在问题/36 整改措施/36 责任单位/14 责任人/10 完成时限/13 整改进展/12 整改成效/14 "
        "佐证编号/14 销号日期/13 核验人/10"
    )
    return table("L24", office, title, date, "扶贫开发办公室", columns, whole)


def case_register(office: Office, rows: Rows) -> Register:
    """L26 典型案例; each row: title, field, practice, result, source of data, level, medium."""
    columns = "案例名称/34 领域/12 主要做法/40 主要成效/34 数据来源/22 推介级别/10 刊发情况/20"
    return table("L26", office, "2019年度典型案例台账", "12-02", "协作办", columns, rows)
