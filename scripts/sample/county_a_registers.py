"""The registers of 甲县 that list people, with the faults put into them."""

from sample import registers_jobs as jobs
from sample import registers_people as people
from sample import shared_registers as shared
from sample.facts import CADRES_A, COUNTY_A, EXPERTS_A, PROJECTS_A, WORKSHOPS_A
from sample.filing import Filed, excel
from sample.ledgers import TOTAL, Fault, Register, Value, compact, dotted, full_width, serial
from sample.nouns import mistyped
from sample.office import day
from sample.people import Resident, residents
from sample.percent import cut_off
from sample.registers import split

_ID = "身份证号"

#: The register of the poor; it is looked things up in, and never bound.
BASE_FILE = "建档立卡名册/建档立卡名册.xlsx"

#: Those paid for public jobs: one of them works with the eastern partner at the same time.
PUBLIC_JOBS = (*shared.PUBLIC_A[:10], shared.EAST_A[5], *shared.PUBLIC_A[11:])

_SEWING, _ORDERS = shared.FOLK_A[40:80], shared.FOLK_A[190:230]
_COURSES = (
    ("缝纫工技能培训班第一期", "缝纫工", "03-25", "04-03", _SEWING[:20]),
    ("缝纫工技能培训班第二期", "缝纫工", "04-08", "04-17", _SEWING[20:]),
    ("“订单班”第一期", "电子装配工", "05-06", "05-24", _ORDERS[:20]),
    ("“订单班”第二期", "电子装配工", "09-02", "09-20", _ORDERS[20:]),
    ("家政服务技能培训班", "家政服务员", "06-10", "06-21", shared.FOLK_A[220:260]),
    ("黄牛养殖技能培训班", "养殖工", "10-14", "10-23", shared.FOLK_A[270:310]),
)

#: How many places were taken in courses (人次).
COURSE_PLACES = sum(len(course[-1]) for course in _COURSES)


def base() -> Filed:
    """The register of the poor; two rows are hidden by a filter that nobody took off."""
    register = people.poor_register(COUNTY_A, shared.FOLK_A)
    hidden = Fault("ledger-bad-value", "有 2 行被筛选隐藏，仍照常计入", 199)
    return excel(BASE_FILE, register.hiding(199, 200).with_fault(hidden))


def exchange() -> tuple[Filed, ...]:
    """L08 to L11 under 2.1, 2.4, 2.5 and 2.6."""
    cadres = (
        shared.cadres_a()
        .written("起始日期", dotted, range(3))
        .with_fault(Fault("row-without-file", "西派东的魏某壬没有任职文件", 5, "任职文号", "2.2"))
    )
    experts = (
        shared.experts_a()
        .put(4, "服务月数", 7)
        .written("服务月数", full_width, (1,))
        .written("结束日期", dotted, range(5, 8))
        .with_fault(
            Fault("total-mismatch", "5月至10月最多6个月，填了7个月", 4, "月数"),
            Fault("row-without-file", "尤某辛不在保障条件台账里", 7, "姓名"),
        )
    )
    names = [*(each.name for each in CADRES_A), *(each.name for each in EXPERTS_A[:-1])]
    support = people.support_register(COUNTY_A, [(name, "03-01") for name in names])
    support = support.put(16, "项目", "通讯").with_fault(
        Fault("ledger-bad-value", "“通讯”不是可选的保障项目", 16, "项目")
    )
    courses = people.course_register(
        COUNTY_A,
        (
            _course("扶贫干部能力提升培训班第一期", "07-08", "07-12", "扶贫干部", 30, 30, 1),
            _course("扶贫干部能力提升培训班第二期", "07-15", "07-19", "扶贫干部", 30, 30, 1),
            _course("骨干教师研修班", "09-16", "09-20", "专业技术人才", 24, 48, 2),
        ),
    )
    return (
        excel("2.1 党政挂职干部/2019-12-03 党政挂职干部台账.xlsx", cadres),
        excel("2.4 专业技术人才/2019-12-03 专业技术人才交流台账.xlsx", experts),
        excel("2.5 保障条件/2019-12-03 保障条件台账.xlsx", support),
        excel("2.6 干部人才培训/2019-12-03 干部人才培训台账.xlsx", courses),
    )


def _course(
    name: str, start: str, end: str, kind: str, count: int, times: int, roster: int
) -> tuple[Value, ...]:
    days = (day(start), day(end))
    number = f"甲培册〔2019〕{roster}号"
    return (name, *days, "甲县县委党校", kind, count, times, "甲县委组织部", number)


def beneficiaries() -> tuple[Filed, ...]:
    """L16 under 4.5 (employed) and 6.3 (served by projects)."""
    staff = people.beneficiary_register(COUNTY_A, shared.STAFF_A, shared.EMPLOYERS_A, employed=True)
    wrong = mistyped(shared.STAFF_A[20].id_number)
    staff = staff.put(20, "身份证号码", wrong).with_fault(
        Fault("id-check-digit", "身份证号最后一位写错", 20, _ID),
        Fault("not-in-base-list", "同一处：写错的号码不在名册里", 20, _ID),
    )
    folk = (*shared.BENEFITED_A, shared.BENEFITED_A[10])
    names = [each.name for each in PROJECTS_A if each.kind == "产业"]
    carriers = [names[each.number % len(names)] for each in folk]
    first, second = split(
        people.beneficiary_register(COUNTY_A, folk, carriers), 95, ("赤橙绿片", "青蓝片")
    )
    first = (
        _replaced(first, 40, residents("990103", COUNTY_A.towns, 62)[60], "身份证号码")
        .put(61, "起始日期", 0)
        .with_fault(
            Fault("not-in-base-list", "不是建档立卡贫困人口", 40, _ID),
            Fault("ledger-bad-value", "日期是 1900-01-00", 61, "起始日期"),
        )
    )
    second = second.written("起始日期", compact).with_fault(
        Fault("ledger-duplicate", "与“赤橙绿片”第 14 行是同一人、同一项目", 95, _ID)
    )
    return (
        excel("4.5 带动贫困人口/2019-12-05 带贫人员名册.xlsx", staff),
        excel("6.3 惠及贫困人口/2019-12-05 惠及贫困人口名册.xlsx", first, second),
    )


def _replaced(register: Register, row: int, person: Resident, title: str) -> Register:
    """Another person in a row."""
    changed = register.put(row, "姓名", person.name).put(row, title, person.id_number)
    return changed.put(row, "户编号", person.household)


def labour() -> tuple[Filed, ...]:
    """L18 to L21 under 5.1 to 5.6."""
    east, elsewhere, province, county = shared.jobs_a()
    elsewhere = (
        elsewhere.written("起始日期", serial)
        .stating("补贴", dict(elsewhere.totals)["补贴"] + 400)
        .with_fault(Fault("total-mismatch", "合计多写了一个人的补贴", TOTAL, "补贴"))
    )
    province = province.written("起始日期", compact).with_fault(
        Fault("not-in-base-list", "不是建档立卡贫困人口", shared.OUTSIDER_ROW, _ID)
    )
    county = county.written("累计月数", full_width, (2, 3))
    members = jobs.course_members(COUNTY_A, _COURSES)
    lost = float(str(members.column(_ID)[87]))
    members = members.put(87, _ID, lost).with_fault(
        Fault("ledger-bad-value", "身份证号成了 9.90101E+17", 87, _ID)
    )
    public = jobs.public_job_register(COUNTY_A, PUBLIC_JOBS).with_fault(
        Fault("cross-ledger-duplicate", "同一时间又登记在结对东部就业", 10, _ID)
    )
    _, _, staff, poor, _ = WORKSHOPS_A[1]
    workshops = jobs.workshop_register(COUNTY_A, WORKSHOPS_A)
    workshops = workshops.put(1, "占比", f"{cut_off(poor, staff, 2)}%").with_fault(
        Fault("percent-mismatch", "17÷45 是 37.78%，截成了 37.77%", 1, "占比")
    )
    return (
        excel("5.1 省外就业/2019-12-04 省外就业台账.xlsx", east, elsewhere),
        excel("5.2 省内就近就业/2019-12-04 省内就近就业台账.xlsx", province, county),
        excel("5.3 劳务培训/2019-12-04 劳务培训台账.xlsx", members),
        excel("5.4 公益性岗位/2019-12-04 公益性岗位台账.xlsx", public),
        excel("5.6 扶贫车间/2019-12-02 扶贫车间台账.xlsx", workshops),
    )


def leaders() -> Filed:
    """L23 under 6.4."""
    register = people.leader_register(COUNTY_A, shared.LEADERS_A)
    register = (
        register.put(4, "培训日期", day("03-02"))
        .put(9, _ID, mistyped(shared.LEADERS_A[9].id_number))
        .written("遴选日期", dotted, range(12, 20))
        .with_fault(
            Fault("date-order", "培训早于遴选", 4, "培训日期"),
            Fault("id-check-digit", "身份证号最后一位写错", 9, _ID),
        )
    )
    return excel("6.4 致富带头人/2019-12-02 致富带头人台账.xlsx", register)
