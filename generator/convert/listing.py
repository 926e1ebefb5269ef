"""The table of a container's entries, as it stands on the sheet of a container or a mail."""

import html
from collections.abc import Iterator, Sequence

from generator.convert.paper import UPRIGHT
from generator.convert.record import Entry, Record

#: Rows laid out at a time: memory grows with each piece, time does not.
_ROWS_AT_ONCE = 500

#: Column widths in mm; the names get what the others leave of the room between the margins.
_NUMBER, _SIZE, _DIGEST, _STATE = 11.0, 22.0, 29.0, 28.0
_NAME = UPRIGHT.room[0] - _NUMBER - _SIZE - _DIGEST - _STATE
_WIDTHS = (_NUMBER, _NAME, _SIZE, _DIGEST, _STATE)
_HEAD = ("序号", "文件", "大小（字节）", "SHA-256 前 16 位", "状态")

TAKEN, LEFT_OUT = "已取出，列在后面", "不收"

_PAGE = f"@page {{ {UPRIGHT.style} }}"
_REST = """
html { font-family: %(stack)s }
body { margin: 0; font-size: 10.5pt; line-height: 1.5 }
h1 { font-size: 16pt; font-weight: normal; text-align: center; margin: 0 0 5mm }
h2 { font-size: 12pt; font-weight: normal; margin: 5mm 0 2mm }
table { border-collapse: collapse }
table.list { table-layout: fixed; width: 100%%; font-size: 9pt; line-height: 1.35 }
table.list td, table.list th { border: 0.2mm solid #000; padding: 0.6mm 0.9mm;
  vertical-align: top; text-align: left; font-weight: normal; overflow-wrap: anywhere }
table.list .number { text-align: right }
table.facts { width: 100%%; table-layout: fixed }
table.facts td { vertical-align: top; padding: 0.5mm 0; overflow-wrap: anywhere }
table.facts td:first-child { width: 24mm }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
"""
STYLE = _PAGE + _REST


def tables(record: Record) -> Iterator[str]:
    """The list of all entries, in pieces; its head is repeated on each page."""
    rows = [_taken(at, entry) for at, entry in enumerate(record.entries, start=1)]
    rows += [_row("—", name, "", "", f"{LEFT_OUT}：{reason}") for name, reason in record.ignored]
    cols = "".join(f'<col style="width:{width}mm">' for width in _WIDTHS)
    head = "".join(f"<th>{title}</th>" for title in _HEAD)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        body = "".join(rows[start : start + _ROWS_AT_ONCE])
        inside = f"{cols}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        yield f'<table class="list">{inside}</table>'


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """What is known of the container as a whole: a label and a value in each row."""
    rows = "".join(
        f"<tr><td>{label}：</td><td>{html.escape(value)}</td></tr>" for label, value in pairs
    )
    return f'<table class="facts">{rows}</table>'


def words(record: Record) -> str:
    """All names on the list, to see whether they can be printed."""
    return "".join([entry.name for entry in record.entries] + [name for name, _ in record.ignored])


def count(record: Record) -> str:
    """How many entries there are, and what became of them."""
    taken = sum(entry.stored is not None for entry in record.entries)
    said = f"共 {len(record.entries) + len(record.ignored)} 个，已取出 {taken} 个"
    if len(record.entries) > taken:
        said += f"，未取出 {len(record.entries) - taken} 个"
    if record.ignored:
        said += f"，不收 {len(record.ignored)} 个"
    return said


def _taken(at: int, entry: Entry) -> str:
    state = TAKEN if entry.refusal is None else f"未取出：{entry.refusal.message}"
    size = f"{entry.size:,}" if entry.size or entry.stored else ""
    return _row(str(at), entry.name, size, entry.sha256[:16], state)


def _row(number: str, name: str, size: str, digest: str, state: str) -> str:
    cells = (html.escape(text) for text in (name, digest, state))
    name, digest, state = cells
    return (
        f'<tr><td>{number}</td><td>{name}</td><td class="number">{size}</td>'
        f"<td>{digest}</td><td>{state}</td></tr>"
    )
