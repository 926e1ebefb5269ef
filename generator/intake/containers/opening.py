"""Open containers in child processes, each content once, what is in the cache not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.base import workers
from generator.base.cache import Answers
from generator.base.errors import OutputError
from generator.base.scratch import scratch_folder
from generator.base.workers import Limits, Reach, Task
from generator.convert.record import Entry, Record
from generator.intake.containers import reasons, store
from generator.intake.containers.recognise import DOCUMENTS
from generator.intake.containers.taking import DiskError
from generator.model import ContainerLimits, EvidenceFile, Unbindable

#: Seconds that each million bytes of a container add to its time limit.
_PER_MEGABYTE = 2.0

#: PDFs seldom have attachments: one child looks at many.
_PDFS_AT_ONCE = 50
_SECONDS_PER_PDF = 5.0

_UNKNOWN_ATTACHMENTS = "附件（读不出）"


@dataclass(frozen=True, slots=True)
class Container:
    """A filed container, its kind, and the folder in the cache where its entries are kept."""

    file: EvidenceFile
    kind: str
    place: Path


@dataclass(slots=True)
class Opener:
    """Opens containers and remembers what they hold.

    ``opened`` counts the documents that a child has looked into in this run.
    """

    cache: Path
    known: Answers
    limits: ContainerLimits
    timeout: float
    allowed: Limits
    jobs: int
    progress: Callable[[int, int], None]
    records: dict[Path, Record] = field(default_factory=dict)
    opened: int = 0

    def container(self, file: EvidenceFile, kind: str) -> Container:
        """A filed container with its place in the cache."""
        return Container(
            file, kind, store.place_of(self.cache, kind, file.sha256, file.name, self.limits)
        )

    def open_all(self, containers: Sequence[Container], enough: Callable[[], bool]) -> None:
        """Make sure that the record of each is known.

        Args:
            containers: in the order in which they are filed.
            enough: looked at between portions; what comes after it is true stays unopened,
                except PDFs.

        Raises:
            OutputError: the cache cannot be written.
        """
        waiting = {one.place: one for one in containers if not self._kept(one)}
        pdfs = [one for one in waiting.values() if one.kind in DOCUMENTS]
        others = [one for one in waiting.values() if one.kind not in DOCUMENTS]
        portion = max(1, self.jobs) * 4
        if not pdfs and not others:
            return
        with scratch_folder(self.cache) as scratch:
            self._open(_portions(pdfs, _PDFS_AT_ONCE), scratch)
            for at, some in enumerate(_portions(others, portion)):
                if enough():
                    return
                self.progress(at * portion, len(others))
                self._open([(one,) for one in some], scratch)
            if others:
                self.progress(len(others), len(others))

    def _kept(self, container: Container) -> bool:
        place, file = container.place, container.file
        if place not in self.records:
            alone = Record(container.kind, file.sha256, file.size)
            record = alone if place.name in self.known else store.load(place)
            if record is None:
                return False
            self._note(place, record)
        return True

    def _note(self, place: Path, record: Record) -> None:
        """Keep a record in mind; of a PDF without attachments there is no more to know."""
        self.records[place] = record
        if record == Record(record.kind, record.sha256, record.size) and record.kind in DOCUMENTS:
            self.known.keep(place.name, True)

    def _open(self, portions: Sequence[Sequence[Container]], scratch: Path) -> None:
        """Open portion by portion; what fails in company is tried again on its own."""
        alone: list[tuple[Container]] = []
        for portion, result in self._work(portions, scratch / "1"):
            if isinstance(result, workers.Failed) and len(portion) > 1:
                alone += [(one,) for one in portion]
            else:
                self._settle(portion, result, scratch / "1")
        for portion, result in self._work(alone, scratch / "2"):
            self._settle(portion, result, scratch / "2")

    def _work(
        self, portions: Sequence[Sequence[Container]], scratch: Path
    ) -> Iterator[tuple[Sequence[Container], object]]:
        from generator.intake.containers.child import Order, take_out  # all readers with it

        scratch.mkdir(mode=0o700, exist_ok=True)
        tasks = []
        for portion in portions:
            orders = tuple(
                Order(
                    one.file.absolute,
                    one.file.name,
                    one.kind,
                    one.file.sha256,
                    one.file.size,
                    scratch / one.place.name,
                    self.limits,
                )
                for one in portion
            )
            limit = self.timeout + _SECONDS_PER_PDF * (len(portion) - 1)
            limit += _PER_MEGABYTE * sum(one.file.size for one in portion) / 1e6
            tasks.append(Task(take_out, orders, limit))
        sources = [one.file.absolute for portion in portions for one in portion]
        reach = Reach.around(sources, writes=[scratch])
        for index, result in workers.run(tasks, max(1, self.jobs), self.allowed, reach):
            yield portions[index], result

    def _settle(self, portion: Sequence[Container], result: object, scratch: Path) -> None:
        if isinstance(result, DiskError):
            raise OutputError(
                f"解开的文件写不进缓存（{result}）。原有成册未改动。", "请清理磁盘后重新运行。"
            )
        if isinstance(result, workers.Failed):
            records = tuple(_failed(one, result) for one in portion)
        else:
            assert isinstance(result, tuple)
            records = result
        for container, record in zip(portion, records, strict=True):
            self._note(container.place, record)
            self.opened += 1
            if record.lasting:
                store.keep(scratch / container.place.name, container.place)


def _portions(containers: Sequence[Container], size: int) -> list[Sequence[Container]]:
    return [containers[start : start + size] for start in range(0, len(containers), size)]


def _failed(container: Container, failure: workers.Failed) -> Record:
    """The record of a container whose child gave none; a PDF is bound all the same."""
    reason = _reason(failure)
    file = container.file
    if container.kind in DOCUMENTS:
        entry = Entry(_UNKNOWN_ATTACHMENTS, 0, refusal=reason)
        return Record(container.kind, file.sha256, file.size, (entry,), lasting=False)
    return Record(container.kind, file.sha256, file.size, refusal=reason, lasting=False)


_TROUBLE = {
    workers.Trouble.TIMEOUT: reasons.TIMEOUT,
    workers.Trouble.CRASH: reasons.CRASH,
    workers.Trouble.MEMORY: reasons.MEMORY,
    workers.Trouble.WRITTEN: reasons.WRITTEN,
}


def _reason(failure: workers.Failed) -> Unbindable:
    if failure.trouble in _TROUBLE:
        return _TROUBLE[failure.trouble]
    return reasons.failed(failure.detail)
