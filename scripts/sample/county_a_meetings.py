"""What 甲县 has filed under 1.5 to 1.9: meetings, minutes, inspections, plans."""

from sample import texts_letters, texts_meetings
from sample.facts import (
    COUNTY_A,
    PROJECTS_A,
    share,
)
from sample.filing import (
    Filed,
    old_word,
    photo,
    red_scan,
    red_tiff,
    scan,
    word,
)
from sample.office import day
from sample.photos import Shot

_OFFICE = COUNTY_A


_PLANNED = share(PROJECTS_A)[1]


_JOINT_1 = texts_meetings.Meeting(
    "东市东区·甲县东西部扶贫协作第一次高层联席会议",
    "05-10",
    "05-06",
    "甲协办〔2019〕9号",
    "甲县会议中心",
    ("研究2019年度资金项目安排", "研究人才双向交流计划", "研究产业合作重点"),
    (
        (
            f"会议同意2019年度资金项目计划，安排项目{len(PROJECTS_A)}个、"
            f"资金{_PLANNED}万元，6月底前全部开工。"
        ),
        "会议确定双方互派党政干部5人、专业技术人才8人，落实食宿、办公等保障。",
        "会议确定以服装、茶叶、电子元件为重点，由东区商务局牵头组织企业考察。",
    ),
)


_JOINT_2 = texts_meetings.Meeting(
    "东市东区·甲县东西部扶贫协作第二次高层联席会议",
    "10-16",
    "10-11",
    "甲协办〔2019〕22号",
    "东市东区会议中心",
    ("通报年度协议指标进度", "研究2020年度协作计划"),
    (
        "对进度滞后的项目，由双方协作办联合督办，12月20日前全部完成。",
        "会议原则同意2020年度协作计划，12月10日前完成项目摸底。",
    ),
)


_PUSH_1 = texts_meetings.Meeting(
    "全县东西部扶贫协作工作推进会",
    "03-15",
    "03-11",
    "甲协办〔2019〕5号",
    "县政府三楼会议室",
    ("总结2018年度工作", "部署2019年度任务"),
    ("各单位对照清单抓好落实。", "按月调度。"),
)


_PUSH_2 = texts_meetings.Meeting(
    "全县东西部扶贫协作半年调度会",
    "07-18",
    "07-15",
    "甲协办〔2019〕15号",
    "县政府五楼会议室",
    ("通报上半年指标完成情况", "分析存在的问题"),
    ("对滞后指标倒排工期。", "逐项销号。"),
)


def meetings() -> tuple[Filed, ...]:
    """Items 1.5 to 1.9: joint meetings, committees, packs, inspections, plans."""
    first = "1.5 高层联席会议/2019-05-10 第一次联席会议"
    second = "1.5 高层联席会议/2019-10-16 第二次联席会议"
    spring = "1.7 会议材料/2019-03-15 全县工作推进会"
    summer = "1.7 会议材料/2019-07-18 半年调度会"
    county = "甲县人民政府常务会议"
    return (
        word(f"{first}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _JOINT_1)),
        word(f"{first}/2 会议议程.docx", texts_meetings.agenda(_JOINT_1)),
        scan(f"{first}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _JOINT_1)),
        red_scan(f"{first}/4 会议纪要.pdf", texts_meetings.minutes(_OFFICE, _JOINT_1, 7)),
        photo(
            f"{first}/5 会场照片.jpg", Shot("meeting", "第一次高层联席会议", day("05-10"), 1, 11)
        ),
        photo(
            f"{first}/10 会后考察照片.jpg",
            Shot("village", "东区领导考察产业基地", day("05-10"), 1, 7),
        ),
        word(f"{second}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _JOINT_2)),
        word(f"{second}/2 会议议程.docx", texts_meetings.agenda(_JOINT_2)),
        word(f"{second}/3 会议纪要.docx", texts_meetings.minutes(_OFFICE, _JOINT_2, 19)),
        photo(f"{second}/4 会场照片.jpg", Shot("meeting", "第二次高层联席会议", day("10-16"))),
        red_tiff(
            "1.6 专题研究纪要/2019-02-20 甲县县委常委会会议纪要〔2019〕第4期.tif",
            texts_meetings.committee_minutes(
                _OFFICE,
                "中共甲县县委常委会",
                4,
                "02-20",
                "会议同意2019年度东西部扶贫协作工作要点，要求尽快与东区签订年度协议。",
            ),
        ),
        word(
            "1.6 专题研究纪要/2019-06-28 甲县人民政府常务会议纪要〔2019〕第12期.docx",
            texts_meetings.committee_minutes(
                _OFFICE,
                county,
                12,
                "06-28",
                (
                    f"会议听取协作资金使用情况汇报，要求{len(PROJECTS_A)}个项目6月底前全部开工，"
                    "每月通报进度。"
                ),
            ),
        ),
        old_word(
            "1.6 专题研究纪要/2019-11-04 甲县人民政府常务会议纪要〔2019〕第21期.doc",
            texts_meetings.committee_minutes(
                _OFFICE,
                county,
                21,
                "11-04",
                "会议研究迎检准备工作，明确资料收集专人，要求12月10日前交齐。",
            ),
        ),
        word(f"{spring}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _PUSH_1)),
        word(f"{spring}/2 会议议程.docx", texts_meetings.agenda(_PUSH_1)),
        scan(f"{spring}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _PUSH_1)),
        word(f"{spring}/4 县长讲话.docx", texts_meetings.speech(_OFFICE, _PUSH_1)),
        photo(
            f"{spring}/5 会场照片.jpg",
            Shot("meeting", "东西部扶贫协作工作推进会", day("03-15"), 1, 10),
        ),
        word(f"{summer}/1 会议通知.docx", texts_meetings.notice(_OFFICE, _PUSH_2)),
        word(f"{summer}/2 会议议程.docx", texts_meetings.agenda(_PUSH_2)),
        scan(f"{summer}/3 签到表.pdf", texts_meetings.sign_in(_OFFICE, _PUSH_2)),
        word(f"{summer}/4 县长讲话.docx", texts_meetings.speech(_OFFICE, _PUSH_2)),
        word(
            "1.8 县长部署和现场督查/2019-08-06 县长现场督查记录（青乡、蓝乡）.docx",
            texts_meetings.inspection_record(
                _OFFICE,
                "08-06",
                "青乡扶贫车间、蓝乡产业路",
                "蓝乡产业路因雨季影响，进度滞后约两周。",
                "施工单位增加人员设备，乡政府每周报送进度。",
            ),
        ),
        photo(
            "1.8 县长部署和现场督查/2019-08-06 县长督查青乡扶贫车间.jpg",
            Shot("workshop", "县长现场督查扶贫车间", day("08-06"), 1, 6),
        ),
        word(
            (
                "1.9 年度工作要点、"
                "项目库/2019-02-26 甲协办〔2019〕2号 2019年度东西部扶贫协作工作要点.docx"
            ),
            texts_letters.outgoing_letter(
                _OFFICE,
                "甲协办〔2019〕2号",
                "2019年度东西部扶贫协作工作要点",
                "02-26",
                (
                    "2019年重点抓好六项工作：召开高层联席会议，签订年度协议；落实挂职干部保障；"
                    "管好用好协作资金；引导东部企业落地；开展劳务协作；深化乡镇、村结对。"
                    "现将工作要点送上，请提出意见。"
                ),
            ),
        ),
    )
