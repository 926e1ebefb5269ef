"""Clean rows of the registers on money, projects, firms, meetings and papers."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from bench.office_registers.county import TOWNS, YEAR, County, Firm
from bench.office_registers.table import Row

#: Whole tables by the number of their register.
Builder = Callable[[County], list[Row]]
DIRECTIONS = ("东派西", "西派东")
KINDS = ("产业", "就业", "教育", "健康", "住房", "饮水", "基础设施", "人才", "消费", "其他")
WORKS = ("茶园提质", "村道硬化", "饮水巩固", "校舍维修", "油茶种植", "卫生室改造", "稻鱼养殖")
TEN_THOUSAND = Decimal(10_000)


def agreement(county: County) -> list[Row]:
    """L01: indicators that no other register counts."""
    names = ("互派教师", "共建实训基地", "联合招聘会", "镇街结对", "协作简报")
    rows: list[Row] = []
    for name in names:
        target = county.random.randint(2, 40)
        done = target + county.random.randint(0, 6)
        rate = (Decimal(done) / target * 100).quantize(Decimal("0.01"))
        paper = county.paper("0.3", "甲协")
        row: Row = {"指标": name, "单位": "个", "目标值": target, "西部完成值": done}
        rows.append({**row, "东部完成值": done, "完成率": rate, "数据来源": paper})
    return rows


def visits(county: County) -> list[Row]:
    """L02: visits, each with its five papers."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 8)):
        item = "1.1"
        rows.append(
            {
                "日期": dt.date(YEAR, 1 + number, county.random.randint(1, 28)),
                "方向": ("东来西", "西去东")[number % 2],
                "带队领导及职务": f"{county.name()} {('县委书记', '县长', '副县长')[number % 3]}",
                "层级": "县级",
                "地点": ("甲县", "东市东区")[number % 2],
                "随行人数": county.random.randint(3, 20),
                "内容": "对接项目和劳务",
                "达成事项": "确定年度项目",
                "函件编号": county.paper(item, "甲协函"),
                "方案编号": county.paper(item, "甲协案"),
                "纪要编号": county.paper(item, "甲协纪"),
                "照片编号": county.slip(item, "照"),
                "新闻编号": county.slip(item, "闻"),
            }
        )
    return rows


def photos(county: County) -> list[Row]:
    """L03: photographs with their six particulars."""
    rows: list[Row] = []
    for number in range(county.random.randint(5, 9)):
        name = county.proof("1.3", f"IMG_{county.serial:03}{number:04}") + ".jpg"
        row: Row = {"文件名": name, "时间": county.day(), "地点": county.random.choice(TOWNS)}
        row |= {"人物": county.name(), "主题": "产业合作", "背景": "项目现场"}
        rows.append({**row, "事由": "查看进度", "摄影者": county.name()})
    return rows


def news(county: County) -> list[Row]:
    """L04: reports in the news."""
    return [
        {
            "日期": county.day(),
            "媒体": county.random.choice(("甲州示例报", "东市示例网", "甲县示例台")),
            "级别": county.random.choice(("县级", "市级")),
            "标题": f"{county.random.choice(WORKS)}项目见成效之{number + 1}",
            "版面或网址": f"第{county.random.randint(1, 8)}版",
        }
        for number in range(county.random.randint(5, 9))
    ]


def meetings(county: County) -> list[Row]:
    """L05: meetings on the cooperation, complete with their papers."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 8)):
        row: Row = {"日期": dt.date(YEAR, 2 + number, county.random.randint(1, 28))}
        row |= {
            "会议类型": county.random.choice(("县委常委会", "县政府常务会")),
            "期号": f"第{number + 1}期",
        }
        row |= {
            "议题": f"研究协作项目第{number + 1}批",
            "主持": county.name(),
            "材料是否齐全": "是",
        }
        rows.append({**row, **dict.fromkeys(("通知", "议程", "签到", "讲话", "照片"), "是")})
    return rows


def pairs(county: County) -> list[Row]:
    """L06: units that are paired."""
    kinds = ("乡镇", "村", "学校", "医院", "企业", "社会组织")
    rows: list[Row] = []
    for number in range(county.random.randint(5, 7)):
        west = county.proof("6.5", f"甲县{TOWNS[number]}")
        row: Row = {"类型": kinds[0] if number < 3 else kinds[number % 6], "西部单位": west}
        row |= {"东部单位": f"东区{SEA[number]}街道", "协议日期": county.day(2017, YEAR)}
        rows.append({**row, "年度活动": f"互访{county.random.randint(1, 4)}次"})
    return rows


SEA = "海港湾洋潮帆渔礁"


def plans(county: County) -> list[Row]:
    """L07: projects of the year to come."""
    rows: list[Row] = []
    for number in range(county.random.randint(5, 10)):
        entered = county.day()
        start = dt.date(YEAR + 1, county.random.randint(1, 6), county.random.randint(1, 28))
        row: Row = {
            "项目名称": f"{TOWNS[number % 7]}{WORKS[number % 5]}项目",
            "类别": KINDS[number % 5],
        }
        row |= {"地点": TOWNS[number % 7], "内容": "按设计实施", "主管部门": "县农业农村局"}
        row |= {"匡算资金": county.money(100_000, 3_000_000, 1_000)}
        rows.append({**row, "拟开工日期": start, "入库日期": entered})
    return rows


def projects(county: County) -> list[Row]:
    """L13: projects of this year in all states, and of last year that are finished."""
    return [_project(county, number) for number in range(county.random.randint(10, 18))]


def _project(county: County, number: int) -> Row:
    old, state = number % 6 == 5, ("已验收", "在建", "已验收", "未开工")[number % 4]
    year, state = (YEAR - 1, "已验收") if old else (YEAR, state)
    town = TOWNS[number % 7]
    row: Row = {
        "项目编号": f"{year}{county.serial % 10}{number + 1:03}",
        "项目名称": f"{year}年{town}{WORKS[number // 7 % 7]}项目",
        "年度": year,
        "类别": KINDS[number % len(KINDS)],
        "实施地点": f"{town}{county.random.choice('东西南北')}村",
        "是否县以下": "是",
        "是否深度贫困": county.random.choice(("是", "否")),
        "主管单位": "县扶贫办",
        "实施单位": f"{town}人民政府",
        "批复文号": county.paper("3.2", "甲扶", year),
        "东部同意函": county.paper("3.2", "东区协函", year),
        "利益联结": "务工和分红",
        "状态": state,
    }
    households = county.random.randint(10, 60)
    row |= {"受益户数": households, "受益人数": households + county.random.randint(5, 150)}
    return row | _amounts(county, state, old) | _dates(county, year, state)


def _amounts(county: County, state: str, old: bool) -> Row:
    plan = county.money(200_000, 5_000_000, 2_000)
    received = plan
    passed = Decimal(0) if state == "未开工" else (plan if old else plan * 9 / 10)
    spent = passed if state == "已验收" else passed * 6 / 10
    paid = spent if state == "已验收" else spent * 8 / 10
    row: Row = {"计划投资": plan, "东部资金": plan, "到位资金": received}
    return row | {"拨付资金": passed, "实际支出": spent, "报账金额": paid}


def _dates(county: County, year: int, state: str) -> Row:
    if state == "未开工":
        return {"实际开工日期": None, "竣工日期": None, "验收日期": None}
    shown = dt.date(year, 2, county.random.randint(1, 10))
    row: Row = {"公示开始": shown, "公示结束": shown + dt.timedelta(county.random.randint(10, 14))}
    row |= {"实际开工日期": dt.date(year, 3, county.random.randint(1, 28))}
    if state == "在建":
        return row | {"竣工日期": None, "验收日期": None}
    done = dt.date(year, county.random.randint(6, 9), county.random.randint(1, 28))
    return row | {"竣工日期": done, "验收日期": done + dt.timedelta(county.random.randint(5, 40))}


def receipts(county: County, came: Decimal) -> list[Row]:
    """L12: the money that this year's projects say has come in, from three sources."""
    parts = [came / 2 // 100 * 100, came / 4 // 100 * 100]
    parts.append(came - sum(parts))
    rows: list[Row] = []
    for source, part in zip(("省", "市", "区"), parts, strict=True):
        row: Row = {"来源": source, "文号": county.paper("3.3", "东财"), "金额": part}
        row |= {"到账日期": county.day(), "凭证号": county.slip("3.3", "收")}
        rows.append({**row, "用途": "协作项目"})
    return rows


def donations(county: County) -> list[Row]:
    """L14: gifts, each with its receipt."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 9)):
        row: Row = {"日期": county.day(), "捐赠方": f"东市{SEA[number % 8]}示例公司"}
        row |= {
            "受赠方": f"甲县{TOWNS[number % 7]}中心小学",
            "款或物": county.random.choice("款物"),
        }
        row |= {"金额或折价": county.money(5_000, 300_000), "票据号": county.slip("3.8", "票")}
        rows.append({**row, "使用去向": "改善办学条件"})
    return rows


def firms(county: County, settled: list[Firm]) -> list[Row]:
    """L15: eastern firms, with as many of the poor as the roster names."""
    return [_firm(county, number, firm) for number, firm in enumerate(settled)]


def _firm(county: County, number: int, firm: Firm) -> Row:
    county.proof("4.4", firm.name)
    invested = county.money(500_000, 9_000_000, 10_000)
    row: Row = {"企业名称": firm.name, "统一社会信用代码": firm.code}
    row |= {"东部母公司": f"东市{SEA[number % 8]}示例集团", "关系": ("全资", "控股")[number % 2]}
    registered = county.day(2017, 2018)
    row |= {"注册日期": registered, "行业": "农产品加工", "地点": firm.town}
    row |= {"协议投资": invested * 2, "实际到位投资（累计）": invested}
    row |= {"实际到位投资（当年）": invested / 2, "证明类型": "验资报告"}
    row |= {"投产日期": registered + dt.timedelta(120), "状态": "正常经营"}
    return row | {"用工人数": firm.poor * 3 + 4, "其中贫困人口": firm.poor}


def parks(county: County) -> list[Row]:
    """L17: parks built together."""
    rows: list[Row] = []
    for number in range(county.random.randint(1, 3)):
        row: Row = {"名称": f"甲县{SEA[number]}东协作产业园", "级别": "县级"}
        row |= {"协议": county.paper("4.6", "甲园"), "入驻企业数": county.random.randint(2, 9)}
        row |= {
            "投资": county.money(10**6, 10**8, 10_000),
            "产值": county.money(10**6, 10**8, 10_000),
        }
        rows.append({**row, "带动人数": county.random.randint(20, 400)})
    return rows


def workshops(county: County, settled: list[Firm]) -> list[Row]:
    """L21: workshops, with as many of the poor as the roster names."""
    rows: list[Row] = []
    for shop in settled:
        hands = shop.poor * 2 + county.random.randint(0, 5)
        share = (Decimal(shop.poor) / hands * 100).quantize(Decimal("0.01"))
        row: Row = {"名称": shop.name, "认定文号": county.paper("5.6", "甲人社"), "地点": shop.town}
        row |= {"负责人": county.name(), "建立时间": county.day(2018, YEAR), "产品": "服装"}
        row |= {"用工数": hands, "其中贫困人口": shop.poor, "占比": share}
        rows.append({**row, "工资总额": county.money(50_000, 900_000)})
    return rows


def sales(county: County) -> list[Row]:
    """L22: produce that the east bought."""
    rows: list[Row] = []
    for number in range(county.random.randint(5, 12)):
        row: Row = {"日期": county.day(), "采购方": f"东区{SEA[number % 8]}示例超市"}
        row |= {
            "供应方": f"甲县{TOWNS[number % 7]}示例合作社",
            "产品": ("茶叶", "大米", "蜂蜜")[number % 3],
        }
        row |= {
            "数量": f"{county.random.randint(50, 900)}斤",
            "金额": county.money(2_000, 90_000, 5),
        }
        rows.append({**row, "合同或发票号": county.slip("4.7", "发")})
    return rows


def problems(county: County) -> list[Row]:
    """L24: problems that were found and are closed."""
    rows: list[Row] = []
    for number in range(county.random.randint(4, 10)):
        due = dt.date(YEAR, county.random.randint(5, 11), 28)
        row: Row = {"来源": "省检", "问题": f"第{number + 1}类资料不完善"}
        row |= {
            "措施": "补充完善并复查",
            "责任单位": "县扶贫办",
            "责任人": county.name(),
            "时限": due,
        }
        row |= {"进展": "已完成", "佐证编号": county.slip("9.1", "整改"), "核验人": county.name()}
        rows.append({**row, "销号日期": due - dt.timedelta(county.random.randint(0, 40))})
    return rows


def trades(county: County) -> list[Row]:
    """L25: land quotas that were sold."""
    rows: list[Row] = []
    for _ in range(county.random.randint(1, 3)):
        area, price = county.random.randint(50, 300), 30
        row: Row = {"协议": county.paper("7.3", "甲自然"), "指标面积": area, "单价": price}
        money = area * price * TEN_THOUSAND
        rows.append({**row, "金额": money, "到账": money, "用途": "易地扶贫搬迁"})
    return rows


def examples(county: County) -> list[Row]:
    """L26: cases worth telling."""
    fields = ("人才交流", "产业合作", "劳务协作", "动员社会参与")
    rows: list[Row] = []
    for number in range(county.random.randint(2, 4)):
        row: Row = {"题目": f"{WORKS[number]}带动增收", "领域": fields[number], "做法": "订单种植"}
        rows.append({**row, "成效": "户均增收", "数据来源": county.paper("7.5", "甲例")})
    return rows
