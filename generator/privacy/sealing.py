"""What becomes of marked documents: the run stops, a slip stands for them, or they are bound."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from generator.errors import ClassifiedError
from generator.ledgers.grid import Unreadable
from generator.model import (
    ClassifiedPolicy,
    Conversion,
    EvidenceFile,
    Filing,
    Finding,
    SecrecyMark,
    Severity,
    Unbindable,
)
from generator.privacy.looks import Looks

#: Documents that a message names; of more it tells the number.
_MOST = 20

_TAKE_AWAY = (
    "请不要在本机处理涉密文件：先把它移出工作区，按保密规定保管，再删去工作区的 .cache 文件夹"
    "（里面可能有它的副本）。"
)
_DECIDE = (
    "已经解密或并非密件的，由负责人确认后，在 config.yaml 的 privacy 里写 classified: bind 照常装订"
)
_SEALED: Mapping[ClassifiedPolicy, str] = {
    ClassifiedPolicy.STOP: f"{_TAKE_AWAY}{_DECIDE}，或写 classified: slip 以缺项页代替。",
    ClassifiedPolicy.SLIP: f"{_TAKE_AWAY}{_DECIDE}。",
}
_BOUND = "按 config.yaml 的设置（classified: bind）照常装订；请再核对是否已经解密。"


def refuse(marks: Mapping[str, SecrecyMark]) -> None:
    """Stop before anything is printed if any document is marked.

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
    raise ClassifiedError("\n".join(lines), _SEALED[ClassifiedPolicy.STOP], lines)


def still_open(filing: Filing, looks: Looks, policy: ClassifiedPolicy) -> Filing:
    """The filing without the documents that nothing is to be read from."""
    closed = {*looks.marks, *looks.broken}
    if policy is ClassifiedPolicy.BIND or not closed:
        return filing
    return replace(
        filing,
        files=tuple(file for file in filing.files if file.path not in closed),
        reference=tuple(file for file in filing.reference if file.path not in closed),
    )


def sealed(looks: Looks, policy: ClassifiedPolicy) -> Mapping[str, Conversion]:
    """What stands in the place of each document that is marked, or of which nobody knows.

    Nothing if they are bound.
    """
    if policy is ClassifiedPolicy.BIND:
        return {}
    held = {
        path: Unbindable("not-looked-at", _held_back(why), why.remedy)
        for path, why in looks.broken.items()
    }
    return held | {
        path: Unbindable("classified", _not_bound(mark), _SEALED[policy])
        for path, mark in looks.marks.items()
    }


def secrecy_findings(
    filing: Filing,
    looks: Looks,
    policy: ClassifiedPolicy,
    asked: Collection[str],
) -> Iterator[Finding]:
    """What no slip tells: documents that are bound all the same, and those under no asked item.

    Args:
        filing: all documents.
        looks: marks by path, and what could not be looked at.
        policy: what the office decided.
        asked: the ids of the items that apply to the unit.
    """
    for file in (*filing.files, *filing.reference):
        if (why := looks.broken.get(file.path)) is not None:
            yield from _not_looked_at(file, why, policy, asked)
        mark = looks.marks.get(file.path)
        if mark is None:
            continue
        if policy is ClassifiedPolicy.BIND:
            yield _finding(file, Severity.WARNING, f"{mark.said}，仍装订", _BOUND)
        elif file.item not in asked:
            yield _finding(file, Severity.ERROR, _not_bound(mark), _SEALED[policy])


def _not_looked_at(
    file: EvidenceFile, why: Unreadable, policy: ClassifiedPolicy, asked: Collection[str]
) -> Iterator[Finding]:
    if policy is ClassifiedPolicy.BIND:
        said = f"{why.message}，没能查看有没有密级标志，仍装订"
        yield _unseen(file, Severity.WARNING, said, why.remedy)
    elif file.item not in asked:
        yield _unseen(file, Severity.ERROR, _held_back(why), why.remedy)


def _unseen(file: EvidenceFile, severity: Severity, message: str, remedy: str) -> Finding:
    return Finding(
        "not-looked-at", severity, file.item, message, remedy, file.path, event=file.event
    )


def _held_back(why: Unreadable) -> str:
    return f"{why.message}，没能查看有没有密级标志，暂不装订"


def _finding(file: EvidenceFile, severity: Severity, message: str, remedy: str) -> Finding:
    return Finding("classified", severity, file.item, message, remedy, file.path, event=file.event)


def _not_bound(mark: SecrecyMark) -> str:
    return f"{mark.said}，疑为涉密文件，没有装订"
