"""Fewer files or events than an item needs (none at all is ``missing``)."""

from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield a remark for files and one for events that fall short of the number asked.

    A container is no document itself: what it holds counts.
    """
    need, events = case.item.need, len(case.events)
    files = sum(not bound.file.wrapper for bound in case.files)
    if case.exemption is not None or not (case.files or events):
        return
    if files < need.files:
        yield Remark(
            Severity.ERROR,
            f"要求至少 {need.files} 件材料，现有 {files} 件，还缺 {need.files - files} 件",
            "请补齐所缺材料后重新运行。",
        )
    if events < need.events:
        yield Remark(
            Severity.ERROR,
            f"要求至少 {need.events} 次活动（每次一个子文件夹），现有 {events} 次，"
            f"还缺 {need.events - events} 次",
            "请为每次活动建一个子文件夹（如“2019-05-10 第一次联席会议”），把成套材料放进去。",
        )
