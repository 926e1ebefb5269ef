"""Write the PDFs of all 件, in several processes where it pays, and have them validated."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from generator.archive.pdfa import UNKNOWN, Outcome, Validator, Verdict, validated
from generator.children.limits import follow
from generator.fonts import FontSet
from generator.judge import Reporter
from generator.layout import Layout
from generator.renderers.item_pdf import Order, texts_of, write_item

#: Below this many pages a second process costs more than it saves.
_FEW = 40


def write_items(
    orders: Sequence[Order],
    layout: Layout,
    fonts: FontSet,
    validator: Validator | None,
    *,
    jobs: int,
    report: Reporter,
) -> Mapping[Path, Verdict]:
    """Write every file; those claim PDF/A-1b that the validator confirms, and no others.

    Args:
        orders: the files, none of which claims anything yet.
        layout: figures of stamps and paper.
        fonts: what stamps and numbers are printed in.
        validator: ``None``: nothing is validated and nothing claimed.
        jobs: how many processes may work.
        report: is told of the progress.

    Returns:
        The verdict on each target.

    Raises:
        RuntimeError: pages could not be put together as planned.
        OSError: a file cannot be written.
    """
    texts = texts_of(orders, layout)
    verdicts = dict.fromkeys((order.target for order in orders), UNKNOWN)
    rest = list(orders)
    with tempfile.TemporaryDirectory(prefix="gen-binder-") as folder:
        if validator is not None:
            work = Path(folder)
            tried = [
                replace(order, claim=True, target=work / f"{at:06d}.pdf")
                for at, order in enumerate(orders)
            ]
            _write(tried, layout, fonts, texts, jobs, report)
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
        _write(rest, layout, fonts, texts, jobs, report)
    return verdicts


def _write(
    orders: Sequence[Order],
    layout: Layout,
    fonts: FontSet,
    texts: tuple[tuple[str, str], ...],
    jobs: int,
    report: Reporter,
) -> None:
    report("生成各件 PDF", 0, len(orders))
    for done, _ in enumerate(_worked(orders, layout, fonts, texts, jobs), 1):
        report("生成各件 PDF", done, len(orders))


def _worked(
    orders: Sequence[Order],
    layout: Layout,
    fonts: FontSet,
    texts: tuple[tuple[str, str], ...],
    jobs: int,
) -> Iterator[None]:
    """Do the work here or in child processes; one result for each file as it is done."""
    pages = sum(count for order in orders for _, count in order.sources)
    if jobs <= 1 or pages <= _FEW:
        for order in orders:
            write_item(order, layout, fonts, texts)
            yield
        return
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=follow, initargs=(os.getpid(),)
    )
    try:
        futures = [pool.submit(write_item, order, layout, fonts, texts) for order in orders]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)
