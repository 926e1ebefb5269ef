"""What is in no 件, each with its reason, and whether all that was filed is accounted for."""

from collections.abc import Iterator, Sequence

from generator.model import (
    UNBINDABLE_CODES,
    ArchiveBalance,
    ArchiveItem,
    Assessment,
    Filing,
    LeftOut,
    Unbindable,
)
from generator.plan.compose.entries import stray_gaps

MISSING, UNBINDABLE, WRAPPER = "缺少", "不能归档", "压缩包本身"
UNASSIGNED, IGNORED = "未归类", "不计入"


def left_out(assessment: Assessment) -> tuple[LeftOut, ...]:
    """What is missing or cannot be archived item by item, then files under none, then others."""
    return (
        *_under_items(assessment),
        *_strays(assessment),
        *_unassigned(assessment),
        *(LeftOut(IGNORED, "", "", one.path, one.reason, "") for one in assessment.ignored),
    )


def _under_items(assessment: Assessment) -> Iterator[LeftOut]:
    for item in assessment.items:
        of_item = item.item.id, item.item.title
        paths = {one.file.path for one in item.files}
        for one in item.files:
            if isinstance(one.conversion, Unbindable):
                said = one.conversion
                yield LeftOut(UNBINDABLE, *of_item, one.file.path, said.message, said.remedy)
            elif one.file.wrapper:
                reason = "只是包装，其中的文件各自归档"
                yield LeftOut(WRAPPER, *of_item, one.file.path, reason, "")
        for gap in item.gaps:
            if not (gap.path in paths and gap.code in UNBINDABLE_CODES):
                where = f"{gap.event}：" if gap.event else ""
                path = f"{gap.path} 第 {gap.row} 行" if gap.row else gap.path or ""
                yield LeftOut(MISSING, *of_item, path, where + gap.message, gap.remedy)


def _strays(assessment: Assessment) -> Iterator[LeftOut]:
    """Gaps under no item, such as a folder that cannot be opened."""
    for gap in stray_gaps(assessment):
        yield LeftOut(MISSING, "", "", gap.path or "", gap.message, gap.remedy)


def _unassigned(assessment: Assessment) -> Iterator[LeftOut]:
    remedies = {one.path: one.remedy for one in assessment.findings if one.code == "unassigned"}
    for file in assessment.unassigned:
        reason = "所在文件夹没有对应的指标编号"
        if file.item is not None:
            reason = f"指标 {file.item} 不在本单位要提供的指标之内"
        yield LeftOut(UNASSIGNED, "", "", file.path, reason, remedies.get(file.path, ""))


def balance(
    filing: Filing, items: Sequence[ArchiveItem], gone: Sequence[LeftOut]
) -> ArchiveBalance:
    """The sums, counted from the filing on one side and from the results on the other.

    Raises:
        RuntimeError: a file is neither in a 件 nor listed; a fault of this program.
    """
    kinds = [one.kind for one in gone]
    sums = ArchiveBalance(
        filed=len(filing.files),
        archived=sum(len(item.documents) for item in items),
        wrappers=kinds.count(WRAPPER),
        unbindable=kinds.count(UNBINDABLE),
        unassigned=kinds.count(UNASSIGNED),
        ignored=kinds.count(IGNORED),
        missing=kinds.count(MISSING),
    )
    listed = [one.path for one in gone if one.kind not in (MISSING, IGNORED)]
    listed += [one.file.path for item in items for one in item.documents]
    if not sums.balanced or sorted(listed) != sorted(file.path for file in filing.files):
        raise RuntimeError(f"the archive set does not balance: {sums}")
    return sums
