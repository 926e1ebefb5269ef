"""Hand documents to their converters, portion by portion: in workers, as private copies.

A full disk is no fault of a document: it stops the run before a document is blamed for it.
"""

import errno
import math
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from generator.base import workers
from generator.base.cache import Key
from generator.base.errors import OutputError
from generator.base.in_hand import in_hand
from generator.base.leftovers import companion
from generator.base.workers import NOTHING, Limits, Reach, Task
from generator.convert import soffice
from generator.convert.job import Job, Outcome, Tools
from generator.model import EvidenceFile
from generator.model.failures import refusal

#: Seconds that each further document of a batch adds to its time limit.
_SECONDS_PER_DOCUMENT = 10.0

#: More starts of LibreOffice at once gain nothing on an office computer's memory (430 MB each).
_MOST_OFFICES = 2

#: With less room than this, in bytes, a converter's answer says nothing about the document:
#: programs that cannot write their scratch files call the document broken, or leave things out.
LEAST_ROOM = 8_000_000

_FULL = re.compile(rf"\[Errno (?:{errno.ENOSPC}|{errno.EDQUOT})\]")

_Convert = Callable[[Sequence[Job], Tools], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """A converter and how it is called.

    ``version`` is part of the cache's key: raise it whenever the same content would give other
    pages. ``per_megabyte`` is what each million bytes add to a document's time limit, in seconds.
    Documents are copied for the converter, which can open nothing else, unless it works
    ``in_place``.
    ``also`` says what else than the content decides a document's pages: where it is filed, what
    lies beside it; documents that differ in it are converted apart.
    """

    name: str
    version: str
    convert: _Convert
    at_once: int = 1
    per_megabyte: float = 2.0
    fonts: bool = False
    office: bool = False
    in_place: bool = False
    also: Callable[[EvidenceFile], str] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One content to convert, every filed document that has it, a name for its private copy."""

    key: Key
    kind: str
    family: Family
    files: tuple[EvidenceFile, ...]
    mark: str = field(default_factory=partial(secrets.token_hex, 8))

    def limit(self, timeout: float) -> float:
        """Seconds that it may take, where an ordinary document may take ``timeout``."""
        return timeout + self.family.per_megabyte * self.files[0].size / 1e6


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one document may take, in seconds, and what its process may."""

    timeout: float
    limits: Limits


def outcomes_of(
    contents: Sequence[Content], tools: Tools, jobs: int, bounds: Bounds
) -> Iterator[tuple[Content, Outcome]]:
    """Convert in child processes; what fails in company is tried again on its own.

    Raises:
        OutputError: the disk is full.
    """
    here = [content for content in contents if content.family.in_place]
    copied = [content for content in contents if not content.family.in_place]
    light = [content for content in copied if not content.family.office]
    heavy = [content for content in copied if content.family.office]
    for group, processes in (
        (light, max(1, jobs)),
        (heavy, max(1, min(jobs, _MOST_OFFICES))),
        (here, max(1, jobs)),
    ):
        alone: list[Content] = []
        chunks = _chunks(group, processes)
        for chunk, result in _work(chunks, tools, processes, bounds):
            if isinstance(result, workers.Failed):
                check_room(tools.scratch, result.detail)
            if isinstance(result, workers.Failed) and len(chunk) > 1:
                alone += chunk
            else:
                yield from zip(chunk, _outcomes(chunk, result, bounds.limits), strict=True)
        for chunk, result in _work([(content,) for content in alone], tools, processes, bounds):
            if isinstance(result, workers.Failed):
                check_room(tools.scratch, result.detail)
            yield from zip(chunk, _outcomes(chunk, result, bounds.limits), strict=True)


def _chunks(contents: Sequence[Content], processes: int) -> list[tuple[Content, ...]]:
    """Portions that one call of a converter gets, about equal for all processes."""
    by_family: dict[str, list[Content]] = {}
    for content in contents:
        by_family.setdefault(content.family.name, []).append(content)
    chunks = []
    for group in by_family.values():
        size = min(group[0].family.at_once, math.ceil(len(group) / processes))
        chunks += [tuple(group[start : start + size]) for start in range(0, len(group), size)]
    return chunks


def _work(
    chunks: Sequence[tuple[Content, ...]], tools: Tools, processes: int, bounds: Bounds
) -> Iterator[tuple[tuple[Content, ...], Any]]:
    tasks = []
    for chunk in chunks:
        jobs = tuple(job_of(content, tools.scratch) for content in chunk)
        limit = max(content.limit(bounds.timeout) for content in chunk)
        limit += _SECONDS_PER_DOCUMENT * (len(chunk) - 1)
        call = (chunk[0].family.convert, jobs, tools)
        tasks.append(Task(_call, call, limit, partial(_bring, chunk, tools.scratch)))
    reach = _reach(chunks, tools) if chunks else NOTHING
    for index, result in workers.run(tasks, processes, bounds.limits, reach):
        yield chunks[index], result


def _reach(chunks: Sequence[tuple[Content, ...]], tools: Tools) -> Reach:
    """The private copies, fonts and what knows them, and documents that are read where they lie."""
    fonts = tuple(sorted({path.parent for path in tools.fonts.files}))
    here = [one.files[0].absolute for chunk in chunks for one in chunk if one.family.in_place]
    known = tools.environment.get("FONTCONFIG_FILE")
    caches = (Path(known).parent,) if known else ()
    office = (soffice.installed_in(tools.soffice),) if tools.soffice else ()
    sockets = (soffice.SOCKETS,) if office and chunks[0][0].family.office else ()
    return Reach((*fonts, *office, *here), (tools.scratch, *caches), sockets)


def copy_of(content: Content, scratch: Path) -> Path:
    """Where a document's private copy lies: in a folder whose name no document can know.

    A web page keeps its name, for it calls what was saved along with it by that.
    """
    source = content.files[0].absolute
    plain = f"source{source.suffix if source.suffix.isascii() else ''}"
    return scratch / content.mark / (source.name if content.kind == "html" else plain)


def _bring(chunk: Sequence[Content], scratch: Path) -> None:
    """Make private copies of documents, with what lies beside a web page.

    Raises:
        OSError: a document cannot be read, or the disk is full.
    """
    for content in chunk:
        if not content.family.in_place:
            with in_hand(content.files[0].path):
                _bring_one(content, scratch)


def _bring_one(content: Content, scratch: Path) -> None:
    source, copy = content.files[0].absolute, copy_of(content, scratch)
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(source, copy)
    beside = companion(source) if content.kind == "html" else None
    if beside is not None:
        own = copy.with_name(beside.name)
        shutil.copytree(beside, own, symlinks=True, dirs_exist_ok=True)


def job_of(content: Content, scratch: Path) -> Job:
    """What its converter is asked: the private copy, or the document where it lies."""
    file = content.files[0]
    target = scratch / f"{content.key.stem}.pdf"
    source = file.absolute if content.family.in_place else copy_of(content, scratch)
    rotate = file.metadata.rotate
    return Job(source, content.kind, target, file.path, file.sha256, rotate)


def _call(argument: tuple[_Convert, tuple[Job, ...], Tools]) -> tuple[Outcome, ...]:
    convert, jobs, tools = argument
    outcomes = convert(jobs, tools)
    if not any(job.rotate for job in jobs):
        return outcomes

    from generator.convert.turning import turned

    return tuple(turned(outcome, job) for outcome, job in zip(outcomes, jobs, strict=True))


def _outcomes(chunk: Sequence[Content], result: Any, limits: Limits) -> tuple[Outcome, ...]:
    """A converter's outcomes, or the reason why it gave none."""
    if not isinstance(result, workers.Failed):
        return tuple(result)
    return tuple(Outcome(refusal("转换", result, limits), lasting=False) for _ in chunk)


def check_room(folder: Path, detail: str = "") -> None:
    """Make sure that there is room left to convert in.

    Args:
        folder: where converters write.
        detail: the traceback of a converter that failed, which may tell of a full disk.

    Raises:
        OutputError: the disk is full, or as good as full.
    """
    if _FULL.search(detail) or shutil.disk_usage(folder).free < LEAST_ROOM:
        raise OutputError(
            f"磁盘已满，材料转换不了：{folder} 所在的磁盘剩余空间不足。原有成册未改动。",
            "请清理磁盘后重新运行。",
        )
