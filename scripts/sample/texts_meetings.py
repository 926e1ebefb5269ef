"""The words of meetings: notices, agendas, sign-in lists, minutes, speeches, inspections."""

from dataclasses import dataclass

from sample.office import Office, issued, plain
from sample.paper import Grid, Paper

_NAMES = (
    "孙某",
    "李某",
    "周某",
    "吴某",
    "郑某",
    "王某",
    "冯某",
    "陈某",
    "褚某",
    "卫某",
    "蒋某",
    "沈某",
)


_POSTS = (
    "县委书记",
    "县委副书记、县长",
    "县委常委、副县长",
    "副县长",
    "县扶贫办主任",
    "县财政局局长",
    "县委组织部副部长",
    "县人社局局长",
    "县教育局局长",
    "县卫健局局长",
    "县商务局局长",
    "县协作办主任",
)


def post(office: Office, place: int) -> str:
    """The title of the n-th leader, for a county or a prefecture."""
    return _POSTS[place].replace("县", office.rank)


def leader(place: int) -> str:
    """The name of the n-th leader."""
    return _NAMES[place]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: what it was called, when and where, and what it dealt with."""

    name: str
    date: str
    noticed: str
    number: str
    place: str
    topics: tuple[str, ...]
    decisions: tuple[str, ...]


def notice(office: Office, meeting: Meeting) -> Paper:
    """会议通知."""
    day = f"{int(meeting.date[:2])}月{int(meeting.date[3:])}日"
    topics = "；".join(meeting.topics)
    return issued(
        office.desk,
        meeting.number,
        f"关于召开{meeting.name}的通知",
        meeting.noticed,
        (
            f"经研究，定于2019年{day}上午9时在{meeting.place}召开{meeting.name}。"
            "现将有关事项通知如下："
        ),
        "一、会议内容",
        f"{topics}。",
        "二、参会人员",
        (
            f"{office.rank}委、{office.rank}政府分管负责同志，{office.partner}党政代表团，"
            "组织、财政、人社、教育、卫健、商务、扶贫等部门主要负责同志。"
        ),
        "三、有关要求",
        (
            "请各单位提前做好发言准备，发言材料控制在1500字以内，于会前2日报协作办。"
            "参会人员请提前10分钟入场，会议期间将手机调至静音，无特殊情况不得请假。"
        ),
        to=f"{'、'.join(office.towns)}，{office.rank}直各有关单位",
    )


def agenda(meeting: Meeting) -> Paper:
    """会议议程."""
    steps = ["签到入场", "介绍参会领导", *meeting.topics, "双方交流发言", "领导讲话"]
    rows = [
        (f"{9 + at // 3}:{at % 3 * 20:02d}", step, leader(at % 12)) for at, step in enumerate(steps)
    ]
    return plain(
        f"{meeting.name}议程",
        None,
        f"时间：2019年{int(meeting.date[:2])}月{int(meeting.date[3:])}日",
        f"地点：{meeting.place}",
        f"主持人：{leader(2)}",
        Grid((3, 9, 3), (("时间", "内容", "责任人"), *rows), 11),
    )


def sign_in(office: Office, meeting: Meeting) -> Paper:
    """签到表."""
    rows = [(str(at + 1), leader(at), post(office, at), leader(at)) for at in range(12)]
    return plain(
        f"{meeting.name}签到表",
        None,
        f"时间：2019年{int(meeting.date[:2])}月{int(meeting.date[3:])}日　地点：{meeting.place}",
        Grid((2, 3, 7, 4), (("序号", "姓名", "单位及职务", "签名"), *rows), 12),
    )


def minutes(office: Office, meeting: Meeting, issue: int) -> Paper:
    """会议纪要."""
    body = [
        (
            f"2019年{int(meeting.date[:2])}月{int(meeting.date[3:])}日，"
            f"{meeting.name}在{meeting.place}召开。{post(office, 0)}{leader(0)}、"
            f"{post(office, 1)}{leader(1)}出席会议，{post(office, 2)}{leader(2)}主持。"
            "会议听取了工作进展情况汇报，研究了下一步工作。现将会议议定事项纪要如下："
        ),
    ]
    numerals = "一二三四五六七"
    for at, (topic, decision) in enumerate(zip(meeting.topics, meeting.decisions, strict=True)):
        body += [f"{numerals[at]}、{topic}", decision]
    body.append(f"出席：{'、'.join(_NAMES[:9])}。")
    return issued(
        f"{office.name}会议纪要",
        f"〔2019〕第{issue}期",
        f"{meeting.name}纪要",
        meeting.date,
        *body,
        sign=office.desk,
    )


def speech(office: Office, meeting: Meeting) -> Paper:
    """领导讲话."""
    return plain(
        f"在{meeting.name}上的讲话",
        meeting.date,
        f"{post(office, 1)}　{leader(1)}",
        "同志们：",
        (
            "今天召开这次会议，主要任务是总结前一阶段东西部扶贫协作工作，分析存在的问题，"
            "安排部署下一步任务。刚才几个部门作了发言，讲得都很好，我都同意。下面，"
            "我讲三点意见。"
        ),
        "一、提高站位，增强做好协作工作的责任感",
        (
            f"{office.partner}与我{office.rank}结对以来，在资金、项目、"
            "人才等方面给予了大力支持。各级各部门要倍加珍惜，把每一笔资金用好，"
            "把每一个项目干好。"
        ),
        "二、对标对表，逐项完成协议指标",
        (
            "协作办要对照协议，一项一项列出清单，明确责任单位和完成时限，"
            "每半月通报一次进度。数字要有来源，人数要有名册，绝不允许估数、凑数。"
        ),
        "三、严实作风，确保资料真实完整",
        (
            "各单位要安排专人收集整理资料，做到有一项工作就有一套资料。没有做的抓紧做，"
            "绝不能后补签字、倒填日期。"
        ),
        "谢谢大家！",
    )


def committee_minutes(office: Office, body_name: str, issue: int, date: str, point: str) -> Paper:
    """党委常委会、政府常务会纪要."""
    return issued(
        f"{body_name}会议纪要",
        f"〔2019〕第{issue}期",
        f"{body_name}第{issue}次会议纪要",
        date,
        (
            f"2019年{int(date[:2])}月{int(date[3:])}日，"
            f"{leader(0 if '委' in body_name else 1)}主持召开{body_name}第{issue}次会议，"
            "专题研究东西部扶贫协作等工作。纪要如下："
        ),
        "一、关于东西部扶贫协作工作",
        point,
        (
            "会议要求，协作办要加强统筹，财政局要加快资金拨付，"
            "组织部要落实挂职干部各项保障，人社局要把就业台账做到人头，"
            "各乡镇要管好用好项目。"
        ),
        "二、关于其他工作",
        "会议还研究了其他事项（略）。",
        f"出席：{'、'.join(_NAMES[:7])}。　列席：{'、'.join(_NAMES[7:10])}。",
        sign=f"{office.party}办公室" if "委" in body_name else f"{office.government}办公室",
    )


def inspection_record(office: Office, date: str, place: str, found: str, order: str) -> Paper:
    """督查记录."""
    return plain(
        f"{post(office, 1)}{leader(1)}现场督查东西部扶贫协作项目记录",
        date,
        Grid(
            (3, 11),
            (
                ("项目", "内容"),
                ("督查时间", f"2019年{int(date[:2])}月{int(date[3:])}日"),
                ("督查地点", place),
                ("参加人员", f"{leader(1)}、{leader(3)}、{leader(4)}、{leader(5)}"),
                ("发现问题", found),
                ("处理意见", order),
            ),
            16,
        ),
        "记录人：蒋某",
        sign=(office.desk,),
    )
