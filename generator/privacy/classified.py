"""Which documents bear a secrecy mark: in their names, their first page, the head of a sheet."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from generator import kept
from generator.base.workers import Reach
from generator.files import sha256_of
from generator.model import Conversion, EvidenceFile, Leaves, SecrecyMark
from generator.privacy.secrecy import name_mark, sheet_mark
from generator.privacy.spread import spread

#: Part of the record's name: raised whenever a mark would be told differently.
_VERSION = 1

#: What ledgers are read from; every other document is looked at as the pages that it becomes.
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".csv")

#: Rows of a sheet in which a mark may stand: the ledger's table begins below them.
_ROWS = 10

#: Documents of one task, and the seconds that it may take; then those of one
#: document tried alone.
_AT_ONCE = 40
_SECONDS, _ALONE = 60.0, 15.0

#: Documents for which another process is worth its start.
_WORTH_ANOTHER = 250

#: The last character of all three degrees of secrecy.
_MARKED = "密"

_Record = dict[str, list[str] | None]


def marked_sources(files: Sequence[EvidenceFile], cache: Path) -> Mapping[str, SecrecyMark]:
    """Marks that show before anything is converted: in names, and at the head of spreadsheets.

    Args:
        files: the filed documents, containers before what they hold.
        cache: the folder of all caches; equal contents are looked at once.

    Returns:
        The marks by path. What an archive or a mail holds bears its container's mark.

    Raises:
        OSError: the cache cannot be written.
    """
    marks: dict[str, SecrecyMark] = {}
    sheets = [one for one in files if one.sha256 and _is_spreadsheet(one)]
    with_key = {
        one.path: (f"sheet:{one.sha256}{one.absolute.suffix}", one.absolute) for one in sheets
    }
    found = _looked_up(with_key, cache, jobs=1)
    for file in files:
        mark = _from_names(file) or found.get(file.path) or marks.get(file.container or "")
        if mark is not None:
            marks[file.path] = mark
    return marks


def marked_pages(
    files: Sequence[EvidenceFile],
    conversions: Mapping[str, Conversion],
    marks: Mapping[str, SecrecyMark],
    *,
    cache: Path,
    jobs: int,
) -> Mapping[str, SecrecyMark]:
    """The marks known so far, and those in the text of first pages.

    Args:
        files: the filed documents, containers before what they hold.
        conversions: the pages of each, by path.
        marks: what ``marked_sources`` gave.
        cache: the folder of all caches.
        jobs: how many processes may work.

    Raises:
        OSError: the cache cannot be written.
    """
    leaves = {path: one for path, one in conversions.items() if isinstance(one, Leaves)}
    with_key = {
        path: (f"page:{one.sha256 or sha256_of(one.pdf)}", one.pdf)
        for path, one in leaves.items()
        if path not in marks
    }
    found = {**_looked_up(with_key, cache, jobs=jobs), **marks}
    for file in files:
        if file.path not in found and file.container in found:
            found[file.path] = found[file.container]
    return {file.path: found[file.path] for file in files if file.path in found}


def _from_names(file: EvidenceFile) -> SecrecyMark | None:
    """The mark in a document's own name or title, or in that of a folder or archive around it."""
    for said, place in ((file.name, "文件名"), (file.metadata.title, "题名")):
        if mark := name_mark(said):
            return SecrecyMark(mark, place)
    for folder in file.path.split("/")[2:-1]:  # below evidence/unit
        if mark := name_mark(folder):
            return SecrecyMark(mark, f"所在的“{folder}”")
    return None


def _is_spreadsheet(file: EvidenceFile) -> bool:
    return file.name.casefold().endswith(_SPREADSHEETS)


def _looked_up(
    wanted: Mapping[str, tuple[str, Path]], cache: Path, *, jobs: int
) -> dict[str, SecrecyMark]:
    """The mark of each document by path: from the record of earlier runs, else from the file."""
    place = cache / f"secrecy-{_VERSION}.json"
    stored = kept.load(place)
    known: _Record = stored if isinstance(stored, dict) else {}
    fresh = {key: source for key, source in wanted.values() if key not in known}
    if fresh:
        found = dict(_looked_at(list(fresh.items()), jobs))
        latest = kept.load(place)  # another run may have written meanwhile
        known = {**(latest if isinstance(latest, dict) else {}), **known, **found}
        kept.store(place, known)
    said = {path: known.get(key) for path, (key, _) in wanted.items()}
    return {path: SecrecyMark(*mark) for path, mark in said.items() if mark}


def _looked_at(
    sources: Sequence[tuple[str, Path]], jobs: int
) -> Iterator[tuple[str, list[str] | None]]:
    """Look at each document; one that crashes the reader is left for the next run."""
    tasks = [tuple(sources[at : at + _AT_ONCE]) for at in range(0, len(sources), _AT_ONCE)]
    reach = Reach.around(path for _, path in sources)
    hands = min(jobs, -(-len(sources) // _WORTH_ANOTHER))
    run = partial(spread, _look, jobs=hands, reach=reach)
    for task, found in run(tasks=tasks, limit=_SECONDS):
        if found is not None:
            yield from found
        else:
            alone = [(one,) for one in task]
            for _, single in run(tasks=alone, limit=_ALONE):
                yield from single or ()


def _look(
    sources: Sequence[tuple[str, Path]],
) -> tuple[tuple[str, list[str] | None], ...]:
    return tuple(
        (key, _sheet_mark(path) if key.startswith("sheet:") else _page_mark(path))
        for key, path in sources
    )


def _page_mark(pdf: Path) -> list[str] | None:
    """The mark on the first page, which pdfium lays out only if its operators may show one."""
    from generator.surveys.strings import first_page

    said = first_page(pdf)
    if said is not None and _MARKED not in said:
        return None

    from generator.privacy.page_text import first_page_mark

    mark = first_page_mark(pdf)
    return [mark, "第 1 页"] if mark else None


def _sheet_mark(workbook: Path) -> list[str] | None:
    from generator.ledgers.cells import as_text
    from generator.ledgers.grid import Unreadable
    from generator.ledgers.workbook import open_workbook

    grids = open_workbook(workbook)
    for grid in () if isinstance(grids, Unreadable) else grids:
        rows = [[as_text(cell) for cell in row] for row in grid.rows[:_ROWS]]
        found = sheet_mark(rows)
        if found:
            sheet = f"工作表“{grid.name}”" if grid.name else ""
            return [found[1], f"{sheet}第 {found[0]} 行"]
    return None
