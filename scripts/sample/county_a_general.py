"""What 甲县 has filed under group 0: report, agreement, figures, training, duties."""

from sample import texts_letters, texts_meetings
from sample.county_a_accounts import INDICATORS, agreement_file
from sample.facts import (
    CADRES_A,
    COUNTY_A,
    EXPERTS_A,
    FIRMS_A,
    PROJECTS_A,
    industry,
    money,
    share,
)
from sample.filing import (
    Filed,
    excel,
    fax,
    pdf,
    photo,
    red_scan,
    scan,
    show,
    word,
)
from sample.ledgers import Register, heads
from sample.office import day, plain
from sample.paper import Grid
from sample.photos import Shot
from sample.shared_registers import LEADERS_A

_OFFICE = COUNTY_A


_PLANNED = share(PROJECTS_A)[1]


_TARGETS = tuple((each.name, each.unit, str(each.target)) for each in INDICATORS)


_TRAINING = texts_meetings.Meeting(
    "2019年度考核迎检动员暨政策培训会",
    "12-04",
    "12-01",
    "甲协办〔2019〕29号",
    "县政府三楼会议室",
    ("解读考核政策和指标", "部署迎检资料收集工作"),
    ("由协作办按指标逐项讲解。", "各单位12月10日前交齐资料。"),
)


def _comparison() -> tuple[tuple[str, ...], ...]:
    """The register of agreement figures as the office printed it."""
    (register,) = agreement_file().registers
    rows = (tuple("" if value is None else str(value) for value in row) for row in register.rows)
    return (tuple(head.title for head in register.columns), *rows)


def _assignment() -> Register:
    names = ["秦某", "尤某", "许某", "何某", "吕某", "施某", "张某", "孔某"]
    bureaus = ["两办", "组织部", "财政局", "商务局", "人社局", "扶贫办", "教育局", "协作办"]
    rows = tuple(
        (at, bureau, name, f"0000-10000{at + 10}", day("12-10"))
        for at, (bureau, name) in enumerate(zip(bureaus, names, strict=True), 1)
    )
    columns = heads("责任单位/16 资料责任人/14 电话/16 完成时限/14")
    title = "甲县2019年度考核资料责任分工表"
    return Register(title, "甲县协作办", day("11-08"), columns, rows)


def general() -> tuple[Filed, ...]:
    """Group 0."""
    part, whole, rate = share(PROJECTS_A)
    report = texts_letters.self_report(
        _OFFICE,
        "甲协办〔2019〕31号",
        "12-06",
        (
            (
                f"双方互派党政挂职干部{len(CADRES_A)}人、专业技术人才{len(EXPERTS_A)}人，"
                "均明确分管或协管工作。"
            ),
            money(PROJECTS_A),
            industry(FIRMS_A),
            (
                f"援助资金用于产业扶贫和就业扶贫{part}万元，占总额{whole}万元的{rate}%；"
                f"培训致富带头人{len(LEADERS_A)}人。"
            ),
        ),
    )
    table = plain(
        "甲县2019年度东西部扶贫协作协议指标完成情况对照表",
        "12-05",
        "填报单位：甲县协作办　东部核对单位：东市东区扶贫协作办公室",
        Grid((1, 5, 2, 2, 3, 3, 2, 5, 4), _comparison(), 12),
        sign=(_OFFICE.desk,),
    )
    event = "0.4 动员部署、政策培训/2019-12-04 迎检动员暨政策培训会"
    opinion = (
        "对《自评报告（征求意见稿）》无修改意见，所列资金、人才、企业和就业数据与我区掌握情况一致。"
    )
    return (
        word(
            "0.1 年度自评报告/2019-12-06 甲协办〔2019〕31号 关于报送2019年度自评报告的报告.docx",
            report,
        ),
        pdf(
            "0.1 年度自评报告/2019-12-02 甲协办函〔2019〕27号 关于征求自评报告意见的函.pdf",
            texts_letters.outgoing_letter(
                _OFFICE,
                "甲协办函〔2019〕27号",
                "关于征求2019年度自评报告意见的函",
                "12-02",
                (
                    "现将我县《2019年度东西部扶贫协作自评报告（征求意见稿）》呈送贵办，"
                    "请于12月5日前反馈书面意见。"
                ),
            ),
        ),
        red_scan(
            "0.1 年度自评报告/2019-12-04 东区协函〔2019〕19号 关于自评报告意见的复函.pdf",
            texts_letters.incoming_letter(
                _OFFICE,
                "东区协函〔2019〕19号",
                "关于甲县2019年度自评报告意见的复函",
                "12-04",
                opinion,
            ),
        ),
        red_scan(
            "0.2 年度协作协议/2019-03-28 东市东区与甲县2019年度东西部扶贫协作协议.pdf",
            texts_letters.agreement(_OFFICE, "03-28", _TARGETS),
        ),
        pdf(
            "0.3 协议指标完成对照表/2019-12-05 协议指标完成情况对照表（A3）.pdf",
            table,
            "A3 landscape",
        ),
        agreement_file(),
        word(f"{event}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _TRAINING)),
        word(f"{event}/2 会议议程.docx", texts_meetings.agenda(_TRAINING)),
        scan(f"{event}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _TRAINING)),
        show(
            f"{event}/4 考核政策解读（课件）.pptx",
            "东西部扶贫协作考核政策解读",
            (
                "考核什么",
                "1. 组织领导　2. 人才交流　3. 资金使用",
                "4. 产业合作　5. 劳务协作　6. 携手奔小康",
                "加分：创新工作　扣分：负面清单",
            ),
            (
                "资料怎么备",
                "一项工作一套资料：通知、议程、签到、纪要、照片",
                "有人数就有名册，有金额就有凭证",
                "不补签字、不倒填日期",
            ),
            (
                "时间怎么排",
                "12月10日前：资料交齐",
                "12月15日前：查漏补缺",
                "12月20日：迎接实地考核",
            ),
        ),
        photo(
            f"{event}/10 会场照片（主席台）.jpg",
            Shot("meeting", "迎检动员暨政策培训会", day("12-04")),
        ),
        photo(
            f"{event}/9 会场照片（全景）.jpg",
            Shot("meeting", "迎检动员暨政策培训会　会场", day("12-04"), 3, 11),
        ),
        word(
            (
                "0.5 资料专人、责任分工表/"
                "2019-11-08 甲协办〔2019〕26号 关于明确考核资料收集专人和责任分工的通知.docx"
            ),
            texts_letters.duty_list(_OFFICE, "甲协办〔2019〕26号", "11-08"),
        ),
        excel("0.5 资料专人、责任分工表/2019-11-08 责任分工表.xlsx", _assignment()),
        fax(
            (
                "0.6 领导小组文件/"
                "2019-01-15 甲办发〔2019〕3号 关于调整东西部扶贫协作领导小组成员的通知.tif"
            ),
            texts_letters.leading_group(_OFFICE, "甲办发〔2019〕3号", "01-15"),
        ),
    )
