"""The words of papers about money and industry: rules, vouchers, tables, contracts."""

from collections.abc import Sequence

from sample.nouns import Firm, Project
from sample.office import Office, day, issued, plain
from sample.paper import Grid, Paper
from sample.texts_meetings import leader


def fund_rules(office: Office, number: str, date: str) -> Paper:
    """资金项目管理办法, several pages long."""
    return issued(
        office.bureau("财政局文件"),
        number,
        f"关于印发《{office.name}东西部扶贫协作资金项目管理办法》的通知",
        date,
        f"现将《{office.name}东西部扶贫协作资金项目管理办法》印发给你们，请遵照执行。",
        "一、总则",
        (
            "第一条　为规范和加强东西部扶贫协作资金项目管理，提高资金使用效益，"
            "根据有关规定，结合实际，制定本办法。"
        ),
        "第二条　本办法所称协作资金，是指东部结对地方财政安排的援助资金和社会捐赠资金。",
        (
            "第三条　协作资金使用应当聚焦建档立卡贫困人口，向深度贫困乡镇和贫困村倾斜，"
            "用于县以下基层。"
        ),
        "二、项目管理",
        (
            "第四条　项目实行项目库管理。乡镇和部门申报，扶贫部门会同有关部门审核，"
            "报领导小组审定，并征求东部意见。"
        ),
        (
            "第五条　项目实施前应当在项目所在乡镇、村公告公示。公示内容包括项目名称、"
            "地点、资金规模、受益对象和监督电话。"
        ),
        "第六条　项目实施单位按照批复组织实施，不得擅自变更；确需变更的，按原程序报批。",
        "第七条　项目完工后，实施单位应当在10个工作日内提出验收申请，主管部门组织验收。",
        "三、资金管理",
        "第八条　协作资金实行专账核算、专款专用，严格执行国库集中支付和报账制度。",
        "第九条　项目开工后可预拨不超过50%的资金，其余按进度拨付，按合同预留质保金。",
        "第十条　任何单位和个人不得截留、挤占、挪用协作资金，不得用于楼堂馆所、发放津补贴等支出。",
        "四、监督检查",
        (
            "第十一条　财政、审计、扶贫部门对资金使用情况开展监督检查；发现问题的，"
            "限期整改，依法依规处理。"
        ),
        "第十二条　项目资料由实施单位一项目一档整理归档。",
        "五、附则",
        "第十三条　本办法自印发之日起施行，由财政局、扶贫办负责解释。",
        to="各乡镇人民政府，各项目实施单位",
        sign=office.bureau("财政局"),
    )


def consent(office: Office, number: str, date: str, total: int, count: int) -> Paper:
    """东部同意函."""
    return issued(
        office.partner_desk,
        number,
        f"关于同意{office.name}2019年度协作资金项目计划的复函",
        date,
        (
            "《关于商请审定2019年度东西部扶贫协作资金项目计划的函》收悉。经研究，"
            f"同意你方提出的项目计划，共{count}个项目，使用财政援助资金{total}万元。"
        ),
        "请严格按照资金管理办法组织实施，加快项目进度和资金拨付，确保年内完成。",
        to=office.desk,
    )


def public_notice(office: Office, project: Project, date: str) -> Paper:
    """项目公示."""
    return plain(
        "东西部扶贫协作项目公示",
        date,
        Grid(
            (3, 9),
            (
                ("项目", "内容"),
                ("项目名称", project.name),
                ("实施地点", project.place),
                ("资金规模", f"{project.planned}万元"),
                ("受益对象", f"贫困户{project.households}户{project.persons}人"),
                ("公示期限", "自公示之日起10个工作日"),
                ("监督电话", "0000-1000009"),
            ),
            11,
        ),
        "公示期间，如有异议，请向扶贫办或乡镇人民政府反映。",
        sign=(office.bureau("扶贫开发办公室"),),
    )


def acceptance(office: Office, project: Project, date: str) -> Paper:
    """验收表."""
    return plain(
        "东西部扶贫协作项目竣工验收表",
        date,
        Grid(
            (3, 9),
            (
                ("项目", "内容"),
                ("项目名称", project.name),
                ("实施地点", project.place),
                ("批准资金", f"{project.planned}万元"),
                ("实际完成", f"{project.spent}万元"),
                ("建设内容", "按批复内容全部完成，质量合格，已移交村集体管理"),
                ("验收意见", "同意通过验收"),
                ("验收组成员", f"{leader(4)}、{leader(5)}、{leader(8)}"),
            ),
            14,
        ),
        sign=(office.bureau("扶贫开发办公室"),),
    )


def payment_slip(office: Office, date: str, amount: int, purpose: str) -> Paper:
    """到账凭证."""
    return plain(
        "国库集中支付入账通知书（回单）",
        date,
        Grid(
            (3, 8),
            (
                ("栏目", "内容"),
                ("付款单位", f"{office.partner}财政局"),
                ("收款单位", office.bureau("财政局")),
                ("金额（小写）", f"{amount * 10000:,}.00元"),
                ("用途", purpose),
                ("凭证号", f"示{date.replace('-', '')}-{amount}"),
                ("经办", "许某"),
            ),
            10,
        ),
        sign=(office.bureau("财政局"),),
    )


def money_table(office: Office, date: str, projects: tuple[Project, ...]) -> Paper:
    """资金到位、拨付、支出、报账情况表: what each project received, was paid and spent."""
    sums = [
        (each.planned, each.planned, each.paid_out, each.spent, each.reimbursed)
        for each in projects
    ]
    rows = [
        (str(at), each.name, *map(str, amounts))
        for at, (each, amounts) in enumerate(zip(projects, sums, strict=True), 1)
    ]
    total = ("", "合计", *(str(sum(column)) for column in zip(*sums, strict=True)))
    head = ("序号", "项目名称", "计划", "到位", "拨付", "支出", "报账")
    return plain(
        "2019年度协作资金到位、拨付、支出、报账情况表",
        date,
        "单位：万元　数据来源：项目资金台账",
        Grid((1, 6, 2, 2, 2, 2, 2), (head, *rows, total), 9),
        sign=(office.bureau("财政局"),),
    )


def level_table(office: Office, date: str, projects: tuple[Project, ...]) -> Paper:
    """资金用于县以下基层情况表: where each project lies."""
    rows = [
        (str(at), each.name, each.kind, each.place, str(each.planned), "是")
        for at, each in enumerate(projects, 1)
    ]
    total = ("", "合计", "", "", str(sum(each.planned for each in projects)), "")
    head = ("序号", "项目名称", "类别", "实施地点", "资金（万元）", "是否县以下")
    return plain(
        "2019年度协作资金用于县以下基层情况表",
        date,
        "数据来源：项目资金台账",
        Grid((1, 6, 2, 4, 3, 2), (head, *rows, total), 9),
        sign=(office.bureau("财政局"),),
    )


def audit_report(office: Office, number: str, date: str) -> Paper:
    """审计报告."""
    return issued(
        office.bureau("审计局"),
        number,
        "关于东西部扶贫协作资金管理使用情况的专项审计报告",
        date,
        (
            "根据年度审计计划，我局对东西部扶贫协作资金管理使用情况进行了专项审计。"
            "现将审计结果报告如下："
        ),
        "一、基本情况",
        "审计抽查项目6个，涉及资金占当年资金总额的58%。资金管理总体规范，未发现截留挪用等问题。",
        "二、审计发现的主要问题",
        "（一）个别项目报账不及时",
        "（二）一个项目公示资料归档不完整",
        "三、审计建议",
        "加快项目报账进度，完善项目档案，做到一项目一档。",
        to=office.government,
    )


def policy(office: Office, number: str, date: str) -> Paper:
    """优惠支持政策."""
    return issued(
        office.government,
        number,
        "关于支持东部企业投资兴业的若干措施（试行）",
        date,
        "为深化产业合作，支持东部企业到我地投资兴业、带动贫困人口增收，制定以下措施。",
        "一、用地和厂房",
        "优先保障用地指标；租用标准厂房的，前三年租金给予减免。",
        "二、财政奖补",
        "固定资产投资达到500万元以上的，按实际投资额的2%给予一次性奖励。",
        "三、用工补贴",
        "每吸纳一名建档立卡贫困劳动力稳定就业6个月以上，按每人1000元标准给予补贴。",
        "四、金融支持",
        "对带贫企业贷款给予贴息支持，单户最高不超过20万元。",
        "五、服务保障",
        "实行县级领导联系企业制度，证照手续全程代办，一次性办结。",
        "本措施自印发之日起施行，有效期三年。",
        to="各乡镇人民政府，政府直属各单位",
    )


def subsidy_list(office: Office, date: str, firms: tuple[Firm, ...]) -> Paper:
    """政策兑现情况."""
    rows = [("企业", "兑现政策", "金额（万元）", "拨付日期")]
    for at, firm in enumerate(firms):
        rows.append((firm.name, "用工补贴", f"{firm.poor * 0.1:.1f}", f"2019-{8 + at % 4:02d}-20"))
    return plain(
        "东部企业优惠政策兑现情况表",
        date,
        "经审核公示，已兑现下列企业优惠政策资金：",
        Grid((6, 4, 3, 4), tuple(rows), 11),
        sign=(office.bureau("商务局"),),
    )


def licence(office: Office, firm: Firm) -> Paper:
    """营业执照（复印件）."""
    return plain(
        "营　业　执　照（副本）",
        firm.registered,
        Grid(
            (3, 8),
            (
                ("项目", "内容"),
                ("统一社会信用代码", firm.code),
                ("名称", firm.name),
                ("类型", "有限责任公司"),
                ("住所", firm.place),
                ("法定代表人", "金某"),
                ("注册资本", f"{firm.agreed}万元"),
                ("经营范围", f"{firm.trade}产品的生产、加工与销售"),
            ),
            13,
        ),
        sign=(office.bureau("市场监督管理局"),),
    )


def capital_proof(firm: Firm, date: str) -> Paper:
    """验资报告."""
    return plain(
        f"关于{firm.name}实际投资情况的验资报告",
        date,
        f"{firm.name}全体股东：",
        (
            f"我们接受委托，审验了贵公司截至{date}止的实际投资情况。经审验，"
            f"{firm.parent}实际投入资金{firm.paid}万元，"
            f"占协议投资{firm.agreed}万元的{100 * firm.paid / firm.agreed:.2f}%，"
            "其中货币出资已缴存公司账户，设备投入有发票为证。"
        ),
        Grid(
            (4, 3, 3),
            (
                ("投资方式", "金额（万元）", "证明"),
                ("货币资金", str(firm.paid * 6 // 10), "银行进账单"),
                ("设备", str(firm.paid - firm.paid * 6 // 10), "发票"),
                ("合计", str(firm.paid), ""),
            ),
            10,
        ),
        sign=("中省示例会计师事务所",),
    )


def capital_list(firms: Sequence[Firm], date: str) -> Paper:
    """验资报告汇编: what the accountants found for several enterprises."""
    rows = [("企业", "东部投资方", "协议投资（万元）", "实际投入（万元）", "其中设备（万元）")]
    rows += [
        (each.name, each.parent, str(each.agreed), str(each.paid), str(each.paid * 4 // 10))
        for each in firms
    ]
    return plain(
        "东部落地企业实际投资情况验资报告汇编",
        date,
        f"我们接受委托，审验了下列企业截至{date}止的实际投资情况，货币出资有进账单，设备有发票：",
        Grid((6, 5, 3, 3, 3), tuple(rows), 12),
        sign=("中省示例会计师事务所",),
    )


def approval(office: Office, number: str, date: str, projects: Sequence[Project]) -> Paper:
    """项目批复."""
    rows = [("项目名称", "类别", "实施地点", "资金（万元）")]
    rows += [(each.name, each.kind, each.place, str(each.planned)) for each in projects]
    total = sum(each.planned for each in projects)
    return issued(
        f"{office.name}扶贫开发领导小组",
        number,
        "关于下达2019年度东西部扶贫协作项目计划的批复",
        date,
        f"经研究，同意实施下列项目{len(projects)}个，安排协作资金{total}万元。",
        Grid((6, 3, 4, 3), tuple(rows), 9),
        "请按照资金项目管理办法组织实施，做好公告公示、招标和验收工作。",
        to="各项目实施单位",
    )


def contract(title: str, date: str, first: str, second: str, *terms: str) -> Paper:
    """合同、协议."""
    heads = ("一、合作内容", "二、数量和金额", "三、双方权利义务")
    body = [f"甲方：{first}", f"乙方：{second}", "经双方协商一致，订立本合同。"]
    for head, term in zip(heads, terms, strict=True):
        body += [head, term]
    body.append("本合同一式两份，自双方盖章之日起生效。")
    return Paper(title, tuple(body), sign=(first, second), date=day(date))
