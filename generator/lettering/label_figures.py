"""The figures of labels: their sizes, cells and type, and the sheets that they are cut from.

All lengths are millimetres, all type sizes are points; their sources stand in ``layout.yaml``.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from generator.base.errors import Place, Problem
from generator.base.yaml.reading import Form, problem_at

Millimetres = Annotated[float, Field(ge=0, le=1000)]
Points = Annotated[float, Field(gt=0, le=200)]
Cell = Annotated[float, Field(ge=4, le=300)]

#: The title of a label gets at least this height.
LEAST_TITLE = 10.0  # mm


class LabelText(Form):
    """A text on a label: type sizes to try, in points; ``line`` is the line height in sizes."""

    font: str
    largest: Points
    smallest: Points
    line: Annotated[float, Field(ge=1, le=3)]


class LabelSheet(Form):
    """The paper that labels are cut from: its free edge, and the height of the words at its foot.

    No margin under 8 mm: printers do not reach the paper's edge.
    """

    width: Millimetres
    height: Millimetres
    margin: Annotated[float, Field(ge=8, le=50)]
    foot: Annotated[float, Field(ge=8, le=50)]


class CutFigures(Form):
    """Cut marks: their distance from the label's corner, their length and width."""

    offset: Annotated[float, Field(ge=0.5, le=10)]
    length: Annotated[float, Field(ge=1, le=20)]
    rule: Annotated[float, Field(ge=0.05, le=1)]

    @property
    def reach(self) -> float:
        """How far a mark's end is from the label."""
        return self.offset + self.length


class SpineFigures(Form):
    """A spine label: widths to choose from, its height, and the height of a cell's heading."""

    widths: tuple[Annotated[float, Field(ge=8, le=200)], ...] = Field(min_length=1)
    height: Annotated[float, Field(ge=50, le=1000)]
    head: Cell
    fonds: Cell
    year: Cell
    retention: Cell
    number: Cell


class VolumeSpineFigures(SpineFigures):
    """The further cells of a volume's spine label, by their heights."""

    owner: Cell
    archive_number: Cell
    file_number: Cell
    pages: Cell

    @property
    def title(self) -> float:
        """Height that the cells leave for the title."""
        values = (self.fonds, self.year, self.retention, self.archive_number, self.file_number)
        return self.height - 7 * self.head - sum((*values, self.pages, self.number, self.owner))


class BoxSpineFigures(SpineFigures):
    """The further cells of a box's spine label; ``items`` is the height of each of two cells."""

    subject: Cell
    items: Cell

    @property
    def title(self) -> float:
        """Height that the cells leave for the title."""
        values = (self.fonds, self.year, self.retention, self.subject, 2 * self.items)
        return self.height - 6 * self.head - sum((*values, self.number))


class FaceFigures(Form):
    """A box's face label: its size, the name's height, the rows' height, the headings' width.

    ``padding`` is kept free around the name and the title.
    """

    width: Annotated[float, Field(ge=60, le=1000)]
    height: Annotated[float, Field(ge=40, le=1000)]
    name: Cell
    row: Cell
    head: Cell
    padding: Annotated[float, Field(ge=0, le=5)]
    field: LabelText

    @property
    def title(self) -> float:
        """Height that the name and three rows leave for the title."""
        return self.height - self.name - 3 * self.row


class TabFigures(Form):
    """Divider tabs: how many places share which length of the fore edge, and a tab's parts.

    A tab is folded in its middle: each half shows ``visible`` and is stuck on with ``glue``.
    """

    positions: Annotated[int, Field(ge=1, le=40)]
    edge: Annotated[float, Field(ge=20, le=1000)]
    clearance: Millimetres
    visible: Cell
    glue: Cell
    code: Cell
    note: Cell
    text: LabelText

    @property
    def width(self) -> float:
        """Length of a tab along the fore edge."""
        return self.edge / self.positions - self.clearance

    @property
    def height(self) -> float:
        """Height of a tab before it is folded."""
        return 2 * (self.visible + self.glue)


class LabelFigures(Form):
    """Labels for volumes, boxes and dividers, several on a sheet, with marks to cut along.

    ``inset`` is from the cut to the frame; ``single_column`` is the smallest size at which a title
    is kept in one column; ``spread`` is how far its characters may stand apart, in sizes.
    """

    sheet: LabelSheet
    gap: Millimetres
    cut: CutFigures
    ruler: Annotated[float, Field(ge=10, le=1000)]
    inset: Annotated[float, Field(ge=0, le=3)]
    frame: Annotated[float, Field(ge=0.05, le=1)]
    rule: Annotated[float, Field(ge=0.05, le=1)]
    padding: Annotated[float, Field(ge=0, le=3)]
    title_padding: Annotated[float, Field(ge=0, le=5)]
    single_column: Points
    spread: Annotated[float, Field(ge=1, le=3)]
    head: LabelText
    value: LabelText
    title: LabelText
    note: LabelText
    volume: VolumeSpineFigures
    box: BoxSpineFigures
    face: FaceFigures
    tab: TabFigures

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that labels may take of a sheet, their cut marks left out."""
        edge = self.sheet.margin + self.cut.reach
        return self.sheet.width - 2 * edge, self.sheet.height - 2 * edge - self.sheet.foot


def label_problems(
    figures: LabelFigures, fonts: Sequence[str], place: Callable[..., Place]
) -> Iterator[Problem]:
    """What contradicts itself among the figures of labels.

    Args:
        figures: the figures.
        fonts: the font roles that are declared.
        place: gives the place in the file of a value below ``labels``.
    """
    texts: dict[tuple[str, ...], LabelText] = {
        (name,): getattr(figures, name) for name in ("head", "value", "title", "note")
    }
    texts |= {("tab", "text"): figures.tab.text, ("face", "field"): figures.face.field}
    for keys, text in texts.items():
        if text.font not in fonts:
            message = f"标签用了没有声明的字体角色“{text.font}”"
            spot = place("labels", *keys, "font")
            yield problem_at(spot, message, f"应为 {'、'.join(fonts)} 之一")
        if text.smallest > text.largest:
            message = f"最小字号 {text.smallest:g} 大于最大字号 {text.largest:g}"
            yield problem_at(place("labels", *keys, "smallest"), message, "请把两个数对调或改小")
    if figures.gap < 2 * figures.cut.reach:
        message = f"标签间距 {figures.gap:g} mm 容不下相邻两枚的裁切线"
        yield problem_at(place("labels", "gap"), message, f"至少写 {2 * figures.cut.reach:g}")
    yield from _too_large(figures, place)
    parts = (("volume", figures.volume), ("box", figures.box), ("face", figures.face))
    for name, part in parts:
        if part.title - 2 * (figures.inset + figures.title_padding) < LEAST_TITLE:
            message = "各格高度合计太大，题名没有地方"
            remedy = f"请把各格改小，给题名留出 {LEAST_TITLE:g} mm 以上"
            yield problem_at(place("labels", name), message, remedy)
    if figures.face.width < 2 * (figures.face.head + LEAST_TITLE):
        message = f"盒面标签宽 {figures.face.width:g} mm，栏名格之外写不下内容"
        yield problem_at(place("labels", "face"), message, "请减小 head 或加大 width")
    if figures.tab.width < figures.tab.code + LEAST_TITLE:
        message = f"每枚隔页标签只有 {figures.tab.width:g} mm 长，写不下编号和题名"
        yield problem_at(place("labels", "tab"), message, "请减少 positions 或加大 edge")


def _too_large(figures: LabelFigures, place: Callable[..., Place]) -> Iterator[Problem]:
    """Labels that do not fit their sheet, each side of each kind."""
    across, down = figures.room
    tab, face = figures.tab, figures.face
    sides = (
        *((("volume", "widths", at), w, across) for at, w in enumerate(figures.volume.widths)),
        *((("box", "widths", at), w, across) for at, w in enumerate(figures.box.widths)),
        (("volume", "height"), figures.volume.height, down),
        (("box", "height"), figures.box.height, down),
        (("face", "width"), face.width, across),
        (("face", "height"), face.height, down),
        (("tab", "edge"), tab.width, across),
        (("tab", "visible"), tab.height + tab.note, down),
        (("ruler",), figures.ruler, figures.sheet.width - 2 * figures.sheet.margin),
    )
    for keys, needed, room in sides:
        if needed > room:
            message = f"{needed:g} mm 放不进纸张，最多 {room:g} mm"
            yield problem_at(place("labels", *keys), message, "请改小，或改用更大的纸（sheet）")
