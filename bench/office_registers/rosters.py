"""Clean rows of the registers that name people."""

import datetime as dt
from decimal import Decimal

from bench.office_registers.county import TOWNS, YEAR, County, Firm, Person
from bench.office_registers.rows import DIRECTIONS
from bench.office_registers.table import Row

PLACES = {
    "结对东部": "东省东市东区",
    "省外其他": "南省南市",
    "省内": "西省乙州乙市",
    "县内": "西省甲州甲县",
}


def base(county: County) -> list[Row]:
    """The register of poor households: everybody in the county."""
    sizes: dict[str, int] = {}
    for person in county.people:
        sizes[person.household] = sizes.get(person.household, 0) + 1
    met: set[str] = set()
    rows: list[Row] = []
    for person in county.people:
        head = person.household not in met
        met.add(person.household)
        row: Row = {"户编号": person.household, "姓名": person.name, "身份证号": person.number}
        row |= {"与户主关系": "户主" if head else "家庭成员", "家庭人口数": sizes[person.household]}
        row |= {"户类型": "一般贫困户", "脱贫状态": "已脱贫"}
        rows.append({**row, "是否残疾人": "是" if person.disabled else "否"})
    return rows


def officials(county: County) -> list[Row]:
    """L08: officials on posts in the other place, with their papers."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 8)):
        start, end, _ = county.term(5)
        row: Row = {"姓名": county.name(), "性别": county.random.choice("男女")}
        row |= {"派出单位及职务": f"东区第{number + 1}局 科长", "方向": DIRECTIONS[number % 2]}
        row |= {"挂任单位及职务": f"甲县第{number + 1}局 副局长", "挂职开始日期": start}
        row |= {"挂职结束日期": end, "任职文号": county.paper("2.2", "甲组干")}
        rows.append(
            {**row, "分管或协管内容": "协管扶贫协作", "分工文号": county.paper("2.3", "甲办")}
        )
    return rows


def experts(county: County) -> list[Row]:
    """L09: teachers, doctors and others who were exchanged."""
    trades = ("教育", "卫生", "农技", "科技", "文化", "旅游", "其他")
    rows: list[Row] = []
    for number in range(county.random.randint(6, 14)):
        start, end, months = county.term(1)
        row: Row = {"姓名": county.name(), "行业": trades[number % 7], "职称": "中级"}
        row |= {"派出单位": f"东区第{number + 1}中学", "接收单位": f"甲县{TOWNS[number % 7]}中学"}
        row |= {"方向": DIRECTIONS[number % 2], "开始日期": start, "结束日期": end, "月数": months}
        rows.append({**row, "形式": ("挂职", "跟岗", "支教支医")[number % 3], "成效": "良好"})
    return rows


def provisions(county: County, named: list[str]) -> list[Row]:
    """L10: what everybody on a post was given."""
    rows: list[Row] = []
    for number, name in enumerate(named):
        kind = ("食宿", "办公", "交通", "体检", "保险")[number % 5]
        row: Row = {"姓名": name, "项目": kind, "标准": "按规定", "发放或提供日期": county.day()}
        rows.append({**row, "凭证号": county.slip("2.5", "保")})
    return rows


def courses(county: County) -> list[Row]:
    """L11: courses for officials."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 8)):
        start = county.day()
        heads = county.random.randint(30, 90)
        row: Row = {"班次": f"协作干部培训班第{number + 1}期", "开始日期": start}
        row |= {"结束日期": start + dt.timedelta(county.random.randint(0, 4)), "地点": "县委党校"}
        row |= {"类别": "党政干部", "人数": heads, "人次": heads * 2, "主办": "县委组织部"}
        rows.append({**row, "花名册编号": county.slip("2.6", "册")})
    return rows


def helped(county: County, firms: list[Firm]) -> list[Row]:
    """L16: whom firms and workshops help, as many as their own registers say."""
    ways = ("就业", "土地流转", "分红", "订单", "公益")
    rows: list[Row] = []
    for firm in firms:
        for person in county.take(firm.poor):
            row: Row = _named(person) | {"户类型": "脱贫户"}
            row |= {"是否残疾人": "是" if person.disabled else "否", "带动主体": firm.name}
            row |= {"带动方式": ways[0], "起始日期": county.day()}
            rows.append({**row, "年收益": county.money(1_000, 9_000, 50), "本人签字": "是"})
    return rows


def workers(county: County, regions: tuple[str, ...]) -> list[Row]:
    """L18: people at work, each in one region."""
    rows: list[Row] = []
    for number, person in enumerate(county.take(county.random.randint(12, 22))):
        region = regions[number % len(regions)]
        start, end, months = county.term(3)
        row: Row = _named(person) | {"联系电话": f"199{county.random.randrange(10**8):08}"}
        row |= {"就业地": PLACES[region], "区域": region, "单位": f"{PLACES[region][2:4]}示例公司"}
        row |= {"岗位": ("普工", "缝纫工", "服务员")[number % 3], "就业开始日期": start}
        row |= {"就业结束日期": end, "累计月数": months, "月收入": county.money(2_500, 5_500, 50)}
        row |= {"组织方式": "有组织", "证明类型": ("合同", "工资", "单位证明")[number % 3]}
        rows.append({**row, "补贴": county.money(300, 900)})
    return rows


def trainees(county: County) -> list[Row]:
    """L19: people who were trained, two courses."""
    rows: list[Row] = []
    for course, trade in enumerate(("缝纫工", "家政服务员")):
        start = county.day()
        for person in county.take(county.random.randint(6, 10)):
            row: Row = {"班次": f"{trade}班", "工种": trade, "开始日期": start}
            row |= {
                "结束日期": start + dt.timedelta(8 + course),
                "课时": 64,
                "机构": "甲县示例学校",
            }
            row |= {"姓名": person.name, "身份证号": person.number}
            row |= {"证书号": f"Z{county.serial:02}{len(rows):04}", "补贴": Decimal(800)}
            rows.append({**row, "是否就业": county.random.choice(("是", "否"))})
    return rows


def posts(county: County) -> list[Row]:
    """L20: people on public posts."""
    rows: list[Row] = []
    for number, person in enumerate(county.take(county.random.randint(6, 14))):
        start, end, _ = county.term(4)
        row: Row = {"姓名": person.name, "身份证号": person.number}
        row |= {
            "岗位": ("护林员", "保洁员", "护路员")[number % 3],
            "单位": f"{person.town}人民政府",
        }
        row |= {"协议开始日期": start, "协议结束日期": end, "补贴标准": Decimal(800)}
        rows.append({**row, "发放流水": county.slip("5.4", "流水")})
    return rows


def leaders(county: County) -> list[Row]:
    """L23: leaders, chosen, trained, started and leading, in this order."""
    rows: list[Row] = []
    for number, person in enumerate(county.take(county.random.randint(5, 10))):
        start = dt.date(YEAR, 1, 2 + number)
        row: Row = {"姓名": person.name, "身份证号": person.number, "村": person.village}
        row |= {"遴选日期": start, "培训日期": start + dt.timedelta(40 + number)}
        row |= {"创业日期": start + dt.timedelta(90), "带动日期": start + dt.timedelta(150)}
        households = county.random.randint(3, 9)
        row |= {"项目": ("养蜂", "油茶", "黄桃")[number % 3], "带动户数": households}
        rows.append({**row, "带动人数": households * 3})
    return rows


def _named(person: Person) -> Row:
    return {"姓名": person.name, "身份证号": person.number, "户编号": person.household}
