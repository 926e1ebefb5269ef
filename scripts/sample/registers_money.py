"""The registers of money: funds, projects, gifts, enterprises, sales."""

import datetime as dt
from collections.abc import Sequence

from sample.ledgers import Register, Value
from sample.nouns import Firm, Project
from sample.office import Office, day
from sample.registers import table

_PROJECT_COLUMNS = (
    "项目编号/14 项目名称/28 年度/7 类别/9 实施地点/14 是否县以下/7 是否深度贫困/7 主管单位/18 "
    "实施单位/16 资金情况>计划投资/10 资金情况>东部资金/10 资金情况>到位/10 资金情况>拨付/10 "
    "资金情况>实际支出/10 资金情况>报账/10 资金情况>质保金/9 审批>批复文号/18 审批>东部同意函/18 "
    "公示>公示开始/13 公示>公示结束/13 合同号/16 进度>计划开工/13 进度>实际开工/13 进度>竣工/16 "
    "进度>验收/13 效益>受益户/8 效益>受益人/8 利益联结/16 状态/8"
)
_PROJECT_SUMS = (
    *("计划投资", "东部资金", "到位", "拨付", "实际支出", "报账", "质保金", "受益户", "受益人"),
)


def funds_register(office: Office, funds: Sequence[tuple[str, str, int, str]]) -> Register:
    """L12 资金到位; each: source, day, amount in 万元, paper."""
    rows: list[tuple[Value, ...]] = [
        (
            source,
            number,
            amount,
            day(date),
            f"示{date.replace('-', '')}-{amount}",
            "2019年度东西部扶贫协作资金",
        )
        for source, date, amount, number in funds
    ]
    columns = "资金来源/10 文号/24 到账金额/12 到账日期/14 凭证号/18 用途/30"
    return table(
        "L12",
        office,
        "2019年度东西部扶贫协作资金到位台账",
        "12-05",
        "财政局",
        columns,
        rows,
        total=("到账金额",),
        unit="万元",
    )


def project_register(
    office: Office, projects: Sequence[Project], approvals: tuple[str, ...], consent: str
) -> Register:
    """L13 项目资金台账: the first ten projects are of the first approval."""
    rows: list[tuple[Value, ...]] = []
    for number, each in enumerate(projects, 1):
        started = day(each.start)
        finished = day(each.finish) if each.finish else None
        rows.append(
            (
                f"{office.mark}协2019-{number:02d}",
                each.name,
                2019,
                each.kind,
                each.place,
                "是",
                "是" if each.deep else "否",
                office.bureau("扶贫开发办公室"),
                each.place[:2] + "人民政府",
                each.planned,
                each.planned,
                each.planned,
                each.paid_out,
                each.spent,
                each.reimbursed,
                round(each.planned * 0.03, 2),
                approvals[0] if number <= 10 else approvals[-1],
                consent,
                started - dt.timedelta(days=35),
                started - dt.timedelta(days=25),
                f"{office.mark}协合2019-{number:02d}",
                started,
                started,
                finished,
                day(each.accepted) if each.accepted else None,
                each.households,
                each.persons,
                "务工就业、入股分红",
                "已验收" if finished else "在建",
            )
        )
    return table(
        "L13",
        office,
        "2019年度东西部扶贫协作项目资金台账",
        "12-05",
        "财政局",
        _PROJECT_COLUMNS,
        rows,
        total=_PROJECT_SUMS,
        unit="万元",
        a3=True,
    )


def earlier_projects(office: Office) -> Register:
    """L13 again, for the projects of 2017 and 2018: all done, accepted and reimbursed."""
    names = ("村道硬化", "饮水工程", "茶叶基地", "养殖小区", "卫生室", "教学楼维修", "产业大棚")
    kinds = ("基础设施", "饮水", "产业", "产业", "健康", "教育", "产业")
    rows: list[tuple[Value, ...]] = []
    for at in range(14):
        year, amount = 2017 + at // 7, 80 + 15 * at
        town = office.towns[at % 5]
        row: tuple[Value, ...] = (
            f"{office.mark}协{year}-{1 + at % 7:02d}",
            f"{town}{names[at % 7]}",
            year,
            kinds[at % 7],
            f"{town}{town[0]}一村",
            "是",
            "否",
            f"{town}人民政府",
            amount,
            amount,
            amount,
            amount,
            amount,
            f"{office.mark}扶组〔{year}〕{14 if year == 2017 else 9}号",
            f"东区协函〔{year}〕{6 if year == 2017 else 3}号",
            day(f"{year}-05-{10 + at:02d}"),
            day(f"{year}-10-{10 + at:02d}"),
            day(f"{year}-11-{10 + at:02d}"),
            40 + at,
            150 + 4 * at,
            "已验收",
        )
        rows.append(row)
    columns = (
        "项目编号/14 项目名称/24 年度/8 类别/10 实施地点/14 是否县以下/7 是否深度贫困/7 "
        "实施单位/16 计划投资/10 到位资金/10 拨付资金/10 实际支出/10 报账金额/10 批复文号/20 "
        "东部同意函/20 开工日期/13 竣工日期/13 验收日期/13 受益户数/9 受益人数/9 状态/9"
    )
    return table(
        "L13",
        office,
        "历年东西部扶贫协作项目清零情况台账",
        "11-28",
        "财政局",
        columns,
        rows,
        total=("计划投资", "到位资金", "拨付资金", "实际支出", "报账金额", "受益户数", "受益人数"),
        unit="万元",
        a3=True,
    )


def gift_register(office: Office, rows: Sequence[tuple[Value, ...]]) -> Register:
    """L14 社会捐赠; each row: day, giver, receiver, money or goods, amount, receipt, use."""
    columns = "捐赠日期/14 捐赠方/22 受赠方/18 款/物/8 金额（折价）/14 票据号/20 使用去向/30"
    return table(
        "L14",
        office,
        "2019年度社会捐赠台账",
        "12-03",
        "协作办",
        columns,
        rows,
        total=("金额（折价）",),
        unit="万元",
    )


def firm_register(office: Office, firms: Sequence[Firm]) -> Register:
    """L15 落地企业."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.code,
            each.parent,
            each.relation,
            f"{each.share}%",
            day(each.registered),
            each.trade,
            each.place,
            each.agreed,
            each.paid,
            each.paid,
            "验资报告",
            day(each.registered) + dt.timedelta(days=90),
            each.workers,
            each.poor,
            "厂房租金减免",
            "正常生产",
        )
        for each in firms
    ]
    columns = (
        "企业名称/26 统一社会信用代码/24 东部母公司/22 关系/8 东部持股比例/10 注册日期/13 行业/10 "
        "地点/14 投资>协议投资/10 投资>累计到位投资/10 投资>当年到位投资/10 证明类型/12 "
        "投产日期/13 用工情况>用工/7 用工情况>其中贫困/9 享受政策/16 状态/10"
    )
    return table(
        "L15",
        office,
        "2019年度东部落地企业台账",
        "12-04",
        "商务局",
        columns,
        rows,
        total=("协议投资", "累计到位投资", "当年到位投资", "用工", "其中贫困"),
        unit="万元",
    )


def sales_register(office: Office, rows: Sequence[tuple[Value, ...]]) -> Register:
    """L22 消费帮扶; each row: day, buyer, seller, product, its number, quantity, 万元, voucher."""
    columns = (
        "采购日期/13 采购单位/24 供应方/24 产品名称/12 产品认定编号/16 数量/14 采购金额/12 渠道/12 "
        "合同（发票）号/18"
    )
    return table(
        "L22",
        office,
        "2019年度消费扶贫台账",
        "12-04",
        "商务局",
        columns,
        rows,
        total=("采购金额",),
        unit="万元",
    )
