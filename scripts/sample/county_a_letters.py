"""What 甲县 has filed under 1.1 to 1.4: letters, plans, photographs, news."""

from sample import oddments, texts_letters
from sample.county_a_accounts import organization
from sample.facts import (
    COUNTY_A,
)
from sample.filing import (
    Filed,
    pdf,
    photo,
    raw,
    red_scan,
    web_shot,
    word,
)
from sample.office import day, plain
from sample.photos import Shot, take
from sample.web import News

_OFFICE = COUNTY_A


def letters() -> tuple[Filed, ...]:
    """Items 1.1 to 1.4: letters, plans, photos, news."""
    out, back = texts_letters.outgoing_letter, texts_letters.incoming_letter
    photos = "1.3 影像图片"
    news = "1.4 新闻报道"
    daily, site = "甲州示例日报", "甲县示例新闻网"
    front = News(
        daily,
        "东区企业家走进甲县　签下三个合作项目",
        day("09-20"),
        (
            "9月19日，东市东区企业家考察团一行12人到甲县考察。",
            "考察团与甲县签订服装、茶叶、电子元件三个合作项目。",
        ),
        "workshop",
    )
    return (
        *organization(),
        word(
            "1.1 对接函件/2019-04-03 甲协办函〔2019〕3号 关于赴东市东区对接工作的函.docx",
            out(
                _OFFICE,
                "甲协办函〔2019〕3号",
                "关于赴东市东区对接2019年度东西部扶贫协作工作的函",
                "04-03",
                (
                    "为落实年度协作协议，经研究，我县拟由县长李某带队，"
                    "于4月18日至20日赴贵区对接资金项目、人才交流、产业合作等工作，并召开座谈会。"
                    "代表团一行9人，请贵方协助安排相关活动。"
                ),
            ),
        ),
        red_scan(
            "1.1 对接函件/2019-04-09 东区协函〔2019〕3号 关于甲县党政代表团来访的复函.pdf",
            back(
                _OFFICE,
                "东区协函〔2019〕3号",
                "关于甲县党政代表团来访的复函",
                "04-09",
                (
                    "我区热忱欢迎贵县党政代表团来访，区政府主要负责同志将参加座谈，"
                    "具体行程由双方协作办衔接。"
                ),
            ),
        ),
        pdf(
            "1.1 对接函件/20190605 甲协办函〔2019〕11号 关于商请选派专业技术人才的函.pdf",
            out(
                _OFFICE,
                "甲协办函〔2019〕11号",
                "关于商请选派专业技术人才的函",
                "06-05",
                (
                    "我县教育、卫生和农业技术力量薄弱，商请贵区2019年度选派教师2名、医生2名、"
                    "农技人员1名来我县工作，时间6个月以上，我县将落实食宿、办公等各项保障。"
                ),
            ),
        ),
        pdf(
            "1.1 对接函件/2019-06-20 东市示例服饰集团来函（投资意向）.pdf",
            plain(
                "关于到甲县投资建厂的意向函",
                "06-20",
                "甲县人民政府：",
                (
                    "我公司拟在贵县青乡扩建服装生产线，计划新增投资400万元，招收工人80名，"
                    "优先录用建档立卡贫困劳动力。请贵县在厂房、用工等方面给予支持。"
                ),
                sign=("东市示例服饰集团",),
            ),
            "letter",
        ),
        word(
            "1.2 活动方案/2019-04-12 甲县党政代表团赴东市东区对接活动方案.docx",
            texts_letters.visit_plan(
                _OFFICE,
                "甲县党政代表团赴东市东区对接活动方案",
                "04-12",
                (
                    ("4月18日", "前往东市东区"),
                    ("4月19日上午", "考察企业、召开座谈会"),
                    ("4月19日下午", "看望我县务工人员"),
                    ("4月20日", "返回"),
                ),
            ),
        ),
        raw(
            "1.2 活动方案/2019-09-16 东区企业家考察团接待方案.rtf",
            lambda: oddments.rich_text(
                texts_letters.visit_plan(
                    _OFFICE,
                    "东区企业家考察团接待方案",
                    "09-16",
                    (("9月18日", "考察团抵达"), ("9月19日", "考察园区、签约"), ("9月20日", "返程")),
                )
            ),
        ),
        photo(
            f"{photos}/2019-04-19 东市东区 李某一行与东区座谈 研究年度计划.jpg",
            Shot("meeting", "东区·甲县扶贫协作座谈会", day("04-19")),
        ),
        photo(
            f"{photos}/2019-06-12 赤镇 东区干部查看黄牛养殖基地 项目督查.jpg",
            Shot("herd", "东西部扶贫协作养殖基地", day("06-12"), 1, 6),
        ),
        photo(
            f"{photos}/2019-08-22 青乡 扶贫车间投产 就近就业.jpg",
            Shot("workshop", "青乡扶贫车间", day("08-22"), 8, 7),
        ),
        photo(
            f"{photos}/2019-09-03 绿乡 东区医生下乡义诊 健康帮扶.jpg",
            Shot("yard", "东西部扶贫协作义诊", day("09-03"), 6, 6),
        ),
        raw(f"{photos}/2019-09-19 县会议中心 企业家考察团签约 产业合作.jpg", lambda: b""),
        photo(
            f"{photos}/2019-11-06 蓝乡 产业路施工现场 工程进度.jpg",
            Shot("village", "蓝乡产业路硬化项目", day("11-06"), 3, 5),
        ),
        web_shot(
            f"{news}/2019-04-21 甲县示例新闻网 我县党政代表团赴东区对接.png",
            News(
                site,
                "我县党政代表团赴东市东区对接扶贫协作工作",
                day("04-21"),
                (
                    "4月18日至20日，县长李某率我县党政代表团赴东市东区，对接东西部扶贫协作工作。",
                    (
                        "座谈会上，双方就资金项目、人才交流、产业合作等事项进行了深入交流，"
                        "达成多项共识。"
                    ),
                ),
            ),
        ),
        web_shot(
            f"{news}/2019-08-23 甲县示例新闻网 青乡扶贫车间投产.png",
            News(
                site,
                "青乡扶贫车间投产　贫困群众家门口就业",
                day("08-23"),
                (
                    "8月22日，由东市东区援建的青乡扶贫车间正式投产。",
                    "车间主要生产服装，首批吸纳贫困劳动力17人。",
                ),
                "workshop",
            ),
        ),
        web_shot(
            f"{news}/2018-11-20 甲县示例新闻网 东区援建教学楼开工.png",
            News(
                site,
                "东区援建教学楼开工建设",
                day("2018-11-20"),
                (
                    "11月19日，东市东区援建的赤镇中心小学教学楼举行开工仪式。",
                    "项目建成后可新增学位200个。",
                ),
                "yard",
            ),
        ),
        raw(
            f"{news}/2019-09-20 甲州示例日报 东区企业家走进甲县.jpg",
            lambda: take(Shot("workshop", front.title[:12], front.date))[:41000],
        ),
    )
