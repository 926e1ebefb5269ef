"""The order of documents within one 件 (DA/T 22-2015, as quoted in public), as names reveal it.

正文 before 附件, 正本 before 定稿 and drafts, 原件 before copies, 转发件 before what it passes on,
复文 before 来文. Documents that no name connects keep the order in which they were filed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ATTACHMENT = re.compile(
    r"^附(?:件|表|图|录)|附(?:件|表|图|录)[\d一二三四五六七八九十]*[)\uff09]?$"
)
_DRAFT = re.compile(r"定稿|草稿|底稿|送审稿|讨论稿|修改稿|征求意见稿")
_COPY = re.compile(r"复印件|复制件|副本|抄件")
_FINAL = re.compile(r"正本|正文|原件|正式稿")
_REPLY = re.compile(r"的?(?:复函|回函|批复|答复|回复)$")
_ASKING = re.compile(r"的?(?:来函|请示|函)$")
_FORWARDS = re.compile(r"转发|批转")
_TRIMMED = re.compile(r"[\s\d_\-—()\uff08\uff09\[\]【】.、\uff0c]+")

#: Shorter titles are found in others by chance.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a title says: its core without such words, and what the document is to others."""

    core: str
    asks: bool
    replies: bool
    forwards: bool
    draft: bool
    attachment: bool
    copy: bool


def inner_order(titles: Sequence[str]) -> tuple[int, ...]:
    """The positions of the titles in the order in which their documents stand in the 件."""
    readings = [_read(title) for title in titles]
    families = _families(readings)
    ranked = [(families[at], _rank(readings, families, at), at) for at in range(len(readings))]
    return tuple(at for _, _, at in sorted(ranked))


def _read(title: str) -> _Reading:
    attachment, draft = bool(_ATTACHMENT.search(title)), bool(_DRAFT.search(title))
    copy = bool(_COPY.search(title))
    rest = _TRIMMED.sub("", title)
    for words in (_ATTACHMENT, _DRAFT, _COPY, _FINAL):
        rest = words.sub("", rest)
    reply, asking = _REPLY.search(rest), _ASKING.search(rest)
    end = reply or asking
    core = rest[: end.start()] if end else rest
    asks, replies = asking is not None and reply is None, reply is not None
    return _Reading(core, asks, replies, bool(_FORWARDS.search(rest)), draft, attachment, copy)


def _families(readings: Sequence[_Reading]) -> list[int]:
    """For each document the first one of those that it belongs to.

    An attachment that names no document belongs to the one before it; attachments in front of all
    others belong to the first that is none.
    """
    found = list(range(len(readings)))
    mains = [at for at, one in enumerate(readings) if not one.attachment]
    for at, one in enumerate(readings):
        head = next((other for other in mains if _connected(readings, other, at)), None)
        if head is None and one.attachment and mains:
            head = max((main for main in mains if main < at), default=mains[0])
        if head is not None:
            low, high = sorted((found[head], found[at]))
            found = [low if family == high else family for family in found]
    return found


def _connected(readings: Sequence[_Reading], one: int, other: int) -> bool:
    """Whether two titles name the same matter, or one passes the other on."""
    first, second = readings[one], readings[other]
    if one == other or min(len(first.core), len(second.core)) < 2:
        return False
    if first.forwards != second.forwards:
        passing, passed = (first, second) if first.forwards else (second, first)
        return len(passed.core) >= _TELLING and passed.core in passing.core
    if first.core == second.core:
        return True
    return second.attachment and len(first.core) >= _TELLING and first.core in second.core


def _rank(readings: Sequence[_Reading], families: Sequence[int], at: int) -> tuple[bool, ...]:
    own = readings[at]
    family = [one for one, head in zip(readings, families, strict=True) if head == families[at]]
    passed_on = any(one.forwards for one in family) and not own.forwards and not own.attachment
    answered = own.asks and any(one.replies for one in family)
    return passed_on, answered, own.draft, own.attachment, own.copy
