"""The rows in which a prefecture's ledger and its counties' ledgers differ."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.base.measures import plain
from generator.ledgers.figures.row_pairs import Entry, Side, entries, unmatched
from generator.ledgers.figures.rows import rows_said
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import Record
from generator.ledgers.rules.figures import spoken
from generator.ledgers.rules.register import Register, identity, origin
from generator.model import Finding, Severity

#: Rows that differ are listed one by one up to this number per ledger; the rest in one finding.
LISTED = 100

_COUNTY = "county"
_REMEDY = "请州、县核对这一行，两边改成一致"


def row_findings(
    columns: Sequence[str], prefecture: Side, counties: Sequence[Side]
) -> Iterator[Finding]:
    """Rows that only one side has, and rows whose values differ.

    Rows are matched by the columns that the schema declares unique (else by its key columns); a
    row with a gap in them is matched with none, only the totals count it. A row of the prefecture's
    that names another county, or none while others do (its own projects), concerns nobody here.
    How a side splits its rows into workbooks does not matter: a row that it filed in several of
    them is one row. Rows that no figure counts are only looked at as the partners of others.
    Every finding belongs to the item whose figure counts the row.

    Args:
        columns: the columns that figures count by; only these are compared.
        prefecture: the prefecture's workbooks.
        counties: those of the counties; a county without any is left out.
    """
    if not prefecture.ledgers or not any(county.ledgers for county in counties):
        return
    schema = prefecture.ledgers[0].schema
    keys = identity(schema)
    compared = tuple(key for key in columns if key not in keys)
    sides = [side for side in counties if side.ledgers]
    needed = [ledger for side in (prefecture, *sides) for ledger in side.ledgers]
    if not all(ledger.has(*keys) for ledger in needed):
        return
    compared = tuple(key for key in compared if all(ledger.has(key) for ledger in needed))
    names = {plain(side.name) for side in sides}
    own = [e for e in entries(prefecture, schema, keys, compared) if _concerns(e.record, names)]
    theirs = [entry for side in sides for entry in entries(side, schema, keys, compared)]
    found = list(_differences(schema, compared, own, theirs))
    yield from found[:LISTED]
    more = found[LISTED:]
    for item in dict.fromkeys(finding.item for finding in more):
        yield _rest(schema, [finding for finding in more if finding.item == item])


def _concerns(record: Record, names: set[str]) -> bool:
    """Whether a row of the prefecture's is one of these counties', or says nothing about it."""
    county = record[_COUNTY]
    return county is None or plain(str(county)) in names


def _differences(
    schema: LedgerSchema,
    compared: Sequence[str],
    own: Sequence[Entry],
    theirs: Sequence[Entry],
) -> Iterator[Finding]:
    """Take away rows that are equal, pair the rest by their key, and report what is left."""
    mine, others = unmatched(own, theirs)
    naming = any(entry.record[_COUNTY] is not None for entry in own)
    waiting: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in others:
        waiting[entry.key].append(entry)
    for entry in mine:
        partners = waiting[entry.key]
        other = partners.pop(0) if partners else None
        item = entry.item or (other.item if other else None)
        if item is None:
            continue
        if other is not None:
            yield _unequal(item, schema, compared, entry, other)
        elif entry.record[_COUNTY] is not None or not naming:
            county = entry.record[_COUNTY] or "各县"
            yield _alone(item, schema, entry, f"{county}的台账")
    for partners in waiting.values():
        for entry in partners:
            if entry.item is not None:
                yield _alone(entry.item, schema, entry, "州台账")


def _unequal(
    item: str, schema: LedgerSchema, compared: Sequence[str], own: Entry, other: Entry
) -> Finding:
    pairs = zip(compared, own.values, other.values, strict=True)
    different = [(schema.column(key), a, b) for key, a, b in pairs if a != b]
    said = "，".join(
        f"“{column.title}”州填 {spoken(mine, column, schema.unit)}，"
        f"{other.unit}填 {spoken(theirs, column, schema.unit)}"
        for column, mine, theirs in different
    )
    message = f"{_who(schema, own)}与{_where(other)}不一致：{said}"
    return _finding(item, own, message, different[0][0].title)


def _alone(item: str, schema: LedgerSchema, entry: Entry, lacking: str) -> Finding:
    message = f"{_who(schema, entry)}登记在{entry.unit}的台账里，{lacking}里没有"
    return _finding(item, entry, message, schema.title_of(identity(schema)[0]))


def _finding(item: str, entry: Entry, message: str, column: str) -> Finding:
    place = origin(entry.record)
    return Finding(
        "units-mismatch",
        Severity.WARNING,
        item,
        message,
        _REMEDY,
        place.path,
        place.sheet,
        place.row,
        column,
    )


def _who(schema: LedgerSchema, entry: Entry) -> str:
    """A row by its key columns; numbers that identify a person are masked."""
    keys = identity(schema)
    said = Register(schema, ()).shown(entry.record, keys)
    return f"“{said}”"


def _where(entry: Entry) -> str:
    place = origin(entry.record)
    name = place.path.rpartition("/")[2]
    sheet = f"“{place.sheet}”" if place.sheet else ""
    return f"{entry.unit}“{name}”{sheet}第 {place.row} 行"


def _rest(schema: LedgerSchema, more: Sequence[Finding]) -> Finding:
    """What is not listed one by one of an item, by workbook and rows."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for finding in more:
        rows[(str(finding.path), finding.sheet or "")].append(finding.row or 0)
    places = "；".join(
        f"{path.rpartition('/')[2]}“{sheet}”{rows_said(sorted(numbers))}"
        for (path, sheet), numbers in rows.items()
    )
    message = f"{schema.name}另有 {len(more)} 行州、县不一致，不逐行列出：{places}"
    first = more[0]
    return Finding(first.code, first.severity, first.item, message, _REMEDY, first.path)
