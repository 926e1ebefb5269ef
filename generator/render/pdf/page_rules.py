"""Rules and tinted rows of a generated page as outlines to be filled, as many as it must be.

Each cell has rules of its own within its edges, so that two cells share a line of double width.
One outline for all lines of a page costs a hundredth of what a border around each cell does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.model import Page, Table
from generator.plan.geometry import placed, row_widths

#: The style of rows that nothing tells from others.
_PLAIN = "normal"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Path data of SVG in mm from the page's top left corner.

    Attributes:
        rules: all rules of the page's tables; empty where there are none.
        rows: the places of rows by their style, of those that have another one than most.
    """

    rules: str
    rows: Mapping[str, str]


def ruling(page: Page, rule: float) -> Ruling:
    """The rules of a page's tables, ``rule`` mm wide, and the places of its marked rows."""
    rules: list[str] = []
    rows: dict[str, list[str]] = {}
    for block, top in placed(page):
        if isinstance(block, Table) and block.rows:
            rules += _rules(block, page.left, top, rule if block.ruled else 0.0)
            edge = (rule if block.ruled else 0.0) / 2
            x, y, width = page.left - edge, top - edge, sum(block.widths)
            for row in block.rows:
                if row.style != _PLAIN:
                    rows.setdefault(row.style, []).append(_filled(x, y, width, row.height))
                y += row.height
    return Ruling("".join(rules), {style: "".join(parts) for style, parts in rows.items()})


def _rules(table: Table, left: float, top: float, rule: float) -> Iterator[str]:
    if not rule:
        return
    width, height = sum(table.widths), table.height
    x, y = left - rule / 2, top - rule / 2
    yield _filled(x, y, width, rule)
    yield _filled(x, y + height - rule, width, rule)
    yield _filled(x, y, rule, height)
    yield _filled(x + width - rule, y, rule, height)
    down = y
    for row in table.rows[:-1]:
        down += row.height
        yield _filled(x, down - rule, width, 2 * rule)
    for widths, rows in groupby(table.rows, key=lambda row: row_widths(table, row)):
        high, across = sum(row.height for row in rows), x
        for wide in widths[:-1]:
            across += wide
            yield _filled(across - rule, y, 2 * rule, high)
        y += high


def _filled(x: float, y: float, width: float, height: float) -> str:
    """A rectangle; what closes it is left out, for filling closes it."""
    return f"M{x:.3f} {y:.3f}h{width:.3f}v{height:.3f}h-{width:.3f}"
