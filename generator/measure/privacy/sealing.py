"""What becomes of marked documents: the run stops, a slip stands for them, or they are bound."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from generator.base.errors import ClassifiedError
from generator.measure.privacy.looks import Looks
from generator.model import (
    ClassifiedPolicy,
    Conversion,
    EvidenceFile,
    Filing,
    Finding,
    Leaves,
    SecrecyMark,
    Severity,
    Unbindable,
)
from generator.workbooks.grid import Unreadable

#: Documents that a message names; of more it tells the number.
_MOST = 20

_CLEARED = (
    "请不要在本机处理涉密文件：先把它移出工作区，按保密规定保管"
    "（.cache 里它的副本已由程序清除，以前的成册里如有它，也请一并清理）。"
)
_LEFT = (
    "请不要在本机处理涉密文件：先把它移出工作区，按保密规定保管，再删去工作区的 .cache 文件夹"
    "（里面有它的副本，没能清除）。"
)
_DECIDE = (
    "已经解密或并非密件的，由负责人确认后，在 config.yaml 的 privacy 里写 classified: bind 照常装订"
)
_BOUND = "按 config.yaml 的设置（classified: bind）照常装订；请再核对是否已经解密。"

_NOT_LOOKED_AT = "not-looked-at"


def _remedy(policy: ClassifiedPolicy, cleared: bool) -> str:
    """What to do about a marked document that is not bound."""
    away = _CLEARED if cleared else _LEFT
    slip = policy is ClassifiedPolicy.STOP
    return f"{away}{_DECIDE}{'，或写 classified: slip 以缺项页代替' if slip else ''}。"


def refuse(marks: Mapping[str, SecrecyMark], *, cleared: bool) -> None:
    """Stop before anything is printed if any document is marked.

    Args:
        marks: by path.
        cleared: whether the cache holds no copy of them any more.

    Raises:
        ClassifiedError: one is; it names every file and where the mark stands.
    """
    if not marks:
        return
    named = [f"  {path}：{mark.said}" for path, mark in list(marks.items())[:_MOST]]
    if len(marks) > _MOST:
        named.append(f"  等 {len(marks)} 件")
    head = f"有 {len(marks)} 件材料标有国家秘密的密级，没有生成，原有成册未改动："
    lines = [head, *named]
    raise ClassifiedError("\n".join(lines), _remedy(ClassifiedPolicy.STOP, cleared), lines)


def still_open(
    filing: Filing, marks: Mapping[str, SecrecyMark], policy: ClassifiedPolicy
) -> Filing:
    """The filing without the documents that nothing is to be read from."""
    if policy is ClassifiedPolicy.BIND or not marks:
        return filing
    return replace(
        filing,
        files=tuple(file for file in filing.files if file.path not in marks),
        reference=tuple(file for file in filing.reference if file.path not in marks),
    )


def held_back(looks: Looks, policy: ClassifiedPolicy) -> Mapping[str, Unreadable]:
    """The documents that are not to be read because nobody could look for a mark, with why."""
    return {} if policy is ClassifiedPolicy.BIND else looks.broken


def sealed(
    looks: Looks,
    policy: ClassifiedPolicy,
    conversions: Mapping[str, Conversion],
    *,
    cleared: bool,
) -> Mapping[str, Conversion]:
    """What stands in the place of the pages of each document that must not be printed.

    These are the marked ones, and those that have pages although nobody could look for a mark;
    nothing stands in their place if the office has all bound.

    Args:
        looks: the marks, and the looks that were not possible.
        policy: what the office decided.
        conversions: the pages of each document, by path.
        cleared: whether the cache holds no copy of marked documents any more.
    """
    if policy is ClassifiedPolicy.BIND:
        return {}
    marked = {
        path: Unbindable("classified", _not_bound(mark), _remedy(policy, cleared))
        for path, mark in looks.marks.items()
    }
    unseen = {
        path: Unbindable(_NOT_LOOKED_AT, _unseen(why, "没有装订"), f"{why.remedy}。{_DECIDE}。")
        for path, why in looks.broken.items()
        if isinstance(conversions.get(path), Leaves)
    }
    return {**unseen, **marked}


def secrecy_findings(
    filing: Filing,
    looks: Looks,
    policy: ClassifiedPolicy,
    asked: Collection[str],
    *,
    cleared: bool,
) -> Iterator[Finding]:
    """What no slip tells: documents that are bound all the same, and those under no asked item.

    Args:
        filing: all documents.
        looks: the marks, and the looks that were not possible.
        policy: what the office decided.
        asked: the ids of the items that apply to the unit.
        cleared: whether the cache holds no copy of marked documents any more.
    """
    for file in (*filing.files, *filing.reference):
        mark, why = looks.marks.get(file.path), looks.broken.get(file.path)
        if mark is not None and policy is ClassifiedPolicy.BIND:
            yield _finding("classified", file, f"{mark.said}，仍装订", _BOUND, Severity.WARNING)
        elif mark is not None and file.item not in asked:
            yield _finding("classified", file, _not_bound(mark), _remedy(policy, cleared))
        elif why is not None and policy is ClassifiedPolicy.BIND:
            message, remedy = _unseen(why, "仍装订"), f"{why.remedy}。{_BOUND}"
            yield _finding(_NOT_LOOKED_AT, file, message, remedy, Severity.WARNING)
        elif why is not None and file.item not in asked:
            message, remedy = _unseen(why, "没有读入"), f"{why.remedy}。{_DECIDE}。"
            yield _finding(_NOT_LOOKED_AT, file, message, remedy)


def _finding(
    code: str, file: EvidenceFile, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(code, severity, file.item, message, remedy, file.path, event=file.event)


def _unseen(why: Unreadable, then: str) -> str:
    return f"没能查看有没有密级标志（{why.message}），{then}"


def _not_bound(mark: SecrecyMark) -> str:
    return f"{mark.said}，疑为涉密文件，没有装订"
