"""What to look at before printing, for Excel: paper by volume, sides in colour, findings."""

from collections.abc import Iterator
from pathlib import Path

from generator.base.page_ranges import ranges, stretched
from generator.measure.preflight import PREFLIGHT_LABELS
from generator.model import (
    SEVERITY_LABELS,
    Assessment,
    PaperOrder,
    Preflight,
    Severity,
)
from generator.render.lists.paper_list import PAPER_HEADS, paper_rows, reams_said
from generator.render.lists.workbook import add_list
from generator.workbooks.writing import Value, new_workbook

_PAPER_WIDTHS = (8, 34, 12, 16, 10, 12, 12, 12, 14)
_COLOUR = (
    ("卷", 8),
    ("名称", 34),
    ("彩色面数", 10),
    ("PDF 第几页（可复制到打印对话框）", 44),
    ("印着的页码", 44),
    ("双面打印时整张彩印的 PDF 页", 44),
)
_FINDINGS = (
    ("序号", 6),
    ("程度", 6),
    ("种类", 14),
    ("卷", 5),
    ("指标", 7),
    ("文件", 40),
    ("原件第几页", 12),
    ("印着的页码", 12),
    ("问题", 46),
    ("怎么办", 40),
)
#: Stretches of pages in one row of the list of colour sides: dialogs take short texts only.
_STRETCHES = 20


def render_preflight_book(assessment: Assessment, preflight: Preflight, target: Path) -> None:
    """Write the workbook; the same input gives the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    head = f"{assessment.unit.name}%s（核对日期 {assessment.as_of}%s）"
    paper = tuple(zip(PAPER_HEADS, _PAPER_WIDTHS, strict=True))
    reams = f"，{reams_said(preflight)}"
    colour = [row for order in preflight.orders for row in _colour_rows(order)]
    count = f"，共 {len(preflight.findings)} 条"
    found = list(_finding_rows(preflight))
    with new_workbook(target, assessment.as_of, f"{assessment.unit.name}打印预检") as book:
        add_list(book, "打印清单", head % ("打印清单", reams), paper, paper_rows(preflight))
        add_list(book, "彩色页", head % ("彩色页", ""), _COLOUR, colour)
        add_list(book, "问题", head % ("打印预检", count), _FINDINGS, found)


def _colour_rows(order: PaperOrder) -> Iterator[tuple[Value, ...]]:
    """The volume's colour sides, a few stretches of whole sheets in each row."""
    stretches = list(stretched([str(side) for side in order.colour_sheets]))
    for start in range(0, len(stretches), _STRETCHES):
        sheets = [int(side) for part in stretches[start : start + _STRETCHES] for side in part]
        within = frozenset(sheets)
        pages = [page for page in order.colour if page.index in within]
        yield (
            order.volume.number,
            order.volume.title,
            len(pages),
            ranges((page.index for page in pages), dash="-", comma=","),
            ranges(page.printed for page in pages if page.printed),
            ranges(sheets, dash="-", comma=","),
        )


def _finding_rows(preflight: Preflight) -> Iterator[tuple[Value, ...]]:
    """Those to look at first, both kinds in binder order."""
    ordered = sorted(preflight.findings, key=lambda one: one.severity is Severity.INFO)
    for serial, finding in enumerate(ordered, 1):
        yield (
            serial,
            SEVERITY_LABELS[finding.severity],
            PREFLIGHT_LABELS[finding.code],
            finding.volume,
            finding.item,
            finding.path,
            ranges(finding.pages) if finding.path else "",
            ranges(finding.printed),
            finding.message,
            finding.remedy,
        )
