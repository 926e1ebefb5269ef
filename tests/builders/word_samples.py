"""A volume with every kind of page, every change of paper, and links within it and out of it."""

from dataclasses import dataclass
from pathlib import Path

from generator.model import Cell, Fit, PageKind, Plan, Row, Space, Table, Text, Volume
from generator.render.pdf.lone_image import Box
from generator.render.pdf.pictures import Undrawable, key_of
from generator.render.word.word import render_word
from tests.builders.volumes import (
    A3_TURNED,
    A4_TURNED,
    Binder,
    Pictures,
    Style,
    corner,
    layout,
    leaf,
    moved_to,
)

ODD_TITLES = (
    "关于甲县与东市东区结对帮扶的函",
    "甲协办函〔2019〕12号 关于“两不愁三保障”——教育、医疗、住房——“回头看”情况的报告",
    "𬭎𬬩㙍镇𠮷村名册",
    "合影😀👨‍👩‍👧",
    'A & B <i>"引号"</i> ]]> &amp;',
    "竖\x0b表\x00符\x1f\x7f尾",
    "长" * 200,
    "NoBreakHere" * 18,
)
#: Where the pages of another volume lie, with all that a file's name may hold.
OTHER_NAME = "第02卷 资金、100%到位 #2（二）"
OTHER_ANCHOR = "item:3.1"

#: What the sample's evidence has that a plan may ask for; turned pages are seen turned already.
FITS = {
    "plain": {},
    "a part of the page": {"box": Box(0.1, 0.2, 0.5, 0.25)},
    "turned": {"fit": Fit(turn=270)},
    "out of the margin to the right": {"fit": Fit(dx=8.0)},
    "out of the margin to the left": {"fit": Fit(dx=-8.0)},
    "beyond the upper edge": {"fit": Fit(dy=-15.0)},
    "smaller": {"fit": Fit(scale=0.9, dx=20.0, dy=14.0)},
    "reduced from A3": {"fit": Fit(scale=0.5**0.5), "seen": (297.0, 420.0)},
    "moved number": {"at": moved_to(100, 200)},
    "number at the edge": {"at": moved_to(12, 120.5, "left")},
    "A3": {"size": A3_TURNED},
    "A3 back": {"size": A3_TURNED},
    "nearly A4": {"size": (208.0, 295.0)},
    "larger than A4": {"size": (214.0, 297.0)},
    "other paper": {"size": A4_TURNED},
}


@dataclass(frozen=True)
class Made:
    plan: Plan
    pictures: Pictures
    docx: Path

    @property
    def volume(self) -> Volume:
        return self.plan.volumes[0]


def contents(entries: list[tuple[str, str]]) -> Table:
    head = Row((Cell("序号"), Cell("题名"), Cell("页码")), 7.2, "head")
    group = Row((Cell("一、组织领导"),), 7.2, "group")
    rows = tuple(
        Row((Cell(str(at), anchor), Cell(title, anchor), Cell("9", anchor, "right")), 12.6, style)
        for at, (title, anchor) in enumerate(entries, start=1)
        for style in (("gap",) if at == 2 else ("normal",))
    )
    return Table((12, 124, 20), (head, group, *rows))


def full(count: int, height: float, widths: tuple[float, ...] = (136, 20)) -> Table:
    """A table of many rows that fills a page, with a head."""
    head = Row((Cell("题名"), Cell("页")), height, "head")
    return Table(
        widths, (head, *(Row((Cell("满" * 30), Cell("页")), height) for _ in range(count)))
    )


def other_volume() -> Volume:
    binder = Binder()
    binder.add(PageKind.COVER)
    binder.add(PageKind.BLANK)
    binder.add(PageKind.ITEM_SHEET, anchors=("group:3", OTHER_ANCHOR))
    return binder.volume(2, OTHER_NAME)


def sample(
    folder: Path,
    style: Style = corner,
    series: str = "",
    *,
    duplex: bool = True,
    title: str = "甲县东西部扶贫协作考核材料",
) -> Made:
    """Write the sample volume into a folder."""
    binder = Binder(style, series, duplex=duplex)
    _front(binder)
    for at, asked in enumerate(FITS.values()):
        anchors = (f"doc:{at}", f"另一个:{at}") if at < len(ODD_TITLES) else ()
        label = ODD_TITLES[at % len(ODD_TITLES)]
        binder.evidence(folder, anchors=anchors, label=label, **asked)
    _back(binder)
    plan = binder.plan(other_volume(), title=title)
    docx = folder / f"{folder.name}.docx"
    render_word(plan, plan.volumes[0], layout(), binder.pictures, docx)
    return Made(plan, binder.pictures, docx)


def _front(binder: Binder) -> None:
    whole = [(text, f"doc:{at}") for at, text in enumerate(ODD_TITLES)]
    binder.add(
        PageKind.COVER,
        Space(40),
        Text("甲县东西部扶贫协作\n考核材料", "cover-title", 28),
        Space(20),
        Text("不完整：缺 3 处", "incomplete", 12),
    )
    _blank(binder)
    elsewhere = ("第二卷的材料", OTHER_ANCHOR)
    binder.add(PageKind.CONTENTS, Text("目录", "h1", 13, 1), contents([*whole, elsewhere]))
    binder.add(PageKind.CATALOGUE, full(24, 10, (150, 20)))
    binder.add(PageKind.COMPLETION, Text("指标完成情况", "h1", 13, 1), contents(whole[:3]))
    _blank(binder)
    binder.add(PageKind.DIVIDER, Space(90), Text("一、组织领导", "divider", 20, 1))
    _blank(binder)
    long = "甲县与东市东区召开联席会议，研究协作事项，形成会议纪要。" * 8
    binder.add(
        PageKind.ITEM_SHEET,
        Text("1.5 高层联席会议", "h2", 10.2, 2),
        Text(long, "body", 8 * 8.5),
        Text("题名", "note", 6, 3),
        contents(whole[3:5]),
        anchors=("item:1.5",),
    )


def _back(binder: Binder) -> None:
    binder.add(PageKind.SLIP, Text("缺项", "mark", 15, 2), Text("缺：签到表", "body", 8.5))
    broken = binder.add(PageKind.EVIDENCE, leaf=leaf("坏页.pdf"), label="坏页.pdf 第1页")
    binder.pictures[key_of(broken)] = Undrawable(detail="no page")
    binder.add(PageKind.GAP_LIST, full(30, 6.9))
    unruled = Table((60, 96), (Row((Cell("立卷人"), Cell("\n")), 20),), "cell-large", ruled=False)
    binder.add(PageKind.CLOSING, Text("卷 内 备 考 表", "h1", 13, 1), unruled)
    if len(binder.pages) % 2:
        _blank(binder)


def _blank(binder: Binder) -> None:
    if binder.duplex:
        binder.add(PageKind.BLANK)
