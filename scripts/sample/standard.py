"""One plain paper for each item that a unit has nothing special to show for.

Used by the smaller units. ``{o}`` in a text is the unit's name, ``{p}`` its eastern partner's.
"""

from dataclasses import dataclass

from sample import texts_letters, texts_meetings
from sample.filing import Filed, photo, scan, word
from sample.office import Office, day, plain
from sample.photos import Shot


@dataclass(frozen=True, slots=True)
class Entry:
    """The paper of one item; ``scanned`` when the office filed a scan of the sealed copy."""

    folder: str
    date: str
    bureau: str
    title: str
    body: tuple[str, ...]
    scanned: bool = False
    counties_only: bool = False

    def file(self, office: Office) -> Filed:
        """The file as a unit has it."""
        body = tuple(part.format(o=office.name, p=office.partner) for part in self.body)
        title = self.title.format(o=office.name, p=office.partner)
        paper = plain(title, self.date, *body, sign=(office.bureau(self.bureau),))
        kind, suffix = (scan, "pdf") if self.scanned else (word, "docx")
        return kind(f"{self.folder}/2019-{self.date} {title}.{suffix}", paper)


_ENTRIES = (
    Entry(
        "1.2 活动方案",
        "04-15",
        "协作办",
        "{o}党政代表团赴{p}对接活动方案",
        (
            "为做好对接工作，制定本方案。",
            "一、时间",
            "2019年4月22日至24日。",
            "二、内容",
            "召开座谈会，考察企业，看望务工人员和挂职干部。",
            "三、要求",
            "轻车简从，会后5日内整理纪要、照片和新闻报道。",
        ),
    ),
    Entry(
        "1.4 新闻报道",
        "07-09",
        "委宣传部",
        "{p}专家到{o}开展技术帮扶的报道",
        (
            "7月8日，{p}农业专家一行4人来到{o}，深入田间地头指导蔬菜种植和病虫害防治。",
            "专家们现场解答群众问题20余个，并与种植大户建立了长期联系。",
        ),
    ),
    Entry(
        "1.8 县长部署和现场督查",
        "08-14",
        "人民政府办公室",
        "县长现场督查协作项目记录",
        (
            "8月14日，县长现场督查东西部扶贫协作项目，查看工程进度和资料台账。",
            "督查要求：加快进度，确保质量，资金及时拨付，资料同步归档。",
        ),
        counties_only=True,
    ),
    Entry(
        "2.4 专业技术人才",
        "03-15",
        "委组织部",
        "专业技术人才交流情况说明",
        (
            (
                "2019年，{p}选派教师2名、医生2名到{o}开展支教支医，时间均为6个月；"
                "{o}选派4名业务骨干到{p}跟岗学习3个月。"
            ),
            "交流人员由接收单位安排带教任务，期满考核合格。",
        ),
    ),
    Entry(
        "2.5 保障条件",
        "03-10",
        "委组织部",
        "挂职干部和专业技术人才保障条件落实情况",
        (
            (
                "为东部挂职干部和专业技术人才每人配备周转房一套，购买人身意外伤害保险，"
                "安排健康体检一次。"
            ),
            "中秋、国庆期间走访慰问，累计发放慰问品6份。",
        ),
        True,
    ),
    Entry(
        "2.6 干部人才培训",
        "08-05",
        "委组织部",
        "扶贫干部培训班方案",
        (
            "定于8月12日至16日举办扶贫干部培训班，参训人员50人。",
            "由{p}选派3名专家授课，内容为产业扶贫、乡村治理和群众工作。",
        ),
    ),
    Entry(
        "3.2 办法执行",
        "10-25",
        "扶贫开发办公室",
        "协作项目验收情况报告",
        (
            "10月21日至24日，扶贫办会同财政、审计等部门对已竣工项目进行了验收。",
            "验收组查看了现场，核对了工程量和公示资料，同意通过验收。",
        ),
        True,
    ),
    Entry(
        "3.4 用于县以下基层",
        "12-04",
        "财政局",
        "协作资金用于县以下基层情况",
        ("2019年度协作资金全部用于乡镇、村的项目，没有用于县级机关。逐项目情况见项目资金台账。",),
    ),
    Entry(
        "3.6 历年项目清零",
        "11-26",
        "财政局",
        "以前年度协作项目清零情况说明",
        ("2018年及以前年度协作项目均已竣工验收，资金全部报账，没有结转。",),
        counties_only=True,
    ),
    Entry(
        "3.7 审计、监督检查",
        "11-15",
        "审计局",
        "协作资金审计整改情况报告",
        (
            "审计提出的2个问题（报账不及时、档案不完整）已于11月10日前整改到位。",
            "财政局修订了报账流程，扶贫办完善了一项目一档。",
        ),
        True,
    ),
    Entry(
        "4.1 优惠支持政策",
        "02-28",
        "人民政府",
        "支持东部企业投资的若干措施",
        (
            "一、用地保障",
            "优先安排用地指标。",
            "二、奖补政策",
            "对固定资产投资500万元以上的东部企业给予一次性奖励。",
            "三、用工补贴",
            "吸纳贫困劳动力稳定就业的，按人给予补贴。",
        ),
    ),
    Entry(
        "4.2 政策落实",
        "11-12",
        "商务局",
        "优惠政策兑现情况说明",
        ("2019年已为东部落地企业兑现厂房租金减免和用工补贴，资金均拨付到企业账户，发放前已公示。",),
    ),
    Entry(
        "4.4 企业实际投资额",
        "11-20",
        "商务局",
        "东部企业实际投资情况核实表说明",
        (
            (
                "经核实企业银行进账单、设备发票和财务报表，东部企业实际到位投资与台账一致，"
                "合资企业只计东部份额。"
            ),
        ),
        True,
    ),
    Entry(
        "4.7 消费扶贫",
        "10-30",
        "商务局",
        "消费扶贫采购情况说明",
        ("{p}供销企业与{o}签订农产品采购合同，采购蔬菜、茶叶等农产品，合同和发票已归档备查。",),
    ),
    Entry(
        "5.2 省内就近就业",
        "12-02",
        "人力资源和社会保障局",
        "贫困劳动力省内就近就业情况",
        ("截至11月底，{o}贫困劳动力在省内就近就业的，已由乡镇逐人登记，与省外就业人员没有重复。",),
    ),
    Entry(
        "5.3 劳务培训",
        "05-20",
        "人力资源和社会保障局",
        "家政服务技能培训班方案",
        (
            "定于5月27日至6月10日举办家政服务培训班一期，培训贫困劳动力30人。",
            "培训机构由双方人社部门共同确定，合格者颁发证书并推荐到{p}就业。",
        ),
    ),
    Entry(
        "5.4 公益性岗位",
        "06-12",
        "人力资源和社会保障局",
        "公益性岗位开发和补贴发放情况",
        ("2019年开发护林员、保洁员等公益性岗位，均与本人签订协议，补贴按月通过“一卡通”发放。",),
        True,
        counties_only=True,
    ),
    Entry(
        "5.5 转移就业",
        "02-18",
        "人力资源和社会保障局",
        "“春风行动”招聘会情况",
        (
            "2月18日举办专场招聘会，{p}企业12家参加，提供岗位800个，现场达成意向96人。",
            "2月22日统一包车送达，全程安排专人护送。",
        ),
    ),
    Entry(
        "5.7 劳务协议",
        "03-28",
        "人力资源和社会保障局",
        "{p}与{o}劳务协作协议",
        (
            "甲方负责收集岗位信息、落实稳岗服务；乙方负责摸清贫困劳动力底数、组织输出。",
            "双方在{p}设立劳务协作工作站一个。",
        ),
        True,
    ),
    Entry(
        "6.2 产业就业资金比例",
        "12-04",
        "财政局",
        "援助资金用于产业和就业比例说明",
        ("按项目资金台账逐项目统计，比例为（产业＋就业）÷援助资金总额，分母为当年到位资金。",),
        counties_only=True,
    ),
    Entry(
        "6.3 惠及贫困人口",
        "12-04",
        "扶贫开发办公室",
        "惠及贫困人口情况说明",
        ("惠及贫困人口按人登记造册，跨项目去重后统计，名册由乡镇、村核对签字。",),
        counties_only=True,
    ),
    Entry(
        "6.5 结对帮扶",
        "04-08",
        "协作办",
        "乡镇、村、学校、医院结对情况",
        ("{p}2个街道与{o}2个乡镇、3所学校、1所医院签订结对协议，年内开展活动6次。",),
        counties_only=True,
    ),
    Entry(
        "7.1 向深度贫困地区倾斜",
        "12-03",
        "扶贫开发办公室",
        "资金投向深度贫困地区情况说明",
        ("协作资金优先安排深度贫困乡镇、村的项目，逐项目见项目资金台账“是否深度贫困”栏。",),
    ),
    Entry(
        "7.2 解决突出问题",
        "11-25",
        "扶贫开发办公室",
        "解决饮水安全突出问题案例",
        (
            "水源地枯水季供水不足，影响群众生活。",
            "安排协作资金新建蓄水池和管网，聘请贫困群众管护。",
            "工程竣工后，供水有了保障，群众满意。",
        ),
    ),
    Entry(
        "7.5 创新典型",
        "11-22",
        "协作办",
        "“车间建在家门口”劳务协作案例",
        ("利用闲置村部建设扶贫车间，{p}企业带订单入驻，妇女就近就业，工资按件计算。",),
    ),
    Entry(
        "8.2 资金使用自查",
        "12-02",
        "财政局",
        "协作资金使用情况自查说明",
        ("经自查，2019年度协作资金专账核算、专款专用，未发现违规违纪使用问题。",),
        True,
    ),
    Entry(
        "8.3 数据真实性责任",
        "12-04",
        "协作办",
        "考核数据真实性承诺",
        (
            "所报数据和资料真实、准确、完整，如有不实，由单位主要负责人承担责任。",
            "主要负责人（签字）：　　　　　　　　",
        ),
    ),
    Entry(
        "8.4 突出问题自查",
        "12-04",
        "协作办",
        "工作有无突出问题的自查说明",
        ("2019年度东西部扶贫协作工作未出现突出问题。",),
    ),
    Entry(
        "9.1 省检反馈整改",
        "11-28",
        "协作办",
        "省检反馈问题整改台账说明",
        (
            (
                "省检反馈的2个问题：资料收集不及时、指标进度偏慢，均已整改销号，"
                "佐证材料编号为9.1-01、9.1-02。"
            ),
        ),
    ),
    Entry(
        "9.2 上年问题整改",
        "04-10",
        "协作办",
        "2018年度考核反馈问题整改情况",
        ("2018年度考核反馈的1个问题（报账不及时）已整改到位并销号。",),
    ),
)


def standard(office: Office, *left_out: str) -> tuple[Filed, ...]:
    """The plain papers of a unit, without the items whose numbers are left out."""
    files = [
        entry.file(office)
        for entry in _ENTRIES
        if not (entry.counties_only and office.rank == "州")
        and entry.folder.split()[0] not in left_out
    ]
    files += [
        word(
            "0.6 领导小组文件/2019-01-18 关于调整东西部扶贫协作领导小组成员的通知.docx",
            texts_letters.leading_group(office, f"{office.mark}办发〔2019〕5号", "01-18"),
        ),
        photo(
            "1.3 影像图片/2019-07-08 农业专家田间指导 技术帮扶.jpg",
            Shot("village", f"{office.partner}农业专家现场指导", day("07-08"), 1, 6),
        ),
        word(
            "1.9 工作要点、项目库/2019-02-28 2019年度东西部扶贫协作工作要点.docx",
            plain(
                "2019年度东西部扶贫协作工作要点",
                "02-28",
                "一、加强组织领导",
                "召开高层联席会议，签订年度协议。",
                "二、管好用好资金",
                "项目6月底前全部开工，12月20日前完成指标。",
                sign=(office.desk,),
            ),
        ),
        word(
            "1.9 工作要点、项目库/2019-12-08 2020年度东西部扶贫协作项目清单.docx",
            plain(
                "2020年度东西部扶贫协作项目清单",
                "12-08",
                "经摸底，2020年度拟安排产业、就业、教育、健康四类项目，详见清单。",
                "各项目已完成选址和匡算，计划2020年2月前全部开工。",
                sign=(office.desk,),
            ),
        ),
    ]
    return tuple(files)


def visit(office: Office) -> tuple[Filed, ...]:
    """Item 6.1: one visit of the county's head, complete."""
    folder = f"6.1 党政主要负责人对接/2019-04-22 县长率团赴{office.partner}对接"
    meeting = texts_meetings.Meeting(
        f"{office.partner}·{office.name}扶贫协作座谈会",
        "04-23",
        "04-15",
        "",
        f"{office.partner}会议中心",
        ("研究年度协议", "研究劳务协作"),
        ("双方确认年度协议指标。", "建立岗位信息定期推送机制。"),
    )
    letter = texts_letters.outgoing_letter(
        office,
        f"{office.mark}协办函〔2019〕4号",
        f"关于县长率团赴{office.partner}对接的函",
        "04-12",
        "我县拟由县长率党政代表团于4月22日至24日赴贵区对接，请予安排。",
    )
    report = plain(
        f"县长率团赴{office.partner}对接扶贫协作工作",
        "04-24",
        (
            f"4月22日至24日，{office.name}党政代表团赴{office.partner}，召开座谈会，"
            "考察企业，看望慰问务工人员。"
        ),
        sign=(f"{office.name}示例新闻网",),
    )
    plan = texts_letters.visit_plan(
        office,
        f"县长率团赴{office.partner}对接活动方案",
        "04-15",
        (("4月23日", "座谈会"), ("4月24日", "考察企业")),
    )
    return (
        word(f"{folder}/1 对接的函.docx", letter),
        word(f"{folder}/2 活动方案.docx", plan),
        word(f"{folder}/3 座谈会纪要.docx", texts_meetings.minutes(office, meeting, 5)),
        photo(f"{folder}/4 座谈会照片.jpg", Shot("meeting", meeting.name[:14], day("04-23"), 1, 8)),
        word(f"{folder}/5 新闻报道.docx", report),
    )
