"""The words of letters, plans, reports, agreements and statements of groups 0, 1, 8 and 9."""

from sample.office import Office, day, issued, plain
from sample.paper import Grid, Paper
from sample.texts_meetings import leader, post


def outgoing_letter(office: Office, number: str, title: str, date: str, matter: str) -> Paper:
    """去函."""
    return issued(
        office.desk,
        number,
        title,
        date,
        f"首先，感谢贵方长期以来对{office.name}经济社会发展和脱贫攻坚的关心支持！",
        matter,
        "以上事项，请予支持为盼。有关具体事宜请与我办联系。",
        "（联系人：蒋某，电话：0000-1000001）",
        to=office.partner_desk,
    )


def incoming_letter(office: Office, number: str, title: str, date: str, matter: str) -> Paper:
    """来函."""
    return issued(
        office.partner_desk,
        number,
        title,
        date,
        "来函收悉。",
        matter,
        "特此函复。",
        to=office.desk,
    )


def visit_plan(office: Office, title: str, date: str, days: tuple[tuple[str, str], ...]) -> Paper:
    """活动方案."""
    rows = (("时间", "活动安排"), *days)
    return plain(
        title,
        date,
        "为扎实做好对接工作，确保各项活动有序开展，制定本方案。",
        "一、活动时间和人员",
        (
            f"由{post(office, 1)}{leader(1)}带队，{office.rank}委组织部、财政局、人社局、"
            "商务局、扶贫办等单位主要负责同志参加，共9人。"
        ),
        "二、活动安排",
        Grid((4, 12), rows, 13),
        "三、工作要求",
        (
            "严格执行中央八项规定精神，轻车简从，厉行节约。活动结束后5日内，"
            "由协作办整理会谈纪要、照片和新闻报道，一并归档。"
        ),
        sign=(office.desk,),
    )


def leading_group(office: Office, number: str, date: str) -> Paper:
    """领导小组文件."""
    rows = [("职务", "姓名", "单位及职务")]
    rows += [("组长" if at < 2 else "副组长", leader(at), post(office, at)) for at in range(4)]
    rows += [("成员", leader(at), post(office, at)) for at in range(4, 12)]
    return issued(
        f"{office.party}办公室文件",
        number,
        f"关于调整{office.name}东西部扶贫协作领导小组成员的通知",
        date,
        (
            f"因工作需要和人员变动，经{office.rank}委、{office.rank}政府同意，"
            "对领导小组组成人员作如下调整："
        ),
        Grid((3, 3, 8), tuple(rows), 9),
        "领导小组下设办公室，核定编制5名，办公室主任由卫某兼任，专职工作人员4名。",
        to=f"各乡镇党委、政府，{office.rank}直各单位",
        sign=f"{office.party}办公室",
    )


def duty_list(office: Office, number: str, date: str) -> Paper:
    """资料专人、责任分工."""
    rows = (
        ("指标", "责任单位", "资料责任人"),
        ("组织领导", f"{office.rank}委办、政府办", "秦某"),
        ("人才交流", "组织部", "尤某"),
        ("资金使用", "财政局", "许某"),
        ("产业合作", "商务局", "何某"),
        ("劳务协作", "人社局", "吕某"),
        ("携手奔小康", "扶贫办", "施某"),
        ("创新工作", "协作办", "张某"),
    )
    return issued(
        office.desk,
        number,
        "关于明确考核资料收集专人和责任分工的通知",
        date,
        (
            "为做好2019年度东西部扶贫协作考核迎检工作，确保软件资料不出问题，"
            "现就资料收集整理责任分工通知如下："
        ),
        Grid((4, 5, 4), rows, 10),
        (
            "各责任单位要逐项对照考核要求，没有的马上补做，能提供原件的不提供复印件，"
            "严禁弄虚作假。每周五下午5时前将资料目录报协作办。"
        ),
        to=f"{office.rank}直各有关单位",
    )


def self_report(office: Office, number: str, date: str, figures: tuple[str, ...]) -> Paper:
    """年度自评报告."""
    return issued(
        office.desk,
        number,
        "关于报送2019年度东西部扶贫协作工作自评报告的报告",
        date,
        (
            f"2019年，{office.name}坚决贯彻落实党中央、"
            f"国务院关于东西部扶贫协作的决策部署，在{office.partner}的倾力帮扶下，"
            "各项工作有序推进。对照考核办法，我们认真开展了自查自评，"
            "现将有关情况报告如下："
        ),
        "一、组织领导",
        "年初召开专题会议研究部署，年内召开高层联席会议2次，互访对接4次，议定事项全部落实。",
        "二、人才交流",
        figures[0],
        "三、资金使用",
        figures[1],
        "四、产业合作",
        figures[2],
        "五、劳务协作",
        "组织贫困劳动力外出务工和就近就业，建成扶贫车间，逐人登记造册。",
        "六、携手奔小康",
        figures[3],
        "七、存在的问题和下一步打算",
        (
            "一是个别项目报账进度偏慢；二是部分资料收集不够及时；三是园区共建尚未起步。"
            "下一步，我们将倒排工期，逐项清零，确保12月20日前全面完成协议指标。"
        ),
        to="上级东西部扶贫协作领导小组办公室",
    )


def agreement(office: Office, date: str, targets: tuple[tuple[str, str, str], ...]) -> Paper:
    """年度协作协议."""
    rows = (("指标", "单位", "目标值"), *targets)
    return Paper(
        f"{office.partner}与{office.name}2019年度东西部扶贫协作协议",
        (
            f"甲方：{office.partner}人民政府",
            f"乙方：{office.government}",
            (
                "为深入贯彻落实东西部扶贫协作工作部署，深化双方结对帮扶关系，经友好协商，"
                "就2019年度协作工作签订本协议。"
            ),
            "一、协作目标",
            Grid((8, 3, 4), rows, 9),
            "二、甲方责任",
            (
                "按时拨付财政援助资金，选派优秀干部和专业技术人才，引导企业到乙方投资兴业，"
                "提供适合贫困劳动力的就业岗位，动员社会力量参与帮扶。"
            ),
            "三、乙方责任",
            (
                "科学安排援助资金项目，规范资金管理，落实挂职干部保障条件，优化营商环境，"
                "摸清有就业意愿的贫困劳动力底数，做好组织输出。"
            ),
            "四、附则",
            "本协议一式四份，双方各执两份，自签字盖章之日起生效。",
        ),
        sign=(f"{office.partner}人民政府", office.government),
        date=day(date),
    )


def statement(office: Office, title: str, date: str, *body: str, sign: str | None = None) -> Paper:
    """自查声明、情况说明."""
    return plain(title, date, *body, sign=(sign or office.desk,))


def integrity_pledge(office: Office, date: str) -> Paper:
    """数据真实性责任页; the signatures are left to be written by hand."""
    rows = [("单位", "主要负责人（签字）", "日期")]
    rows += [
        (name, "", "")
        for name in ("组织部", "财政局", "人社局", "商务局", "教育局", "卫健局", "扶贫办", "协作办")
    ]
    return plain(
        "2019年度东西部扶贫协作考核数据真实性责任书",
        date,
        (
            "我单位郑重承诺：所提供的考核数据和资料真实、准确、完整，人数与名册一致，"
            "金额与凭证一致，没有弄虚作假；如有不实，由单位主要负责人承担责任。"
        ),
        Grid((5, 6, 4), tuple(rows), 13),
        sign=(office.desk,),
    )


def rectification_report(office: Office, date: str, source: str, count: int) -> Paper:
    """整改报告."""
    return issued(
        office.desk,
        f"{office.mark}协办〔2019〕{count + 20}号",
        f"关于{source}反馈问题整改情况的报告",
        date,
        (
            f"{source}反馈我{office.rank}东西部扶贫协作方面问题{count}个。"
            f"{office.rank}委、{office.rank}政府高度重视，召开专题会议研究，建立整改台账，"
            "逐一明确责任单位、责任人和完成时限。"
        ),
        "一、整改总体情况",
        f"截至目前，{count}个问题已全部整改到位并销号，详见整改台账，每个问题均附佐证材料。",
        "二、主要做法",
        (
            "一是主要领导亲自抓，立行立改；二是建立台账，对账销号；三是举一反三，"
            "完善资金项目管理办法和资料归档制度。"
        ),
        "三、下一步工作",
        "持续巩固整改成果，适时开展“回头看”，防止问题反弹。",
        to="上级东西部扶贫协作领导小组办公室",
    )
