"""What could not be drawn, by kind and page, in words for the clerk."""

from collections import Counter

#: So many page numbers are written out; of more the rest is counted.
_MOST_PAGES = 12


class Remarks:
    """Collects what is wrong while pages are drawn; page 0 stands for the whole document."""

    def __init__(self) -> None:
        self.page = 0
        self._seen: dict[str, Counter[int]] = {}

    def add(self, what: str) -> None:
        """Note one thing on the page being drawn; ``what`` reads after "第 3 页"."""
        self._seen.setdefault(what, Counter())[self.page] += 1

    def notes(self) -> tuple[str, ...]:
        """One line for each kind, in the order of discovery."""
        return tuple(_line(what, pages) for what, pages in self._seen.items())


def _line(what: str, pages: Counter[int]) -> str:
    numbers = sorted(page for page in pages if page)
    if not numbers:
        return what
    shown = "、".join(map(str, numbers[:_MOST_PAGES]))
    more = f" 等 {len(numbers)} " if len(numbers) > _MOST_PAGES else " "
    times = f"（共 {pages.total()} 处）" if pages.total() > 1 else ""
    return f"第 {shown}{more}页{what}{times}"
