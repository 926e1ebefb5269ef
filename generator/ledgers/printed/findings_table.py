"""The findings on a sheet as a table that follows it; equal ones stand together with their rows."""

from collections.abc import Sequence

from generator.ledgers.printed.covers import Cover
from generator.ledgers.printed.sheet import HeadCell, Line, Table
from generator.model import Finding, Severity

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "说明"}
_TITLES = ("行号", "列", "程度", "问题", "怎么办")
_ALIGNS = ("left", "left", "center", "left", "left")


def findings_table(findings: Sequence[Finding], scrub: Cover) -> Table:
    """All findings, in the order of the first row that each was met in."""
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for found in sorted(findings, key=lambda found: found.row or 0):
        key = (found.column or "", _WORDS[found.severity], found.message, found.remedy)
        groups.setdefault(key, []).extend([found.row] if found.row else [])
    lines = tuple(
        Line(
            str(number),
            (_ranges(rows) or "整表", column or "—", severity, scrub(message), scrub(remedy)),
        )
        for number, ((column, severity, message, remedy), rows) in enumerate(groups.items(), 1)
    )
    head = tuple(HeadCell(title, 0, at, 0, at) for at, title in enumerate(_TITLES))
    return Table("序号", _TITLES, _ALIGNS, head, 1, lines)


def _ranges(rows: Sequence[int]) -> str:
    """Rows in short: 3–5、9."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][1] + 1 == row:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return "、".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans)
