"""The rows of the registers: small, plausible, and consistent with one another."""

import datetime as dt
import random
from dataclasses import dataclass

from sample.ledgers import Register, Value
from sample.office import Office, day
from sample.people import Resident, residents

_CHECKED = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the year; amounts in 万元."""

    name: str
    kind: str
    place: str
    planned: int
    paid_out: int
    spent: int
    reimbursed: int
    households: int
    persons: int
    start: str
    finish: str | None
    accepted: str | None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Cadre:
    """A seconded official and the papers that prove it."""

    name: str
    sex: str
    sender: str
    direction: str
    post: str
    start: str
    end: str
    appointment: str
    duty: str
    split: str


@dataclass(frozen=True, slots=True)
class Expert:
    """A seconded teacher, doctor or agronomist."""

    name: str
    trade: str
    rank: str
    sender: str
    receiver: str
    direction: str
    start: str
    end: str
    months: int
    form: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A settled eastern enterprise; amounts in 万元."""

    name: str
    serial: int
    parent: str
    relation: str
    registered: str
    trade: str
    place: str
    agreed: int
    paid: int
    workers: int
    poor: int


def uscc(division: str, serial: int) -> str:
    """A unified social credit code with a right check character (GB 32100-2015)."""
    first = f"91{division}MA{serial:07d}"
    total = sum(
        _CHECKED.index(char) * weight for char, weight in zip(first, _USCC_WEIGHTS, strict=True)
    )
    return first + _CHECKED[(31 - total % 31) % 31]


def _table(
    office: Office,
    title: str,
    date: str,
    bureau: str,
    columns: str,
    rows: list[tuple[Value, ...]],
    *,
    total: tuple[str, ...] = (),
    unit: str | None = None,
    a3: bool = False,
) -> Register:
    """``columns`` are ``title/width`` parted by blanks; a first column of numbers is added."""
    parts = [part.split("/") for part in f"序号/6 {columns}".split()]
    heads = tuple((name, float(width)) for name, width in parts)
    numbered = tuple((number, *row) for number, row in enumerate(rows, 1))
    filler = f"{office.bureau(bureau)}　填报人：蒋某"
    return Register(title, filler, day(date), heads, numbered, total, unit, a3)


def cadre_register(office: Office, cadres: tuple[Cadre, ...]) -> Register:
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
        "姓名/10 性别/6 政治面貌/10 派出单位及职务/26 方向/9 挂任单位及职务/26 起始日期/12 "
        "结束日期/12 任职文号/20 分管（协管）内容/24 分工文号/20 保障情况/18"
    )
    title = f"{office.name}2019年度东西部扶贫协作党政挂职干部台账"
    return _table(office, title, "12-03", "委组织部", columns, rows)


def expert_register(office: Office, experts: tuple[Expert, ...]) -> Register:
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
            "见交流协议",
            "带教2人以上",
        )
        for each in experts
    ]
    columns = (
        "姓名/10 行业/8 职称/14 派出单位/22 接收单位/22 方向/9 起始日期/12 结束日期/12 "
        "月数/7 形式/9 协议编号/14 成效/18"
    )
    title = f"{office.name}2019年度专业技术人才交流台账"
    return _table(office, title, "12-03", "委组织部", columns, rows, total=("月数",))


def project_register(office: Office, projects: tuple[Project, ...]) -> Register:
    """L13 项目资金台账."""
    rows: list[tuple[Value, ...]] = []
    for number, each in enumerate(projects, 1):
        started = day(each.start)
        finished = day(each.finish) if each.finish else None
        rows.append(
            (
                f"{office.mark}协2019-{number:02d}",
                each.name,
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
                f"{office.mark}扶组〔2019〕{number + 10}号",
                "东区协函〔2019〕4号",
                started - dt.timedelta(days=35),
                started - dt.timedelta(days=25),
                f"{office.mark}协合〔2019〕{number}号",
                started,
                started,
                finished,
                day(each.accepted) if each.accepted else None,
                each.households,
                each.persons,
                "务工就业、入股分红",
                "已竣工" if finished else "在建",
            )
        )
    columns = (
        "项目编号/14 项目名称/28 类别/8 实施地点/14 是否县以下/8 是否深度贫困/8 主管单位/18 "
        "实施单位/16 计划投资/10 东部资金/10 到位/10 拨付/10 实际支出/10 报账/10 质保金/9 "
        "批复文号/18 东部同意函/18 公示开始/12 公示结束/12 合同号/18 计划开工/12 实际开工/12 "
        "竣工/12 验收日期/12 受益户/8 受益人/8 利益联结/16 状态/8"
    )
    title = f"{office.name}2019年度东西部扶贫协作项目资金台账"
    sums = ("计划投资", "东部资金", "到位", "拨付", "实际支出", "报账", "受益户", "受益人")
    return _table(office, title, "12-05", "财政局", columns, rows, total=sums, unit="万元", a3=True)


def firm_register(office: Office, firms: tuple[Firm, ...]) -> Register:
    """L15 落地企业."""
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            uscc(office.division, each.serial),
            each.parent,
            each.relation,
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
        "企业名称/26 统一社会信用代码/24 东部母公司/22 关系/10 注册日期/12 行业/10 地点/14 "
        "协议投资/10 累计到位投资/10 当年到位投资/10 证明类型/12 投产日期/12 用工/7 其中贫困/9 "
        "享受政策/16 状态/10"
    )
    title = f"{office.name}2019年度东部落地企业台账"
    sums = ("协议投资", "累计到位投资", "当年到位投资", "用工", "其中贫困")
    return _table(office, title, "12-04", "商务局", columns, rows, total=sums, unit="万元")


def beneficiary_register(
    office: Office, people: tuple[Resident, ...], carriers: tuple[str, ...]
) -> Register:
    """L16 带贫（惠及）人员名册; ``carriers`` names each person's enterprise or project."""
    chance = random.Random(f"{office.name}{carriers[0]}")
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.household,
            "脱贫户",
            each.town,
            each.village,
            carrier,
            ("就业", "土地流转", "分红", "订单")[at % 4],
            day(f"{3 + at % 6:02d}-15"),
            chance.randrange(12, 96) * 100,
            "已签字",
        )
        for at, (each, carrier) in enumerate(zip(people, carriers, strict=True))
    ]
    columns = (
        "姓名/10 身份证号/22 户编号/15 户类型/9 乡镇/9 村/9 带动主体/26 方式/10 起始日期/12 "
        "年收益/10 本人签字/10"
    )
    title = f"{office.name}2019年度东西部扶贫协作带贫人员名册"
    return _table(
        office, title, "12-05", "扶贫开发办公室", columns, rows, total=("年收益",), unit="元"
    )


def job_register(office: Office, people: tuple[Resident, ...], area: str, place: str) -> Register:
    """L18 就业台账; ``area`` is 结对东部, 省外其他, 省内 or 县内."""
    chance = random.Random(f"{office.name}{area}")
    rows: list[tuple[Value, ...]] = [
        (
            each.name,
            each.id_number,
            each.household,
            f"0000-2{at:06d}",
            place,
            area,
            f"{place}{('电子', '服装', '物流')[at % 3]}厂",
            ("操作工", "缝纫工", "分拣员")[at % 3],
            day(f"{1 + at % 5:02d}-18"),
            day("11-30"),
            11 - at % 5,
            chance.randrange(31, 52) * 100,
            "政府组织" if at % 2 else "自主外出",
            ("合同", "工资", "单位证明")[at % 3],
            0,
        )
        for at, each in enumerate(people)
    ]
    columns = (
        "姓名/10 身份证号/22 户编号/15 电话/14 就业地/16 区域/10 单位/20 岗位/10 起始日期/12 "
        "结束日期/12 累计月数/9 月收入/9 组织方式/10 证明类型/10 补贴/7"
    )
    title = f"{office.name}2019年度贫困劳动力就业台账（{area}）"
    return _table(office, title, "12-04", "人力资源和社会保障局", columns, rows, unit="元")


def workshop_register(office: Office) -> Register:
    """L21 扶贫车间."""
    rows: list[tuple[Value, ...]] = []
    for at, town in enumerate(office.towns):
        staff, poor = 38 + 7 * at, 14 + 3 * at
        rows.append(
            (
                f"{town}扶贫车间",
                f"{office.mark}扶组〔2019〕{21 + at}号",
                town,
                f"沈某{'甲乙丙丁戊'[at]}",
                day(f"{4 + at:02d}-20"),
                ("服装", "箱包", "竹制品", "电子元件", "茶叶包装")[at],
                staff,
                poor,
                round(100 * poor / staff, 2),
                staff * 2.4,
                "正常生产",
            )
        )
    columns = (
        "名称/20 认定文号/20 地点/12 负责人/10 建立时间/12 产品/12 用工数/8 其中贫困/9 "
        "占比/8 工资总额/10 状态/10"
    )
    title = f"{office.name}2019年度扶贫车间台账"
    return _table(
        office,
        title,
        "12-02",
        "人力资源和社会保障局",
        columns,
        rows,
        total=("用工数", "其中贫困", "工资总额"),
        unit="万元",
    )


def leader_register(office: Office, people: tuple[Resident, ...]) -> Register:
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
        "姓名/10 身份证号/22 乡镇/9 村/9 遴选日期/12 培训日期/12 创业日期/12 带动日期/12 "
        "项目/14 带动户数/9 带动人数/9"
    )
    title = f"{office.name}2019年度贫困村创业致富带头人台账"
    return _table(
        office, title, "12-02", "扶贫开发办公室", columns, rows, total=("带动户数", "带动人数")
    )


def rectification_register(
    office: Office, source: str, faults: tuple[tuple[str, str, str, str, str], ...]
) -> Register:
    """L24 问题整改; each fault: what, measure, department, closing date, proof."""
    rows: list[tuple[Value, ...]] = [
        (
            source,
            fault,
            measure,
            bureau,
            f"韩某{'甲乙丙丁戊己庚'[at]}",
            day("11-30"),
            "已完成",
            "问题已解决",
            proof,
            day(closed),
            "杨某",
        )
        for at, (fault, measure, bureau, closed, proof) in enumerate(faults)
    ]
    columns = (
        "来源/10 问题/36 措施/36 责任单位/18 责任人/10 时限/12 进展/10 成效/14 佐证编号/14 "
        "销号日期/12 核验人/10"
    )
    title = f"{office.name}{source}反馈问题整改台账"
    return _table(office, title, "12-01", "扶贫开发办公室", columns, rows)


def poor_residents(office: Office, count: int) -> tuple[Resident, ...]:
    """The unit's registered poor residents."""
    return residents(office.division, office.towns, count)
