"""What is wrong or unusual with the evidence that is there."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from generator.base.page_ranges import ranges
from generator.model import BoundFile, Severity, Unbindable
from generator.verdict.checks.case import Case, Check, Remark, declared


def unbindable(code: str) -> Check:
    """The check for documents that are there and cannot become pages: a converter said why.

    Args:
        code: one of ``UNBINDABLE_CODES``.
    """
    return Check(code, partial(_refused, code))


def _refused(code: str, case: Case) -> Iterator[Remark]:
    """Yield one remark for each of the item's files whose conversion failed with this code."""
    for bound in case.files:
        reason = bound.conversion
        if isinstance(reason, Unbindable) and reason.code == code:
            yield Remark(
                Severity.ERROR, reason.message, reason.remedy, bound.file.path, bound.file.event
            )


@declared("conversion-note")
def conversion_note(case: Case) -> Iterator[Remark]:
    """Yield one remark for each note of each bound document (hidden sheets, a rescued PDF …)."""
    for bound in case.files:
        for note in bound.leaves.notes if bound.leaves else ():
            yield Remark(
                Severity.WARNING,
                note,
                "请对照原件核对装订出来的页面。",
                bound.file.path,
                bound.file.event,
            )


@declared("redaction-not-applied")
def redaction_not_applied(case: Case) -> Iterator[Remark]:
    """Yield a remark for each document with marks for redaction under which all is still there."""
    for bound in case.files:
        pages = bound.leaves.redacted if bound.leaves else ()
        if pages:
            yield Remark(
                Severity.WARNING,
                f"第 {ranges(pages)} 页的密文标记（涂黑）没有应用，下面的内容仍在，可以复制出来",
                "请在 PDF 软件里“应用密文”后另存，替换原件；不必遮盖的，删去标记。",
                bound.file.path,
                bound.file.event,
            )


@declared("out-of-window")
def out_of_window(case: Case) -> Iterator[Remark]:
    """Yield a remark for each file or event dated outside the window, if the item has one."""
    if not case.item.windowed or case.exemption is not None:
        return
    for event in case.events:
        if event.metadata.date is not None and event.metadata.date not in case.window:
            yield _outside(case, event.metadata.date, event.path, event.name, "活动")
    for bound in case.files:
        day = bound.file.metadata.date
        if day is not None and day not in case.window:
            yield _outside(case, day, bound.file.path, bound.file.event, "材料")


def _outside(case: Case, day: dt.date, path: str, event: str | None, what: str) -> Remark:
    return Remark(
        Severity.ERROR,
        f"{what}日期 {day} 不在考核期（{case.window.start} 至 {case.window.end}）内",
        "请核对日期：确属往年的请移出；文件名写错日期的，请改正文件名或在 目录.yaml 里写明日期。",
        path,
        event,
    )


@declared("duplicate-file")
def duplicate_file(case: Case) -> Iterator[Remark]:
    """Yield a remark for each file whose content also stands elsewhere in the unit.

    A copy within the same item is a warning at the later file; one file that serves two items is
    allowed and only said. Empty files are left to ``empty-file``, and what stands in a copy of a
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
                f"与“{earlier[0]}”内容完全相同，{_bound_of(case, bound, earlier[0])}",
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


def _bound_of(case: Case, later: BoundFile, earlier: str) -> str:
    """Which of two copies stand in the binder: a slip in the place of one is none of it."""
    first = any(one.pages for one in case.files if one.file.path == earlier)
    if first and later.pages:
        return "两份都已装入"
    return "只装入了一份" if first or later.pages else "两份都没能装入，只有缺项页"


def _remedy(container: str | None) -> str:
    if container is None:
        return "请确认是否重复归集；重复的请删去一份。"
    holder = container.rpartition("/")[2]
    return f"请确认是否重复归集；重复的，“{holder}”和单独放的那一份只留一处。"


def _stands_before(case: Case, path: str, other: str) -> bool:
    order = [bound.file.path for bound in case.files]
    return order.index(path) < order.index(other)
