"""Plain text and CSV tables: every character set in type on A4."""

import csv
import html
import io
from collections.abc import Iterator, Sequence

import pikepdf

from generator.converters.decode import UndecodableError, decode
from generator.converters.job import Job, Outcome, Tools, refused
from generator.converters.pages import to_leaves
from generator.drawing import draw
from generator.model import Leaves

#: Lines or rows laid out at a time: memory grows with each document, time does not.
_LINES_AT_ONCE = 3000
_ROWS_AT_ONCE = 500

#: Width in mm of one Han character at the size that tables are set in (9 points), and what a
#: cell adds; a column gets at least 3 and at most 20 characters before its text wraps.
_CHAR, _CELL_PADDING = 3.175, 2.0
_NARROWEST, _WIDEST = 3, 20
_PORTRAIT_ROOM, _LANDSCAPE_ROOM = 210 - 28 - 15, 297 - 28 - 15

_STYLE = """
@page { size: A4 %(turn)s; margin: 20mm 15mm 15mm 28mm }
html { font-family: %(stack)s }
body { margin: 0; font-size: %(size)spt; line-height: 1.5 }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
table { border-collapse: collapse; table-layout: fixed; width: %(width).1fmm }
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
    shown, replaced = _visible(text)
    if replaced:
        notes = (*notes, f"文件含 {replaced} 个控制字符，以 [U+….] 代替印出")
    missing = sorted(tools.fonts.missing_glyphs(shown, _role(tools)))
    if missing:
        notes = (*notes, f"有 {len(missing)} 个字没有字体可印：{''.join(missing[:20])}")
    parts = _table(shown, tools) if job.kind == "csv" else _lines(shown, tools)
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(draw(part, tools.fonts))) as piece:
                whole.pages.extend(piece.pages)
        whole.save(job.target, deterministic_id=True)
    outcome = to_leaves(job.target, job.target.with_suffix(".copy.pdf"))
    if outcome.leaves is None:
        return outcome
    return Outcome(Leaves(job.target, outcome.leaves.pages, notes))


def _role(tools: Tools) -> str:
    return "song" if "song" in tools.fonts.paths else next(iter(tools.fonts.paths))


def _visible(text: str) -> tuple[str, int]:
    """The text with control characters spelt out as [U+0001], and how many there were."""
    table = {code: f"[U+{code:04X}]" for code in (*range(32), 127) if chr(code) not in "\t\n\r"}
    replaced = sum(text.count(chr(code)) for code in table)
    return text.translate(table).replace("\r\n", "\n").replace("\r", "\n"), replaced


def _lines(text: str, tools: Tools) -> Iterator[str]:
    lines = text.split("\n")
    for start in range(0, len(lines), _LINES_AT_ONCE):
        chunk = html.escape("\n".join(lines[start : start + _LINES_AT_ONCE]))
        # HTML drops a line break right after <pre>: one of our own saves the text's first one
        yield _page(f"<pre>\n{chunk}</pre>", tools, turn="", size=10.5, width=_PORTRAIT_ROOM)


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
    wide = sum(widths) > _PORTRAIT_ROOM
    room = _LANDSCAPE_ROOM if wide else _PORTRAIT_ROOM
    scale = min(1.0, room / sum(widths))
    cols = "".join(f'<col style="width:{width * scale:.2f}mm">' for width in widths)
    head = _row(padded[0], "th")
    for start in range(1, max(2, len(padded)), _ROWS_AT_ONCE):
        body = "".join(_row(row, "td") for row in padded[start : start + _ROWS_AT_ONCE])
        table = f"<table>{cols}<thead>{head}</thead><tbody>{body}</tbody></table>"
        turn, width = ("landscape" if wide else ""), sum(widths) * scale
        yield _page(table, tools, turn=turn, size=9 * max(scale, 0.7), width=width)


def _delimiter(text: str) -> str:
    """The separator that the first line holds most of, comma when it holds none."""
    first = text.partition("\n")[0]
    return max(",\t;|", key=first.count)


def _column_width(rows: Sequence[Sequence[str]], index: int) -> float:
    """Room in mm for the longest line of a column, within limits."""
    longest = max(
        sum(0.55 if char.isascii() else 1.0 for char in line)
        for row in rows
        for line in (row[index].split("\n") or [""])
    )
    return min(max(longest + 0.5, _NARROWEST), _WIDEST) * _CHAR + _CELL_PADDING


def _row(cells: Sequence[str], tag: str) -> str:
    inside = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inside}</tr>"


def _page(body: str, tools: Tools, *, turn: str, size: float, width: float) -> str:
    stack = tools.fonts.stack(_role(tools))
    style = _STYLE % {"turn": turn, "stack": stack, "size": f"{size:.2f}", "width": width}
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>-</title>'
        f"<style>{tools.fonts.css()}{style}</style><body>{body}</body></html>"
    )
