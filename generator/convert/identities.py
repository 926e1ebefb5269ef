"""What filed documents are: each content looked at once, in a worker, under each extension."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.base.cache import Answers
from generator.base.looks import Eyes, Source, look_at
from generator.base.workers import Failed, tell
from generator.convert.kinds import ending_of
from generator.convert.sniff import Identity, look_into, not_read
from generator.model import EvidenceFile, Unbindable
from generator.model.failures import refusal

#: In the cache: the kinds of contents, and why some have none. The number is raised whenever
#: ``look_into`` would tell of the same content otherwise.
KNOWN = "kinds-4.json"

#: A content's hash and an ending that can be written down.
_OF_CONTENT = re.compile(r"[0-9a-f]{64}\.[^\ud800-\udfff]*")

#: What a document is, and whether its content alone decides that.
Found = tuple[Identity | Unbindable, bool]


def key_of(file: EvidenceFile) -> str:
    """What decides about a document's kind: its content, and what the end of its name promises."""
    return f"{file.sha256 or file.path}.{ending_of(file.name)}"


def identified(
    files: Sequence[EvidenceFile], known: Answers, eyes: Eyes
) -> Mapping[str, Identity | Unbindable]:
    """What each filed document is, or why it cannot be bound, by path.

    Args:
        files: the documents.
        known: what earlier runs found out, to which is added what this one finds.
        eyes: what is looked with; a content over which the look breaks costs itself alone.
    """
    keys = {file.path: key_of(file) for file in files}
    fresh = {keys[one.path]: one.absolute for one in files if keys[one.path] not in known}
    seen: dict[str, Identity | Unbindable] = {}
    for key, answer in look_at(look, list(fresh.items()), eyes):
        seen[key] = told(key, answer, known, eyes)
    return {path: seen.get(key) or _read(known[key]) for path, key in keys.items()}


def look(sources: Sequence[Source]) -> tuple[Found, ...]:
    """What each file is; the end of its key is that of its name."""
    return tuple(look_once(source) for source in sources)


def look_once(source: Source) -> Found:
    """What one file is."""
    key, path = source
    tell(str(path))
    try:
        return look_into(path, key), True
    except OSError as error:
        return not_read(error), False


def told(key: str, answer: Found | Failed, known: Answers, eyes: Eyes) -> Identity | Unbindable:
    """What a look found, kept if it holds for good; or that it came to no end."""
    if isinstance(answer, Failed):
        return failed(answer, eyes)
    found, lasting = answer
    if lasting and is_lasting(key):
        known.keep(key, _written(found))
    return found


def failed(answer: Failed, eyes: Eyes) -> Unbindable:
    """What is said of a document of which nobody could tell what it is."""
    return replace(refusal("识别文件类型", answer, eyes.limits), code="unreadable")


def is_lasting(key: str) -> bool:
    """Whether a key holds for a content for good; that of a file without a hash for one look."""
    return _OF_CONTENT.fullmatch(key) is not None


def _written(found: Identity | Unbindable) -> list[str | None]:
    if isinstance(found, Identity):
        return [found.kind, found.note]
    return [found.code, found.message, found.remedy]


def _read(kept: Sequence[Any]) -> Identity | Unbindable:
    return Identity(*kept) if len(kept) == 2 else Unbindable(*kept)
