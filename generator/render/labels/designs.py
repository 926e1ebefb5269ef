"""How each label looks: spines of volumes and boxes, faces of boxes (盒面), tabs of dividers."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.lettering.label_figures import LabelFigures, LabelText, SpineFigures
from generator.model import BoxLabel, TabLabel, VolumeLabel
from generator.render.labels.drawn import Area, Drawn, Pen
from generator.render.labels.fitting import fit_lines, shown

#: Thickness is reckoned from sheets: a hundredth of a millimetre is no reason for a wider spine.
PLAY = 0.01  # mm

#: What is covered by the divider is tinted.
GLUE_TINT = "#E4E4E4"

#: Dashes of the fold line.
DASH, PAUSE = 2.0, 1.2  # mm


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a spine: its heading (none: no heading), its text and the height of the latter.

    ``way``: across, wrapped (in as many lines as it takes), down (vertical text), or code (along
    the spine where that keeps it in one line or larger).
    """

    head: str
    text: str
    height: float
    way: str = "across"


def spine_width(thickness: float, widths: Sequence[float]) -> tuple[float, bool]:
    """The narrowest standard width that a thickness fits, and whether none does.

    Args:
        thickness: in mm.
        widths: the standard widths in mm.

    Returns:
        The width in mm, the widest one when the thickness is more; and whether it is more.
    """
    for width in sorted(widths):
        if thickness <= width + PLAY:
            return width, False
    return max(widths), True


def volume_spine(label: VolumeLabel, figures: LabelFigures) -> Drawn:
    """The spine label of a volume, with the fields of GB/T 9705-2008 (as quoted in public)."""
    spine = figures.volume
    sheets = f"{label.sheets}张" if label.sheets else ""
    count = f"共{label.count}卷" if label.count else ""
    pages = "—".join(page for page in (label.first_page, label.last_page) if page)
    above = (
        _Cell("全宗号", label.fonds_code, spine.fonds),
        _Cell("年度", label.year, spine.year),
        _Cell("保管期限", label.retention, spine.retention),
    )
    below = (
        _Cell("", label.fonds_name or label.unit, spine.owner, "down"),
        _Cell("归档号", label.archive_number, spine.archive_number, "code"),
        _Cell("档号", label.file_number, spine.file_number, "code"),
        _Cell("起止页", "\n".join(filter(None, (pages, sheets))), spine.pages),
        _Cell("卷号", "\n".join(filter(None, (f"第{label.number}卷", count))), spine.number),
    )
    width, _ = spine_width(label.thickness, spine.widths)
    return _spine(label.title, width, spine, figures, (above, below))


def box_spine(label: BoxLabel, figures: LabelFigures) -> Drawn:
    """The spine label of a box, with the fields of DA/T 22-2015 (as quoted in public)."""
    spine = figures.box
    above = (
        _Cell("全宗号", label.fonds_code, spine.fonds),
        _Cell("年度", label.year, spine.year),
        _Cell("保管期限", label.retention, spine.retention),
        _Cell("机构（问题）", label.subject, spine.subject, "wrapped"),
    )
    below = (
        _Cell("起止件号", label.first_item, spine.items),
        _Cell("", label.last_item, spine.items),
        _Cell("盒号", label.box_number, spine.number),
    )
    width, _ = spine_width(label.thickness, spine.widths)
    return _spine(label.title, width, spine, figures, (above, below))


def _spine(
    title: str,
    width: float,
    spine: SpineFigures,
    figures: LabelFigures,
    cells: tuple[tuple[_Cell, ...], tuple[_Cell, ...]],
) -> Drawn:
    """Cells from the top, cells from the foot, and the title in what is left between them."""
    pen = Pen(figures)
    whole = Area(0, 0, width, spine.height).within(figures.inset)
    pen.frame(whole)
    style = _head_style(pen, [cell for part in cells for cell in part], whole.width, spine.head)
    above, below = cells
    top = whole.y
    for cell in above:
        top = _draw(pen, cell, Area(whole.x, top, whole.width, 0), spine.head, style)
        pen.across(whole.x, top, whole.width)
    foot = whole.y + whole.height - sum(_height(cell, spine.head) for cell in below)
    between = Area(whole.x, top, whole.width, foot - top)
    size = pen.write_down(shown(title), between, figures.title, figures.title_padding)
    for cell in below:
        pen.across(whole.x, foot, whole.width)
        foot = _draw(pen, cell, Area(whole.x, foot, whole.width, 0), spine.head, style)
    return pen.done(width, spine.height, size)


def _height(cell: _Cell, head: float) -> float:
    return cell.height + (head if cell.head else 0)


def _head_style(pen: Pen, cells: Sequence[_Cell], width: float, height: float) -> LabelText:
    """One type size for all headings: the largest that fits each of them."""
    style, edge = pen.figures.head, 2 * pen.figures.padding
    heads = (cell.head for cell in cells if cell.head)
    size = min(fit_lines(head, width - edge, height - edge, style).size for head in heads)
    return style.model_copy(update={"largest": size, "smallest": min(size, style.smallest)})


def _draw(pen: Pen, cell: _Cell, at: Area, head: float, style: LabelText) -> float:
    """Draw a cell with its upper edge at a place of no height; gives its lower edge in mm."""
    top = at.y
    if cell.head:
        pen.write(cell.head, Area(at.x, top, at.width, head), style)
        top += head
        pen.across(at.x, top, at.width)
    room = Area(at.x, top, at.width, cell.height)
    text = "\n".join(shown(line) for line in cell.text.split("\n"))
    if cell.way == "down":
        pen.write_down(text, room, pen.figures.value, pen.figures.title_padding)
    elif cell.way == "code":
        pen.write_code(text, room, pen.figures.value)
    else:
        pen.write(text, room, pen.figures.value, whole=cell.way == "across")
    return top + cell.height


def box_face(label: BoxLabel, figures: LabelFigures) -> Drawn:
    """The face label of a box: the name of the fonds large, its fields in rows, the title."""
    face, pen = figures.face, Pen(figures)
    whole = Area(0, 0, face.width, face.height).within(figures.inset)
    pen.frame(whole)
    first = Area(whole.x, whole.y, whole.width, face.name)
    if label.fonds_name:
        pen.write(shown(label.fonds_name), first.within(face.padding), figures.title)
    else:
        _field(pen, ("全宗名称", ""), first)
    top = whole.y + face.name
    rows = (
        (("全宗号", label.fonds_code), ("年度", label.year)),
        (("保管期限", label.retention), ("机构（问题）", label.subject)),
        (("盒号", label.box_number), ("起止件号", _items(label))),
    )
    for left, right in rows:
        pen.across(whole.x, top, whole.width)
        half = whole.width / 2
        _field(pen, left, Area(whole.x, top, half, face.row))
        _field(pen, right, Area(whole.x + half, top, half, face.row))
        pen.down(whole.x + half, top, face.row)
        top += face.row
    pen.across(whole.x, top, whole.width)
    last = Area(whole.x, top, whole.width, whole.y + whole.height - top)
    size = _field(pen, ("题名", label.title), last, title=True)
    return pen.done(face.width, face.height, size)


def _field(pen: Pen, words: tuple[str, str], row: Area, *, title: bool = False) -> float:
    """A heading and its text side by side; gives the text's size in points."""
    wide = pen.figures.face.head
    pen.write(words[0], Area(row.x, row.y, wide, row.height), pen.figures.face.field)
    pen.down(row.x + wide, row.y, row.height)
    rest = Area(row.x + wide, row.y, row.width - wide, row.height)
    if title:
        return pen.write(shown(words[1]), rest.within(pen.figures.face.padding), pen.figures.title)
    return pen.write(shown(words[1]), rest, pen.figures.value)


def _items(label: BoxLabel) -> str:
    """First and last item, with a dash only when both are set."""
    return "—".join(item for item in (label.first_item, label.last_item) if item)


def tab(label: TabLabel, figures: LabelFigures) -> Drawn:
    """A tab as it is cut: glue, words upside down, the fold, words upright, glue.

    Folded backwards about the divider's fore edge, it reads down the edge from the front and up
    the edge from behind.
    """
    part, pen = figures.tab, Pen(figures)
    fold = part.height / 2
    pen.fill(Area(0, 0, part.width, part.glue), GLUE_TINT)
    pen.fill(Area(0, part.height - part.glue, part.width, part.glue), GLUE_TINT)
    at = 0.0
    while at < part.width:
        length = min(DASH, part.width - at)
        pen.across(at, fold, length)
        at += DASH + PAUSE
    front = Area(0, fold, part.width, part.visible)
    back = Area(0, fold - part.visible, part.width, part.visible)
    size = _side(pen, label, front, turn=0)
    _side(pen, label, back, turn=180)
    note = figures.note
    pen.write("粘贴处", Area(0, 0, part.width, part.glue), note, turn=180)
    pen.write("粘贴处", Area(0, part.height - part.glue, part.width, part.glue), note)
    return pen.done(part.width, part.height, size)


def tab_note(position: int, figures: LabelFigures, page_height: float) -> str:
    """Where on the fore edge a tab belongs: its place, and how far it is from the paper's top.

    Args:
        position: counts from 1, the uppermost.
        figures: the figures of labels.
        page_height: of the divider, in mm.
    """
    part = figures.tab
    pitch = part.edge / part.positions
    top = (page_height - part.edge) / 2 + (position - 1) * pitch + part.clearance / 2
    return f"第 {position} 位\n距纸顶 {round(top, 1):g} mm"


def _side(pen: Pen, label: TabLabel, side: Area, turn: int) -> float:
    """Code and title side by side, the code first as the side is read; gives the title's size."""
    wide = pen.figures.tab.code if label.code and label.title else 0.0
    inner = side.within(pen.figures.inset)
    code, title = shown(label.code), shown(label.title)
    style = pen.figures.tab.text
    if not title:
        return pen.write(code, inner, style, turn=turn)
    rest = Area(inner.x + wide, inner.y, inner.width - wide, inner.height)
    first = Area(inner.x, inner.y, wide, inner.height)
    rule = inner.x + wide
    if turn:
        rest = Area(inner.x, inner.y, inner.width - wide, inner.height)
        first = Area(inner.x + inner.width - wide, inner.y, wide, inner.height)
        rule = first.x
    if code:
        pen.write(code, first, style, turn=turn)
        pen.down(rule, inner.y + 2, inner.height - 4)
    return pen.write(title, rest, style, turn=turn)
