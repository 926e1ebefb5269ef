"""Write many page numbers in few characters: 2–5、9."""

import re
from collections.abc import Iterable, Iterator, Sequence

_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)


def ranges(labels: Iterable[object], *, dash: str = "–", comma: str = "、", most: int = 0) -> str:
    """Page numbers in the order given, neighbours drawn together.

    Numbers that count by item (2.2-3) keep their series at both ends (2.2-3 至 2.2-5), for a dash
    after a dash could not be read.

    Args:
        labels: numbers or texts that end in one; texts without one stand alone.
        dash: between the first and the last of a range.
        comma: between ranges.
        most: of more ranges than these the rest is left out and all labels are counted (2、4 等 9);
            0: none is left out.
    """
    stretches = list(stretched([str(label) for label in labels]))
    shown = stretches[:most] if most else stretches
    said = comma.join(_written(stretch, dash) for stretch in shown)
    return said if shown == stretches else f"{said} 等 {sum(map(len, stretches))}"


def stretched(labels: Sequence[str]) -> Iterator[list[str]]:
    """The labels in stretches that count on by one within one series."""
    stretch: list[str] = []
    before: tuple[str, int] | None = None
    for label in labels:
        found = _NUMBERED.fullmatch(label)
        here = (found[1], int(found[2])) if found else None
        follows = before is not None and here == (before[0], before[1] + 1)
        if stretch and not follows:
            yield stretch
            stretch = []
        stretch.append(label)
        before = here
    if stretch:
        yield stretch


def _written(stretch: Sequence[str], dash: str) -> str:
    first, last = stretch[0], stretch[-1]
    if len(stretch) == 1:
        return first
    return f"{first}{dash}{last}" if first.isdigit() else f"{first} 至 {last}"
