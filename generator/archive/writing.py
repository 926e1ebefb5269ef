"""The PDFs of all 件: what each is made of, written by several processes, validated."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.archive.pdfa import UNKNOWN, Outcome, Validator, Verdict, validated
from generator.archive.placing import Placement
from generator.base import workers
from generator.base.scratch import room
from generator.base.workers import Failed, Limits, Reach, Task, error_of
from generator.lettering.fonts import FontSet
from generator.lettering.layout import Layout
from generator.lettering.typeset import printable
from generator.model import ArchiveItem
from generator.model.failures import refusal
from generator.render.pdf.culprits import Bounds, CulpritsError, culprits
from generator.render.pdf.item_pdf import Order, texts_of, write_item
from generator.render.pdf.xmp import Facts
from generator.verdict.judge import Reporter

#: Below this many pages a second worker costs more than it saves.
_FEW = 40

#: Seconds that each page adds to the time in which a 件 must be written.
_SECONDS_PER_PAGE = 0.5

#: The folder of the PDFs in the archive set.
ITEMS = "件"

#: What Windows refuses in file names, and what cannot be seen in them.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_LONGEST = 60


def order_of(item: ArchiveItem, placement: Placement, code: str, target: Path) -> Order:
    """The work order of one 件.

    Args:
        item: the 件.
        placement: where stamp and numbers stand.
        code: 全宗号, or empty.
        target: the PDF to write.
    """
    documents = [(one, one.leaves) for one in item.documents]
    kind = item.kind
    cells = (code, kind.year, item.serial_text, item.subject, kind.retention, str(item.pages))
    several = len(documents) > 1
    return Order(
        sources=tuple((leaves.pdf, len(leaves.pages)) for _, leaves in documents if leaves),
        bookmarks=tuple(printable(one.file.metadata.title) for one, _ in documents)
        if several
        else (),
        front=placement.front,
        stamp=cells,
        place=placement.stamp,
        imprints=placement.imprints,
        facts=Facts(item.title, item.issuer, item.date, item.number),
        claim=False,
        target=target,
    )


def file_name(item: ArchiveItem) -> str:
    """The path of a 件's PDF in the archive set; a title of bad characters stays usable."""
    title = item.title.removeprefix("[").removesuffix("]")
    plain = _REFUSED.sub("_", title).strip(". ")[:_LONGEST].strip(". ")
    stem = f"{item.position:04d} {plain}".rstrip()
    return f"{ITEMS}/{stem}.pdf"


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How many workers may write, within which limits; ``timeout`` is in seconds for one 件."""

    jobs: int
    timeout: float
    limits: Limits


def write_items(
    orders: Sequence[Order],
    layout: Layout,
    fonts: FontSet,
    validator: Validator | None,
    *,
    allowed: JobLimits,
    report: Reporter,
) -> Mapping[Path, Verdict]:
    """Write every file; those claim PDF/A-1b that the validator confirms, and no others.

    Args:
        orders: the files, none of which claims anything yet.
        layout: figures of stamps and paper.
        fonts: what stamps and numbers are printed in.
        validator: ``None``: nothing is validated and nothing claimed.
        allowed: what the workers may.
        report: is told of the progress.

    Returns:
        The verdict on each target.

    Raises:
        CulpritsError: documents cannot be put together with others, nor alone.
        OSError: a file cannot be written.
    """
    texts = texts_of(orders, layout)
    verdicts = dict.fromkeys((order.target for order in orders), UNKNOWN)
    rest = list(orders)
    with tempfile.TemporaryDirectory(prefix="gen-binder-", dir=room()) as folder:
        if validator is not None:
            work = Path(folder)
            tried = [
                replace(order, claim=True, target=work / f"{at:06d}.pdf")
                for at, order in enumerate(orders)
            ]
            _write(_Work(tried, layout, fonts, texts), allowed, report)
            report("检验 PDF/A-1b", 0, len(tried))
            found = validated([one.target for one in tried], validator, work)
            report("检验 PDF/A-1b", len(tried), len(tried))
            rest = []
            for order, candidate in zip(orders, tried, strict=True):
                verdicts[order.target] = verdict = found[candidate.target]
                if verdict.outcome is Outcome.PASSED:
                    shutil.move(candidate.target, order.target)
                else:
                    rest.append(order)
    if rest:
        _write(_Work(rest, layout, fonts, texts), allowed, report)
    return verdicts


@dataclass(frozen=True, slots=True)
class _Work:
    """Files to write, and what they are drawn with."""

    orders: Sequence[Order]
    layout: Layout
    fonts: FontSet
    texts: tuple[tuple[str, str], ...]

    def task(self, order: Order, timeout: float) -> Task:
        """The task of writing one file."""
        pages = sum(count for _, count in order.sources)
        argument = order, self.layout, self.fonts, self.texts
        return Task(_write_one, argument, timeout + _SECONDS_PER_PAGE * pages)

    def reach(self, folders: Sequence[Path]) -> Reach:
        """The documents' pages and the fonts; ``folders`` may be written."""
        pages = (path for order in self.orders for path, _ in order.sources)
        return Reach.around([*pages, *self.fonts.files], writes=folders)


def _write(work: _Work, allowed: JobLimits, report: Reporter) -> None:
    report("生成各件 PDF", 0, len(work.orders))
    for done, _ in enumerate(_written(work, allowed), 1):
        report("生成各件 PDF", done, len(work.orders))


def _written(work: _Work, allowed: JobLimits) -> Iterator[None]:
    """Write each file in a worker; one result for each as it is done."""
    pages = sum(count for order in work.orders for _, count in order.sources)
    jobs = allowed.jobs if pages > _FEW else 1
    tasks = [work.task(order, allowed.timeout) for order in work.orders]
    reach = work.reach(sorted({order.target.parent for order in work.orders}))
    for at, result in workers.run(tasks, jobs, allowed.limits, reach):
        if isinstance(result, Failed):
            if result.of_document:
                _blame(work, work.orders[at], allowed)
            raise error_of(result)
        yield


def _blame(work: _Work, order: Order, allowed: JobLimits) -> None:
    """Find the documents over which a file broke.

    Raises:
        CulpritsError: there are some; else each goes well alone.
    """
    with tempfile.TemporaryDirectory(prefix="gen-binder-", dir=room()) as folder:
        counts = dict(order.sources)

        def trial(pdf: Path) -> Task:
            target = Path(folder) / f"{list(counts).index(pdf)}.pdf"
            one = replace(
                order, sources=((pdf, counts[pdf]),), bookmarks=(), imprints=(), target=target
            )
            return work.task(one, allowed.timeout)

        bounds = Bounds(allowed.jobs, allowed.limits, work.reach([Path(folder)]))
        found = culprits(counts, trial, bounds)
    if found:
        raise CulpritsError(
            {pdf: refusal("归档", failed, allowed.limits) for pdf, failed in found.items()}
        )


def _write_one(
    argument: tuple[Order, Layout, FontSet, tuple[tuple[str, str], ...]],
) -> None:
    write_item(*argument)
