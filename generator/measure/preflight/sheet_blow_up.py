"""Spreadsheets that became far more pages than anybody meant to file."""

from collections.abc import Iterator

from generator.measure.preflight.case import Part, Remark, pages_of
from generator.model import Severity
from generator.workbooks.grid import SPREADSHEETS


def check(part: Part) -> Iterator[Remark]:
    """Yield one remark, where the document begins, for a spreadsheet of very many pages."""
    if not part.begins or not part.file.name.casefold().endswith(SPREADSHEETS):
        return
    if part.whole > part.limits.most_sheet_pages:
        yield Remark(
            Severity.WARNING,
            f"这份电子表格成了 {part.whole} 页，超过 {part.limits.most_sheet_pages} 页",
            "只需装订一部分的，请在表格软件里设好打印区域、删去空行空列和用不着的工作表，"
            "保存后重新生成；确实这么多的，不必处理。",
            pages_of(part.sides),
        )
