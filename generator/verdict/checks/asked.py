"""What an item asks for and does not have: evidence at all, enough of it, whole packs, in time."""

import unicodedata
from collections.abc import Iterator

from generator.model import BoundFile, PackPart, Severity
from generator.verdict.checks.case import Case, Remark, declared

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".heic")


@declared("missing")
def missing(case: Case) -> Iterator[Remark]:
    """Yield one remark when nothing is filed under an item that applies."""
    need = case.item.need
    asked = need.files or need.events or need.per_row_of
    if asked and not case.files and not case.events and case.exemption is None:
        yield Remark(
            Severity.ERROR,
            f"没有任何材料。要求：{case.item.prove or case.item.title}",
            f"请把材料放进以“{case.item.id}”开头的文件夹；确实不适用的，"
            "请在 county.yaml 的 not_applicable 里写明理由和决定人。",
        )


@declared("too-few")
def too_few(case: Case) -> Iterator[Remark]:
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


@declared("pack-incomplete")
def pack_incomplete(case: Case) -> Iterator[Remark]:
    """Yield one remark for each event, naming the parts that no file of its pack stands for."""
    wanted = [case.parts[name] for name in case.item.need.parts]
    if case.exemption is not None:
        return
    for event in case.events:
        files = case.in_event(event)
        absent = [
            part.name for part in wanted if not any(_stands_for(bound, part) for bound in files)
        ]
        if absent:
            listed = "、".join(absent)
            yield Remark(
                Severity.ERROR,
                f"活动“{event.name}”的材料不成套，缺：{listed}",
                f"请把{listed}放进该活动的文件夹，文件名里写明“{absent[0]}”等字样。",
                event.path,
                event.name,
            )


def _stands_for(bound: BoundFile, part: PackPart) -> bool:
    """Whether a file stands for a part, by its name or title, or by being a picture."""
    name = unicodedata.normalize("NFKC", bound.file.name)
    said = (name, bound.file.metadata.title)
    if any(word in text for word in part.words for text in said):
        return True
    return part.pictures and name.casefold().endswith(PICTURES)


@declared("overdue")
def overdue(case: Case) -> Iterator[Remark]:
    """Yield one remark when the item has gaps and its due date lies before ``as_of``."""
    late = (case.as_of - case.due).days
    if late > 0 and any(finding.is_gap for finding in case.findings):
        yield Remark(
            Severity.WARNING,
            f"应于 {case.due} 前补齐，已逾期 {late} 天",
            "请立即联系责任单位补报。",
        )
