"""Saved web pages (HTML and MHTML): printed without a network, with what was saved with them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from generator.base.files import sha256_of
from generator.base.leftovers import companion
from generator.convert.decode import UndecodableError
from generator.convert.html.reading import TooLargeError
from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.leaves import to_leaves
from generator.convert.typed import unprintable
from generator.convert.web.cleaning import CleanPage, clean
from generator.convert.web.printing import Printed, print_page
from generator.convert.web.saved import SavedPage, from_html, from_mhtml
from generator.model import EvidenceFile, Leaves

__all__ = ["companions", "convert"]

_AS_PDF = "请用浏览器打开核对，“打印”为 PDF，放回原处。"

#: So many levels of elements are kept, fewer when the layout cannot take them. WeasyPrint 70 takes
#: 137 nested blocks and 45 nested tables of four levels each before it recurses too deep.
_LEVELS = (120, 60, 30)

#: A companion folder with more files than this is not read through (they are pages of others).
_MOST_COMPANIONS = 5_000


def companions(file: EvidenceFile) -> str:
    """What lies in the folder saved along with a page: names and hashes, one per line."""
    folder = companion(file.absolute)
    if folder is None:
        return ""
    paths = [path for path in sorted(folder.rglob("*"))[:_MOST_COMPANIONS] if path.is_file()]
    return "\n".join(f"{path.relative_to(folder).as_posix()} {_hash(path)}" for path in paths)


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:
        return hashlib.sha256().hexdigest()


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Print each page; what was not saved with it is counted in the notes."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    try:
        saved = from_mhtml(job.source) if job.kind == "mht" else from_html(job.source)
        page, printed = _printed(saved, tools)
    except UndecodableError:
        return refused("unreadable", "网页的文字编码认不出来，或文件已损坏", _AS_PDF)
    except TooLargeError:
        return refused("conversion-failed", "网页的元素多得不合理，没有转换", _AS_PDF)
    job.target.write_bytes(printed.pdf)
    outcome = to_leaves(job.target, job.target.with_suffix(".copy.pdf"))
    if outcome.leaves is None:
        return refused("conversion-failed", "网页转换出的页面有误", _AS_PDF)
    if outcome.leaves.pdf != job.target:
        outcome.leaves.pdf.replace(job.target)
    empty = () if page.words or page.pictures else ("网页里没有可印的文字，请打开原件核对",)
    strange = unprintable(page.words, tools)
    notes = (*saved.notes, *page.notes, *printed.notes, *strange, *empty)
    return Outcome(Leaves(job.target, outcome.leaves.pages, notes))


def _printed(saved: SavedPage, tools: Tools) -> tuple[CleanPage, Printed]:
    """Print a page with as many levels of elements as the layout can take."""
    *levels, last = _LEVELS
    for deepest in levels:
        page = clean(saved, deepest)
        try:
            return page, print_page(page, tools.fonts)
        except RecursionError:
            continue
    page = clean(saved, last)
    return page, print_page(page, tools.fonts)
