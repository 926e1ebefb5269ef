"""甲县, the county of the example: groups 7 to 9, its settings, and the faults put into it."""

from sample import county_a_accounts as accounts
from sample import county_a_general as overall
from sample import county_a_letters as letters
from sample import county_a_meetings as meetings
from sample import county_a_money as money
from sample import county_a_people as people
from sample import oddments, texts_letters, texts_people
from sample.county_a_registers import base
from sample.facts import COUNTY_A, PROJECTS_A, share
from sample.filing import FIGURE, Filed, Planted, UnitSample, pdf, photo, raw, scan, word
from sample.office import day, plain
from sample.paper import Grid
from sample.photos import Shot

_OFFICE = COUNTY_A
_EVENT_1 = "2019-10-16 第二次联席会议"
_EVENT_2 = "2019-07-18 半年调度会"


def _bonus_and_negative() -> tuple[Filed, ...]:
    deep = [each for each in PROJECTS_A if each.deep]
    part, whole = sum(each.planned for each in deep), share(PROJECTS_A)[1]
    table = (
        ("项目", "地点", "资金（万元）"),
        *((each.name, each.place, str(each.planned)) for each in deep),
        ("合计", "", str(part)),
    )
    return (
        word(
            "7.1 向深度贫困地区倾斜/2019-12-03 协作资金投向深度贫困乡镇情况说明.docx",
            plain(
                "协作资金投向深度贫困乡镇情况说明",
                "12-03",
                Grid((6, 5, 4), table, 10),
                (
                    f"投向绿乡、蓝乡两个深度贫困乡{part}万元，"
                    f"占协作资金总额{whole}万元的{100 * part / whole:.2f}%。"
                ),
                sign=(_OFFICE.desk,),
            ),
        ),
        pdf(
            "7.2 解决突出问题/2019-11-26 青乡饮水安全巩固案例.pdf",
            texts_people.case(
                _OFFICE,
                "一泓清水进农家：青乡饮水安全巩固工程案例",
                "11-26",
                "青乡青三村地处石山区，枯水季饮水困难，涉及贫困户143户562人。",
                "安排东部协作资金310万元，新建蓄水池2座，铺设管道11公里，聘请2名贫困群众管护。",
                "工程于11月8日竣工，枯水季供水有了保障，水费每吨1.5元，管护经费有来源。",
            ),
        ),
        word(
            "7.5 创新典型/2019-11-18 “订单班”劳务协作案例.docx",
            texts_people.case(
                _OFFICE,
                "“订单班”架起就业桥：劳务协作创新案例",
                "11-18",
                "针对贫困劳动力技能不足、就业不稳的问题，双方人社部门联合开办“订单班”。",
                "由东区企业出岗位、出教材、出师傅，我县出场地、出学员，培训合格直接上岗。",
                "2019年开办2期，培训40人，其中18人到东区企业就业。",
            ),
        ),
        accounts.cases(),
        word(
            "8.1 协议指标零项声明/2019-12-06 关于协议指标完成情况的声明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于协议指标完成情况的声明",
                "12-06",
                (
                    f"经逐项对照《2019年度东西部扶贫协作协议》，{len(accounts.INDICATORS)}项指标中，"
                    "公益性岗位正在补选，12月20日前完成，其余均已达到目标值。"
                    "详见《协议指标完成情况对照表》。"
                ),
            ),
        ),
        scan(
            "8.2 资金使用自查/2019-12-02 关于资金使用情况的自查说明.pdf",
            texts_letters.statement(
                _OFFICE,
                "关于协作资金使用情况的自查说明",
                "12-02",
                (
                    "我局会同审计、纪检部门对2019年度协作资金使用情况进行了自查，未发现截留、"
                    "挤占、挪用等违规违纪问题。"
                ),
                "对审计指出的个别项目报账不及时问题，已整改到位。",
                sign="甲县财政局",
            ),
        ),
        pdf(
            "8.3 数据真实性责任/2019-12-05 数据真实性责任书（待签字）.pdf",
            texts_letters.integrity_pledge(_OFFICE, "12-05"),
        ),
        word(
            "8.4 突出问题自查/2019-12-05 关于工作有无突出问题的自查说明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于东西部扶贫协作工作有无突出问题的自查说明",
                "12-05",
                (
                    "对照考核负面清单，我县2019年度东西部扶贫协作工作未出现突出问题，"
                    "未被上级通报或媒体曝光。"
                ),
            ),
        ),
    )


def _rectification() -> tuple[Filed, ...]:
    return (
        *accounts.rectification(),
        photo(
            "9.1 省检反馈整改/2019-11-18 公示栏整改后.jpg",
            Shot("yard", "赤镇项目公示栏", day("11-18"), 1, 2),
        ),
        scan(
            "9.2 上年问题整改/2019-04-02 关于2018年度考核反馈问题整改情况的报告.pdf",
            texts_letters.rectification_report(_OFFICE, "04-02", "2018年度考核", 2),
        ),
    )


def _strays() -> tuple[Filed, ...]:
    """Files outside any item, and what office software leaves lying about."""
    second = f"1.5 高层联席会议/{_EVENT_1}"
    return (
        word(
            "99 其他/2019-11-12 关于开展冬季安全检查的通知.docx",
            plain(
                "关于开展冬季安全检查的通知",
                "11-12",
                "请各单位对办公场所用电、消防安全进行检查，11月20日前报送情况。",
                sign=("甲县人民政府办公室",),
            ),
        ),
        raw(
            "2019-11-29 电话记录（迎检准备）.txt",
            lambda: oddments.plain_text(
                plain(
                    "电话记录",
                    "11-29",
                    "州协作办来电：请各县12月10日前完成资料收集，12月15日前完成政策培训。",
                    sign=("记录人：蒋某",),
                ),
                "utf-8",
            ),
        ),
        raw(f"{second}/~$会议纪要.docx", lambda: oddments.word_lock("蒋某")),
        raw("1.3 影像图片/Thumbs.db", oddments.thumbs_db),
        raw("1.3 影像图片/.DS_Store", oddments.ds_store),
    )


_SETTINGS = """\
# 甲县的基本情况、责任人和不适用指标（示例材料·虚构，电话为虚构号码）。
name: 甲县
level: 县
office: 甲县东西部扶贫协作领导小组办公室
partner: 东市东区

people: # 责任单位（与清单写法一致）: 责任人、电话
  协作办: {name: 蒋某, phone: "0000-1000001"}
  组织部: {name: 尤某, phone: "0000-1000002"}
  财政局: {name: 许某, phone: "0000-1000003"}
  人社局: {name: 吕某, phone: "0000-1000004"}
  扶贫办: {name: 施某, phone: "0000-1000005"}
  宣传部: {name: 孔某, phone: "0000-1000006"}
  两办: {name: 秦某, phone: "0000-1000007"}
  县政府办: {name: 曹某, phone: "0000-1000008"}
  自然资源局: {name: 钱某, phone: "0000-1000012"}
  各对口协助部门: {name: 蒋某, phone: "0000-1000001"}
  教育、卫健、住建、水利: {name: 张某, phone: "0000-1000011"}
  各单位主要负责人: {name: 蒋某, phone: "0000-1000001"}
  残联: {name: 严某, phone: "0000-1000009"}
  两办、协作办: {name: 秦某, phone: "0000-1000007"}
  组织部、两办: {name: 尤某, phone: "0000-1000002"}
  组织部、接收单位: {name: 尤某, phone: "0000-1000002"}
  组织部、教育、卫健、农业农村: {name: 尤某, phone: "0000-1000002"}
  财政局、审计局: {name: 许某, phone: "0000-1000003"}
  协作办、民政: {name: 蒋某, phone: "0000-1000001"}
  协作办、财政: {name: 蒋某, phone: "0000-1000001"}
  协作办、扶贫办: {name: 施某, phone: "0000-1000005"}
  协作办、对口协助部门: {name: 蒋某, phone: "0000-1000001"}
  协作办、商务（招商）: {name: 何某, phone: "0000-1000010"}
  商务、供销: {name: 何某, phone: "0000-1000010"}
  县委办、政府办: {name: 秦某, phone: "0000-1000007"}
  财政、审计、纪委: {name: 许某, phone: "0000-1000003"}

not_applicable: # 不适用的指标：理由、谁决定的、哪天决定的
  "7.3":
    reason: 本县2019年度没有城乡建设用地增减挂钩结余指标跨省交易
    decided_by: 县自然资源局局长 钱某
    date: 2019-11-05

items: # 个别指标改责任单位、责任人或期限
  "1.3": {owner: 宣传部, due: 2019-12-05}
  "2.1": {due: 2019-12-01}
  "6.3": {owner: 扶贫办}
  "6.5": {owner: 协作办, person: {name: 张某, phone: "0000-1000011"}}

figures: # 台账里没有、要人工填报的数：写明出自哪份文件第几页，或由谁填报
  "1.5":
    value: "2"
    unit: 次
    source: {document: "2019-12-06 甲协办〔2019〕31号 关于报送2019年度自评报告的报告.docx", page: 1}
  "4.6":
    value: "1"
    unit: 个
    typed_by: 何某
    date: 2019-12-03
  "6.1":
    value: "1"
    unit: 次
    source: {document: "2019-04-18 县长率团赴东市东区对接/3 座谈会纪要.pdf", page: 1}
  "6.2":
    value: "@SHARE@"
    unit: "%"
    source: {document: "2019-12-05 援助资金用于产业和就业比例测算表.pdf", page: 1}
"""

_CONSENT = "2019-04-12 东区协函〔2019〕4号 关于同意甲县2019年度协作资金项目计划的复函.pdf"

_PLANTED = (
    Planted(
        "empty-file",
        "1.3",
        "拷贝照片时中断，文件只有 0 字节",
        "1.3 影像图片/2019-09-19 县会议中心 企业家考察团签约 产业合作.jpg",
    ),
    Planted("overdue", "1.3", "期限改为12月5日，到12月10日还有缺件"),
    Planted(
        "unreadable",
        "1.4",
        "JPEG 后半截丢失",
        "1.4 新闻报道/2019-09-20 甲州示例日报 东区企业家走进甲县.jpg",
    ),
    Planted(
        "out-of-window",
        "1.4",
        "2018年的报道混入",
        "1.4 新闻报道/2018-11-20 甲县示例新闻网 东区援建教学楼开工.png",
    ),
    Planted("pack-incomplete", "1.5", "没有签到表", f"1.5 高层联席会议/{_EVENT_1}", _EVENT_1),
    Planted("pack-incomplete", "1.7", "没有照片", f"1.7 会议材料/{_EVENT_2}", _EVENT_2),
    Planted("too-few", "1.9", "只有工作要点，没有2020年项目清单"),
    Planted(
        "duplicate-file",
        "2.2",
        "同一份扫描件在本指标放了两次",
        "2.2 挂职干部任职文件/扫描件003副本.pdf",
    ),
    Planted(
        "duplicate-file", "3.2", "同一复函也用于 3.3（允许，提示）", f"3.2 办法执行/{_CONSENT}"
    ),
    Planted(
        "duplicate-file",
        "3.3",
        "同一复函也用于 3.2（允许，提示）",
        f"3.3 资金到位、拨付、支出/{_CONSENT}",
    ),
    Planted(
        "encrypted",
        "3.7",
        "PDF 加了打开密码",
        "3.7 审计、监督检查/2019-10-25 甲审专〔2019〕5号 专项审计报告.pdf",
    ),
    Planted(
        "unreadable",
        "3.8",
        "PDF 下载中断，只剩开头",
        "3.8 社会捐赠/2019-08-30 捐赠资金使用情况.pdf",
    ),
    Planted(
        "conversion-note",
        "4.2",
        "名为 .docx，其实是网页，按网页装订",
        "4.2 政策落实/2019-11-15 优惠政策兑现情况说明.docx",
    ),
    Planted("missing", "4.6", "没有任何材料"),
    Planted(
        "unsupported-type",
        "5.6",
        "CAD 图纸，无法装订",
        "5.6 扶贫车间/2019-04-02 青乡扶贫车间平面图.dwg",
    ),
    Planted("missing", "5.7", "没有任何材料"),
    Planted("missing", "6.5", "没有任何材料"),
    Planted("missing", "7.4", "没有任何材料"),
    Planted(
        "unassigned",
        None,
        "文件夹编号 99 不在清单里",
        "99 其他/2019-11-12 关于开展冬季安全检查的通知.docx",
    ),
    Planted("unassigned", None, "直接放在县文件夹下", "2019-11-29 电话记录（迎检准备）.txt"),
    Planted(
        "figure-without-source",
        "4.6",
        "填报共建园区1个，没有台账，也没有文件",
        "county.yaml",
        kind=FIGURE,
    ),
    Planted(
        "percent-mismatch",
        "6.2",
        "3270÷5320 是 61.47%，填了 61.4%",
        "county.yaml",
        kind=FIGURE,
    ),
)


def county_a() -> UnitSample:
    """Everything of 甲县."""
    files = (
        base(),
        *overall.general(),
        *letters.letters(),
        *meetings.meetings(),
        *people.exchange(),
        *money.funds(),
        *money.industry(),
        *people.labour(),
        *people.pairing(),
        *_bonus_and_negative(),
        *_rectification(),
        *_strays(),
    )
    settings = _SETTINGS.replace("@SHARE@", people.STATED_SHARE)
    return UnitSample("county_a", settings, files, _PLANTED)
