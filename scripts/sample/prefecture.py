"""甲州, the prefecture of both counties: its own papers and the tables of its counties."""

from collections.abc import Sequence

from sample import prefecture_registers as registers
from sample import texts_letters, texts_meetings, texts_money, texts_people
from sample.facts import (
    CADRES_A,
    CADRES_B,
    EXPERTS_A,
    EXPERTS_B,
    FIRMS_A,
    FIRMS_B,
    PREFECTURE,
    PROJECTS_A,
    PROJECTS_B,
    industry,
    money,
    share,
)
from sample.filing import (
    Filed,
    Planted,
    UnitSample,
    pdf,
    photo,
    raw,
    red_scan,
    scan,
    web_shot,
    word,
)
from sample.office import day, plain
from sample.paper import Grid, Paper
from sample.photos import Shot
from sample.shared_registers import APPROVALS_A, APPROVALS_B, CONSENT_A, CONSENT_B
from sample.standard import standard
from sample.web import News

_OFFICE = PREFECTURE
_PROJECTS = (*PROJECTS_A, *PROJECTS_B)
_FIRMS = (*FIRMS_A, *FIRMS_B)
_PLANNED = share(_PROJECTS)[1]
_TARGETS = tuple((each.name, each.unit, str(each.target)) for each in registers.INDICATORS)
_JOINT = texts_meetings.Meeting(
    "东市·甲州东西部扶贫协作高层联席会议",
    "05-28",
    "05-20",
    "甲州协办〔2019〕11号",
    "甲州会议中心",
    ("通报协作工作情况", "研究年度资金和人才安排", "签订年度协议"),
    (
        "会议充分肯定双方取得的成效。",
        f"会议同意安排财政援助资金{_PLANNED}万元。",
        "双方签订2019年度协作协议。",
    ),
)
_PUSH = texts_meetings.Meeting(
    "全州东西部扶贫协作推进会",
    "11-25",
    "11-20",
    "甲州协办〔2019〕30号",
    "甲州会议中心",
    ("通报省检反馈问题", "部署迎检工作"),
    ("逐项整改清零。", "12月10日前完成资料收集。"),
)
_TRAINING = texts_meetings.Meeting(
    "全州考核政策培训会",
    "12-06",
    "12-03",
    "甲州协办〔2019〕33号",
    "甲州行政学院",
    ("解读考核政策", "讲解资料归档要求"),
    ("各县逐项对照。", "统一编号、装订成册。"),
)
_LATE = texts_meetings.Meeting(
    "全州东西部扶贫协作年终调度会",
    "11-28",
    "11-26",
    "",
    "甲州会议中心",
    ("通报全年进度", "部署收尾工作"),
    ("对照清单收尾。", "做好总结。"),
)
_LATE_EVENT = "2018-11-28 全州东西部扶贫协作年终调度会"


def _organization() -> tuple[Filed, ...]:
    joint = "1.5 高层联席会议/2019-05-28 高层联席会议"
    push = "1.7 会议材料/2019-11-25 全州推进会"
    training = "0.4 动员部署、政策培训/2019-12-06 考核政策培训会"
    part, whole, rate = share(_PROJECTS)
    by_county = tuple(
        (str(share(p)[1]), str(len(c)), str(len(e)), str(len(f)), str(sum(x.paid for x in f)))
        for p, c, e, f in (
            (PROJECTS_A, CADRES_A, EXPERTS_A, FIRMS_A),
            (PROJECTS_B, CADRES_B, EXPERTS_B, FIRMS_B),
        )
    )
    table = [("指标", "单位", "目标值", "全州完成值", "其中：甲县", "其中：乙县", "东市核对值")]
    table += [
        (each.name, each.unit, str(each.target), str(each.done), a, b, str(each.done))
        for each, a, b in zip(registers.INDICATORS, *by_county, strict=True)
    ]
    back = texts_letters.incoming_letter
    return (
        word(
            "0.1 自评报告/2019-12-08 甲州协办〔2019〕36号 关于报送2019年度自评报告的报告.docx",
            texts_letters.self_report(
                _OFFICE,
                "甲州协办〔2019〕36号",
                "12-08",
                (
                    f"双方互派党政挂职干部{registers.CADRE_COUNT}人（含两县）。",
                    money(_PROJECTS),
                    industry(_FIRMS),
                    f"援助资金用于产业扶贫和就业扶贫{part}万元，占总额{whole}万元的{rate}%。",
                ),
            ),
        ),
        red_scan(
            "0.1 自评报告/2019-12-07 东市协函〔2019〕41号 关于自评报告意见的复函.pdf",
            back(
                _OFFICE,
                "东市协函〔2019〕41号",
                "关于甲州2019年度自评报告意见的复函",
                "12-07",
                "对《自评报告（征求意见稿）》无修改意见。",
            ),
        ),
        red_scan(
            "0.2 协作协议/2019-05-28 东市与甲州2019年度东西部扶贫协作协议.pdf",
            texts_letters.agreement(_OFFICE, "05-28", _TARGETS),
        ),
        pdf(
            "0.3 指标对照表/2019-12-06 全州协议指标完成情况对照表.pdf",
            plain(
                "甲州2019年度协议指标完成情况对照表",
                "12-06",
                Grid((5, 2, 3, 3, 3, 3, 3), tuple(table), 11),
                sign=(_OFFICE.desk,),
            ),
            "A4 landscape",
            dense=True,
        ),
        word(f"{training}/会议通知.docx", texts_meetings.notice(_OFFICE, _TRAINING)),
        scan(f"{training}/签到表.pdf", texts_meetings.sign_in(_OFFICE, _TRAINING)),
        photo(
            f"{training}/会场照片.jpg", Shot("meeting", "全州考核政策培训会", day("12-06"), 1, 11)
        ),
        word(
            (
                "0.5 资料分工/"
                "2019-11-06 甲州协办〔2019〕28号 关于明确考核资料收集专人和责任分工的通知.docx"
            ),
            texts_letters.duty_list(_OFFICE, "甲州协办〔2019〕28号", "11-06"),
        ),
        word(
            "1.1 对接函件/2019-05-08 甲州协办函〔2019〕5号 关于商请召开高层联席会议的函.docx",
            texts_letters.outgoing_letter(
                _OFFICE,
                "甲州协办函〔2019〕5号",
                "关于商请召开高层联席会议的函",
                "05-08",
                "商请于5月下旬在甲州召开高层联席会议，签订年度协议。",
            ),
        ),
        red_scan(
            "1.1 对接函件/2019-05-14 东市协函〔2019〕12号 关于召开高层联席会议的复函.pdf",
            back(
                _OFFICE,
                "东市协函〔2019〕12号",
                "关于召开高层联席会议的复函",
                "05-14",
                "我市同意于5月28日在甲州召开高层联席会议。",
            ),
        ),
        web_shot(
            "1.4 新闻报道/2019-05-29 甲州示例日报网 高层联席会议召开.png",
            News(
                "甲州示例日报网",
                "东市·甲州东西部扶贫协作高层联席会议召开",
                day("05-29"),
                (
                    "5月28日，东市·甲州东西部扶贫协作高层联席会议召开。",
                    "双方签订2019年度协作协议。",
                ),
            ),
        ),
        word(f"{joint}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _JOINT)),
        word(f"{joint}/2 会议议程.docx", texts_meetings.agenda(_JOINT)),
        scan(f"{joint}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _JOINT)),
        red_scan(f"{joint}/4 会议纪要.pdf", texts_meetings.minutes(_OFFICE, _JOINT, 11)),
        photo(
            f"{joint}/5 会场照片.jpg", Shot("meeting", "东市·甲州高层联席会议", day("05-28"), 1, 12)
        ),
        word(f"{push}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _PUSH)),
        word(f"{push}/2 会议议程.docx", texts_meetings.agenda(_PUSH)),
        word(f"{push}/3 签到表.docx", texts_meetings.sign_in(_OFFICE, _PUSH)),
        word(f"{push}/4 领导讲话.docx", texts_meetings.speech(_OFFICE, _PUSH)),
        photo(
            f"{push}/5 会场照片.jpg",
            Shot("meeting", "全州东西部扶贫协作推进会", day("11-25"), 1, 11),
        ),
        word(
            f"1.7 会议材料/{_LATE_EVENT}/会议通知、议程、签到和讲话.docx",
            _late_pack(),
        ),
        photo(
            f"1.7 会议材料/{_LATE_EVENT}/会场照片.jpg",
            Shot("meeting", "全州年终调度会", day("2018-11-28"), 1, 9),
        ),
        word(
            "1.6 专题研究纪要/2019-03-26 甲州州委常委会会议纪要〔2019〕第6期.docx",
            texts_meetings.committee_minutes(
                _OFFICE,
                "中共甲州州委常委会",
                6,
                "03-26",
                "会议研究2019年度东西部扶贫协作工作，同意召开高层联席会议。",
            ),
        ),
    )


def _late_pack() -> Paper:
    """Notice, agenda, sign-in list and speech of last year's meeting in one paper."""
    return Paper(
        f"{_LATE.name}材料",
        (
            "一、会议通知",
            "定于2018年11月28日召开年终调度会，请各县、各部门准时参加。",
            "二、会议议程",
            "；".join(_LATE.topics) + "。",
            "三、签到情况",
            "应到36人，实到36人，签到表附后。",
            "四、领导讲话要点",
            "".join(_LATE.decisions),
        ),
        sign=(_OFFICE.desk,),
        date=day("2018-11-28"),
    )


def _papers_of_counties() -> tuple[Filed, ...]:
    """Copies of the counties' papers, bound in three volumes, with a list of what is in each."""
    cadres = (*CADRES_A[:5], *CADRES_B, CADRES_A[5])
    posts = [("姓名", "挂任职务", "任职文号", "分工文号")]
    posts += [(each.name, each.post, each.appointment, each.split) for each in cadres]
    approvals = (*APPROVALS_A, *APPROVALS_B, CONSENT_A, CONSENT_B)
    papers = [("序号", "文号"), *((str(at), name) for at, name in enumerate(approvals, 1))]
    volume = "2.2 任职文件/县级挂职干部任职文件汇编.pdf"
    duties = "2.3 分工文件/县级挂职干部分工文件汇编.pdf"
    plans = "3.2 办法执行/县级项目批复和东部同意函汇编.pdf"
    proofs = "4.4 企业实际投资额/2019-11-25 全州东部企业验资报告汇编.pdf"
    listed = Grid((2, 6, 5, 5), tuple(posts), 10)
    sign = (_OFFICE.bureau("委组织部"),)
    return (
        scan(volume, plain("县级挂职干部任职文件汇编", None, listed, sign=sign)),
        _catalogue(volume, [each.appointment for each in cadres]),
        scan(duties, plain("县级挂职干部分工文件汇编", None, listed, sign=sign)),
        _catalogue(duties, sorted({each.split for each in cadres})),
        scan(
            plans,
            plain(
                "县级项目批复和东部同意函汇编",
                None,
                Grid((1, 6), tuple(papers), 10),
                sign=(_OFFICE.bureau("扶贫开发办公室"),),
            ),
        ),
        _catalogue(plans, approvals),
        scan(proofs, texts_money.capital_list(_FIRMS, "2019-11-25")),
        _catalogue(proofs, [firm.name for firm in _FIRMS]),
    )


def _catalogue(path: str, names: Sequence[str]) -> Filed:
    """What the office says is in a volume."""
    folder, name = path.split("/")
    text = f"""\
# 汇编里有哪些文件（协作办 戚某 整理）。
files:
  "{name}":
    note: {"、".join(names)}
"""
    return raw(f"{folder}/目录.yaml", text.encode)


def _work() -> tuple[Filed, ...]:
    return (
        *registers.registers(),
        scan(
            "2.2 任职文件/2018-03-26 甲州组干〔2018〕19号 关于孔某壬同志挂职的通知.pdf",
            texts_people.appointment(_OFFICE, registers.OWN, "2018-03-26"),
        ),
        word(
            "2.3 分工文件/2019-02-19 甲州政办发〔2019〕7号 关于挂职干部工作分工的通知.docx",
            texts_people.duty_split(_OFFICE, "甲州政办发〔2019〕7号", "02-19", (registers.OWN,)),
        ),
        pdf(
            (
                "3.1 管理办法/"
                "2018-05-16 甲州财发〔2018〕21号 关于印发东西部扶贫协作资金项目管理办法的通知.pdf"
            ),
            texts_money.fund_rules(_OFFICE, "甲州财发〔2018〕21号", "2018-05-16"),
        ),
        scan(
            "3.3 资金到位/2019-06-03 到账凭证.pdf",
            texts_money.payment_slip(_OFFICE, "06-03", _PLANNED, "2019年度东西部扶贫协作资金"),
        ),
        *_papers_of_counties(),
        word(
            "4.5 带动贫困人口/2019-12-05 带动贫困人口汇总说明.docx",
            plain(
                "带动贫困人口汇总说明",
                "12-05",
                (
                    f"全州带动贫困人口{registers.CARRIED}人，"
                    "名册由两县分别登记造册，州里逐人比对，没有重复。"
                ),
                sign=(_OFFICE.desk,),
            ),
        ),
        word(
            "5.1 省外就业/2019-12-05 省外就业汇总说明.docx",
            plain(
                "省外就业汇总说明",
                "12-05",
                "两县到结对东部就业的贫困劳动力已逐人登记，名册见两县台账。",
                sign=("甲州人力资源和社会保障局",),
            ),
        ),
        word(
            "8.1 零项声明/2019-12-08 关于协议指标完成情况的声明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于协议指标完成情况的声明",
                "12-08",
                "经逐项对照年度协作协议，各项指标均已达到目标值。",
            ),
        ),
        word(
            "9.3 现场督查记录/2019-11-14 州协作办赴两县督查记录.docx",
            texts_meetings.inspection_record(
                _OFFICE,
                "11-14",
                "甲县蓝乡产业路、乙县水乡人饮工程",
                "甲县蓝乡产业路尚未竣工。",
                "要求甲县12月20日前竣工验收，每周报送进度。",
            ),
        ),
        photo(
            "9.3 现场督查记录/2019-11-14 督查组查看蓝乡产业路.jpg",
            Shot("village", "州协作办现场督查", day("11-14"), 8, 5),
        ),
    )


_SETTINGS = """\
# 甲州的基本情况、责任人（示例材料·虚构，电话为虚构号码）。
name: 甲州
level: 州
office: 甲州东西部扶贫协作领导小组办公室
partner: 东市

people:
  协作办: {name: 戚某, phone: "0000-3000001"}
  组织部: {name: 谢某, phone: "0000-3000002"}
  财政局: {name: 邹某, phone: "0000-3000003"}
  人社局: {name: 喻某, phone: "0000-3000004"}
  两办: {name: 柏某, phone: "0000-3000005"}
  商务: {name: 水某, phone: "0000-3000006"}
  残联: {name: 窦某, phone: "0000-3000007"}
  自然资源局: {name: 章某, phone: "0000-3000008"}
  州协作办: {name: 戚某, phone: "0000-3000001"}

figures:
  "4.5":
    value: "@CARRIED@"
    unit: 人
    source: {document: "2019-12-05 带动贫困人口汇总说明.docx", page: 1}
"""

_PLANTED = (
    Planted("out-of-window", "1.7", "2018年的会议混入", f"1.7 会议材料/{_LATE_EVENT}", _LATE_EVENT),
    Planted("missing", "4.6", "没有任何材料"),
    Planted("missing", "7.3", "没有任何材料，也没有说明不适用"),
    Planted("missing", "7.4", "没有任何材料"),
    *registers.MISMATCHES,
)


def prefecture() -> UnitSample:
    """Everything of 甲州."""
    files = (*_organization(), *_work(), *standard(_OFFICE, "1.4", "2.4", "4.4", "5.2"))
    settings = _SETTINGS.replace("@CARRIED@", str(registers.CARRIED))
    return UnitSample("prefecture", settings, files, _PLANTED)
