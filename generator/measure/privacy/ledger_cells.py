"""Personal numbers in the cells of ledgers, which print covers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from generator.base.personal import PersonalKind, PersonalNumber, numbers_in
from generator.ledgers.read.schema import Kind
from generator.ledgers.read.table import ROW, SHEET, Ledger
from generator.measure.privacy.search import Terms
from generator.model import Finding, PersonalEntry, Severity, Whereabouts

#: Cells with fewer digits hold no such number.
_ENOUGH = r"\d(?:[^\d]{0,3}\d){10}"


class _Place(NamedTuple):
    sheet: str | None
    kind: PersonalKind
    contact: bool


def ledger_entries(
    ledgers: Mapping[str, Ledger], items: Mapping[str, str | None], terms: Terms, most: int
) -> tuple[tuple[PersonalEntry, ...], tuple[Finding, ...]]:
    """What stands in the cells of each ledger, by sheet and kind; and what could not be searched.

    Args:
        ledgers: by path, those that are printed as ledgers.
        items: the item that each path stands under.
        terms: how numbers are shown, and the public contacts.
        most: how many samples an entry shows.
    """
    entries: list[PersonalEntry] = []
    broken: list[Finding] = []
    for path, ledger in ledgers.items():
        try:
            entries += _entries(path, ledger, items.get(path), terms, most)
        except Exception:  # whatever stands in the cells, it costs this ledger alone
            broken.append(_not_looked_at(path, items.get(path)))
    return tuple(entries), tuple(broken)


def _entries(
    path: str, ledger: Ledger, item: str | None, terms: Terms, most: int
) -> Iterator[PersonalEntry]:
    found: dict[_Place, list[tuple[int, str]]] = defaultdict(list)
    for sheet, row, number in _numbers(ledger):
        place = _Place(sheet, number.kind, terms.is_contact(number))
        found[place].append((row, terms.shown(number)))
    for place, seen in found.items():
        yield PersonalEntry(
            Whereabouts.CELLS,
            place.kind,
            path,
            item,
            len(seen),
            tuple(dict.fromkeys(shown for _, shown in seen))[:most],
            sheet=place.sheet,
            rows=tuple(sorted({row for row, _ in seen})),
            contact=place.contact,
        )


def _not_looked_at(path: str, item: str | None) -> Finding:
    message = "这本台账的单元格里没能查找个人信息（程序处理不了其中的内容）"
    remedy = "请打开逐列核对；仍不行请把此文件单独报给维护人员。"
    return Finding("not-looked-at", Severity.WARNING, item, message, remedy, path)


def _numbers(ledger: Ledger) -> Iterator[tuple[str | None, int, PersonalNumber]]:
    """Every number with its sheet and row, column by column."""
    kinds = {column.key: column.kind for column in ledger.schema.columns}
    titles = dict(title for sheet in ledger.sheets for title in sheet.titles)
    for key in ledger.texts.columns:
        if key in (SHEET, ROW) or key.startswith("@") or kinds.get(key) is Kind.USCC:
            continue
        column = ledger.texts.select(SHEET, ROW, pl.col(key).cast(pl.String))
        for sheet, row, text in column.filter(pl.col(key).str.contains(_ENOUGH)).iter_rows():
            for number in _in_cell(text, titles.get(key, key), kinds.get(key)):
                yield sheet, row, number


def _in_cell(text: str, title: str, kind: Kind | None) -> tuple[PersonalNumber, ...]:
    """A cell's numbers; what stands in a column of one kind is of that kind."""
    words = {Kind.ID_NUMBER: "身份证号", Kind.PHONE: "手机"}
    return numbers_in(text, words.get(kind, title) if kind else title)
