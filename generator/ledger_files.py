"""Tell which filed spreadsheets are ledgers, read each once, and run the ledger rules over them.

A spreadsheet under an item that asks for ledgers is read by the schemas of these ledgers; the one
whose columns fit best is its schema. A spreadsheet that fits none is an ordinary document, unless
its name says that it is meant as a ledger.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task, tell
from generator.failures import what_happened
from generator.ledgers.grid import SPREADSHEETS, Unreadable
from generator.ledgers.headers import has_table
from generator.ledgers.schema import BASE, LedgerSchema
from generator.ledgers.table import Ledger
from generator.model import EvidenceFile, Filing, Finding, Item, Window

#: Workbooks for which another process is worth its start.
_WORTH_ANOTHER = 12

_SAVE_AGAIN = "请用 Excel 或 WPS 打开核对，“另存为”.xlsx 后替换原文件；仍不行请单独报给维护人员"

_NAMED_AS_LEDGER = re.compile("台账|名册|登记表|登记册|明细表|清册|花名册")


@dataclass(frozen=True, slots=True)
class Registers:
    """The ledgers of a unit: by id for the rules and figures, by path for the printed register."""

    by_id: Mapping[str, tuple[Ledger, ...]]
    by_path: Mapping[str, Ledger]
    findings: tuple[Finding, ...] = ()

    def drawn(self, path: str) -> bool:
        """Whether a file is printed as a register: a ledger of which a sheet was read."""
        return path in self.by_path and self.by_path[path].readable


@dataclass(frozen=True, slots=True)
class _Order:
    """A spreadsheet, and the schemas of what its item asks for; ``sure``: it is such a register."""

    file: EvidenceFile
    candidates: tuple[LedgerSchema, ...]
    sure: bool = False


def read_registers(
    filing: Filing,
    items: Sequence[Item],
    schemas: Mapping[str, LedgerSchema],
    *,
    jobs: int = 1,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Registers:
    """Read every ledger among the filed spreadsheets; equal contents count once.

    A workbook over which reading breaks is a finding, and counts as one that cannot be read.

    Args:
        filing: all files of the unit, and its reference registers.
        items: the items that apply to the unit.
        schemas: all ledger schemas by id.
        jobs: how many workers may read.
        timeout: seconds for one workbook.
        limits: what each worker may take.
    """
    wanted = {item.id: [schemas[key] for key in item.ledgers if key in schemas] for item in items}
    by_id: dict[str, list[Ledger]] = defaultdict(list)
    by_path: dict[str, Ledger] = {}
    seen: set[str] = set()
    orders = [
        _Order(file, tuple(candidates))
        for file in filing.files
        if (candidates := wanted.get(file.item or "")) and file.sha256 and _is_spreadsheet(file)
    ]
    if BASE in schemas:
        base = (one for one in filing.reference if one.sha256 and _is_spreadsheet(one))
        orders += (_Order(file, (schemas[BASE],), sure=True) for file in base)
    for order, ledger in _all_read(orders, jobs, timeout, limits):
        file = order.file
        if order.sure and ledger is not None:
            by_id[BASE].append(ledger)
            continue
        if ledger is None:
            continue
        by_path[file.path] = ledger
        if file.sha256 not in seen:
            seen.add(file.sha256)
            by_id[ledger.schema.id].append(ledger)
    return Registers({key: tuple(found) for key, found in by_id.items()}, by_path)


def checked(
    registers: Registers,
    filing: Filing,
    schemas: Mapping[str, LedgerSchema],
    *,
    settings: Mapping[str, Decimal | None],
    as_of: dt.date,
    window: Window,
) -> Registers:
    """The same registers with the findings of reading and of all rules, each with its item."""
    if not registers.by_id:
        return registers  # every finding is one on a workbook

    from generator.ledger_rules.run import check_ledgers

    documents: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in filing.files:
        if file.item is not None:
            documents[file.item].append(file)
    found = check_ledgers(
        registers.by_id,
        schemas,
        documents=documents,
        settings=settings,
        as_of=as_of,
        window=window,
    )
    item_of = {file.path: file.item for file in filing.files}
    stamped = (replace(one, item=one.item or item_of.get(one.path or "")) for one in found)
    return replace(registers, findings=tuple(stamped))


def _is_spreadsheet(file: EvidenceFile) -> bool:
    return file.name.casefold().endswith(SPREADSHEETS)


def _all_read(
    orders: Sequence[_Order], jobs: int, timeout: float, limits: Limits
) -> list[tuple[_Order, Ledger | None]]:
    """Each spreadsheet with what was read from it, in their order."""
    tasks = [Task(read_one, order, timeout) for order in orders]
    reach = Reach.around(order.file.absolute for order in orders)
    hands = min(jobs, -(-len(orders) // _WORTH_ANOTHER))
    found = dict(workers.run(tasks, hands, limits, reach))
    return [(order, _or_broken(order, found[at], limits)) for at, order in enumerate(orders)]


def _or_broken(order: _Order, result: Ledger | Failed | None, limits: Limits) -> Ledger | None:
    if not isinstance(result, Failed):
        return result

    from generator.ledgers.reading import read_grids

    broken = Unreadable(what_happened("读取台账", result, limits), _SAVE_AGAIN)
    return read_grids(broken, order.file.path, order.candidates[0])


def read_one(order: _Order) -> Ledger | None:
    """Read a spreadsheet by the schema that fits best; ``None``: it is no register."""
    tell(order.file.path)
    if order.sure:
        return _read(order.file, order.candidates[0])
    return _fitting(order.file, order.candidates)


def _fitting(file: EvidenceFile, candidates: Sequence[LedgerSchema]) -> Ledger | None:
    """The file read by the schema that fits best, or None: it is no ledger."""
    from generator.ledgers.workbook import open_workbook

    grids = open_workbook(file.absolute)
    fitting = [schema for schema in candidates if has_table(grids, schema)]
    if not fitting and not _NAMED_AS_LEDGER.search(file.name):
        return None
    first, *others = fitting or candidates[:1]

    from generator.ledgers.reading import read_grids

    read = [read_grids(grids, file.path, first), *(_read(file, schema) for schema in others)]
    return min(read, key=_missing_columns)


def _read(file: EvidenceFile, schema: LedgerSchema) -> Ledger:
    from generator.ledgers.reading import read_workbook

    return read_workbook(file.absolute, file.path, schema)


def _missing_columns(ledger: Ledger) -> int:
    return sum(finding.code == "ledger-missing-column" for finding in ledger.findings)
