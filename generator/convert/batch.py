"""Convert all documents of a unit: each content once, what is in the cache not at all."""

import hashlib
import math
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.base import workers
from generator.base.files import sha256_of
from generator.base.in_hand import in_hand
from generator.base.kept import Answers
from generator.base.leftovers import companion
from generator.base.looks import Eyes
from generator.base.scratch import scratch_folder
from generator.base.workers import NOTHING, Limits, Reach, Task
from generator.convert import cache, identities, soffice
from generator.convert.job import Job, Outcome, Tools
from generator.convert.room import check_room
from generator.convert.sniff import Identity
from generator.lettering.fonts import FontSet
from generator.model import Conversion, EvidenceFile, Leaves, Unbindable
from generator.model.failures import refusal

#: Seconds that each further document of a batch adds to its time limit.
_SECONDS_PER_DOCUMENT = 10.0

#: More starts of LibreOffice at once gain nothing on an office computer's memory (430 MB each).
_MOST_OFFICES = 2

_UNSTEADY = Unbindable(
    "unreadable",
    "文件时而能读、时而不能读",
    "请检查文件是否正被其他程序或网盘占用，复制一份到本机后重新运行。",
)

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
class Prepared:
    """A document that is drawn from something made of it: the record of an archive or a mail.

    ``kind`` names the converter, ``source`` is what it reads; ``note`` is added to its notes.
    """

    kind: str
    source: Path
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the documents.

    ``conversions`` goes by ``EvidenceFile.path``; ``converted`` counts contents converted in this
    run, ``cached`` counts documents whose conversion was kept from an earlier one.
    """

    conversions: Mapping[str, Conversion]
    converted: int
    cached: int


@dataclass(frozen=True, slots=True)
class _Content:
    """One content to convert, every filed document that has it, a name for its private copy."""

    key: cache.Key
    kind: str
    family: Family
    files: tuple[EvidenceFile, ...]
    mark: str = field(default_factory=partial(secrets.token_hex, 8))

    def limit(self, timeout: float) -> float:
        return timeout + self.family.per_megabyte * self.files[0].size / 1e6


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How long one document may take, in seconds, and what its process may."""

    timeout: float
    limits: Limits


@dataclass(slots=True)
class _Run:
    """What is settled so far, what an earlier run had, and what each file's name concealed."""

    conversions: dict[str, Conversion] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    converted: int = 0
    cached: int = 0

    def settle(self, file: EvidenceFile, conversion: Conversion) -> None:
        note = self.identities[file.path].note
        if note is not None and isinstance(conversion, Leaves):
            conversion = replace(conversion, notes=(note, *conversion.notes))
        self.conversions[file.path] = conversion


def convert_all(
    families: Mapping[str, Family],
    files: Sequence[EvidenceFile],
    *,
    cache_dir: Path,
    fonts: FontSet,
    fontconfig: Path | None,
    jobs: int,
    timeout: float,
    limits: Limits,
    progress: Callable[[int, int], None],
    prepared: Mapping[str, Prepared] = MappingProxyType({}),
) -> Batch:
    """See ``generator.convert.convert_all``; ``families`` maps kinds to converters."""
    files = [_as_prepared(file, prepared.get(file.path)) for file in files]
    folder = cache_dir / "leaves"
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run()
    _identify_all(run, files, prepared, Eyes(cache_dir, jobs, timeout, limits))
    used = [families[identity.kind] for identity in run.identities.values()]
    with scratch_folder(cache_dir) as scratch:
        tools = _tools(fonts, fontconfig, scratch, office=any(f.office for f in used))
        tools = replace(tools, limit=timeout)
        bounds = _Bounds(timeout, limits)
        waiting = tuple(_not_in_cache(run, families, files, tools, folder))
        progress(len(run.conversions), len(files))
        for content, outcome in _convert(waiting, tools, jobs, bounds):
            check_room(folder)
            shutil.rmtree(_copy(content, tools.scratch).parent, ignore_errors=True)
            run.converted += outcome.lasting
            made = _job(content, tools.scratch).target
            with in_hand(content.files[0].path):
                stored = cache.store(folder, content.key, outcome, made)
                for file in content.files:
                    run.settle(file, _own(stored, _job(content, tools.scratch).source, file))
            progress(len(run.conversions), len(files))
    ordered = {file.path: run.conversions[file.path] for file in files}
    return Batch(ordered, run.converted, run.cached)


def _as_prepared(file: EvidenceFile, prepared: Prepared | None) -> EvidenceFile:
    """The document with what it is drawn from as its content."""
    if prepared is None:
        return file
    source = prepared.source
    return replace(file, absolute=source, sha256=sha256_of(source), size=source.stat().st_size)


def _identify_all(
    run: _Run, files: Sequence[EvidenceFile], prepared: Mapping[str, Prepared], eyes: Eyes
) -> None:
    """Say what each document is; what has no kind is settled."""
    known = Answers(eyes.cache / identities.KNOWN)
    unknown = [file for file in files if file.path not in prepared]
    told = identities.identified(unknown, known, eyes)
    known.save()
    for file in files:
        if file.path in prepared:
            one = prepared[file.path]
            run.identities[file.path] = Identity(one.kind, one.note)
            continue
        found = told[file.path]
        if not file.sha256 and isinstance(found, Identity):
            found = _UNSTEADY  # unreadable a moment ago: its content is not known by any hash
        if isinstance(found, Unbindable):
            run.conversions[file.path] = found
        else:
            run.identities[file.path] = found


def _tools(fonts: FontSet, fontconfig: Path | None, scratch: Path, *, office: bool) -> Tools:
    program = soffice.find() if office else None
    environment = soffice.environment(fontconfig) if office else {}
    return Tools(fonts, scratch, program, environment)


def _not_in_cache(
    run: _Run,
    families: Mapping[str, Family],
    files: Sequence[EvidenceFile],
    tools: Tools,
    folder: Path,
) -> Iterator[_Content]:
    """Settle what an earlier run has converted; yield the rest, equal contents together."""
    same: dict[cache.Key, list[EvidenceFile]] = {}
    versions: dict[str, str] = {}
    for file in files:
        identity = run.identities.get(file.path)
        if identity is None:
            continue
        family = families[identity.kind]
        if family.name not in versions:
            versions[family.name] = _version(family, tools, folder.parent)
        version = versions[family.name] + _also(family, file)
        key = cache.Key(file.sha256, identity.kind, version)
        with in_hand(file.path):
            kept = cache.load(folder, key, file.absolute)
        if kept is not None:
            run.settle(file, kept)
            run.cached += 1
        else:
            same.setdefault(key, []).append(file)
    for key, group in same.items():
        yield _Content(key, key.family, families[key.family], tuple(group))


def _version(family: Family, tools: Tools, cache_dir: Path) -> str:
    """The converter's version with those of the programs and fonts that shape its pages."""
    digest = hashlib.sha256()
    version = family.version
    if family.fonts:
        for path in tools.fonts.files:
            digest.update(f"{path.name} {path.stat().st_size}\n".encode())
    if family.office:
        known = Answers(cache_dir / soffice.KNOWN)
        version += f"-{soffice.version(tools.soffice, known)}" if tools.soffice else ""
        fontconfig = tools.environment.get("FONTCONFIG_FILE")
        if fontconfig:
            digest.update(Path(fontconfig).read_bytes())
    if family.fonts or family.office:
        version += f"-{digest.hexdigest()[:12]}"
    return version


def _also(family: Family, file: EvidenceFile) -> str:
    """What else decides a document's pages, shortened; nothing for most families."""
    if family.also is None:
        return ""
    digest = hashlib.sha256(family.also(file).encode("utf-8", "surrogateescape"))
    return f"-{digest.hexdigest()[:16]}"


def _own(stored: Conversion, converted: Path, file: EvidenceFile) -> Conversion:
    """The conversion of an equal document: one that is its own leaves stays where it is filed."""
    if isinstance(stored, Leaves) and stored.pdf == converted:
        return replace(stored, pdf=file.absolute)
    return stored


def _convert(
    contents: Sequence[_Content], tools: Tools, jobs: int, bounds: _Bounds
) -> Iterator[tuple[_Content, Outcome]]:
    """Convert in child processes; what fails in company is tried again on its own."""
    here = [content for content in contents if content.family.in_place]
    copied = [content for content in contents if not content.family.in_place]
    light = [content for content in copied if not content.family.office]
    heavy = [content for content in copied if content.family.office]
    for group, hands in (
        (light, max(1, jobs)),
        (heavy, max(1, min(jobs, _MOST_OFFICES))),
        (here, max(1, jobs)),
    ):
        alone: list[_Content] = []
        chunks = _chunks(group, hands)
        for chunk, result in _work(chunks, tools, hands, bounds):
            if isinstance(result, workers.Failed):
                check_room(tools.scratch, result.detail)
            if isinstance(result, workers.Failed) and len(chunk) > 1:
                alone += chunk
            else:
                yield from zip(chunk, _outcomes(chunk, result, bounds.limits), strict=True)
        for chunk, result in _work([(content,) for content in alone], tools, hands, bounds):
            if isinstance(result, workers.Failed):
                check_room(tools.scratch, result.detail)
            yield from zip(chunk, _outcomes(chunk, result, bounds.limits), strict=True)


def _chunks(contents: Sequence[_Content], hands: int) -> list[tuple[_Content, ...]]:
    """Portions that one call of a converter gets, about equal for all hands."""
    by_family: dict[str, list[_Content]] = {}
    for content in contents:
        by_family.setdefault(content.family.name, []).append(content)
    chunks = []
    for group in by_family.values():
        size = min(group[0].family.at_once, math.ceil(len(group) / hands))
        chunks += [tuple(group[start : start + size]) for start in range(0, len(group), size)]
    return chunks


def _work(
    chunks: Sequence[tuple[_Content, ...]], tools: Tools, hands: int, bounds: _Bounds
) -> Iterator[tuple[tuple[_Content, ...], Any]]:
    tasks = []
    for chunk in chunks:
        jobs = tuple(_job(content, tools.scratch) for content in chunk)
        limit = max(content.limit(bounds.timeout) for content in chunk)
        limit += _SECONDS_PER_DOCUMENT * (len(chunk) - 1)
        call = (chunk[0].family.convert, jobs, tools)
        tasks.append(Task(_call, call, limit, partial(_bring, chunk, tools.scratch)))
    reach = _reach(chunks, tools) if chunks else NOTHING
    for index, result in workers.run(tasks, hands, bounds.limits, reach):
        yield chunks[index], result


def _reach(chunks: Sequence[tuple[_Content, ...]], tools: Tools) -> Reach:
    """The private copies, fonts and what knows them, and documents that are read where they lie."""
    fonts = tuple(sorted({path.parent for path in tools.fonts.files}))
    here = [one.files[0].absolute for chunk in chunks for one in chunk if one.family.in_place]
    known = tools.environment.get("FONTCONFIG_FILE")
    caches = (Path(known).parent,) if known else ()
    office = (soffice.installed_in(tools.soffice),) if tools.soffice else ()
    sockets = (soffice.SOCKETS,) if office and chunks[0][0].family.office else ()
    return Reach((*fonts, *office, *here), (tools.scratch, *caches), sockets)


def _copy(content: _Content, scratch: Path) -> Path:
    """Where a document's private copy lies: in a folder whose name no document can know.

    A web page keeps its name, for it calls what was saved along with it by that.
    """
    source = content.files[0].absolute
    plain = f"source{source.suffix if source.suffix.isascii() else ''}"
    return scratch / content.mark / (source.name if content.kind == "html" else plain)


def _bring(chunk: Sequence[_Content], scratch: Path) -> None:
    """Make private copies of documents, with what lies beside a web page.

    Raises:
        OSError: a document cannot be read, or the disk is full.
    """
    for content in chunk:
        if not content.family.in_place:
            with in_hand(content.files[0].path):
                _bring_one(content, scratch)


def _bring_one(content: _Content, scratch: Path) -> None:
    source, copy = content.files[0].absolute, _copy(content, scratch)
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(source, copy)
    beside = companion(source) if content.kind == "html" else None
    if beside is not None:
        own = copy.with_name(beside.name)
        shutil.copytree(beside, own, symlinks=True, dirs_exist_ok=True)


def _job(content: _Content, scratch: Path) -> Job:
    file = content.files[0]
    target = scratch / f"{content.key.stem}.pdf"
    source = file.absolute if content.family.in_place else _copy(content, scratch)
    return Job(source, content.kind, target, file.path, file.sha256)


def _call(argument: tuple[_Convert, tuple[Job, ...], Tools]) -> tuple[Outcome, ...]:
    convert, jobs, tools = argument
    return convert(jobs, tools)


def _outcomes(chunk: Sequence[_Content], result: Any, limits: Limits) -> tuple[Outcome, ...]:
    """A converter's outcomes, or the reason why it gave none."""
    if not isinstance(result, workers.Failed):
        return tuple(result)
    return tuple(Outcome(refusal("转换", result, limits), lasting=False) for _ in chunk)
