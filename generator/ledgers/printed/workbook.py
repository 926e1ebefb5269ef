"""Print a workbook: its ledgers and its other sheets, each with its findings."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.base.masking import Mask
from generator.ledgers.printed.cells import (
    Columns,
    GridLines,
    filled,
    filled_columns,
    merged_columns,
)
from generator.ledgers.printed.covers import Cover, plain_print
from generator.ledgers.printed.drawing import SheetDrawing
from generator.ledgers.printed.ledger_sheet import ledger_sheet
from generator.ledgers.printed.sheet import HeadCell, Line, Sheet, Table
from generator.ledgers.printed.table_pages import Pages
from generator.ledgers.read.table import Ledger
from generator.lettering.faces import Faces
from generator.lettering.fonts import FontSet, named, unprinted
from generator.lettering.layout import LedgerFigures
from generator.lettering.pdf_file import PdfFile
from generator.model import Conversion, Finding, Leaves, Severity, Unbindable
from generator.workbooks.grid import Grid, Unreadable, letters
from generator.workbooks.opening import open_workbook

#: Findings that put a mark on their row; remarks of less weight are only listed.
_MARKING = frozenset({Severity.ERROR, Severity.WARNING})

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "说明"}
_TITLES = ("行号", "列", "程度", "问题", "怎么办")
_ALIGNS = ("left", "left", "center", "left", "left")

_KINDS = (
    ("图片", re.compile(r"xl/media/[^/]+")),
    ("图表", re.compile(r"xl/charts/chart[^/]*\.xml")),
    ("图表工作表", re.compile(r"xl/chartsheets/[^/]+\.xml")),
    ("批注页", re.compile(r"xl/(?:comments/)?comment[^/]*\.xml")),
)


def draw_workbook(
    source: Path,
    ledgers: Sequence[Ledger],
    findings: Sequence[Finding],
    *,
    title: str,
    masked: bool,
    mask: Mask,
    fonts: FontSet,
    figures: LedgerFigures,
    target: Path,
) -> Conversion:
    """Draw every row and column of every sheet; nothing but cells is drawn, which is noted.

    Args:
        source: the workbook, which is only read.
        ledgers: what was read from it, one for each schema.
        findings: those on this workbook; each is printed once, after the sheet that it names.
        title: what the ledger is called at the head of its pages.
        masked: whether personal data are covered; if not, every page says 内部资料.
        mask: how they are covered.
        fonts: faces with TrueType outlines are used, others are replaced by the rare one.
        figures: paper, margins and sizes.
        target: the PDF to write.

    Returns:
        The pages with notes for the clerk, or why the workbook cannot be printed.

    Raises:
        FontError: no Chinese font has TrueType outlines.
        OSError: the PDF cannot be written.
    """
    grids = open_workbook(source)
    if isinstance(grids, Unreadable):
        return Unbindable("unreadable", grids.message, grids.remedy)
    cover = mask if masked else None
    sheets = [(grid, _sheet(grid, ledgers, findings, cover)) for grid in grids]
    printed = [(grid.name, sheet) for grid, sheet in sheets if sheet is not None]
    scrub = mask.lenient if masked else plain_print
    blank = [f"“{scrub(grid.name or '')}”" for grid, sheet in sheets if sheet is None]
    notes = left_out(source)
    notes += (f"空白工作表没有印：{'、'.join(blank)}",) if blank else ()
    faces = Faces(fonts)
    with target.open("wb") as stream:
        pages = Pages(PdfFile(stream), faces, figures)
        listing = _with_findings(printed, ledgers, findings, scrub)
        for at, (sheet, listed) in enumerate(listing):
            last = at == len(printed) - 1
            drawing = SheetDrawing(pages, figures, scrub(title), sheet, internal=not masked)
            drawing.draw(listed, notes if last else ())
        leaves = pages.finish()
    odd = unprinted(_texts(grids), fonts)
    if odd:
        told = f"台账里有 {len(odd)} 个字不能照原样印，印成码位或标准字：{named(odd)}"
        notes = (*notes, told)
    return Leaves(target, leaves, notes)


def _texts(grids: Sequence[Grid]) -> Iterator[tuple[str, str]]:
    """What stands in the cells, by row."""
    for grid in grids:
        sheet = f"工作表“{grid.name}”" if grid.name else ""
        for number, row in enumerate(grid.rows, 1):
            for raw in row:
                if isinstance(raw, str) and not raw.isascii():
                    yield f"{sheet}第 {number} 行", raw


def _sheet(
    grid: Grid, ledgers: Sequence[Ledger], findings: Sequence[Finding], mask: Mask | None
) -> Sheet | None:
    """A sheet for print: as the ledger that was read from it, or as it is; ``None`` if blank."""
    ledger = ledger_sheet(grid, ledgers)
    if ledger is None:
        return plain_sheet(grid, mask)
    marked = {
        found.row
        for found in findings
        if found.sheet == grid.name and found.row and found.severity in _MARKING
    }
    return ledger.printed(marked, mask)


def _with_findings(
    printed: Sequence[tuple[str | None, Sheet]],
    ledgers: Sequence[Ledger],
    findings: Sequence[Finding],
    scrub: Cover,
) -> Iterator[tuple[Sheet, Table | None]]:
    """Each sheet with the findings on it; those on the whole workbook follow the last sheet."""
    read = {sheet.name for ledger in ledgers for sheet in ledger.sheets}
    names = {name for name, _ in printed}
    rest = [found for found in findings if found.sheet not in names]
    for at, (name, sheet) in enumerate(printed):
        own = [found for found in findings if found.sheet == name]
        own += rest if at == len(printed) - 1 else []
        yield sheet, findings_table(own, scrub) if own or name in read else None


def plain_sheet(grid: Grid, mask: Mask | None) -> Sheet | None:
    """The sheet for print; ``None`` when it is blank.

    Args:
        grid: the sheet.
        mask: how numbers that look like personal data are covered; ``None``: they are not.
    """
    indices = tuple(sorted(filled_columns(grid, 0)))
    if not indices:
        return None
    cover = mask.lenient if mask else plain_print
    titles = tuple(map(letters, indices))
    rows = tuple(row for row in range(len(grid.rows)) if filled(grid.rows[row]))
    hidden = grid.hidden_rows.intersection(rows)
    lines = GridLines(
        grid,
        Columns(indices, (cover,) * len(indices)),
        rows,
        {row: f"{row + 1}隐" for row in hidden},
        {},
        merged_columns(grid, indices),
        frozenset(),
        cover,
    )
    head = tuple(HeadCell(title, 0, at, 0, at) for at, title in enumerate(titles))
    count = f"共 {len(rows)} 行"
    count += f"（其中 {len(hidden)} 行被隐藏，照印，标“隐”）" if hidden else ""
    state = "（隐藏的工作表，照印）" if grid.hidden else ""
    name = cover(grid.name or "")
    facts = (f"工作表“{name}”{state}" if name else "文本表格", "不是台账，照原样印", count)
    table = Table("行号", titles, ("left",) * len(titles), head, 1, lines)
    return Sheet(name, "", "　".join(facts), (), table)


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


def left_out(source: Path) -> tuple[str, ...]:
    """One note for the clerk if an .xlsx holds more than cells; none for other files."""
    try:
        with zipfile.ZipFile(source) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError):
        return ()
    counts = [(kind, sum(bool(part.fullmatch(name)) for name in names)) for kind, part in _KINDS]
    found = [f"{kind} {count} 个" for kind, count in counts if count]
    if not found:
        return ()
    return (f"工作簿里另有{'、'.join(found)}，台账页只印单元格文字，没有印这些；需要的请另附",)
