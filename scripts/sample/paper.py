"""What an office paper says, before it is a Word file, a PDF or a scan."""

import datetime as dt
import re
from dataclasses import dataclass, replace

#: Small print at the foot of every sample page.
MARK = "示例材料·虚构"

_LEVEL_1 = re.compile(r"^[一二三四五六七八九十]+、[^。；]{1,30}$")
_LEVEL_2 = re.compile(r"^（[一二三四五六七八九十]+）[^。；]{1,30}$")


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table inside a paper; ``shares`` are the columns' relative widths."""

    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    row_mm: float = 9.0


Block = str | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. ``head`` is the red masthead; without it the title stands on top.

    A body text starting ``一、`` or ``（一）`` and bearing no full stop is a heading.
    """

    title: str
    body: tuple[Block, ...]
    head: str | None = None
    number: str | None = None
    to: str | None = None
    sign: tuple[str, ...] = ()
    date: dt.date | None = None
    sealed: bool = False
    copies_to: str | None = None

    def unsealed(self) -> "Paper":
        """The same paper as it leaves the word processor, before it is stamped."""
        return replace(self, sealed=False)


def level(text: str) -> int:
    """Heading level of a body text: 1, 2, or 0 for plain text."""
    if _LEVEL_1.match(text):
        return 1
    return 2 if _LEVEL_2.match(text) else 0


def long_date(day: dt.date) -> str:
    """A date as papers write it, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
