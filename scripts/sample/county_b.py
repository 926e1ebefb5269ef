"""乙县, the smaller county: a plain set of papers with few gaps."""

from sample import county_b_registers as registers
from sample import texts_letters, texts_meetings, texts_money, texts_people
from sample.facts import CADRES_B, COUNTY_B, FIRMS_B, PROJECTS_B, industry, money, share
from sample.filing import (
    FIGURE,
    LEDGER,
    Filed,
    Planted,
    UnitSample,
    fax,
    pdf,
    photo,
    raw,
    red_scan,
    scan,
    word,
)
from sample.office import day, plain
from sample.paper import Grid, Paper
from sample.photos import Shot
from sample.shared_registers import APPROVALS_B, CONSENT_B
from sample.standard import standard, visit

_OFFICE = COUNTY_B
_PLANNED = share(PROJECTS_B)[1]
_PUSH_FOLDER = "2019-03-21 工作推进会"
_TARGETS = tuple((each.name, each.unit, str(each.target)) for each in registers.INDICATORS)
_JOINT = texts_meetings.Meeting(
    "东市南区·乙县东西部扶贫协作高层联席会议",
    "06-18",
    "06-13",
    "乙协办〔2019〕8号",
    "乙县会议中心",
    ("研究年度资金项目安排", "研究劳务协作"),
    (
        f"会议同意安排项目{len(PROJECTS_B)}个、资金{_PLANNED}万元。",
        "会议确定由双方人社部门共建劳务信息平台。",
    ),
)
_PUSH = texts_meetings.Meeting(
    "乙县东西部扶贫协作工作推进会",
    "03-21",
    "03-18",
    "乙协办〔2019〕3号",
    "乙县政府会议室",
    ("部署2019年度任务", "签订责任书"),
    ("各单位抓好落实。", "按月调度。"),
)
_TRAINING = texts_meetings.Meeting(
    "乙县考核迎检动员暨政策培训会",
    "12-05",
    "12-03",
    "乙协办〔2019〕21号",
    "乙县政府会议室",
    ("解读考核政策", "部署资料收集"),
    ("逐项对照。", "12月10日前交齐。"),
)


def _organization() -> tuple[Filed, ...]:
    joint = "1.5 高层联席会议/2019-06-18 高层联席会议"
    push = f"1.7 会议材料/{_PUSH_FOLDER}"
    training = "0.4 动员部署、政策培训/2019-12-05 动员培训会"
    part, whole, rate = share(PROJECTS_B)
    table = [("指标", "单位", "目标值", "西部完成值", "东部完成值")]
    table += [
        (each.name, each.unit, str(each.target), str(each.done), str(each.done))
        for each in registers.INDICATORS
    ]
    return (
        word(
            "0.1 自评报告/2019-12-06 乙协办〔2019〕23号 关于报送2019年度自评报告的报告.docx",
            texts_letters.self_report(
                _OFFICE,
                "乙协办〔2019〕23号",
                "12-06",
                (
                    f"双方互派党政挂职干部{len(CADRES_B)}人。",
                    money(PROJECTS_B),
                    industry(FIRMS_B),
                    f"援助资金用于产业扶贫和就业扶贫{part}万元，占总额{whole}万元的{rate}%。",
                ),
            ),
        ),
        red_scan(
            "0.1 自评报告/2019-12-05 南区协函〔2019〕14号 关于自评报告意见的复函.pdf",
            texts_letters.incoming_letter(
                _OFFICE,
                "南区协函〔2019〕14号",
                "关于乙县2019年度自评报告意见的复函",
                "12-05",
                "对《自评报告（征求意见稿）》无修改意见，有关数据与我区一致。",
            ),
        ),
        scan(
            "0.2 协作协议/2019-04-02 东市南区与乙县2019年度东西部扶贫协作协议.pdf",
            texts_letters.agreement(_OFFICE, "04-02", _TARGETS),
        ),
        pdf(
            "0.3 指标对照表/2019-12-04 协议指标完成情况对照表.pdf",
            plain(
                "乙县2019年度协议指标完成情况对照表",
                "12-04",
                Grid((5, 2, 3, 3, 3), tuple(table), 11),
                sign=(_OFFICE.desk,),
            ),
            "A4 landscape",
            dense=True,
        ),
        word(f"{training}/会议通知.docx", texts_meetings.notice(_OFFICE, _TRAINING)),
        scan(f"{training}/签到表.pdf", texts_meetings.sign_in(_OFFICE, _TRAINING)),
        photo(f"{training}/会场照片.jpg", Shot("meeting", "乙县考核迎检动员培训会", day("12-05"))),
        word(
            (
                "0.5 资料分工/"
                "2019-11-12 乙协办〔2019〕19号 关于明确考核资料收集专人和责任分工的通知.docx"
            ),
            texts_letters.duty_list(_OFFICE, "乙协办〔2019〕19号", "11-12"),
        ),
        word(
            "1.1 对接函件/2019-05-27 乙协办函〔2019〕6号 关于商请召开高层联席会议的函.docx",
            texts_letters.outgoing_letter(
                _OFFICE,
                "乙协办函〔2019〕6号",
                "关于商请召开高层联席会议的函",
                "05-27",
                "商请于6月中旬在我县召开高层联席会议，请贵区主要负责同志率团出席。",
            ),
        ),
        word(f"{joint}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _JOINT)),
        word(f"{joint}/2 会议议程.docx", texts_meetings.agenda(_JOINT)),
        scan(f"{joint}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _JOINT)),
        word(f"{joint}/4 会议纪要.docx", texts_meetings.minutes(_OFFICE, _JOINT, 9)),
        photo(
            f"{joint}/5 会场照片.jpg",
            Shot("meeting", "东市南区·乙县高层联席会议", day("06-18"), 1, 10),
        ),
        word(f"{push}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _PUSH)),
        word(f"{push}/2 会议议程.docx", texts_meetings.agenda(_PUSH)),
        word(f"{push}/3 签到表.docx", texts_meetings.sign_in(_OFFICE, _PUSH)),
        photo(f"{push}/4 会场照片.jpg", Shot("meeting", "乙县扶贫协作推进会", day("03-21"), 6, 7)),
        word(
            "1.6 专题研究纪要/2019-03-05 乙县人民政府常务会议纪要〔2019〕第5期.docx",
            texts_meetings.committee_minutes(
                _OFFICE,
                "乙县人民政府常务会议",
                5,
                "03-05",
                "会议研究2019年度协作资金项目计划，同意提交联席会议审定。",
            ),
        ),
    )


_PROOFS = f"""\
# 汇编里有哪几家企业（商务局 谢某 整理）。
files:
  "2019-11-20 东部企业实际投资情况验资报告汇编.pdf":
    note: {"、".join(firm.name for firm in FIRMS_B)}
"""
_PAIRS = f"""\
# 汇编里有哪几对单位（协作办 华某 整理）。
files:
  "2019-04-26 结对协议汇编.pdf":
    note: {"、".join(west for _, west, *_ in registers.PAIRS)}
"""


def _pairs() -> Paper:
    """All agreements of paired villages, schools and hospitals, as one list."""
    grid = [("类型", "西部单位", "东部单位", "签订日期")]
    grid += [(kind, west, east, f"2019-{date}") for kind, west, east, date, *_ in registers.PAIRS]
    return plain(
        "结对帮扶协议汇编",
        "04-26",
        "下列单位已签订结对帮扶协议，协议文本附后：",
        Grid((2, 4, 5, 3), tuple(grid), 10),
        sign=("东市南区扶贫协作办公室", "乙县协作办"),
    )


def _work() -> tuple[Filed, ...]:
    first, second = CADRES_B
    return (
        *registers.registers(),
        scan(
            "2.2 任职文件/2018-05-28 乙组干〔2018〕27号 关于郑某庚同志挂职的通知.pdf",
            texts_people.appointment(_OFFICE, first, "2018-05-28"),
        ),
        fax(
            "2.2 任职文件/2019-02-20 南区组干〔2019〕6号 关于吴某辛同志挂职的通知.tif",
            texts_people.appointment(_OFFICE, second, "02-20"),
        ),
        scan(
            "2.3 分工文件/2019-03-08 乙政发〔2019〕4号 关于县政府领导及挂职干部工作分工的通知.pdf",
            texts_people.duty_split(_OFFICE, "乙政发〔2019〕4号", "03-08", CADRES_B[:1]),
        ),
        scan(
            "2.3 分工文件/2019-03-15 南区政办〔2019〕3号 关于挂职干部工作分工的通知.pdf",
            texts_people.duty_split(_OFFICE, "南区政办〔2019〕3号", "03-15", CADRES_B[1:]),
        ),
        pdf(
            (
                "3.1 管理办法/"
                "2018-07-20 乙财发〔2018〕38号 关于印发东西部扶贫协作资金项目管理办法的通知.pdf"
            ),
            texts_money.fund_rules(_OFFICE, "乙财发〔2018〕38号", "2018-07-20"),
        ),
        scan(
            "3.3 资金到位/2019-05-24 到账凭证.pdf",
            texts_money.payment_slip(_OFFICE, "05-24", _PLANNED, "2019年度东西部扶贫协作资金"),
        ),
        pdf(
            "3.2 办法执行/2019-03-15 乙扶组〔2019〕9号 关于下达2019年度协作项目计划的批复.pdf",
            texts_money.approval(_OFFICE, APPROVALS_B[0], "03-15", PROJECTS_B),
        ),
        red_scan(
            "3.2 办法执行/2019-04-10 南区协函〔2019〕5号 关于同意乙县协作资金项目计划的复函.pdf",
            texts_money.consent(_OFFICE, CONSENT_B, "04-10", _PLANNED, len(PROJECTS_B)),
        ),
        scan(
            "4.4 企业实际投资额/2019-11-20 东部企业实际投资情况验资报告汇编.pdf",
            texts_money.capital_list(FIRMS_B, "2019-11-20"),
        ),
        raw("4.4 企业实际投资额/目录.yaml", _PROOFS.encode),
        scan("6.5 结对帮扶/2019-04-26 结对协议汇编.pdf", _pairs()),
        raw("6.5 结对帮扶/目录.yaml", _PAIRS.encode),
        photo(
            "5.6 扶贫车间/2019-09-12 木镇竹制品扶贫车间.jpg",
            Shot("workshop", "木镇竹制品扶贫车间", day("09-12"), 1, 7),
        ),
        word(
            "8.1 零项声明/2019-12-06 关于协议指标完成情况的声明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于协议指标完成情况的声明",
                "12-06",
                "经逐项对照年度协作协议，各项指标均已达到目标值。",
            ),
        ),
    )


_SETTINGS = """\
# 乙县的基本情况、责任人和不适用指标（示例材料·虚构，电话为虚构号码）。
name: 乙县
level: 县
office: 乙县东西部扶贫协作领导小组办公室
partner: 东市南区

people:
  协作办: {name: 华某, phone: "0000-2000001"}
  组织部: {name: 金某, phone: "0000-2000002"}
  财政局: {name: 魏某, phone: "0000-2000003"}
  人社局: {name: 陶某, phone: "0000-2000004"}
  扶贫办: {name: 姜某, phone: "0000-2000005"}
  两办: {name: 张某, phone: "0000-2000006"}
  县政府办: {name: 戚某, phone: "0000-2000007"}
  商务: {name: 谢某, phone: "0000-2000008"}
  残联: {name: 邹某, phone: "0000-2000009"}

not_applicable:
  "7.3":
    reason: 本县2019年度没有增减挂钩结余指标跨省交易
    decided_by: 县自然资源局局长 何某
    date: 2019-11-08
  "3.8":
    reason: 本县2019年度没有接收东部社会捐赠
    decided_by: 县民政局局长 吕某
    date: 2019-11-08

items:
  "6.3": {owner: 扶贫办}
  "6.5": {owner: 协作办}

figures:
  "6.4-3":
    value: "160"
    unit: 人
    typed_by: 姜某
    date: 2019-12-04
"""

_PLANTED = (
    Planted("too-few", "1.1", "只有去函，没有来函"),
    Planted("pack-incomplete", "1.7", "没有讲话", f"1.7 会议材料/{_PUSH_FOLDER}", _PUSH_FOLDER),
    Planted("missing", "4.6", "没有任何材料"),
    Planted("missing", "7.4", "没有任何材料"),
    Planted(
        "ledger-unreadable",
        "5.4",
        "把名册拍成照片贴进了 Excel",
        registers.PICTURE_FILE,
        kind=LEDGER,
    ),
    Planted("rate-below", "6.3", "1825万元应带动36.5人，名册里只有20人", kind=FIGURE),
    Planted("total-mismatch", "6.4", "填报160人，台账相加不是160人", "county.yaml", kind=FIGURE),
)


def county_b() -> UnitSample:
    """Everything of 乙县."""
    left_out = ("2.4", "4.4", "5.2", "6.3")
    files = (*_organization(), *_work(), *standard(_OFFICE, *left_out), *visit(_OFFICE))
    return UnitSample("county_b", _SETTINGS, files, _PLANTED)
