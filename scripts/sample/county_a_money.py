"""What 甲县 has filed under groups 3 and 4: funds and industry."""

from collections.abc import Sequence
from dataclasses import replace

from sample import county_a_accounts as accounts
from sample import oddments, texts_letters, texts_money
from sample.county_a_registers import beneficiaries
from sample.facts import COUNTY_A, FIRMS_A, FUNDS_A, PROJECTS_A, share
from sample.filing import (
    Filed,
    cropped_pdf,
    pdf,
    photo,
    raw,
    same_as,
    scan,
    turned_pdf,
    word,
)
from sample.ledgers import Value
from sample.office import day, plain
from sample.paper import Grid, Paper
from sample.photos import Shot
from sample.shared_registers import APPROVALS_A, CONSENT_A

_OFFICE = COUNTY_A
_PLANNED = share(PROJECTS_A)[1]

#: What the names of the files do not tell: which receipts, contracts and papers are in them.
_RECEIPTS = """\
# 每份扫描件里有哪几张票据（协作办 蒋某 整理）。
files:
  "2019-05-17 东区商会捐赠票据.pdf":
    note: 票据号 示捐20190517-01
  "2019-09-04 捐赠票据（6月至9月）.pdf":
    note: 票据号 示捐20190612-02、示捐20190628-03、示捐20190719-04、示捐20190815-05、示捐20190904-06
  "2019-11-08 东区工商联捐赠票据.pdf":
    note: 票据号 示捐20191108-08
"""
_SETTLED = f"""\
# 合同和结算单的编号（商务局 何某 整理）。
files:
  "2019-06-18 农产品采购合同.pdf":
    note: 合同号 {accounts.SALES[0][-1]}
  "2019-10-31 采购结算单.pdf":
    note: 合同号 {"、".join(str(sale[-1]) for sale in accounts.SALES[1:])}
"""
_APPROVED = """\
# 汇编里的文号（扶贫办 施某 整理）。
files:
  "历年项目批复和东部同意函（2017、2018年）.pdf":
    note: 甲扶组〔2017〕14号、甲扶组〔2018〕9号、东区协函〔2017〕6号、东区协函〔2018〕3号
"""


def _receipts(gifts: Sequence[tuple[str, str, str, Value, str, str]]) -> Paper:
    """Receipts of gifts as the charity wrote them."""
    blocks = [
        Grid(
            (3, 8),
            (
                ("项目", "内容"),
                ("捐赠日期", f"2019-{date}"),
                ("捐赠方", giver),
                ("受赠方", "甲县慈善会"),
                (
                    "金额（折价）",
                    f"人民币{amount}万元" if isinstance(amount, int | float) else "人民币5万元",
                ),
                ("用途", use),
                ("票据号", receipt),
            ),
            9,
        )
        for date, giver, _, amount, receipt, use in gifts
    ]
    return plain("社会捐赠款物接收票据", gifts[-1][0], *blocks, sign=("甲县慈善会",))


def _approvals() -> tuple[Filed, ...]:
    """The approvals of this year's projects in two lots, and those of earlier years in one file."""
    folder = "3.2 办法执行"
    first, second = PROJECTS_A[:10], PROJECTS_A[10:]
    earlier = plain(
        "历年项目批复和东部同意函汇编",
        None,
        Grid(
            (2, 4, 4, 3),
            (
                ("年度", "项目批复", "东部同意函", "项目数"),
                ("2017", "甲扶组〔2017〕14号", "东区协函〔2017〕6号", "7"),
                ("2018", "甲扶组〔2018〕9号", "东区协函〔2018〕3号", "7"),
            ),
            11,
        ),
        sign=("甲县扶贫开发办公室",),
    )
    return (
        pdf(
            f"{folder}/2019-03-02 甲扶组〔2019〕11号 关于下达第一批协作项目计划的批复.pdf",
            texts_money.approval(_OFFICE, APPROVALS_A[0], "03-02", first),
        ),
        pdf(
            f"{folder}/2019-03-28 甲扶组〔2019〕18号 关于下达第二批协作项目计划的批复.pdf",
            texts_money.approval(_OFFICE, APPROVALS_A[1], "03-28", second),
        ),
        scan(f"{folder}/历年项目批复和东部同意函（2017、2018年）.pdf", earlier),
        raw(f"{folder}/目录.yaml", _APPROVED.encode),
    )


def _proofs() -> str:
    """Which enterprise each report is about."""
    first, second, third, *others = (firm.name for firm in FIRMS_A)
    return f"""\
# 验资报告写的是哪家企业（商务局 何某 整理）。
files:
  "2019-10-31 验资报告（服饰）.pdf":
    title: {first}验资报告
  "2019-10-31 验资报告（茶业）.pdf":
    title: {second}验资报告
  "2019-11-08 验资报告（电子）.pdf":
    title: {third}验资报告
  "2019-11-20 验资报告汇编（箱包、饮品等）.pdf":
    note: {"、".join(others)}
"""


def funds() -> tuple[Filed, ...]:
    """Group 3."""
    consent = scan(
        (
            "3.2 办法执行/"
            "2019-04-12 东区协函〔2019〕4号 关于同意甲县2019年度协作资金项目计划的复函.pdf"
        ),
        texts_money.consent(_OFFICE, CONSENT_A, "04-12", _PLANNED, len(PROJECTS_A)),
    )
    first, *_ = PROJECTS_A
    audit = texts_money.audit_report(_OFFICE, "甲审专〔2019〕5号", "10-25")
    return (
        pdf(
            (
                "3.1 资金项目管理办法/"
                "2018-06-12 甲财发〔2018〕45号 关于印发东西部扶贫协作资金项目管理办法的通知.pdf"
            ),
            texts_money.fund_rules(_OFFICE, "甲财发〔2018〕45号", "2018-06-12"),
        ),
        consent,
        *_approvals(),
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
        *accounts.funds(),
        *(
            scan(
                f"3.3 资金到位、拨付、支出/2019-{date} 到账凭证.pdf",
                texts_money.payment_slip(_OFFICE, date, amount, "2019年度东西部扶贫协作资金"),
            )
            for _, date, amount, _ in FUNDS_A
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
        word(
            "3.6 历年项目清零/2019-11-28 关于以前年度协作项目清零情况的说明.docx",
            texts_letters.statement(
                _OFFICE,
                "关于以前年度协作项目清零情况的说明",
                "11-28",
                (
                    "2017年、2018年我县共实施东西部扶贫协作项目14个，截至2019年11月28日，"
                    "已全部竣工，验收、报账正在收尾。逐项情况见《历年项目清零情况台账》。"
                ),
                sign="甲县财政局",
            ),
        ),
        raw(
            "3.7 审计、监督检查/2019-10-25 甲审专〔2019〕5号 专项审计报告.pdf",
            lambda: oddments.locked_pdf(audit),
            once=True,
        ),
        word(
            "3.7 审计、监督检查/2019-11-20 关于专项审计整改情况的报告.docx",
            texts_letters.rectification_report(_OFFICE, "11-20", "专项审计", 2),
        ),
        scan("3.8 社会捐赠/2019-05-17 东区商会捐赠票据.pdf", _receipts(accounts.GIFTS[:1])),
        scan("3.8 社会捐赠/2019-09-04 捐赠票据（6月至9月）.pdf", _receipts(accounts.GIFTS[1:6])),
        scan("3.8 社会捐赠/2019-11-08 东区工商联捐赠票据.pdf", _receipts(accounts.GIFTS[7:])),
        raw("3.8 社会捐赠/目录.yaml", _RECEIPTS.encode),
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


def industry() -> tuple[Filed, ...]:
    """Group 4; nothing is filed under 4.6."""
    first, second, third, *others = FIRMS_A
    employed, _ = beneficiaries()
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
        "10-31",
        Grid(
            (5, 3, 4, 3, 4),
            (
                ("采购单位", "产品", "数量", "金额（万元）", "合同号"),
                *(
                    (buyer, product, much, str(amount), number)
                    for _, buyer, _, product, much, amount, number in accounts.SALES
                ),
                ("合计", "", "", "467", ""),
            ),
            11,
        ),
        sign=("甲县商务局",),
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
        *accounts.industry(),
        scan(
            "4.3 落地企业/2019-03-18 甲县东区服饰有限公司营业执照（复印件）.pdf",
            replace(texts_money.licence(_OFFICE, first), date=day("03-18")),
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
            "4.3 落地企业/2019-10-23 示例电子生产线.jpg",
            Shot("workshop", "甲县示例电子有限公司", day("10-23"), 1, 9),
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
        pdf(
            "4.4 企业实际投资额/2019-11-20 验资报告汇编（箱包、饮品等）.pdf",
            texts_money.capital_list(others, "2019-11-20"),
        ),
        raw("4.4 企业实际投资额/目录.yaml", _proofs().encode),
        employed,
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
        scan("4.7 消费扶贫/2019-10-31 采购结算单.pdf", slip),
        raw("4.7 消费扶贫/目录.yaml", _SETTLED.encode),
    )
