"""Face labels of boxes (盒面): whose archive it is, and what the box holds, in a ruled table."""

from generator.lettering.label_figures import LabelFigures
from generator.model import BoxLabel
from generator.render.labels.drawn import Area, Drawn, Pen
from generator.render.labels.fitting import shown


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
