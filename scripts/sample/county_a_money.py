"""What 甲县 has filed under groups 3 and 4: funds and industry."""

from dataclasses import replace

from sample import oddments, texts_letters, texts_money
from sample import registers as rows
from sample.facts import COUNTY_A, FIRMS_A, PROJECTS_A, share
from sample.filing import (
    Filed,
    cropped_pdf,
    excel,
    old_excel,
    pdf,
    photo,
    raw,
    same_as,
    scan,
    turned_pdf,
    word,
)
from sample.ledgers import Register
from sample.office import day, plain
from sample.paper import Grid
from sample.photos import Shot

_OFFICE = COUNTY_A
_PLANNED = share(PROJECTS_A)[1]


def funds() -> tuple[Filed, ...]:
    """Group 3."""
    consent = scan(
        (
            "3.2 办法执行/"
            "2019-04-12 东区协函〔2019〕4号 关于同意甲县2019年度协作资金项目计划的复函.pdf"
        ),
        texts_money.consent(_OFFICE, "04-12", _PLANNED, len(PROJECTS_A)),
    )
    first, *_ = PROJECTS_A
    audit = texts_money.audit_report(_OFFICE, "甲审专〔2019〕5号", "10-25")
    gift = plain(
        "社会捐赠款物接收票据",
        "05-17",
        Grid(
            (3, 8),
            (
                ("项目", "内容"),
                ("捐赠方", "东市东区商会"),
                ("受赠方", "甲县慈善会"),
                ("金额", "人民币20万元整"),
                ("用途", "资助贫困学生100名"),
                ("票据号", "示捐20190517-01"),
            ),
            12,
        ),
        sign=("甲县慈善会",),
    )
    return (
        pdf(
            (
                "3.1 资金项目管理办法/"
                "2018-06-12 甲财发〔2018〕45号 关于印发东西部扶贫协作资金项目管理办法的通知.pdf"
            ),
            texts_money.fund_rules(_OFFICE, "甲财发〔2018〕45号", "2018-06-12"),
        ),
        consent,
        turned_pdf(
            "3.2 办法执行/2019-03-11 项目公示（赤镇黄牛养殖基地）.pdf",
            texts_money.public_notice(_OFFICE, first, "03-11"),
        ),
        scan(
            "3.2 办法执行/2019-10-18 项目验收表（赤镇黄牛养殖基地）.pdf",
            texts_money.acceptance(_OFFICE, first, "10-18"),
        ),
        photo(
            "3.2 办法执行/2019-10-18 项目验收现场.jpg",
            Shot("herd", "赤镇黄牛养殖基地验收", day("10-18"), 1, 5),
        ),
        same_as(
            (
                "3.3 资金到位、拨付、"
                "支出/2019-04-12 东区协函〔2019〕4号 关于同意甲县2019年度协作资金项目计划的复函.pdf"
            ),
            consent,
        ),
        scan(
            "3.3 资金到位、拨付、支出/2019-05-22 到账凭证.pdf",
            texts_money.payment_slip(_OFFICE, "05-22", _PLANNED, "2019年度东西部扶贫协作资金"),
        ),
        pdf(
            "3.3 资金到位、拨付、支出/2019-12-05 资金到位拨付支出情况表.pdf",
            texts_money.money_table(_OFFICE, "12-05", PROJECTS_A),
            "A4 landscape",
            dense=True,
        ),
        pdf(
            "3.4 用于县以下基层/2019-12-05 资金用于县以下基层情况表.pdf",
            texts_money.level_table(_OFFICE, "12-05", PROJECTS_A),
            "A4 landscape",
            dense=True,
        ),
        excel(
            "3.5 完整台账/2019-12-05 东西部扶贫协作项目资金台账.xlsx",
            rows.project_register(_OFFICE, PROJECTS_A),
        ),
        word(
            "3.6 历年项目清零/2019-11-28 关于以前年度协作项目清零情况的说明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于以前年度协作项目清零情况的说明",
                "11-28",
                (
                    "2017年、2018年我县共实施东西部扶贫协作项目14个，截至2019年11月28日，"
                    "已全部竣工验收，资金全部报账，无未完工、未报账项目。"
                    "逐项情况见《历年项目清零情况表》。"
                ),
                sign="甲县财政局",
            ),
        ),
        old_excel("3.6 历年项目清零/2019-11-28 历年项目清零情况表.xls", _closed_projects()),
        raw(
            "3.7 审计、监督检查/2019-10-25 甲审专〔2019〕5号 专项审计报告.pdf",
            lambda: oddments.locked_pdf(audit),
            once=True,
        ),
        word(
            "3.7 审计、监督检查/2019-11-20 关于专项审计整改情况的报告.docx",
            texts_letters.rectification_report(_OFFICE, "11-20", "专项审计", 2),
        ),
        scan("3.8 社会捐赠/2019-05-17 东区商会捐赠票据.pdf", gift),
        raw(
            "3.8 社会捐赠/2019-08-30 捐赠资金使用情况.pdf",
            lambda: oddments.torn_pdf(
                plain(
                    "捐赠资金使用情况说明",
                    "08-30",
                    "资助贫困学生100名，每人2000元。",
                    sign=("甲县慈善会",),
                )
            ),
        ),
    )


def _closed_projects() -> Register:
    names = ("村道硬化", "饮水工程", "茶叶基地", "养殖小区", "卫生室", "教学楼维修", "产业大棚")
    lines = tuple(
        (
            at,
            2017 + at // 8,
            f"{_OFFICE.towns[at % 5]}{names[at % 7]}",
            80 + 15 * at,
            80 + 15 * at,
            "已竣工",
            "已报账",
        )
        for at in range(1, 15)
    )
    heads = "序号/6 年度/8 项目名称/26 计划资金/12 报账资金/12 竣工情况/12 报账情况/12"
    columns = tuple((part.split("/")[0], float(part.split("/")[1])) for part in heads.split())
    return Register(
        "甲县历年东西部扶贫协作项目清零情况表",
        "甲县财政局",
        day("11-28"),
        columns,
        lines,
        ("计划资金", "报账资金"),
        "万元",
    )


def industry() -> tuple[Filed, ...]:
    """Group 4; nothing is filed under 4.6."""
    first, second, third = FIRMS_A
    code = rows.uscc(_OFFICE.division, first.serial)
    employers = tuple(firm.name for firm in FIRMS_A for _ in range(firm.poor))
    staff = rows.poor_residents(_OFFICE, 96)[24 : 24 + len(employers)]
    paid = sum(firm.poor for firm in FIRMS_A) * 0.1
    wrapped = texts_letters.statement(
        _OFFICE,
        "关于优惠政策兑现情况的说明",
        "11-15",
        (
            "2019年，我县严格落实支持东部企业投资兴业若干措施，"
            f"为{len(FIRMS_A)}家企业兑现用工补贴{paid:.1f}万元。"
        ),
        "补贴资金均已拨付到企业账户，发放前进行了公示。",
        sign="甲县商务局",
    )
    slip = plain(
        "消费扶贫采购结算单",
        "09-27",
        Grid(
            (4, 3, 3, 4),
            (
                ("产品", "数量", "金额（万元）", "合同号"),
                ("绿茶", "6000公斤", "216", "甲消2019-01"),
                ("稻田鱼", "20000公斤", "100", "甲消2019-02"),
                ("合计", "", "316", ""),
            ),
            11,
        ),
        sign=("东市东区供销联合社",),
    )
    return (
        cropped_pdf(
            "4.1 优惠支持政策/2018-09-14 甲政发〔2018〕22号 关于支持东部企业投资兴业的若干措施.pdf",
            texts_money.policy(_OFFICE, "甲政发〔2018〕22号", "2018-09-14"),
        ),
        raw(
            "4.2 政策落实/2019-11-15 优惠政策兑现情况说明.docx", lambda: oddments.web_page(wrapped)
        ),
        scan(
            "4.2 政策落实/2019-11-15 优惠政策兑现情况表.pdf",
            texts_money.subsidy_list(_OFFICE, "11-15", FIRMS_A),
        ),
        excel(
            "4.3 落地企业/2019-12-04 东部落地企业台账.xlsx", rows.firm_register(_OFFICE, FIRMS_A)
        ),
        scan(
            "4.3 落地企业/2019-03-18 甲县东区服饰有限公司营业执照（复印件）.pdf",
            replace(texts_money.licence(_OFFICE, first, code), date=day("03-18")),
        ),
        word(
            "4.3 落地企业/2019-03-02 招商引资合同（服饰）.docx",
            texts_money.contract(
                "招商引资合同",
                "03-02",
                "甲县人民政府",
                first.parent,
                "乙方在甲方青乡投资建设服装生产线。",
                f"协议投资{first.agreed}万元。",
                "甲方提供标准厂房，乙方优先录用贫困劳动力。",
            ),
        ),
        photo(
            "4.3 落地企业/2019-10-23 联创电子生产线.jpg",
            Shot("workshop", "甲县联创电子有限公司", day("10-23"), 1, 9),
        ),
        pdf(
            "4.4 企业实际投资额/2019-10-31 验资报告（服饰）.pdf",
            texts_money.capital_proof(first, "2019-10-31"),
        ),
        pdf(
            "4.4 企业实际投资额/2019-10-31 验资报告（茶业）.pdf",
            texts_money.capital_proof(second, "2019-10-31"),
        ),
        pdf(
            "4.4 企业实际投资额/2019-11-08 验资报告（电子）.pdf",
            texts_money.capital_proof(third, "2019-11-08"),
        ),
        excel(
            "4.5 带动贫困人口/2019-12-05 带贫人员名册.xlsx",
            rows.beneficiary_register(_OFFICE, staff, employers),
        ),
        scan(
            "4.7 消费扶贫/2019-06-18 农产品采购合同.pdf",
            texts_money.contract(
                "农产品采购合同",
                "06-18",
                "东市东区供销联合社",
                second.name,
                "甲方向乙方采购甲县绿茶。",
                "全年采购6000公斤，金额216万元。",
                "乙方保证质量，甲方验收合格后10日内付款。",
            ),
        ),
        scan("4.7 消费扶贫/2019-09-27 采购结算单.pdf", slip),
    )
