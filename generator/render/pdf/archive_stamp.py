"""The archive stamp (归档章): six ruled cells with their texts, and where it stands on a page."""

from collections.abc import Callable, Iterator

from generator.lettering.layout import ArchiveStampFigures
from generator.lettering.stamp import Line, Mark
from generator.lettering.typeset import MM_PER_POINT, wrap

#: Cells in a row and rows.
_COLUMNS, _ROWS = 3, 2

#: Half the height of digits and of Chinese characters above the baseline, in ems.
_MIDDLE = 0.36

#: Sizes are tried in steps of this ratio, so that a text of any length fits in the end.
_STEP = 0.95

#: Places are tried at this distance, in mm.
_STRIDE = 1.0


def archive_stamp(
    cells: tuple[str, ...],
    x: float,
    y: float,
    figures: ArchiveStampFigures,
    width: Callable[[str, float, str], float],
) -> tuple[Mark | Line, ...]:
    """Draw the stamp.

    Args:
        cells: 全宗号、年度、件号、机构（问题）、保管期限、页数; empty ones stay blank.
        x: its left edge in mm from the page's left edge.
        y: its top edge in mm from the page's top edge.
        figures: size, rules and type.
        width: measures a text: text, size in points, font role, to mm.

    Raises:
        ValueError: there are not six cells.
    """
    if len(cells) != _COLUMNS * _ROWS:
        raise ValueError(f"{len(cells)} cells of 6")
    wide, high = figures.width / _COLUMNS, figures.height / _ROWS
    texts: list[Mark] = []
    for at, cell in enumerate(cells):
        row, column = divmod(at, _COLUMNS)
        size, lines = _fitted(cell, wide, high, figures, width)
        middle, pitch = x + (column + 0.5) * wide, _pitch(size, figures)
        first = y + (row + 0.5) * high - (len(lines) - 1) / 2 * pitch
        for number, line in enumerate(lines):
            baseline = first + number * pitch + _MIDDLE * size * MM_PER_POINT
            texts.append(Mark(line, middle, baseline, size, "center", figures.font, figures.color))
    return (*_rules(x, y, figures), *texts)


def stamp_place(
    width: float,
    height: float,
    covered: Callable[[float, float, float, float], bool],
    figures: ArchiveStampFigures,
) -> tuple[float, float] | None:
    """Find the place of the stamp: the top middle, else along the top, else the right middle.

    Args:
        width: width of the page in mm as a reader sees it.
        height: its height in mm.
        covered: whether something stands between left, top, right and bottom, in mm.
        figures: size of the stamp, and how far it keeps from the edges and from other things.

    Returns:
        Its top left corner in mm; ``None`` when there is no free place: it then goes on a sheet
        of its own in front of the page.
    """
    for x, y in _places(width, height, figures):
        left, top = x - figures.clear, y - figures.clear
        right = x + figures.width + figures.clear
        bottom = y + figures.height + figures.clear
        if not covered(left, top, right, bottom):
            return x, y
    return None


def _places(
    width: float, height: float, figures: ArchiveStampFigures
) -> Iterator[tuple[float, float]]:
    """Places within the margins, best first; on the right only where the page is landscape."""
    middle = (width - figures.width) / 2
    most = width - figures.right - figures.width
    if figures.top + figures.height > height or most < figures.left:
        return
    strides = range(-int(width / _STRIDE), int(width / _STRIDE))
    along = {figures.left, most, *(middle + stride * _STRIDE for stride in strides)}
    for x in sorted(along, key=lambda x: (abs(x - middle), x)):
        if figures.left <= x <= most:
            yield x, figures.top
    if width > height:
        yield most, (height - figures.height) / 2


def _fitted(
    text: str,
    wide: float,
    high: float,
    figures: ArchiveStampFigures,
    width: Callable[[str, float, str], float],
) -> tuple[float, tuple[str, ...]]:
    """Size and lines of a text that stay within its cell: one line while it can be read well."""
    room, space = wide - 2 * figures.padding, high - 2 * figures.padding
    size = figures.size
    while size >= figures.wrap_below:
        if width(text, size, figures.font) <= room:
            return size, (text,) if text else ()
        size = round(size * _STEP, 2)
    size = figures.size
    while True:
        lines = wrap(text, room, size)
        widest = max(width(line, size, figures.font) for line in lines)
        if widest <= room and len(lines) * _pitch(size, figures) <= space:
            return size, lines
        size = round(size * _STEP, 4)


def _pitch(size: float, figures: ArchiveStampFigures) -> float:
    return size * figures.line * MM_PER_POINT


def _rules(x: float, y: float, figures: ArchiveStampFigures) -> Iterator[Line]:
    """The frame, whose outer edges are the stamp's size, and the rules between the cells."""
    half = figures.rule / 2
    right, bottom = x + figures.width, y + figures.height
    for row in range(_ROWS + 1):
        level = min(max(y + row * figures.height / _ROWS, y + half), bottom - half)
        yield Line(x, level, right, level, figures.rule, figures.color)
    for column in range(_COLUMNS + 1):
        across = min(max(x + column * figures.width / _COLUMNS, x + half), right - half)
        yield Line(across, y, across, bottom, figures.rule, figures.color)
