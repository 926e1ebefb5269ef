"""Print a workbook as a register: its ledgers and its other sheets, each with its findings."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.base.masking import Mask
from generator.ledgers.printed.covers import Cover, plain_print
from generator.ledgers.printed.drawing import SheetDrawing
from generator.ledgers.printed.findings_table import findings_table
from generator.ledgers.printed.ledger_sheet import ledger_sheet
from generator.ledgers.printed.left_out import left_out
from generator.ledgers.printed.pages import Pages
from generator.ledgers.printed.plain_sheet import plain_sheet
from generator.ledgers.printed.sheet import Sheet, Table
from generator.ledgers.read.table import Ledger
from generator.lettering.faces import Faces
from generator.lettering.fonts import FontSet, named, unprinted
from generator.lettering.layout import RegisterFigures
from generator.lettering.pdf_file import PdfFile
from generator.model import Conversion, Finding, Leaves, Severity, Unbindable
from generator.workbooks.grid import Grid, Unreadable
from generator.workbooks.opening import open_workbook

#: Findings that put a mark on their row; remarks of less weight are only listed.
_MARKING = frozenset({Severity.ERROR, Severity.WARNING})


def draw_register(
    source: Path,
    ledgers: Sequence[Ledger],
    findings: Sequence[Finding],
    *,
    title: str,
    masked: bool,
    mask: Mask,
    fonts: FontSet,
    figures: RegisterFigures,
    target: Path,
) -> Conversion:
    """Draw every row and column of every sheet; nothing but cells is drawn, which is noted.

    Args:
        source: the workbook, which is only read.
        ledgers: what was read from it, one for each schema.
        findings: those on this workbook; each is printed once, after the sheet that it names.
        title: what the register is called at the head of its pages.
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
