"""``row_document``: a row that lacks the document it must have (appointment letter, receipt …)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.base.measures import plain
from generator.ledgers.read.cells import quote
from generator.ledgers.read.schema import Rule
from generator.ledgers.rules.declaration import declared
from generator.ledgers.rules.register import Context, Fault, Register, origin, records
from generator.model import EvidenceFile

_MARKS = re.compile(r"[〔〕\[\]【】()<>《》“”\"'‐—–_.\-]")
_SEVERAL = re.compile(r"[、，,;；\n]")


@declared(
    "row_document",
    "row-without-file",
    "每行“{column}”在项目 {item} 里都应有对应文件",
    needs="column by item",
    may="when",
)
def row_document(rule: Rule, register: Register, context: Context) -> Iterator[Fault]:
    """Report every row for which no document of the item has the number or the name.

    Several numbers in one cell need a document each. A row that states no number lacks the
    document as well.
    """
    column = register.schema.column(str(rule.column))
    frame = register.rows(column.key, when=rule.when)
    said = _said(context.documents.get(str(rule.item), ()))
    names = _one_per_line(_comparable(str(name)) for name in frame[column.key].drop_nulls())
    for record in records(frame):
        written = str(record[column.key] or "")
        who = register.shown(record, [key for key in register.schema.key if key != column.key])
        whose = f"（{who}）" if who else ""
        if not written and column.required:
            continue  # an empty cell of a required column was reported already
        if not written and register.is_empty(record, column.key):
            message = f"这一行{whose}没有填“{column.title}”，也就没有对应的文件"
            remedy = f"请补填，并把文件放入项目 {rule.item}"
            yield Fault(origin(record), column.title, message, remedy, item=rule.item)
            continue
        parts = [written] if rule.by == "name" else _SEVERAL.split(written)
        missing = [part for part in parts if not _found(_comparable(part), said, names)]
        for part in missing:
            message = f"“{column.title}”为“{quote(part)}”的这一行{whose}，没有找到对应的文件"
            remedy = f"请把文件放入项目 {rule.item}，文件名或目录里写明“{quote(part)}”"
            yield Fault(origin(record), column.title, message, remedy, item=rule.item)


def _said(documents: Sequence[EvidenceFile]) -> str:
    """All that the item's documents say about themselves, one thing per line."""
    said = []
    for file in documents:
        told = file.metadata
        said += [told.doc_number, told.title, told.point, told.note, file.name, file.event]
    return _one_per_line(_comparable(text) for text in said if text)


def _one_per_line(texts: Iterable[str]) -> str:
    """Different texts in one string, for searching one string is much faster than many."""
    return "".join(f"{text}\n" for text in dict.fromkeys(texts))


def _comparable(text: str) -> str:
    return _MARKS.sub("", plain(text)).upper()


def _found(wanted: str, said: str, names: str) -> bool:
    """Whether the words stand there on their own: not inside a longer number or a longer name."""
    if not wanted:
        return True
    start = said.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before, after = said[start - 1 : start], said[end : end + 1]
        inside_number = _runs_on(before, wanted[0]) or _runs_on(wanted[-1], after)
        if not inside_number and not _inside_name(wanted, said, start, names):
            return True
        start = said.find(wanted, start + 1)
    return False


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _inside_name(wanted: str, said: str, start: int, names: str) -> bool:
    """Whether a longer name of the same column covers this spot (王一 in 王一凡)."""
    at = names.find(wanted)
    while at >= 0:
        first, end = names.rfind("\n", 0, at) + 1, names.find("\n", at)
        begins = start - (at - first)
        if end - first > len(wanted) and begins >= 0 and said.startswith(names[first:end], begins):
            return True
        at = names.find(wanted, at + 1)
    return False
