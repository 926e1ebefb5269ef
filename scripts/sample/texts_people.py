"""The words of papers about people: appointments, duties, support, training, cases."""

from sample.nouns import Cadre
from sample.office import Office, day, issued, plain
from sample.paper import Grid, Paper


def appointment(office: Office, cadre: Cadre, date: str) -> Paper:
    """任职文件."""
    east = cadre.direction == "东派西"
    head = office.party if east else f"中共{office.partner}委员会"
    return issued(
        head,
        cadre.appointment,
        f"关于{cadre.name}同志挂职的通知",
        date,
        (
            f"经研究决定，{cadre.name}同志（{cadre.sender}）挂任{cadre.post}，"
            f"挂职时间自{cadre.start}至{cadre.end}，挂职期间不免去原职务。"
        ),
        "挂职期满，所挂职务自然免除，不再另行文。",
        to=f"各乡镇党委，{office.rank}直各单位党组（党委）" if east else "各有关单位",
        sign=f"{head}组织部",
    )


def duty_split(office: Office, number: str, date: str, cadres: tuple[Cadre, ...]) -> Paper:
    """分工文件: of the government that the cadres serve in."""
    east = cadres[0].direction == "东派西"
    government = office.government if east else f"{office.partner}人民政府"
    rank = office.rank if east else "区"
    rows = (
        ("姓名", "职务", "分管（协管）工作"),
        ("李某", f"{rank}长", "主持政府全面工作"),
        *((each.name, each.post, each.duty) for each in cadres),
    )
    return issued(
        government,
        number,
        f"关于{rank}政府领导及挂职干部工作分工的通知",
        date,
        "根据工作需要，现将领导同志及挂职干部工作分工明确如下：",
        Grid((2, 5, 6), rows, 13),
        "各挂职干部要切实履行职责，积极发挥桥梁纽带作用。",
        to="各乡镇人民政府，政府直属各单位" if east else "各街道办事处，区直各单位",
    )


def exchange_agreement(trade: str, date: str, eastern: str, western: str) -> Paper:
    """专业技术人才交流协议."""
    return Paper(
        f"{trade}人才交流协议",
        (
            f"甲方：{eastern}",
            f"乙方：{western}",
            "根据双方年度协作协议，就专业技术人才交流事宜协议如下：",
            "一、交流形式",
            "甲方每年选派业务骨干到乙方开展传帮带，乙方选派人员到甲方跟岗学习，每期不少于1个月。",
            "二、双方职责",
            (
                "派出方负责人选把关、工资福利不变；接收方提供必要的食宿、办公和安全保障，"
                "安排带教任务并做好考核。"
            ),
            "三、其他",
            "本协议有效期一年，未尽事宜双方协商解决。",
        ),
        sign=(eastern, western),
        date=day(date),
    )


def support_rules(office: Office, number: str, date: str) -> Paper:
    """保障条件文件."""
    return issued(
        f"{office.party}组织部",
        number,
        "关于落实东部挂职干部和专业技术人才保障条件的通知",
        date,
        "为让来我地挂职的东部干部人才安心工作，现就有关保障事项通知如下：",
        "一、食宿保障",
        "由接收单位提供周转住房一套，配备必要生活设施，水电费用由接收单位承担。",
        "二、办公保障",
        "配备独立办公室、电脑和必要的公务用车保障。",
        "三、健康和保险",
        "每年安排一次健康体检，购买人身意外伤害保险，节假日由组织部开展走访慰问。",
        "四、工作要求",
        "各接收单位要明确一名联系人，每季度报送一次落实情况。",
        to="各接收单位",
        sign=f"{office.party}组织部",
    )


def training_plan(office: Office, subject: str, date: str, bureau: str, size: int) -> Paper:
    """培训方案."""
    return issued(
        office.bureau(bureau),
        f"{office.mark}培〔2019〕{size % 17 + 3}号",
        f"关于举办{subject}的通知",
        date,
        f"根据年度协作计划，决定举办{subject}。现将有关事项通知如下：",
        "一、培训对象",
        f"各单位推荐人员，共{size}人。",
        "二、培训时间和地点",
        f"分两期举办，每期5天，地点在{office.name}委党校。",
        "三、培训内容",
        "扶贫协作政策解读、业务知识、东部经验交流、现场教学。由东部选派3名授课老师。",
        "四、有关要求",
        "参训人员遵守学习纪律，培训费、食宿费由协作资金列支。",
        to="各有关单位",
    )


def event_plan(office: Office, title: str, date: str, bureau: str, *body: str) -> Paper:
    """部门的活动方案."""
    return issued(
        office.bureau(bureau),
        f"{office.mark}发〔2019〕{len(title) + 7}号",
        title,
        date,
        "为做好劳务协作工作，帮助贫困劳动力实现稳定就业，制定本方案。",
        *body,
        "各乡镇要广泛宣传，逐户登记，做好组织发动和跟踪服务。",
        to="各乡镇人民政府",
    )


def case(office: Office, title: str, date: str, *body: str) -> Paper:
    """典型案例."""
    heads = ("一、基本情况", "二、主要做法", "三、取得成效")
    text: list[str] = []
    for head, part in zip(heads, body, strict=True):
        text += [head, part]
    return plain(title, date, *text, sign=(office.desk,))
