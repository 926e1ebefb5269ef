"""The registers of 甲县 that list money and office work, with the faults put into them."""

from collections.abc import Sequence

from sample import registers_money as money
from sample import registers_office as office
from sample import shared_registers as shared
from sample.county_a_registers import COURSE_PLACES, PUBLIC_JOBS
from sample.facts import (
    CADRES_A,
    COUNTY_A,
    EXPERTS_A,
    FIRMS_A,
    FUNDS_A,
    MISTYPED_FIRM,
    PROJECTS_A,
    WORKSHOPS_A,
    share,
)
from sample.filing import Filed, csv, excel, old_excel
from sample.ledgers import HEAD, TOTAL, Fault, Register, Value, dotted, full_width, serial, spelled
from sample.office import day
from sample.registers import Rows
from sample.registers_office import Indicator

_PAID = sum(firm.paid for firm in FIRMS_A)

#: Contracts of sales: day, buyer, seller, product, quantity, 万元.
_SALES = (
    ("06-18", "东市东区供销联合社", "甲县绿野茶业有限公司", "绿茶", "6000公斤", 216),
    ("07-12", "东市东区供销联合社", "绿乡稻田养鱼合作社", "稻田鱼", "20000公斤", 100),
    ("08-09", "东市示例超市公司", "橙镇食用菌合作社", "香菇", "8000公斤", 38.2),
    ("08-26", "东市示例超市公司", "赤镇油茶合作社", "茶籽油", "3000公斤", 27),
    ("09-10", "东市东区总工会", "蓝乡蜂业合作社", "蜂蜜", "2500公斤", 17.5),
    ("09-18", "东市东区机关食堂", "赤镇黄牛养殖合作社", "鲜牛肉", "4000公斤", 30.8),
    ("09-24", "东市东区商会", "甲县山泉饮品有限公司", "山泉水", "12000箱", 24),
    ("10-15", "东市示例超市公司", "绿乡中药材合作社", "黄精", "1500公斤", 13.5),
)

#: Every sale with its contract, for the register and for the settlement slip.
SALES = tuple((*sale, f"甲消2019-{number:02d}") for number, sale in enumerate(_SALES, 1))

#: Gifts: day, giver, money or goods, amount in 万元, receipt, use.
GIFTS: tuple[tuple[str, str, str, Value, str, str], ...] = (
    ("05-17", "东市东区商会", "款", 20, "示捐20190517-01", "资助贫困学生100名"),
    ("06-12", "东市示例服饰集团", "物", 8.6, "示捐20190612-02", "校服1200套发放到5所学校"),
    ("06-28", "东市东区慈善总会", "款", 15, "示捐20190628-03", "修缮青乡村小食堂"),
    ("07-19", "东市示例电子公司", "物", "约5万", "示捐20190719-04", "电脑12台，配发村级服务中心"),
    ("08-15", "东市东区第一小学", "物", 1.2, "示捐20190815-05", "图书3000册"),
    ("09-04", "东市东区人民医院", "物", 12, "示捐20190904-06", "B超设备1台，配发绿乡卫生院"),
    ("10-23", "东市示例食品公司", "款", 6, "示捐20191023-07", "慰问困难老人120名"),
    ("11-08", "东市东区工商联", "款", 10, "示捐20191108-08", "消费扶贫展销补助"),
)

#: What was agreed for the year and what was done; one figure has no source.
INDICATORS = (
    Indicator(
        "财政援助资金", "万元", share(PROJECTS_A)[1], share(PROJECTS_A)[1], "L13 项目资金台账"
    ),
    Indicator("高层联席会议次数", "次", 1, 2, "1.5 会议材料"),
    Indicator("互派党政挂职干部", "人", 5, len(CADRES_A), "L08 党政挂职干部台账"),
    Indicator("互派专业技术人才", "人", 8, len(EXPERTS_A), "L09 专业技术人才台账"),
    Indicator("新增落地企业", "家", 5, len(FIRMS_A), "L15 落地企业台账"),
    Indicator(
        "企业实际投资额", "万元", 5000, _PAID, "L15 落地企业台账", _PAID - 120, "东部按10月底统计"
    ),
    Indicator("带动贫困人口", "人", 150, len(shared.STAFF_A), "L16 带贫人员名册"),
    Indicator("省外就业人数", "人", 100, 110, "L18 就业台账"),
    Indicator("省内就近就业人数", "人", 100, 120, "L18 就业台账"),
    Indicator("劳务培训人次", "人次", 150, COURSE_PLACES + 5, "L19 劳务培训台账"),
    Indicator("公益性岗位", "人", 60, len(PUBLIC_JOBS), "L20 公益性岗位台账"),
    Indicator("扶贫车间", "个", 5, len(WORKSHOPS_A), "L21 扶贫车间台账"),
    Indicator("致富带头人", "人", 20, len(shared.LEADERS_A), "L23 致富带头人台账"),
    Indicator("惠及贫困人口", "人", 180, len(shared.BENEFITED_A), "L16 惠及贫困人口名册"),
    Indicator("消费扶贫", "万元", 300, 467, "L22 消费扶贫台账"),
    Indicator("结对学校", "对", 3, 3, "双方结对协议书"),
)

#: Places of the indicators with a fault.
_INVESTED, _NEAR, _TRAINED, _PUBLIC, _SCHOOLS = 5, 8, 9, 10, 15


def agreement_file() -> Filed:
    """L01 under 0.3: every kind of fault that a table of agreement figures can have."""
    register = office.agreement_register(COUNTY_A, INDICATORS, "12-05")
    register = register.put(_NEAR, "完成率", "119%").with_fault(
        Fault("percent-mismatch", "120÷100 是 120%，填了 119%", _NEAR, "完成率"),
        Fault("partner-mismatch", "东部少 120 万元", _INVESTED, "东部完成值", "4.4", figure=True),
        Fault(
            "total-mismatch",
            "填 165 人次，台账只有 160 行",
            _TRAINED,
            "西部完成值",
            "5.3",
            figure=True,
        ),
        Fault("below-target", "目标 60 人，完成 52 人", _PUBLIC, "目标值", "5.4", figure=True),
        Fault(
            "figure-without-source",
            "没有结对台账，也没有这份协议书",
            _SCHOOLS,
            "数据来源",
            "0.3",
            figure=True,
        ),
    )
    return excel("0.3 协议指标完成对照表/2019-12-05 协议指标完成情况对照表.xlsx", register)


def organization() -> tuple[Filed, ...]:
    """L02 to L05 under 1.1, 1.3, 1.4 and 1.6."""
    pictures = (
        office.picture_register(COUNTY_A, _PICTURES)
        .without("事由")
        .with_fault(Fault("ledger-missing-column", "六要素少了“事由”一列", HEAD, "事由"))
    )
    news = office.news_register(COUNTY_A, _NEWS).with_fault(
        Fault("out-of-window", "2018年的报道也登记了", 0, "日期")
    )
    meetings = office.meeting_register(COUNTY_A, _MEETINGS).with_fault(
        Fault("ledger-bad-value", "半年调度会没有照片，材料不齐全", 5, "材料是否齐全")
    )
    visits = office.visit_register(COUNTY_A, _VISITS).written("日期", dotted)
    return (
        excel("1.1 对接函件/2019-12-02 互访对接台账.xlsx", visits),
        excel("1.3 影像图片/2019-12-02 影像资料台账.xlsx", pictures),
        csv("1.4 新闻报道/2019-12-02 新闻报道目录.csv", news),
        excel("1.6 专题研究纪要/2019-12-03 专题会议台账.xlsx", meetings),
    )


_EAST_VISIT, _WEST_VISIT = "赴东市东区对接", "东区来甲县对接"
_VISITS: Rows = tuple(
    (day(date), way, who, level, place, count, what, result, *(f"{date}-{n}" for n in range(1, 6)))
    for date, way, who, level, place, count, what, result in (
        ("04-18", "西访东", "李某　县长", "县级", "东市东区", 8, _EAST_VISIT, "确定年度协议指标"),
        ("05-10", "东访西", "吴某　区长", "县级", "甲县", 11, _WEST_VISIT, "第一次联席会议"),
        ("09-19", "东访西", "郑某　商务局局长", "科级", "甲县", 12, "企业家考察", "签订三个项目"),
        ("10-16", "西访东", "李某　县长", "县级", "东市东区", 9, _EAST_VISIT, "第二次联席会议"),
    )
)

_PICTURES: Rows = tuple(
    (f"2019-{date} {name}.jpg", day(date), place, people, topic, back, cause, "孔某", topic)
    for date, name, place, people, topic, back, cause in (
        (
            *("04-19", "东市东区 李某一行与东区座谈 研究年度计划", "东市东区", "李某等8人"),
            *("研究年度计划", "县长率团赴东区对接", "座谈"),
        ),
        (
            *("06-12", "赤镇 东区干部查看黄牛养殖基地 项目督查", "赤镇", "东区干部5人"),
            *("项目督查", "黄牛养殖基地建设", "查看进度"),
        ),
        (
            *("08-22", "青乡 扶贫车间投产 就近就业", "青乡", "务工群众20人"),
            *("就近就业", "青乡扶贫车间建成", "投产仪式"),
        ),
        (
            *("09-03", "绿乡 东区医生下乡义诊 健康帮扶", "绿乡", "东区医生4人"),
            *("健康帮扶", "医疗人才交流", "义诊"),
        ),
        (
            *("09-19", "县会议中心 企业家考察团签约 产业合作", "县会议中心", "考察团12人"),
            *("产业合作", "企业家考察团来访", "签约"),
        ),
        (
            *("11-06", "蓝乡 产业路施工现场 工程进度", "蓝乡", "施工人员6人"),
            *("工程进度", "蓝乡产业路硬化", "进度检查"),
        ),
    )
)

_NEWS = tuple(
    (day(date), medium, level, title, f"http://news.example/{at:03d}")
    for at, (date, medium, level, title) in enumerate(
        (
            ("2018-11-20", "甲县示例新闻网", "县级", "东区援建教学楼开工建设"),
            ("04-21", "甲县示例新闻网", "县级", "我县党政代表团赴东市东区对接扶贫协作工作"),
            ("08-23", "甲县示例新闻网", "县级", "青乡扶贫车间投产　贫困群众家门口就业"),
            ("09-20", "甲州示例日报", "州级", "东区企业家走进甲县　签下三个合作项目"),
        ),
        1,
    )
)

_FULL, _NO_PHOTO = ("是",) * 6, ("否", "是", "是", "是", "是", "否")
_MEETINGS = tuple(
    (day(date), kind, issue, topic, "李某", result, *papers)
    for date, kind, issue, topic, result, papers in (
        ("02-20", "县委常委会", "第4期", "研究东西部扶贫协作工作要点", "尽快签订年度协议", _FULL),
        ("03-15", "全县推进会", "—", "部署2019年度任务", "按月调度", _FULL),
        ("05-10", "高层联席会议", "第1期", "研究年度资金和人才安排", "同意项目计划", _FULL),
        ("06-28", "政府常务会议", "第12期", "听取协作资金使用情况汇报", "6月底前全部开工", _FULL),
        ("11-04", "政府常务会议", "第21期", "研究迎检准备工作", "12月10日前交齐资料", _FULL),
        ("07-18", "半年调度会", "—", "通报上半年指标完成情况", "倒排工期，逐项销号", _NO_PHOTO),
    )
)


def funds() -> tuple[Filed, ...]:
    """L12, L13 (this year's and earlier projects), L24 and L14 under 3.3 to 3.8."""
    return (
        excel(
            "3.3 资金到位、拨付、支出/2019-12-05 资金到位台账.xlsx",
            money.funds_register(COUNTY_A, FUNDS_A),
        ),
        _projects(),
        _earlier(),
        excel("3.7 审计、监督检查/2019-12-02 审计发现问题整改台账.xlsx", _audit()),
        _gifts(),
    )


def _projects() -> Filed:
    register = shared.projects_a()
    total = dict(register.totals)
    register = (
        register.put(9, "实际支出", 251)
        .stating("实际支出", total["实际支出"] + 30)
        .put(13, "验收", day("09-01"))
        .put(16, "公示结束", day("04-14"))
        .stating("受益人", total["受益人"] + 100)
        .written("公示开始", dotted, range(10))
        .written("竣工", spelled, range(4, 8))
        .written("受益户", full_width, (3,))
        .with_fault(
            Fault("amount-order", "支出 251 大于拨付 243（应为 221）", 9, "实际支出"),
            Fault("date-order", "验收早于竣工", 13, "验收日期"),
            Fault("ledger-bad-value", "公示只有 5 天", 16, "公示结束"),
            Fault("total-mismatch", "合计比各行之和多 100 人", TOTAL, "受益人数"),
        )
    )
    return excel("3.5 完整台账/2019-12-05 东西部扶贫协作项目资金台账.xlsx", register)


def _earlier() -> Filed:
    """An old .xls whose dates lost their format: Excel's own day numbers."""
    register = money.earlier_projects(COUNTY_A)
    register = (
        register.put(9, "验收日期", None)
        .put(9, "状态", "已完工")
        .put(12, "报账金额", 240)
        .stating("报账金额", dict(register.totals)["报账金额"] - 20)
        .written("开工日期", serial)
        .written("竣工日期", serial)
        .with_fault(
            Fault("stale-project", "2018年的项目还没有验收", 9, "年度"),
            Fault("stale-project", "2018年的项目还有 20 万元没有报账", 12, "年度"),
        )
    )
    return old_excel("3.6 历年项目清零/2019-11-28 历年项目清零情况台账.xls", register)


def _gifts() -> Filed:
    rows = [
        (day(date), giver, "甲县慈善会", kind, amount, receipt, use)
        for date, giver, kind, amount, receipt, use in GIFTS
    ]
    register = money.gift_register(COUNTY_A, rows)
    register = register.stating(
        "金额（折价）", dict(register.totals)["金额（折价）"] + 5
    ).with_fault(
        Fault("ledger-bad-value", "金额写成文字“约5万”", 3, "金额或折价"),
        Fault("row-without-file", "这一笔没有票据", 6, "票据号", "3.8"),
    )
    return excel("3.8 社会捐赠/2019-12-03 社会捐赠台账.xlsx", register)


def industry() -> tuple[Filed, ...]:
    """L15 and L22 under 4.3 and 4.7."""
    register = shared.firms_a()
    row = register.column("企业名称").index(MISTYPED_FIRM)
    poor = dict(register.totals)["其中贫困"]
    register = (
        register.put(3, "其中贫困", FIRMS_A[3].poor + 2)
        .stating("其中贫困", poor + 2)
        .written("投产日期", dotted)
        .with_fault(
            Fault("uscc-check-digit", "信用代码最后一位与营业执照不同", row, "统一社会信用代码"),
            Fault("total-mismatch", "填 11 人，名册里只有 9 人", 3, "其中贫困人口"),
        )
    )
    sales = [
        (day(date), buyer, seller, product, f"示扶2019{at:03d}", much, amount, "订单", number)
        for at, (date, buyer, seller, product, much, amount, number) in enumerate(SALES, 1)
    ]
    return (
        excel("4.3 落地企业/2019-12-04 东部落地企业台账.xlsx", register),
        excel("4.7 消费扶贫/2019-12-04 消费扶贫台账.xlsx", money.sales_register(COUNTY_A, sales)),
    )


def cases() -> Filed:
    """L26 under 7.5."""
    rows = (
        (
            *("“订单班”架起就业桥", "劳务协作", "东区出岗位、出师傅，我县出场地、出学员"),
            *("培训40人，18人到东区就业", "L19 劳务培训台账", "州级", "甲州示例日报"),
        ),
        (
            *("车间建在家门口", "产业合作", "援建5个扶贫车间，东区企业带订单入驻"),
            *("吸纳贫困人口100人", "L21 扶贫车间台账", "县级", "甲县示例新闻网"),
        ),
    )
    return excel("7.5 创新典型/2019-12-02 典型案例台账.xlsx", office.case_register(COUNTY_A, rows))


def _faults(
    source: str, rows: Sequence[tuple[str, str, str, str, str, str]]
) -> list[tuple[Value, ...]]:
    """Each row: fault, measure, department, due date, proof, day of closing (or nothing)."""
    return [
        (
            *(source, fault, measure, bureau, f"韩某{'甲乙丙丁戊己庚'[at]}", day(due)),
            *("已完成" if closed else "正在整改", proof, day(closed) if closed else None),
        )
        for at, (fault, measure, bureau, due, proof, closed) in enumerate(rows)
    ]


def _audit() -> Register:
    rows = (
        ("个别项目报账不及时", "督促乡镇完成报账", "财政局", "11-30", "3.7-01", "11-15"),
        ("一个项目公示资料归档不完整", "补充归档公示资料", "扶贫办", "11-30", "3.7-02", "11-18"),
        ("一个项目质保金没有按合同预留", "核对合同，补提质保金", "财政局", "12-31", "", ""),
    )
    register = office.rectification_register(
        COUNTY_A, "2019年度审计发现问题整改台账", "12-02", _faults("审计", rows)
    )
    return register.with_fault(
        Fault("open-rectification", "第3个问题还没有销号", 2, "销号日期"),
        Fault(
            "negative-list", "审计问题没有销号，资金自查不能作零项声明", 2, item="8.2", figure=True
        ),
    )


def rectification() -> tuple[Filed, ...]:
    """L24 under 9.1 and 9.2."""
    province = (
        ("部分资料收集不完整", "明确专人，按指标补齐", "协作办", "11-30", "9.1-01", "11-22"),
        ("个别项目公示资料未归档", "补充归档公示照片和记录", "扶贫办", "11-30", "", "11-18"),
        ("个别指标进度偏慢", "倒排工期，按周调度", "协作办", "11-30", "9.1-03", "11-28"),
    )
    last_year = (
        ("2018年2个项目报账不及时", "督促乡镇完成报账", "财政局", "03-31", "9.2-01", "03-29"),
        ("挂职干部分工不够明确", "印发分工文件", "组织部", "03-31", "9.2-02", "03-12"),
    )
    first = office.rectification_register(
        COUNTY_A, "省检反馈问题整改台账", "12-01", _faults("省检", province)
    )
    second = office.rectification_register(
        COUNTY_A, "2018年度考核反馈问题整改台账", "12-01", _faults("考核", last_year)
    )
    first = first.with_fault(Fault("open-rectification", "已销号，没有佐证编号", 1, "佐证编号"))
    return (
        excel("9.1 省检反馈整改/2019-12-01 省检反馈问题整改台账.xlsx", first),
        excel("9.2 上年问题整改/2019-12-01 上年考核问题整改台账.xlsx", second),
    )
