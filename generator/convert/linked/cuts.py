"""What was cut out of a private copy because it shows what is not in the document, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: What is said of fields that show another thing on another day or machine.
MOVED = "文件里有会自动变化的内容（当天日期、文件名等），已按保存时显示的样子装订"


@dataclass(frozen=True, slots=True)
class Cuts:
    """How much was cut, by what a clerk must know of it.

    ``places`` would show what is not in the document; ``templates`` only shape it; ``cells`` have
    formulas whose goal nobody can know before they are calculated, and no saved result;
    ``unseen`` are parts that could not be looked through. ``moving`` fields show the day, the
    name of the file or that of the reader: what they showed when they were saved stays. ``days``
    are dates of printing of which nothing was saved.
    """

    places: int = 0
    templates: int = 0
    cells: int = 0
    unseen: int = 0
    moving: int = 0
    days: int = 0

    def __add__(self, other: Cuts) -> Cuts:
        return Cuts(
            self.places + other.places,
            self.templates + other.templates,
            self.cells + other.cells,
            self.unseen + other.unseen,
            self.moving + other.moving,
            self.days + other.days,
        )

    def notes(self) -> Iterator[str]:
        """The sentences for the clerk; none when nothing was found."""
        if self.places:
            yield f"有 {self.places} 处内容不在文件里、链接到别处，没有载入，请打开原件核对"
        if self.templates:
            yield "文件套用的模板不在文件里，没有载入，请对照原件核对版式"
        if self.cells:
            yield (
                f"有 {self.cells} 个单元格用 INDIRECT 公式引用别处，又没有存下结果，没有计算，"
                "请打开原件核对"
            )
        if self.moving:
            yield MOVED
        if self.days:
            yield "幻灯片上有自动变成当天的日期，没有印出，请打开原件核对"
        if self.unseen:
            yield "文件内部有读不通的部分，没能查看里面有没有链接到别处的内容，请打开原件核对"


NOTHING = Cuts()
