"""What 甲县 has filed under groups 2, 5 and 6: officials, experts, jobs, pairing."""

from sample import county_a_registers as registers
from sample import oddments, texts_letters, texts_meetings, texts_money, texts_people
from sample.facts import CADRES_A, COUNTY_A, EXPERTS_A, PROJECTS_A, share
from sample.filing import (
    Filed,
    pdf,
    photo,
    raw,
    red_scan,
    same_as,
    scan,
    web_shot,
    word,
)
from sample.office import day, plain
from sample.paper import Grid, Paper
from sample.people import residents
from sample.percent import cut_off
from sample.photos import Shot
from sample.shared_registers import EAST_A, LEADERS_A
from sample.web import News

_OFFICE = COUNTY_A
_APPOINTED = ("2018-04-26", "2018-04-26", "02-25", "02-22", "02-22")

#: The share of industry and jobs as the office states it: the further digits are cut off.
STATED_SHARE = cut_off(*share(PROJECTS_A)[:2], 1)

#: What the office says of its numbered scans, which their names do not tell.
CATALOGUE = """\
# 扫描件编号与文件内容对照（组织部 尤某 整理）。文件名要与旁边的文件完全一致。
files:
  "扫描件001.pdf":
    title: 关于郑某甲同志挂职的通知
    date: 2018-04-26
    doc_number: 甲组干〔2018〕31号
    issuer: 中共甲县委员会组织部
    point: 第1页第1段
    note: 复印件，原件存组织部
  "扫描件002.pdf":
    title: 关于王某乙同志挂职的通知
    date: 2018-04-26
    doc_number: 甲组干〔2018〕32号
    issuer: 中共甲县委员会组织部
    point: 第1页第1段
    note: 复印件，原件存组织部
  "扫描件003.pdf":
    title: 关于冯某丙同志挂职的通知
    date: 2019-02-25
    doc_number: 甲组干〔2019〕12号
    issuer: 中共甲县委员会组织部
    point: 第1页第1段
"""


def exchange() -> tuple[Filed, ...]:
    """Group 2."""
    posts = "2.2 挂职干部任职文件"
    papers = [
        texts_people.appointment(_OFFICE, each, date)
        for each, date in zip(CADRES_A[:5], _APPOINTED, strict=True)
    ]
    third = scan(f"{posts}/扫描件003.pdf", papers[2])
    split = texts_people.duty_split(_OFFICE, "甲政发〔2019〕6号", "03-12", CADRES_A[:3])
    east_split = texts_people.duty_split(_OFFICE, "东区政办〔2019〕5号", "03-18", CADRES_A[3:])
    return (
        *registers.exchange(),
        pdf(
            "2.1 党政挂职干部/2019-02-20 甲协办函〔2019〕1号 关于选派挂职干部的函.pdf",
            texts_letters.outgoing_letter(
                _OFFICE,
                "甲协办函〔2019〕1号",
                "关于选派党政干部赴贵区挂职的函",
                "02-20",
                (
                    "根据双方人才交流计划，我县拟选派陈某丁、褚某戊、魏某壬三名同志赴贵区挂职，"
                    "时间自2019年3月至12月，请予安排。"
                ),
            ),
        ),
        scan(f"{posts}/扫描件001.pdf", papers[0]),
        scan(f"{posts}/扫描件002.pdf", papers[1]),
        third,
        same_as(f"{posts}/扫描件003副本.pdf", third),
        scan(f"{posts}/2019-02-22 东区组干〔2019〕8号 关于陈某丁同志挂职的通知.pdf", papers[3]),
        scan(f"{posts}/2019-02-22 东区组干〔2019〕9号 关于褚某戊同志挂职的通知.pdf", papers[4]),
        raw(f"{posts}/目录.yaml", CATALOGUE.encode),
        red_scan(
            (
                "2.3 工作分工文件/"
                "2019-03-12 甲政发〔2019〕6号 关于县政府领导及挂职干部工作分工的通知.pdf"
            ),
            split,
        ),
        scan(
            "2.3 工作分工文件/2019-03-18 东区政办〔2019〕5号 关于挂职干部工作分工的通知.pdf",
            east_split,
        ),
        pdf(
            "2.4 专业技术人才/2019-02-18 教育人才交流协议.pdf",
            texts_people.exchange_agreement("教育", "02-18", "东市东区教育局", "甲县教育局"),
        ),
        word(
            "2.4 专业技术人才/2019-03-20 卫生人才交流协议.docx",
            texts_people.exchange_agreement(
                "卫生", "03-20", "东市东区卫生健康局", "甲县卫生健康局"
            ),
        ),
        word(
            (
                "2.5 保障条件/"
                "2019-03-06 甲组通〔2019〕9号 关于落实挂职干部和专业技术人才保障条件的通知.docx"
            ),
            texts_people.support_rules(_OFFICE, "甲组通〔2019〕9号", "03-06"),
        ),
        raw(
            "2.5 保障条件/2019-09-10 中秋走访慰问情况.txt",
            lambda: oddments.plain_text(
                plain(
                    "中秋走访慰问东部挂职干部和专业技术人才情况",
                    "09-10",
                    (
                        "9月10日，县委组织部对在我县挂职的3名党政干部、"
                        "5名专业技术人才进行了走访慰问，了解食宿、办公等保障情况。"
                    ),
                    (
                        "大家普遍反映各项保障落实到位。有1名教师提出宿舍网络信号较弱，"
                        "已由教育局联系解决。"
                    ),
                    sign=("中共甲县委员会组织部",),
                )
            ),
        ),
        scan("2.5 保障条件/2019-03-20 人身意外伤害保险凭证.pdf", _insurance()),
        photo(
            "2.5 保障条件/2019-03-08 挂职干部周转房.jpg",
            Shot("yard", "挂职干部人才周转房", day("03-08"), 1, 3),
        ),
        word(
            "2.6 干部人才培训/2019-07-02 关于举办扶贫干部能力提升培训班的通知.docx",
            texts_people.training_plan(_OFFICE, "扶贫干部能力提升培训班", "07-02", "委组织部", 60),
        ),
        pdf(
            "2.6 干部人才培训/2019-07-19 甲培册〔2019〕1号 扶贫干部能力提升培训班花名册.pdf",
            _roster("扶贫干部能力提升培训班花名册", "07-19", 0, 60, "扶贫专干"),
            dense=True,
        ),
        pdf(
            "2.6 干部人才培训/2019-09-20 甲培册〔2019〕2号 骨干教师研修班花名册.pdf",
            _roster("骨干教师研修班花名册", "09-20", 62, 24, "教师"),
            dense=True,
        ),
        photo(
            "2.6 干部人才培训/2019-07-10 培训班开班.jpg",
            Shot("meeting", "扶贫干部能力提升培训班", day("07-10")),
        ),
    )


def _insurance() -> Paper:
    grid = [("姓名", "险种", "保额（万元）", "保险期间")]
    names = [*(each.name for each in CADRES_A[:3]), *(each.name for each in EXPERTS_A[:5])]
    grid += [(name, "人身意外伤害险", "50", "2019-03至2020-02") for name in names]
    return plain(
        "团体人身意外伤害保险凭证",
        "03-20",
        "投保人：中共甲县委员会组织部",
        Grid((3, 5, 4, 6), tuple(grid), 10),
        sign=("示例保险公司甲县支公司",),
    )


def _roster(title: str, date: str, first: int, count: int, post: str) -> Paper:
    """Who took part in a course, with made-up names of another division."""
    place = "中心学校" if post == "教师" else "人民政府"
    folk = residents("990103", _OFFICE.towns, first + count)[first:]
    grid = [("序号", "姓名", "性别", "单位", "职务")]
    grid += [
        (str(at), each.name, each.sex, f"{each.town}{place}", post)
        for at, each in enumerate(folk, 1)
    ]
    return plain(title, date, Grid((1, 2, 1, 4, 2), tuple(grid), 7), sign=("甲县委组织部",))


def labour() -> tuple[Filed, ...]:
    """Group 5; nothing is filed under 5.7."""
    cash = "5.4 公益性岗位"
    slips = [("姓名", "岗位", "月补贴（元）", "累计发放（元）")]
    slips += [
        (each.name, "护林员" if at % 2 else "保洁员", "800", "8000")
        for at, each in enumerate(registers.PUBLIC_JOBS)
    ]
    return (
        *registers.labour(),
        pdf(
            "5.1 省外就业/2019-11-30 东区企业用工证明.pdf",
            plain(
                "用工证明",
                "11-30",
                "兹证明下列甲县籍务工人员在我公司务工，每月按时发放工资：",
                Grid(
                    (2, 4, 4, 4),
                    (
                        ("序号", "姓名", "岗位", "月工资（元）"),
                        *(
                            (str(at), each.name, "操作工", str(3200 + at * 60))
                            for at, each in enumerate(EAST_A[:9], 1)
                        ),
                    ),
                    10,
                ),
                sign=("东市示例电子公司",),
            ),
        ),
        word(
            "5.3 劳务培训/2019-03-18 关于举办缝纫工技能培训班的通知.docx",
            texts_people.training_plan(
                _OFFICE, "缝纫工技能培训班", "03-18", "人力资源和社会保障局", 40
            ),
        ),
        photo(
            "5.3 劳务培训/2019-03-26 缝纫工培训实操.jpg",
            Shot("workshop", "缝纫工技能培训班", day("03-26"), 6, 6),
        ),
        scan(
            f"{cash}/2019-11-20 公益性岗位补贴发放表.pdf",
            plain(
                "公益性岗位补贴发放表",
                "11-20",
                Grid((3, 3, 4, 4), tuple(slips), 10),
                sign=("甲县人力资源和社会保障局",),
            ),
        ),
        scan(
            f"{cash}/2019-01-02 公益性岗位聘用协议（样本）.pdf",
            texts_money.contract(
                "公益性岗位聘用协议",
                "01-02",
                "甲县赤镇人民政府",
                registers.PUBLIC_JOBS[0].name,
                "甲方聘用乙方从事村内护林工作。",
                "聘期一年，每月补贴800元。",
                "乙方按要求完成巡护任务，甲方按月发放补贴。",
            ),
        ),
        word(
            "5.5 转移就业/2019-02-14 “春风行动”专场招聘会方案.docx",
            texts_people.event_plan(
                _OFFICE,
                "“春风行动”东西部劳务协作专场招聘会方案",
                "02-14",
                "人力资源和社会保障局",
                "一、时间地点",
                "2月16日，县文化广场。",
                "二、参加企业",
                "东区企业18家，提供岗位1200个。",
                "三、后续服务",
                "达成意向的，2月20日由县里包车送往东区，全程有人护送。",
            ),
        ),
        photo(
            "5.5 转移就业/2019-02-20 包车送工.jpg",
            Shot("yard", "东西部劳务协作包车专列", day("02-20"), 1, 10),
        ),
        raw("5.6 扶贫车间/2019-04-02 青乡扶贫车间平面图.dwg", oddments.drawing_bytes),
        photo(
            "5.6 扶贫车间/2019-11-12 橙镇扶贫车间生产.jpg",
            Shot("workshop", "橙镇扶贫车间", day("11-12"), 1, 8),
        ),
    )


def pairing() -> tuple[Filed, ...]:
    """Group 6; nothing is filed under 6.5."""
    visit = "6.1 党政主要负责人对接/2019-04-18 县长率团赴东市东区对接"
    part, whole, _ = share(PROJECTS_A)
    _, served = registers.beneficiaries()
    meeting = texts_meetings.Meeting(
        "东市东区·甲县扶贫协作座谈会",
        "04-19",
        "04-12",
        "",
        "东市东区会议中心",
        ("研究年度协议", "研究产业合作"),
        ("双方确认年度协议指标，按季度会商进度。", "东区组织企业于9月前到甲县考察。"),
    )
    ratio = plain(
        "2019年度援助资金用于产业扶贫和就业扶贫比例测算表",
        "12-05",
        Grid(
            (4, 3, 3),
            (
                ("类别", "资金（万元）", "项目数"),
                *_by_kind(),
                ("合计", str(whole), str(len(PROJECTS_A))),
            ),
            11,
        ),
        (
            f"（产业扶贫＋就业扶贫）÷援助资金总额＝{part}÷{whole}＝{STATED_SHARE}%。"
            "分母为当年到位的财政援助资金，数据来源为项目资金台账。"
        ),
        sign=("甲县财政局",),
    )
    return (
        word(
            f"{visit}/1 关于赴东市东区对接工作的函.docx",
            texts_letters.outgoing_letter(
                _OFFICE,
                "甲协办函〔2019〕4号",
                "关于县长率团赴东市东区对接的函",
                "04-11",
                "经商定，我县由县长李某率党政代表团于4月18日至20日赴贵区对接，代表团名单附后。",
            ),
        ),
        word(
            f"{visit}/2 对接活动方案.docx",
            texts_letters.visit_plan(
                _OFFICE,
                "县长率团赴东市东区对接活动方案",
                "04-12",
                (("4月19日上午", "座谈会"), ("4月19日下午", "看望务工人员")),
            ),
        ),
        scan(f"{visit}/3 座谈会纪要.pdf", texts_meetings.minutes(_OFFICE, meeting, 6)),
        photo(
            f"{visit}/4 座谈会照片.jpg",
            Shot("meeting", "东区·甲县扶贫协作座谈", day("04-19"), 1, 8),
        ),
        web_shot(
            f"{visit}/5 新闻报道.png",
            News(
                "东区示例新闻网",
                "甲县党政代表团来我区对接扶贫协作",
                day("04-20"),
                (
                    "4月19日，甲县县长李某率党政代表团来我区对接扶贫协作工作。",
                    "双方就年度协议指标进行了逐项会商。",
                ),
            ),
        ),
        pdf("6.2 产业就业资金比例/2019-12-05 援助资金用于产业和就业比例测算表.pdf", ratio),
        served,
        word(
            "6.4 致富带头人/2019-05-13 关于举办致富带头人培训班的通知.docx",
            texts_people.training_plan(
                _OFFICE, "贫困村创业致富带头人培训班", "05-13", "扶贫开发办公室", len(LEADERS_A)
            ),
        ),
        registers.leaders(),
        photo(
            "6.4 致富带头人/2019-05-28 致富带头人现场教学.jpg",
            Shot("herd", "致富带头人现场教学", day("05-28"), 1, 7),
        ),
    )


def _by_kind() -> list[tuple[str, str, str]]:
    kinds: dict[str, list[int]] = {}
    for each in PROJECTS_A:
        kinds.setdefault(each.kind, []).append(each.planned)
    return [(kind, str(sum(sums)), str(len(sums))) for kind, sums in kinds.items()]
