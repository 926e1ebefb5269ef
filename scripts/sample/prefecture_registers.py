"""The registers of 甲州: what its counties registered, put together, and where they differ."""

from sample import registers_office as office
from sample import registers_people as people
from sample import shared_registers as shared
from sample.facts import (
    CADRES_A,
    CADRES_B,
    EXPERTS_A,
    EXPERTS_B,
    FIRMS_A,
    FIRMS_B,
    MISTYPED_FIRM,
    PREFECTURE,
    PROJECTS_A,
    PROJECTS_B,
    share,
)
from sample.filing import FIGURE, Filed, Planted, excel
from sample.ledgers import Fault, Register
from sample.nouns import Cadre
from sample.office import day
from sample.registers import combined
from sample.registers_office import Indicator

#: The prefecture's own seconded official.
OWN = Cadre(
    "孔某壬",
    "男",
    "东市发展和改革委员会处长",
    "东派西",
    "甲州州委副秘书长",
    "2018-04-01",
    "2020-03-31",
    "甲州组干〔2018〕19号",
    "分管东西部扶贫协作工作",
    "甲州政办发〔2019〕7号",
)
CADRE_COUNT = 1 + len(CADRES_A) + len(CADRES_B)

#: What the prefecture says its counties carried along: three people more than they registered.
CARRIED = len(shared.STAFF_A) + len(shared.STAFF_B) + 3

_FUNDS = share((*PROJECTS_A, *PROJECTS_B))[1]
_INVESTED = sum(firm.paid for firm in (*FIRMS_A, *FIRMS_B))

INDICATORS = (
    Indicator("财政援助资金", "万元", _FUNDS, _FUNDS, "L13 项目资金台账"),
    Indicator("互派党政挂职干部", "人", 8, CADRE_COUNT, "L08 党政挂职干部台账"),
    Indicator(
        "互派专业技术人才", "人", 16, len(EXPERTS_A) + len(EXPERTS_B), "L09 专业技术人才台账"
    ),
    Indicator("新增落地企业", "家", 8, len(FIRMS_A) + len(FIRMS_B), "L15 落地企业台账"),
    Indicator("企业实际投资额", "万元", 6000, _INVESTED, "L15 落地企业台账"),
)

_PROJECT_FILE = "3.5 完整台账/2019-12-06 全州项目资金台账.xlsx"
_JOB_FILE = "5.1 省外就业/2019-12-05 全州省外就业台账.xlsx"

#: The place of the person in 乙县's register whom the prefecture left out.
_LEFT_OUT = 11


def registers() -> tuple[Filed, ...]:
    """Every register of the prefecture."""
    return (
        excel(
            "0.3 指标对照表/2019-12-06 全州协议指标完成情况对照表.xlsx",
            office.agreement_register(PREFECTURE, INDICATORS, "12-06"),
        ),
        excel("1.9 工作要点、项目库/2019-12-09 2020年度州级项目库.xlsx", _plans()),
        excel("2.1 挂职干部/2019-12-05 全州党政挂职干部台账.xlsx", _cadres()),
        excel(
            "2.4 专业技术人才/2019-12-05 全州专业技术人才台账.xlsx",
            combined(
                PREFECTURE,
                "2019年度专业技术人才交流台账",
                "12-05",
                "委组织部",
                (("甲县", shared.experts_a()), ("乙县", shared.experts_b())),
            ),
        ),
        excel(
            _PROJECT_FILE,
            combined(
                PREFECTURE,
                "2019年度东西部扶贫协作项目资金台账",
                "12-06",
                "财政局",
                (("甲县", shared.projects_a()), ("乙县", shared.projects_b())),
            ),
        ),
        excel("4.3 落地企业/2019-12-05 全州东部落地企业台账.xlsx", _firms()),
        *_jobs(),
    )


def _plans() -> Register:
    rows = [
        (
            f"甲州协2020-{at:02d}",
            name,
            kind,
            place,
            content,
            amount,
            day(f"2020-02-{9 + at:02d}"),
            "甲州扶贫开发办公室",
            day("2019-12-02"),
        )
        for at, (name, kind, place, content, amount) in enumerate(
            (
                ("州级技工学校实训基地", "人才", "甲州技工学校", "购置实训设备", 400),
                ("两县农产品展销中心", "消费", "东市", "租赁展厅600平方米", 180),
                ("远程医疗平台", "健康", "甲州人民医院", "接入县级医院2家", 220),
            ),
            1,
        )
    ]
    return office.plan_register(PREFECTURE, rows)


def _cadres() -> Register:
    own = people.cadre_register(PREFECTURE, (OWN,))
    parts = (("州本级", own), ("甲县", shared.cadres_a()), ("乙县", shared.cadres_b()))
    return combined(
        PREFECTURE, "2019年度东西部扶贫协作党政挂职干部台账", "12-05", "委组织部", parts
    )


def _firms() -> Register:
    """L15 with the credit code as 甲县 mistyped it."""
    parts = (("甲县", shared.firms_a()), ("乙县", shared.firms_b()))
    register = combined(PREFECTURE, "2019年度东部落地企业台账", "12-05", "商务局", parts)
    row = register.column("企业名称").index(MISTYPED_FIRM)
    why = "照抄了甲县写错的信用代码"
    return register.with_fault(Fault("uscc-check-digit", why, row, "统一社会信用代码"))


def _jobs() -> tuple[Filed, ...]:
    """L18 of both counties, away and near home, without one person of 乙县."""
    east, elsewhere, *near = shared.jobs_a()
    east_b, elsewhere_b, *near_b = shared.jobs_b()
    left = east_b.leaving_out(_LEFT_OUT)
    left = left.stating("补贴", dict(left.totals)["补贴"] - 400)
    away = (("甲县", east), ("甲县", elsewhere), ("乙县", left), ("乙县", elsewhere_b))
    home = (*(("甲县", part) for part in near), *(("乙县", part) for part in near_b))
    bureau = "人力资源和社会保障局"
    return (
        excel(
            _JOB_FILE,
            combined(PREFECTURE, "2019年度贫困劳动力省外就业台账", "12-05", bureau, away),
        ),
        excel(
            "5.2 省内就近就业/2019-12-05 全州省内就近就业台账.xlsx",
            combined(PREFECTURE, "2019年度贫困劳动力省内就业台账", "12-05", bureau, home),
        ),
    )


def _mismatches() -> tuple[Planted, ...]:
    (east, *_) = shared.jobs_b()
    row = combined(PREFECTURE, "", "12-06", "", (("甲县", shared.projects_a()),)).first_row + 9
    code = "units-mismatch"
    return (
        Planted(
            code,
            "3.3",
            "实际支出：甲县多填了 30 万元，与州台账差 30 万元",
            _PROJECT_FILE,
            sheet="Sheet1",
            kind=FIGURE,
        ),
        Planted(
            code,
            "3.3",
            "蓝乡产业路硬化：州填支出 221，甲县填 251",
            _PROJECT_FILE,
            sheet="Sheet1",
            row=row,
            column="实际支出",
            kind=FIGURE,
        ),
        Planted(code, "4.5", "州填报比两县名册之和多 3 人", "county.yaml", kind=FIGURE),
        Planted(
            code, "5.1", "省外就业：州台账比两县少 1 人", _JOB_FILE, sheet="Sheet1", kind=FIGURE
        ),
        Planted(code, "5.1", "其中到结对东部：同上", _JOB_FILE, sheet="Sheet1", kind=FIGURE),
        Planted(
            code,
            "5.1",
            "乙县登记的这个人，州台账里没有",
            "../county_b/5.1 省外就业/2019-12-03 省外就业台账.xlsx",
            sheet="结对东部",
            row=east.first_row + _LEFT_OUT,
            column="身份证号",
            kind=FIGURE,
        ),
    )


#: Where the counties and the prefecture differ.
MISMATCHES = _mismatches()
