"""Convert all documents of a unit: each content once, what is in the cache not at all."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from generator.base.cache import Answers, Key
from generator.base.files import sha256_of
from generator.base.hashes import Hashes
from generator.base.in_hand import in_hand
from generator.base.looks import Eyes
from generator.base.scratch import scratch_folder
from generator.base.workers import Limits
from generator.convert import cache, identities, office_versions, soffice
from generator.convert.job import Tools
from generator.convert.portions import (
    Bounds,
    Content,
    Family,
    check_room,
    copy_of,
    job_of,
    outcomes_of,
)
from generator.convert.sniff import Identity
from generator.lettering.fonts import FontSet
from generator.model import Conversion, EvidenceFile, Leaves, Unbindable

#: In the cache: the hashes of pages that have not been touched since.
_HASHES = "page-hashes.json"

_UNSTEADY = Unbindable(
    "unreadable",
    "文件时而能读、时而不能读",
    "请检查文件是否正被其他程序或网盘占用，复制一份到本机后重新运行。",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is drawn from something made of it: the record of a container or a mail.

    ``kind`` names the converter, ``source`` is what it reads; ``note`` is added to its notes.
    """

    kind: str
    source: Path
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the documents.

    ``conversions`` goes by ``EvidenceFile.path``; ``converted`` counts contents converted in this
    run, ``cached`` counts documents whose conversion was kept from an earlier one. ``office`` is
    what LibreOffice calls itself, empty if no document needed it.
    """

    conversions: Mapping[str, Conversion]
    converted: int
    cached: int
    office: str


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
        tools = Tools(fonts, scratch, limit=timeout)
        if any(family.office for family in used):
            tools = _with_office(tools, fontconfig, cache_dir)
        bounds = Bounds(timeout, limits)
        waiting = tuple(_not_in_cache(run, families, files, tools, folder))
        progress(len(run.conversions), len(files))
        for content, outcome in outcomes_of(waiting, tools, jobs, bounds):
            check_room(folder)
            shutil.rmtree(copy_of(content, tools.scratch).parent, ignore_errors=True)
            run.converted += outcome.lasting
            made = job_of(content, tools.scratch).target
            with in_hand(content.files[0].path):
                stored = cache.store(folder, content.key, outcome, made)
                for file in content.files:
                    run.settle(file, _own(stored, job_of(content, tools.scratch).source, file))
            progress(len(run.conversions), len(files))
    ordered = {file.path: run.conversions[file.path] for file in files}
    return Batch(ordered, run.converted, run.cached, tools.office)


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


def _with_office(tools: Tools, fontconfig: Path | None, cache_dir: Path) -> Tools:
    """The tools with LibreOffice, if there is one."""
    program = soffice.find()
    told = (
        office_versions.version(program, Answers(cache_dir / office_versions.KNOWN))
        if program
        else ""
    )
    settings = soffice.environment(fontconfig)
    return replace(tools, soffice=program, office=told, environment=settings)


def _not_in_cache(
    run: _Run,
    families: Mapping[str, Family],
    files: Sequence[EvidenceFile],
    tools: Tools,
    folder: Path,
) -> Iterator[Content]:
    """Settle what an earlier run has converted; yield the rest, equal contents together."""
    same: dict[Key, list[EvidenceFile]] = {}
    versions: dict[str, str] = {}
    hashes = Hashes(folder.parent / _HASHES)
    for file in files:
        identity = run.identities.get(file.path)
        if identity is None:
            continue
        family = families[identity.kind]
        if family.name not in versions:
            versions[family.name] = _version(family, tools)
        version = versions[family.name] + _also(family, file) + _turned(file)
        key = Key(file.sha256, identity.kind, version)
        with in_hand(file.path):
            kept = cache.load(folder, key, file.absolute, hashes.of)
        if kept is not None:
            run.settle(file, kept)
            run.cached += 1
        else:
            same.setdefault(key, []).append(file)
    hashes.save()
    for key, group in same.items():
        yield Content(key, key.producer, families[key.producer], tuple(group))


def _version(family: Family, tools: Tools) -> str:
    """The converter's version with those of the programs and fonts that shape its pages."""
    digest = hashlib.sha256()
    version = family.version
    if family.fonts:
        for path in tools.fonts.files:
            digest.update(f"{path.name} {path.stat().st_size}\n".encode())
    if family.office:
        version += f"-{tools.office}" if tools.soffice else ""
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


def _turned(file: EvidenceFile) -> str:
    """How the office has the document's pages turned, shortened; nothing for most documents."""
    if not file.metadata.rotate:
        return ""
    return f"-turned-{hashlib.sha256(repr(file.metadata.rotate).encode()).hexdigest()[:16]}"


def _own(stored: Conversion, converted: Path, file: EvidenceFile) -> Conversion:
    """The conversion of an equal document: one that is its own leaves stays where it is filed."""
    if isinstance(stored, Leaves) and stored.pdf == converted:
        return replace(stored, pdf=file.absolute)
    return stored
