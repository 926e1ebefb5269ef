"""Pages that nothing can draw: what they print, nobody can tell beforehand."""

from collections import defaultdict
from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, Side, pages_of
from generator.model import Severity


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark for all pages that could not be looked at for the same reason."""
    sides: dict[str, list[Side]] = defaultdict(list)
    for side in part.sides:
        if side.survey is not None and not side.survey.drawable:
            sides[side.survey.broken].append(side)
    for broken, own in sides.items():
        why = f"（{broken}）" if broken else ""
        yield Remark(
            Severity.WARNING,
            f"这些页画不出来{why}，版面没有检查，打印也可能是空白",
            "请用阅读器打开原件核对；打不开的，向来源单位重新索取，或另存为 PDF 后替换。",
            pages_of(tuple(own)),
        )
