"""The registers of 乙县, fewer than those of 甲县, with the faults put into them."""

import datetime as dt
import io

from openpyxl import Workbook
from openpyxl.drawing.image import Image

from sample import registers_office as office
from sample import registers_people as people
from sample import shared_registers as shared
from sample.facts import (
    CADRES_B,
    COUNTY_B,
    EXPERTS_B,
    FIRMS_B,
    PROJECTS_B,
    share,
)
from sample.filing import Filed, excel, raw
from sample.ledgers import HEAD, Fault, Register, dotted, spelled
from sample.office import day, plain
from sample.paper import Grid
from sample.printing import print_paper
from sample.registers_office import Indicator
from sample.scans import rasters
from sample.zipped import rezip

PICTURE_FILE = "5.4 公益性岗位/2019-12-03 公益性岗位台账（照片）.xlsx"

INDICATORS = (
    Indicator(
        "财政援助资金", "万元", share(PROJECTS_B)[1], share(PROJECTS_B)[1], "L13 项目资金台账"
    ),
    Indicator("互派党政挂职干部", "人", 2, len(CADRES_B), "L08 党政挂职干部台账"),
    Indicator("互派专业技术人才", "人", 8, len(EXPERTS_B), "L09 专业技术人才台账"),
    Indicator("新增落地企业", "家", 2, len(FIRMS_B), "L15 落地企业台账"),
    Indicator("企业实际投资额", "万元", 1200, sum(f.paid for f in FIRMS_B), "L15 落地企业台账"),
    Indicator("带动贫困人口", "人", 20, len(shared.STAFF_B), "L16 带贫人员名册"),
    Indicator("省外就业人数", "人", 40, 40, "L18 就业台账"),
    Indicator("省内就近就业人数", "人", 20, len(shared.NEAR_B), "L18 就业台账"),
)

#: Pairs: kind, western and eastern unit, day of the agreement, what was done, money and goods.
PAIRS = (
    ("乡镇", "金镇", "东市南区桃街道", "04-08", "互访2次", "10万元"),
    ("乡镇", "水乡", "东市南区李街道", "04-08", "互访1次", "8万元"),
    ("学校", "乙县示例小学", "东市南区第一小学", "04-16", "教师交流、图书捐赠", "图书2000册"),
    ("学校", "乙县示例中学", "东市南区第三中学", "04-16", "教师交流、图书捐赠", "电脑20台"),
    ("学校", "金镇中心小学", "东市南区第二小学", "04-18", "线上课堂", "—"),
    ("医院", "乙县人民医院", "东市南区人民医院", "04-26", "专家坐诊、跟岗学习", "B超设备1台"),
)


def registers() -> tuple[Filed, ...]:
    """Every register of the county."""
    return (
        excel("建档立卡名册/建档立卡名册.xlsx", people.poor_register(COUNTY_B, shared.FOLK_B)),
        excel(
            "0.3 指标对照表/2019-12-04 协议指标完成情况对照表.xlsx",
            office.agreement_register(COUNTY_B, INDICATORS, "12-04"),
        ),
        excel(
            "1.9 工作要点、项目库/2019-12-08 2020年度项目库.xlsx",
            office.plan_register(COUNTY_B, _PLANS),
        ),
        excel("2.1 挂职干部/2019-12-02 党政挂职干部台账.xlsx", shared.cadres_b()),
        excel("2.4 专业技术人才/2019-12-02 专业技术人才台账.xlsx", shared.experts_b()),
        _projects(),
        excel("4.3 落地企业/2019-12-03 东部落地企业台账.xlsx", shared.firms_b()),
        excel(
            "4.5 带动贫困人口/2019-12-03 带贫人员名册.xlsx",
            people.beneficiary_register(
                COUNTY_B, shared.STAFF_B, shared.EMPLOYERS_B, employed=True
            ),
        ),
        *_jobs(),
        raw(PICTURE_FILE, _picture_book),
        excel(
            "6.3 惠及贫困人口/2019-12-03 惠及贫困人口名册.xlsx",
            people.beneficiary_register(
                COUNTY_B, shared.BENEFITED_B, (PROJECTS_B[0].name,) * len(shared.BENEFITED_B)
            ),
        ),
        _leaders(),
        excel("6.5 结对帮扶/2019-12-02 结对帮扶台账.xlsx", _paired()),
        excel("9.1 省检反馈整改/2019-11-28 省检反馈问题整改台账.xlsx", _rectified()),
    )


_PLANS = tuple(
    (
        f"乙协2020-{at:02d}",
        name,
        kind,
        place,
        content,
        amount,
        day(f"2020-02-{9 + at:02d}"),
        "乙县扶贫开发办公室",
        day("2019-11-29"),
    )
    for at, (name, kind, place, content, amount) in enumerate(
        (
            ("金镇蔬菜大棚二期", "产业", "金镇金一村", "新建大棚60亩", 320),
            ("木镇竹编车间", "就业", "木镇木一村", "购置设备30台", 150),
            ("水乡稻虾共养扩面", "产业", "水乡水二村", "扩面500亩", 260),
            ("水乡卫生院门诊楼", "健康", "水乡水三村", "改造门诊楼800平方米", 240),
            ("木镇小学宿舍", "教育", "木镇木二村", "新建宿舍1200平方米", 280),
            ("金镇人饮提升", "饮水", "金镇金三村", "改造管网9公里", 130),
            ("致富带头人培训", "人才", "乙县县委党校", "培训50人", 40),
            ("柑橘分拣线", "消费", "金镇金二村", "购置分拣线1条", 180),
        ),
        1,
    )
)


def _projects() -> Filed:
    """L13 with one acceptance that is dated before the work was done."""
    register = shared.projects_b().put(4, "验收", day("10-02")).written("公示开始", spelled)
    register = register.with_fault(Fault("date-order", "验收早于竣工", 4, "验收日期"))
    return excel("3.5 完整台账/2019-12-04 项目资金台账.xlsx", register)


def _jobs() -> tuple[Filed, ...]:
    east, elsewhere, near = shared.jobs_b()
    return (
        excel("5.1 省外就业/2019-12-03 省外就业台账.xlsx", east, elsewhere),
        excel(
            "5.2 省内就近就业/2019-12-03 省内就近就业台账.xlsx", near.written("起始日期", dotted)
        ),
    )


def _leaders() -> Filed:
    """L23: one person twice, and no column for the day from which others were led."""
    twice = (*shared.LEADERS_B, shared.LEADERS_B[3])
    register = people.leader_register(COUNTY_B, twice).without("带动日期")
    return excel(
        "6.4 致富带头人/2019-12-02 致富带头人台账.xlsx",
        register.with_fault(
            Fault("ledger-missing-column", "没有“带动日期”一列", HEAD, "带动日期"),
            Fault("ledger-duplicate", "与第 8 行是同一人", len(twice) - 1, "身份证号"),
        ),
    )


def _paired() -> Register:
    rows = [(kind, west, east, day(date), act, aid) for kind, west, east, date, act, aid in PAIRS]
    register = office.pair_register(COUNTY_B, rows).merging(2, 3, "年度活动")
    return register.with_fault(
        Fault("ledger-bad-value", "两行的“年度活动”合并成了一格", 2, "年度活动")
    )


def _rectified() -> Register:
    rows = (
        (
            *("省检", "资料收集不及时", "明确专人，按周收集", "协作办", "华某", day("11-30")),
            *("已完成", "9.1-01", day("11-20")),
        ),
        (
            *("省检", "指标进度偏慢", "倒排工期", "协作办", "华某", day("11-30")),
            *("已完成", "9.1-02", day("11-25")),
        ),
    )
    return office.rectification_register(COUNTY_B, "省检反馈问题整改台账", "11-28", rows)


def _picture_book() -> bytes:
    """A workbook that holds nothing but the photograph of a register."""
    names = [each.name for each in shared.FOLK_B[112:126]]
    grid = [("序号", "姓名", "岗位", "月补贴（元）")]
    grid += [(str(at), name, "护林员", "800") for at, name in enumerate(names, 1)]
    paper = plain("乙县2019年度公益性岗位台账", "12-03", Grid((2, 4, 4, 4), tuple(grid), 9))
    page = rasters(print_paper(paper), 75)[0].convert("L")
    picture = io.BytesIO()
    page.save(picture, "PNG")
    book = Workbook()
    book.worksheets[0].add_image(Image(picture), "A1")
    date = day("12-03")
    book.properties.created = dt.datetime(date.year, date.month, date.day, 9, 0)  # noqa: DTZ001
    made = io.BytesIO()
    book.save(made)
    return rezip(made.getvalue())
