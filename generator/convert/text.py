"""Plain text and CSV tables: every character set in type on A4."""

import csv
import html
import io
from collections.abc import Iterator, Sequence

from generator.convert.decode import UndecodableError, decode
from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.paper import LANDSCAPE, UPRIGHT, Paper
from generator.convert.typed import document, role, set_in_type, unprintable, visible
from generator.lettering.typeset import text_ems

#: Lines or rows laid out at a time: memory grows with each document, time does not.
_LINES_AT_ONCE = 3000
_ROWS_AT_ONCE = 500

#: Width in mm of one Han character at the size that tables are set in (9 points), and what a
#: cell adds; a column gets at least 3 and at most 20 characters before its text wraps.
_CHAR, _CELL_PADDING = 3.175, 2.0
_NARROWEST, _WIDEST = 3, 20

#: Collapsed rules of 0.2 mm are drawn outside of the columns: one at the left, two at the right.
_RULE_BEFORE, _RULES = 0.2, 0.6

_STYLE = """
@page { %(page)s }
html { font-family: %(stack)s }
body { margin: 0; font-size: %(size)spt; line-height: 1.5 }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
table { border-collapse: collapse; table-layout: fixed; width: %(width).1fmm;
  margin-left: %(before)smm }
td, th { border: 0.2mm solid #000; padding: 0.6mm 0.9mm; vertical-align: top; text-align: left;
  font-weight: normal; white-space: pre-wrap; overflow-wrap: anywhere }
"""


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Set each text in type: CSV as a ruled table with its first row repeated, others as lines."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    try:
        text, notes = decode(job.source.read_bytes())
    except UndecodableError:
        return refused(
            "unreadable",
            "文字编码认不出来，或文件已损坏",
            "请用记事本或 WPS 打开核对，“另存为”时编码选 UTF-8，替换原文件。",
        )
    shown, replaced = visible(text)
    if replaced:
        notes = (*notes, f"文件含 {replaced} 个控制字符，以 [U+….] 代替印出")
    notes = (*notes, *unprintable(text, tools, lines=True))
    pieces = _table(shown, tools) if job.kind == "csv" else _lines(shown, tools)
    return set_in_type(pieces, job, tools, notes)


def _lines(text: str, tools: Tools) -> Iterator[str]:
    lines = text.split("\n")
    for start in range(0, len(lines), _LINES_AT_ONCE):
        chunk = html.escape("\n".join(lines[start : start + _LINES_AT_ONCE]))
        # HTML drops a line break right after <pre>: one of our own saves the text's first one
        yield _page(f"<pre>\n{chunk}</pre>", tools, UPRIGHT, size=10.5, width=UPRIGHT.room[0])


def _table(text: str, tools: Tools) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        yield from _lines(text, tools)
        return
    columns = max(map(len, rows))
    padded = [row + [""] * (columns - len(row)) for row in rows]
    widths = [_column_width(padded, index) for index in range(columns)]
    paper = LANDSCAPE if sum(widths) + _RULES > UPRIGHT.room[0] else UPRIGHT
    scale = min(1.0, (paper.room[0] - _RULES) / sum(widths))
    cols = "".join(f'<col style="width:{width * scale:.2f}mm">' for width in widths)
    head = _row(padded[0], "th")
    for start in range(1, max(2, len(padded)), _ROWS_AT_ONCE):
        body = "".join(_row(row, "td") for row in padded[start : start + _ROWS_AT_ONCE])
        table = f"<table>{cols}<thead>{head}</thead><tbody>{body}</tbody></table>"
        size, width = 9 * max(scale, 0.7), sum(widths) * scale
        yield _page(table, tools, paper, size=size, width=width)


def _delimiter(text: str) -> str:
    """The separator that the first line holds most of, comma when it holds none."""
    first = text.partition("\n")[0]
    return max(",\t;|", key=first.count)


def _column_width(rows: Sequence[Sequence[str]], index: int) -> float:
    """Room in mm for the longest line of a column, within limits."""
    longest = max(text_ems(line) for row in rows for line in (row[index].split("\n") or [""]))
    return min(max(longest + 0.5, _NARROWEST), _WIDEST) * _CHAR + _CELL_PADDING


def _row(cells: Sequence[str], tag: str) -> str:
    inside = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inside}</tr>"


def _page(body: str, tools: Tools, paper: Paper, *, size: float, width: float) -> str:
    stack = tools.fonts.stack(role(tools))
    values = {
        "page": paper.style,
        "stack": stack,
        "size": f"{size:.2f}",
        "width": width,
        "before": _RULE_BEFORE,
    }
    return document(body, _STYLE % values, tools)
