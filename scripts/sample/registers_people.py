"""The registers of people: officials, experts, training, beneficiaries, leaders, the poor."""

import datetime as dt
import random
from collections.abc import Sequence

from sample.ledgers import Register, Value
from sample.nouns import Cadre, Expert
from sample.office import Office, day
from sample.people import Resident, residents
from sample.registers import table

_MODES = ("土地流转", "分红", "订单", "公益")


def poor_register(office: Office, people: Sequence[Resident]) -> Register:
    """The county's register of poor households (建档立卡名册), two people of each household."""
    rows: list[tuple[Value, ...]] = [
        (
            office.name,
            each.town,
            each.village,
            each.household,
            f"{each.household}{1 + each.number % 2:02d}",
            each.name,
            each.id_number,
            each.relation,
            2,
            "一般脱贫户",
            "已脱贫",
            "是" if each.disabled else "否",
            f"0000-3{each.number:06d}",
        )
        for each in people
    ]
    columns = (
        "县/8 乡镇/9 村/9 户编号/15 人编号/17 姓名/10 身份证号/22 与户主关系/10 家庭人口数/8 "
        "户类型/12 脱贫状态/10 是否残疾人/8 联系电话/15"
    )
    return table("BASE", office, "建档立卡名册", "12-01", "扶贫开发办公室", columns, rows)


def poor_residents(office: Office, count: int) -> tuple[Resident, ...]:
    """The unit's registered poor residents."""
    return residents(office.division, office.towns, count)


def cadre_register(office: Office, cadres: Sequence[Cadre]) -> Register:
    """L08 党政挂职干部."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.sex,
            "中共党员",
            each.sender,
            each.direction,
            each.post,
            day(each.start),
            day(each.end),
            each.appointment,
            each.duty,
            each.split,
            "周转房、办公用房已落实",
        )
        for each in cadres
    ]
    columns = (
        "姓名/10 性别/6 政治面貌/10 派出单位及职务/26 方向/9 挂任单位及职务/26 "
        "挂职时间>起始日期/12 挂职时间>结束日期/12 任职文号/20 分管（协管）内容/24 分工文号/20 "
        "保障情况/18"
    )
    title = "2019年度东西部扶贫协作党政挂职干部台账"
    return table("L08", office, title, "12-03", "委组织部", columns, rows)


def expert_register(office: Office, experts: Sequence[Expert]) -> Register:
    """L09 专业技术人才."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.trade,
            each.rank,
            each.sender,
            each.receiver,
            each.direction,
            day(each.start),
            day(each.end),
            each.months,
            each.form,
            f"{each.trade}人才交流协议",
            "带教2人以上",
        )
        for each in experts
    ]
    columns = (
        "姓名/10 专业领域/9 职称/14 派出单位/22 接收单位/22 方向/9 起始日期/13 结束日期/13 "
        "服务月数/8 形式/10 协议编号/18 成效/14"
    )
    title = "2019年度专业技术人才交流台账"
    return table("L09", office, title, "12-03", "委组织部", columns, rows)


def support_register(office: Office, people: Sequence[tuple[str, str]]) -> Register:
    """L10 保障条件: lodging, insurance and a check-up for each; a name and a day of arrival."""
    rows: list[tuple[Value, ...]] = []
    for number, (name, date) in enumerate(people, 1):
        start = day(date)
        rows += [
            (name, "食宿", "周转房一套", start, f"示保2019-{number:02d}-1"),
            (name, "保险", "意外伤害险50万元", start + dt.timedelta(19), "示险20190320-08"),
            (name, "体检", "年度健康体检一次", day("09-24"), f"示检2019-{number:02d}"),
        ]
    columns = "姓名/12 项目/10 标准/24 发放（提供）日期/16 凭证号/22"
    title = "2019年度挂职干部和专业技术人才保障条件台账"
    return table("L10", office, title, "12-03", "委组织部", columns, rows)


def course_register(office: Office, rows: Sequence[tuple[Value, ...]]) -> Register:
    """L11 干部人才培训; each row: course, start, end, place, kind, people, times, host, roster."""
    columns = (
        "班次/30 起始日期/13 结束日期/13 地点/18 类别/14 培训人数/9 培训人次/9 主办单位/22 "
        "花名册编号/18"
    )
    return table(
        "L11",
        office,
        "2019年度干部人才培训台账",
        "12-03",
        "委组织部",
        columns,
        rows,
        total=("培训人数", "培训人次"),
    )


def beneficiary_register(
    office: Office,
    people: Sequence[Resident],
    carriers: Sequence[str],
    *,
    employed: bool = False,
) -> Register:
    """L16 带贫（惠及）人员名册; ``carriers`` names each person's enterprise or project."""
    chance = random.Random(f"{office.name}{carriers[0]}")
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.household,
            "脱贫户",
            "是" if each.disabled else "否",
            each.town,
            each.village,
            carrier,
            "就业" if employed else _MODES[at % len(_MODES)],
            day(f"{3 + at % 6:02d}-15"),
            chance.randrange(12, 96) * (250 if employed else 50),
            "是",
        )
        for at, (each, carrier) in enumerate(zip(people, carriers, strict=True))
    ]
    columns = (
        "姓名/10 身份证号码/22 户编号/15 户类型/9 是否残疾人/8 乡镇/9 村/9 带动主体/26 方式/10 "
        "起始日期/13 年收益（元）/11 本人签字/10"
    )
    title = f"2019年度东西部扶贫协作{'带贫' if employed else '惠及贫困'}人员名册"
    return table(
        "L16", office, title, "12-05", "扶贫开发办公室", columns, rows, total=("年收益（元）",)
    )


def leader_register(office: Office, people: Sequence[Resident]) -> Register:
    """L23 贫困村创业致富带头人."""
    trades = ("黄牛养殖", "茶叶种植", "稻田养鱼", "农家乐")
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.town,
            each.village,
            day("03-22"),
            day("05-31"),
            day("07-15") if at % 3 else None,
            day("09-10") if at % 3 else None,
            trades[at % 4] if at % 3 else "正在选址",
            5 + at % 4 if at % 3 else 0,
            16 + at % 5 if at % 3 else 0,
        )
        for at, each in enumerate(people)
    ]
    columns = (
        "姓名/10 身份证号/22 乡镇/9 村/9 四个阶段>遴选日期/13 四个阶段>培训日期/13 "
        "四个阶段>创业日期/13 四个阶段>带动日期/13 创业项目/14 带动户数/9 带动人数/9"
    )
    return table(
        "L23",
        office,
        "2019年度贫困村创业致富带头人台账",
        "12-02",
        "扶贫开发办公室",
        columns,
        rows,
        total=("带动户数", "带动人数"),
    )
