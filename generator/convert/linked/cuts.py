"""What was cut out of a private copy because it points out of the document, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cuts:
    """How much was cut, by what a clerk must know of it.

    ``places`` would show what is not in the document; ``templates`` only shape it; ``cells`` have
    formulas whose goal nobody can know before they are calculated, and no saved result;
    ``unseen`` are parts that could not be looked through.
    """

    places: int = 0
    templates: int = 0
    cells: int = 0
    unseen: int = 0

    def __add__(self, other: Cuts) -> Cuts:
        return Cuts(
            self.places + other.places,
            self.templates + other.templates,
            self.cells + other.cells,
            self.unseen + other.unseen,
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
        if self.unseen:
            yield "文件内部有读不通的部分，没能查看里面有没有链接到别处的内容，请打开原件核对"


NOTHING = Cuts()
