"""Put the entries of every filed container behind it, level by level."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.base.cache import Answers
from generator.base.in_hand import in_hand
from generator.base.looks import Eyes
from generator.base.workers import ORDINARY, Limits
from generator.convert import identities
from generator.convert.batch import Prepared
from generator.convert.record import Entry, Record
from generator.intake.containers import reasons
from generator.intake.containers.opening import Container, Opener
from generator.intake.containers.recognise import DOCUMENTS, KNOWN, misnamed, recognised
from generator.intake.containers.store import RECORD
from generator.intake.containers.taking import without_entries
from generator.intake.metadata import from_name
from generator.model import ContainerLimits, EvidenceFile, Filing, Ignored, Unbindable

_FOLDER = "entries"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A filing with all entries, each behind its container.

    ``prepared`` tells what the sheet of a container or a mail is drawn from, ``refused`` why a
    container or an entry has no pages; both go by path. ``opened`` counts what was opened in this
    run and not in an earlier one.
    """

    filing: Filing
    prepared: Mapping[str, Prepared]
    refused: Mapping[str, Unbindable]
    opened: int


@dataclass(slots=True)
class _Walk:
    """What has been found so far; ``inside`` has the entries of each container by its path."""

    opener: Opener
    kinds: Answers
    eyes: Eyes
    inside: dict[str, tuple[EvidenceFile, ...]] = field(default_factory=dict)
    ignored: dict[str, tuple[Ignored, ...]] = field(default_factory=dict)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    refused: dict[str, Unbindable] = field(default_factory=dict)
    entries: int = 0
    bytes: int = 0

    def enough(self) -> bool:
        """Whether the unit's containers together are at their limits."""
        limits = self.opener.limits
        return self.entries >= limits.all_entries or self.bytes >= limits.all_bytes

    def level(self, containers: Sequence[Container], depth: int) -> list[Container]:
        """Open one level; give the containers that were found in it, in order."""
        limits = self.opener.limits
        deep = depth > limits.depth
        wanted = [one for one in containers if one.kind in DOCUMENTS or not deep]
        self.opener.open_all(wanted, self._foresee(wanted))
        found: list[EvidenceFile] = []
        for container in containers:
            record = self.opener.records.get(container.place)
            with in_hand(container.file.path):
                if deep and (record is None or record.entries):
                    self._shut(container, record, reasons.too_deep(limits.depth))
                elif record is None or (record.entries and self.enough()):
                    self._shut(container, record, reasons.too_much_in_all())
                else:
                    found += self._open(container, record)
        return self.containers(found)

    def containers(self, files: Sequence[EvidenceFile]) -> list[Container]:
        """Those of some documents that hold others; over which looking breaks, is refused."""
        found = recognised(files, self.opener.known, self.kinds, self.eyes)
        self.refused.update(found.broken)
        return [
            self.opener.container(file, found.kinds[file.path])
            for file in files
            if file.path in found.kinds
        ]

    def _foresee(self, containers: Sequence[Container]) -> Callable[[], bool]:
        """Tells, while a level is being opened, whether the limits in all are reached."""

        def enough() -> bool:
            known = [self.opener.records.get(one.place) for one in containers]
            entries = sum(len(record.entries) for record in known if record)
            size = sum(_bytes(record) for record in known if record)
            limits = self.opener.limits
            return (
                self.entries + entries >= limits.all_entries
                or self.bytes + size >= limits.all_bytes
            )

        return enough

    def _open(self, container: Container, record: Record) -> tuple[EvidenceFile, ...]:
        file = container.file
        self.entries += len(record.entries)
        self.bytes += _bytes(record)
        if record.refusal is not None:
            self.refused[file.path] = record.refusal
        elif container.kind not in DOCUMENTS:
            family = "container" if record.mail is None else "mail"
            note = misnamed(container.kind, file.name)
            self.prepared[file.path] = Prepared(family, container.place / RECORD, note)
        return self._add(container, record)

    def _shut(self, container: Container, record: Record | None, reason: Unbindable) -> None:
        """A container that stays closed; of a PDF, its attachments."""
        if container.kind not in DOCUMENTS:
            self.refused[container.file.path] = reason
        elif record is not None:
            self._add(container, without_entries(record, reason))

    def _add(self, container: Container, record: Record) -> tuple[EvidenceFile, ...]:
        """Make documents of the entries, and give them."""
        file = container.file
        documents = tuple(
            _document(file, container.place, at, entry) for at, entry in enumerate(record.entries)
        )
        self.inside[file.path] = documents
        self.ignored[file.path] = tuple(
            Ignored(f"{file.path}/{name}", reason) for name, reason in record.ignored
        )
        for document, entry in zip(documents, record.entries, strict=True):
            if entry.refusal is not None:
                self.refused[document.path] = entry.refusal
        return documents


def unpack(
    filing: Filing,
    *,
    cache: Path,
    limits: ContainerLimits,
    timeout: float = 120.0,
    allowed: Limits = ORDINARY,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> Unpacked:
    """Take out what zips, mails and PDFs hold; sources are only read.

    Args:
        filing: everything that was found in the unit's folder.
        cache: the folder whose ``entries`` keep what was taken out, under the container's hash.
        limits: how much may be taken out; what is beyond them is refused with the reason.
        timeout: seconds for one container; large ones get more.
        allowed: what each child process may take.
        jobs: how many child processes at most.
        progress: called with the containers and mails opened so far, and all of a level.

    Raises:
        OutputError: the cache is full.
        OSError: the cache cannot be written.
    """
    folder = cache / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    known, kinds = Answers(cache / KNOWN), Answers(cache / identities.KNOWN)
    opener = Opener(folder, known, limits, timeout, allowed, jobs, progress)
    walk = _Walk(opener, kinds, Eyes(cache, jobs, timeout, allowed))
    level = walk.containers((*filing.files, *filing.reference))
    depth = 1
    while level:
        level = walk.level(level, depth)
        depth += 1
    known.save()
    kinds.save()
    files = tuple(_with_entries(walk, filing.files))
    reference = tuple(_with_entries(walk, filing.reference))
    ignored = (
        *filing.ignored,
        *(one for file in (*files, *reference) for one in walk.ignored.get(file.path, ())),
        *_reference_entries(filing, walk, reference),
    )
    fuller = replace(filing, files=files, reference=reference, ignored=ignored)
    return Unpacked(fuller, walk.prepared, walk.refused, walk.opener.opened)


def _document(container: EvidenceFile, place: Path, at: int, entry: Entry) -> EvidenceFile:
    """An entry as a filed document; one that was not taken out has a path that leads nowhere."""
    stem = entry.name.rpartition("/")[2]
    absolute = place / entry.stored if entry.stored else container.absolute / f"{at:05d}"
    return EvidenceFile(
        f"{container.path}/{entry.name}",
        absolute,
        entry.size,
        entry.sha256,
        container.item,
        container.event,
        from_name(Path(stem).stem),
        container.path,
    )


def _with_entries(walk: _Walk, files: Sequence[EvidenceFile]) -> Iterator[EvidenceFile]:
    for file in files:
        prepared = walk.prepared.get(file.path)
        wrapper = prepared is not None and prepared.kind == "container"
        yield file if file.wrapper is wrapper else replace(file, wrapper=wrapper)
        yield from _with_entries(walk, walk.inside.get(file.path, ()))


def _reference_entries(
    filing: Filing, walk: _Walk, reference: Sequence[EvidenceFile]
) -> Iterator[Ignored]:
    """Entries of a reference ledger's container are not bound either: why, or why not read."""
    reasons_of = {one.path: one.reason for one in filing.ignored}
    for file in reference:
        if file.container is not None:
            refusal = walk.refused.get(file.path)
            reasons_of[file.path] = refusal.message if refusal else reasons_of[file.container]
            yield Ignored(file.path, reasons_of[file.path])


def _bytes(record: Record) -> int:
    return sum(entry.size for entry in record.entries if entry.stored is not None)
