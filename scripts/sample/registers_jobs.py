"""The registers of work: jobs away and near home, courses, public jobs, workshops."""

import random
from collections.abc import Sequence

from sample.ledgers import Register, Value
from sample.office import Office, day
from sample.people import Resident
from sample.percent import rounded
from sample.registers import table

_BUREAU = "人力资源和社会保障局"
_TRADES = ("电子", "服装", "物流")


def job_register(
    office: Office,
    people: Sequence[Resident],
    area: str,
    place: str,
    employers: Sequence[str] = (),
) -> Register:
    """L18 就业台账; ``area`` is 结对东部, 省外其他, 省内 or 县内.

    ``employers`` are those of the first people; the others work in the place's factories.
    """
    chance = random.Random(f"{office.name}{area}")
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.household,
            f"0000-3{each.number:06d}",
            place,
            area,
            employers[at] if at < len(employers) else f"{place}示例{_TRADES[at % 3]}厂",
            ("操作工", "缝纫工", "分拣员")[at % 3],
            day(f"{1 + at % 5:02d}-18"),
            day("11-30"),
            11 - at % 5,
            chance.randrange(31, 52) * 100,
            "政府组织" if at % 2 else "自主外出",
            ("合同", "工资", "单位证明")[at % 3],
            400 if area in ("结对东部", "省外其他") else 0,
        )
        for at, each in enumerate(people)
    ]
    columns = (
        "姓名/10 身份证号/22 户编号/15 联系电话/15 就业地点/16 区域/10 就业单位/24 岗位/10 "
        "起始日期/12 结束日期/12 累计月数/9 月收入/9 组织方式/10 证明类型/10 补贴/8"
    )
    title = "2019年度贫困劳动力就业台账"
    return table(
        "L18", office, title, "12-04", _BUREAU, columns, rows, total=("补贴",), unit="元"
    ).named(area)


def course_members(
    office: Office, courses: Sequence[tuple[str, str, str, str, Sequence[Resident]]]
) -> Register:
    """L19 劳务培训; each course: name, trade, first and last day, who took part."""
    rows: list[tuple[Value, ...]] = []
    for name, trade, start, end, people in courses:
        first, last = day(start), day(end)
        rows += [
            (
                name,
                trade,
                first,
                last,
                40,
                "甲县示例职业培训学校",
                each.name,
                each.id_number,
                f"示证2019{len(rows) + at:04d}",
                800,
                "是" if at % 2 else "否",
            )
            for at, each in enumerate(people, 1)
        ]
    columns = (
        "培训班次/24 工种/12 培训起止>起始日期/13 培训起止>结束日期/13 课时/7 培训机构/22 "
        "学员姓名/10 身份证号/22 证书编号/18 补贴/8 是否就业/8"
    )
    title = "2019年度劳务培训台账"
    return table("L19", office, title, "12-04", _BUREAU, columns, rows, total=("补贴",), unit="元")


def public_job_register(office: Office, people: Sequence[Resident]) -> Register:
    """L20 公益性岗位; start and end of the agreement stand in one cell."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.town,
            each.village,
            "护林员" if at % 2 else "保洁员",
            f"{office.name}{each.town}人民政府",
            "2019.1.1-2019.12.31",
            800,
            f"示一卡通2019{at + 1:03d}",
        )
        for at, each in enumerate(people)
    ]
    columns = (
        "姓名/10 身份证号/22 乡镇/9 村/9 岗位/10 聘用单位/22 协议起止/22 补贴标准（元/月）/12 "
        "发放流水号/20"
    )
    return table("L20", office, "2019年度公益性岗位台账", "12-04", _BUREAU, columns, rows)


def workshop_register(
    office: Office, workshops: Sequence[tuple[str, str, int, int, int]]
) -> Register:
    """L21 扶贫车间; each: town, product, workers, poor workers, wages in 元."""
    rows: list[tuple[Value, ...]] = [
        (
            f"{town}扶贫车间",
            f"{office.mark}扶组〔2019〕{21 + at}号",
            town,
            f"沈某{'甲乙丙丁戊'[at]}",
            day(f"{4 + at:02d}-20"),
            product,
            staff,
            poor,
            f"{rounded(poor, staff)}%",
            wages,
            "正常生产",
        )
        for at, (town, product, staff, poor, wages) in enumerate(workshops)
    ]
    columns = (
        "车间名称/20 认定文号/20 地点/12 负责人/10 建立时间/13 产品/12 用工>用工数/8 "
        "用工>其中贫困/9 用工>占比/9 工资总额（元）/14 状态/10"
    )
    return table(
        "L21",
        office,
        "2019年度扶贫车间台账",
        "12-02",
        _BUREAU,
        columns,
        rows,
        total=("用工数", "其中贫困", "工资总额（元）"),
    )
