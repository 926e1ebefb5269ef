"""Divider tabs: a strip to be folded about the fore edge, the same words on both of its sides."""

from generator.lettering.label_figures import LabelFigures
from generator.model import TabLabel
from generator.render.labels.drawn import Area, Drawn, Pen
from generator.render.labels.fitting import shown

#: What is covered by the divider is tinted.
GLUE_TINT = "#E4E4E4"

#: Dashes of the fold line.
DASH, PAUSE = 2.0, 1.2  # mm


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
