"""Tell which filed spreadsheets are ledgers, read each once, and run the ledger rules over them.

A spreadsheet under an item that asks for ledgers is read by the schemas of these ledgers; the one
whose columns fit best is its schema. A spreadsheet that fits none is an ordinary document, unless
its name says that it is meant as a ledger.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import NamedTuple

from generator.base import workers
from generator.base.in_hand import in_hand
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task, tell
from generator.ledgers.read.headers import has_table
from generator.ledgers.read.remembered import Reading, Remembered
from generator.ledgers.read.schema import BASE, LedgerSchema
from generator.ledgers.read.table import Ledger
from generator.model import EvidenceFile, Filing, Finding, Item, Window
from generator.model.failures import what_happened
from generator.workbooks.grid import SPREADSHEETS, Unreadable

_NAMED_AS_LEDGER = re.compile("台账|名册|登记表|登记册|明细表|清册|花名册")

#: Workbooks of one task, and bytes of all of them: small ones together are read by one process,
#: and so many at least are worth another process's start.
_AT_ONCE, _BYTES = 50, 4_000_000
_WORTH_ANOTHER = 10

#: Seconds that each million bytes of a workbook add to its time limit.
_PER_MEGABYTE = 60.0

_REMEDY = "请用 Excel 或 WPS 打开核对，“另存为”.xlsx 后替换原文件；仍不行请把此文件单独报给维护人员"


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The ledgers of a unit: by id for the rules and figures, by path for the printed ledger."""

    by_id: Mapping[str, tuple[Ledger, ...]]
    by_path: Mapping[str, Ledger]
    findings: tuple[Finding, ...] = ()

    def drawn(self, path: str) -> bool:
        """Whether a file is printed as a ledger: a ledger of which a sheet was read."""
        return path in self.by_path and self.by_path[path].readable


class Wanted(NamedTuple):
    """A workbook to read: where it lies, how findings call it, and the schemas that may fit.

    ``ledger``: it is meant as a ledger, whether one fits or not.
    """

    source: Path
    shown: str
    candidates: tuple[LedgerSchema, ...]
    ledger: bool
    size: int
    sha256: str = ""

    @property
    def reading(self) -> Reading:
        """What it is remembered by."""
        return Reading(self.sha256, self.shown, self.candidates, self.ledger)


def read_ledgers(
    filing: Filing,
    items: Sequence[Item],
    schemas: Mapping[str, LedgerSchema],
    *,
    held: Mapping[str, Unreadable] = MappingProxyType({}),
    cache: Path | None = None,
    jobs: int = 1,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Ledgers:
    """Read every ledger among the filed spreadsheets; equal contents count once.

    Args:
        filing: all files of the unit, and its reference ledgers.
        items: the items that apply to the unit.
        schemas: all ledger schemas by id.
        held: by path, what must not be read, and why.
        cache: the folder of all caches, where what was read is kept; ``None``: it is not.
        jobs: how many processes may read.
        timeout: seconds for one workbook; large ones get more.
        limits: what each process may take.
    """
    asked = {item.id: [schemas[key] for key in item.ledgers if key in schemas] for item in items}
    wanted = [
        _wanted(file, asked[file.item or ""])
        for file in filing.files
        if asked.get(file.item or "") and file.sha256 and _is_spreadsheet(file)
    ]
    base = [
        Wanted(file.absolute, file.path, (schemas[BASE],), True, file.size, file.sha256)
        for file in filing.reference
        if BASE in schemas and _is_spreadsheet(file)
    ]
    remembered = Remembered(cache) if cache else None
    read = _read_all([*wanted, *base], held, remembered, jobs, timeout, limits)
    by_id: dict[str, list[Ledger]] = defaultdict(list)
    seen: set[str] = set()
    by_path = {one.shown: read[one.shown] for one in wanted if one.shown in read}
    for file in filing.files:
        ledger = by_path.get(file.path)
        if ledger is not None and file.sha256 not in seen:
            seen.add(file.sha256)
            by_id[ledger.schema.id].append(ledger)
    united = {key: _as_registers(found, filing) for key, found in by_id.items()}
    if base:
        united[BASE] = tuple(read[one.shown] for one in base)
    return Ledgers(united, by_path)


def checked(
    ledgers: Ledgers,
    filing: Filing,
    schemas: Mapping[str, LedgerSchema],
    *,
    settings: Mapping[str, Decimal | None],
    as_of: dt.date,
    window: Window,
) -> Ledgers:
    """The same ledgers with the findings of reading and of all rules, each with its item."""
    if not ledgers.by_id:
        return ledgers  # every finding is one on a workbook

    from generator.ledgers.rules.run import check_ledgers

    documents: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in filing.files:
        if file.item is not None:
            documents[file.item].append(file)
    found = check_ledgers(
        ledgers.by_id,
        schemas,
        documents=documents,
        settings=settings,
        as_of=as_of,
        window=window,
    )
    item_of = {file.path: file.item for file in filing.files}
    stamped = (replace(one, item=one.item or item_of.get(one.path or "")) for one in found)
    return replace(ledgers, findings=tuple(stamped))


def _as_registers(ledgers: Sequence[Ledger], filing: Filing) -> tuple[Ledger, ...]:
    """The workbooks of one ledger, each row of which counts once."""
    if len(ledgers) < 2:
        return tuple(ledgers)

    from generator.ledgers.rules.versions import Filed, as_registers

    filed = {file.path: Filed(file.item, file.metadata.date) for file in filing.files}
    return as_registers(ledgers, filed)


def _is_spreadsheet(file: EvidenceFile) -> bool:
    return file.name.casefold().endswith(SPREADSHEETS)


def _wanted(file: EvidenceFile, candidates: Sequence[LedgerSchema]) -> Wanted:
    named = _NAMED_AS_LEDGER.search(file.name) is not None
    return Wanted(file.absolute, file.path, tuple(candidates), named, file.size, file.sha256)


def _read_all(
    wanted: Sequence[Wanted],
    held: Mapping[str, Unreadable],
    remembered: Remembered | None,
    jobs: int,
    timeout: float,
    limits: Limits,
) -> Mapping[str, Ledger]:
    """What each workbook was read as, by path; what is no ledger is left out.

    A workbook over which reading breaks costs itself alone: it counts as a ledger that cannot be
    read.
    """
    if not wanted:
        return {}
    loading = Thread(target=_load_frames)  # while the others start and read
    loading.start()
    unheld = [one for one in wanted if one.shown not in held]
    found = _known(unheld, remembered)
    parts = _parts([one for one in unheld if one.shown not in found], jobs)
    tasks = [_task(part, timeout) for part in parts]
    reach = Reach.around(one.source for one in wanted)

    def alone(task: Task) -> list[Task]:
        return [_task((one,), timeout) for one in task.argument] if len(task.argument) > 1 else []

    for task, result in workers.run_in_parts(tasks, jobs, limits, reach, alone):
        if isinstance(result, Failed):
            [one] = task.argument
            happened = what_happened("读取台账", result, limits)
            found[one.shown] = _unread(one, Unreadable(happened, _REMEDY))
        else:
            for one, ledger in zip(task.argument, result, strict=True):
                found[one.shown] = ledger
                if remembered and one.sha256:
                    remembered.keep(one.reading, ledger)
    for one in wanted:
        if one.shown in held and one.ledger:
            found[one.shown] = _unread(one, held[one.shown])
    loading.join()
    return {path: ledger for path, ledger in found.items() if ledger is not None}


def _known(wanted: Sequence[Wanted], remembered: Remembered | None) -> dict[str, Ledger | None]:
    """What an earlier run has read, by path."""
    found: dict[str, Ledger | None] = {}
    for one in wanted:
        if remembered and one.sha256:
            with in_hand(one.shown), suppress(KeyError):
                found[one.shown] = remembered.find(one.reading)
    return found


def _load_frames() -> None:
    """Load what holds the rows of ledgers: it takes as long as many a workbook."""
    import polars  # noqa: F401


def _parts(wanted: Sequence[Wanted], jobs: int) -> Iterator[tuple[Wanted, ...]]:
    """Small workbooks together, large ones alone."""
    most = min(_AT_ONCE, max(_WORTH_ANOTHER, -(-len(wanted) // max(1, jobs))))
    part: list[Wanted] = []
    for one in wanted:
        if part and (len(part) == most or sum(o.size for o in part) + one.size > _BYTES):
            yield tuple(part)
            part = []
        part.append(one)
    if part:
        yield tuple(part)


def _task(part: tuple[Wanted, ...], timeout: float) -> Task:
    return Task(read_some, part, timeout + _PER_MEGABYTE * sum(one.size for one in part) / 1e6)


def _unread(wanted: Wanted, why: Unreadable) -> Ledger:
    from generator.ledgers.read.reading import read_grids

    return read_grids(why, wanted.shown, wanted.candidates[0])


def read_some(wanted: Sequence[Wanted]) -> tuple[Ledger | None, ...]:
    """Read some workbooks; what is no ledger is ``None``."""
    found = []
    for one in wanted:
        tell(one.shown)
        found.append(_fitting(one))
    return tuple(found)


def _fitting(wanted: Wanted) -> Ledger | None:
    """The workbook read by the schema that fits best, or None: it is no ledger."""
    from generator.workbooks.opening import open_workbook

    grids = open_workbook(wanted.source)
    fitting = [schema for schema in wanted.candidates if has_table(grids, schema)]
    if not fitting and not wanted.ledger:
        return None
    first, *others = fitting or wanted.candidates[:1]

    from generator.ledgers.read.reading import read_grids, read_workbook

    ledgers = [
        read_grids(grids, wanted.shown, first),
        *(read_workbook(wanted.source, wanted.shown, schema) for schema in others),
    ]
    return min(ledgers, key=_missing_columns)


def _missing_columns(ledger: Ledger) -> int:
    return sum(finding.code == "ledger-missing-column" for finding in ledger.findings)
