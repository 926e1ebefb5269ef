"""The same content filed twice: in one item by mistake, or for two items on purpose."""

from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield a remark for each file whose content also stands elsewhere in the unit.

    A copy within the same item is a warning at the later file; one file that serves two items is
    allowed and only said. Empty files are left to ``empty-file``, and what stands in a copy of an
    container to that container.
    """
    for bound in case.files:
        file = bound.file
        paths = case.copies.get(file.sha256, ())
        others = [path for path in paths if path != file.path]
        if not others or not file.size or file.path not in paths:
            continue
        same = [path for path in others if case.item_of[path] == case.item.id]
        earlier = [path for path in same if _stands_before(case, path, file.path)]
        if earlier:
            yield Remark(
                Severity.WARNING,
                f"与“{earlier[0]}”内容完全相同，两份都已装入",
                _remedy(file.container),
                file.path,
                file.event,
            )
        elif not same:
            yield Remark(
                Severity.INFO,
                f"同一份材料还用于：{'、'.join(others)}",
                "一份材料印证多项指标是允许的，请确认两处都需要。",
                file.path,
                file.event,
            )


def _remedy(container: str | None) -> str:
    if container is None:
        return "请确认是否重复归集；重复的请删去一份。"
    holder = container.rpartition("/")[2]
    return f"请确认是否重复归集；重复的，“{holder}”和单独放的那一份只留一处。"


def _stands_before(case: Case, path: str, other: str) -> bool:
    order = [bound.file.path for bound in case.files]
    return order.index(path) < order.index(other)
