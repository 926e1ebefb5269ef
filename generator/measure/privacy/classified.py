"""Which documents bear a secrecy mark: in their names, their first page, the head of a sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.base.cache import Answers
from generator.base.files import sha256_of
from generator.base.in_hand import in_hand
from generator.base.looks import Eyes, Source, look_at
from generator.base.workers import Failed, tell
from generator.measure.privacy.looks import Looks, not_seen
from generator.measure.privacy.secrecy import name_mark, sheet_mark
from generator.model import Conversion, EvidenceFile, Leaves, SecrecyMark
from generator.workbooks.grid import SPREADSHEETS, Unreadable

#: Part of the record's name: raised whenever a mark would be told differently.
_VERSION = 2

#: Rows of a sheet in which a mark may stand: the ledger's table begins below them.
_ROWS = 10

#: The last character of all three degrees of secrecy.
_MARKED = "密"

_FAR = Unreadable(
    "表头以上很远的地方有误填的单元格，没有读到",
    "请按 Ctrl+End 找到最后一格，删去多余的行和列后保存",
)
_NO_PAGES = Unreadable(
    "第 1 页打不开，查不了密级标志", "请用原来的软件打开核对，另存为 PDF 后放回原处"
)

#: A mark and its place; ``None`` if there is none.
_Answer = list[str] | None


def marked_sources(files: Sequence[EvidenceFile], eyes: Eyes) -> Looks:
    """Marks that show before anything is converted: in names, and at the head of spreadsheets.

    Args:
        files: the filed documents, containers before what they hold.
        eyes: what is looked with; equal contents are looked at once.

    Returns:
        The marks by path. What a container or a mail holds bears its container's mark.
    """
    marks: dict[str, SecrecyMark] = {}
    sheets = [one for one in files if one.sha256 and _is_spreadsheet(one)]
    with_key = {
        one.path: (f"sheet:{one.sha256}{one.absolute.suffix}", one.absolute) for one in sheets
    }
    found = _looked_up(with_key, eyes)
    for file in files:
        with in_hand(file.path):
            named = _from_names(file)
        mark = named or found.marks.get(file.path) or marks.get(file.container or "")
        if mark is not None:
            marks[file.path] = mark
    return _without_marked(marks, found.broken)


def marked_pages(
    files: Sequence[EvidenceFile], conversions: Mapping[str, Conversion], looks: Looks, eyes: Eyes
) -> Looks:
    """What is known so far, and the marks in the text of first pages.

    Args:
        files: the filed documents, containers before what they hold.
        conversions: the pages of each, by path.
        looks: what ``marked_sources`` gave.
        eyes: what is looked with.
    """
    leaves = {path: one for path, one in conversions.items() if isinstance(one, Leaves)}
    with_key = {
        path: (f"page:{one.sha256 or sha256_of(one.pdf)}", one.pdf)
        for path, one in leaves.items()
        if path not in looks.marks
    }
    seen = _looked_up(with_key, eyes)
    found = {**seen.marks, **looks.marks}
    for file in files:
        if file.path not in found and file.container in found:
            found[file.path] = found[file.container]
    marks = {file.path: found[file.path] for file in files if file.path in found}
    return _without_marked(marks, {**seen.broken, **looks.broken})


def _without_marked(marks: Mapping[str, SecrecyMark], broken: Mapping[str, Unreadable]) -> Looks:
    return Looks(marks, {path: why for path, why in broken.items() if path not in marks})


def _from_names(file: EvidenceFile) -> SecrecyMark | None:
    """The mark in a document's own name or title, or in that of a folder or container around it."""
    for said, place in ((file.name, "文件名"), (file.metadata.title, "题名")):
        if mark := name_mark(said):
            return SecrecyMark(mark, place)
    for folder in file.path.split("/")[2:-1]:  # below evidence/unit
        if mark := name_mark(folder):
            return SecrecyMark(mark, f"所在的“{folder}”")
    return None


def _is_spreadsheet(file: EvidenceFile) -> bool:
    return file.name.casefold().endswith(SPREADSHEETS)


def _looked_up(wanted: Mapping[str, Source], eyes: Eyes) -> Looks:
    """The mark of each document by path: from the record of earlier runs, else from the file.

    What could not be looked at is never recorded.
    """
    known = Answers(eyes.cache / f"secrecy-{_VERSION}.json")
    broken: dict[str, Unreadable] = {}
    fresh = {key: source for key, source in wanted.values() if key not in known}
    if fresh:
        for key, answer in look_at(look, list(fresh.items()), eyes):
            if isinstance(answer, Failed):
                broken[key] = not_seen(answer, eyes.limits)
            elif isinstance(answer, Unreadable):
                broken[key] = answer
            else:
                known.keep(key, answer)
    said = {path: known[key] for path, (key, _) in wanted.items() if key in known}
    known.save()
    return Looks(
        {path: SecrecyMark(*mark) for path, mark in said.items() if mark},
        {path: broken[key] for path, (key, _) in wanted.items() if key in broken},
    )


def look(sources: Sequence[Source]) -> tuple[_Answer | Unreadable, ...]:
    """The mark of each sheet or page, or why it cannot be looked at."""
    answers = []
    for key, path in sources:
        tell(str(path))
        answers.append(_sheet_mark(path) if key.startswith("sheet:") else _page_mark(path))
    return tuple(answers)


def _page_mark(pdf: Path) -> _Answer | Unreadable:
    """The mark on the first page, which pdfium lays out only if its operators may show one."""
    from generator.measure.surveys.strings import first_page

    said = first_page(pdf)
    if said is not None and _MARKED not in said:
        return None

    from generator.measure.privacy.page_text import ClosedError, first_page_mark

    try:
        mark = first_page_mark(pdf)
    except ClosedError:
        return _NO_PAGES
    return [mark, "第 1 页"] if mark else None


def _sheet_mark(workbook: Path) -> _Answer | Unreadable:
    from generator.ledgers.read.cells import as_text
    from generator.workbooks.opening import open_workbook

    grids = open_workbook(workbook)
    if isinstance(grids, Unreadable):
        return grids if grids.is_table else None
    for grid in grids:
        rows = [[as_text(cell) for cell in row] for row in grid.rows[:_ROWS]]
        found = sheet_mark(rows)
        if found:
            sheet = f"工作表“{grid.name}”" if grid.name else ""
            return [found[1], f"{sheet}第 {found[0]} 行"]
    hidden = any(row < _ROWS for grid in grids for row, _ in grid.stray)
    return _FAR if hidden else None
