"""Keep printed registers: one is drawn again only when something that it shows has changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task, error_of, tell
from generator.converters.cache import Key, load, store
from generator.converters.job import Outcome
from generator.failures import refusal
from generator.fonts import FontSet
from generator.layout import RegisterFigures
from generator.ledgers.table import Ledger
from generator.model import Conversion, Finding
from generator.registers.mask import Mask
from generator.scratch import scratch_folder

#: Raised by one whenever the same input would give other pages.
_VERSION = "3"

#: Registers for which another process is worth its start.
_WORTH_ANOTHER = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A register to print.

    Attributes:
        source: the workbook, which is only read.
        ledgers: what was read from it, one for each schema.
        findings: those on this workbook.
        sha256: the hash of the workbook's content.
        title: what the register is called at the head of its pages.
    """

    source: Path
    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How registers are printed: whether and how personal data are covered, fonts, the page."""

    masked: bool
    mask: Mask
    fonts: FontSet
    figures: RegisterFigures


def cached_registers(
    wanted: Mapping[str, Wanted],
    manner: Manner,
    cache: Path,
    *,
    jobs: int = 1,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Mapping[str, Conversion]:
    """Give registers from ``registers`` in the cache, or draw them there.

    Args:
        wanted: what is to be printed, by the workbook's path as shown.
        manner: how.
        cache: the folder of all caches.
        jobs: how many workers may draw.
        timeout: seconds for one register.
        limits: what each worker may take.

    Returns:
        The pages of each; a slip for one over which drawing broke.

    Raises:
        FontError: no Chinese font has TrueType outlines.
        OSError: the cache cannot be written.
    """
    folder = cache / "registers"
    folder.mkdir(parents=True, exist_ok=True)
    keys = {path: _key(one, manner) for path, one in wanted.items()}
    found = {path: load(folder, key, wanted[path].source) for path, key in keys.items()}
    given = {path: kept for path, kept in found.items() if kept is not None}
    absent = [path for path, kept in found.items() if kept is None]
    with scratch_folder(folder) as scratch:
        targets = [scratch / f"{at}.pdf" for at in range(len(absent))]
        orders = [
            (path, wanted[path], manner, target)
            for path, target in zip(absent, targets, strict=True)
        ]
        reach = Reach.around(
            [*(wanted[path].source for path in absent), *manner.fonts.files], writes=[scratch]
        )
        tasks = [Task(draw_one, order, timeout) for order in orders]
        hands = min(jobs, -(-len(tasks) // _WORTH_ANOTHER))
        for at, result in workers.run(tasks, hands, limits, reach):
            path = absent[at]
            if not isinstance(result, Failed):
                given[path] = store(folder, keys[path], Outcome(result), targets[at])
            elif result.of_document:
                given[path] = refusal("打印台账", result, limits)
            else:
                raise error_of(result)
    return given


def draw_one(order: tuple[str, Wanted, Manner, Path]) -> Conversion:
    """Draw a register to a file of its own."""
    from generator.registers.register import draw_register

    path, one, manner, target = order
    tell(path)
    return draw_register(
        one.source,
        one.ledgers,
        one.findings,
        title=one.title,
        masked=manner.masked,
        mask=manner.mask,
        fonts=manner.fonts,
        figures=manner.figures,
        target=target,
    )


def _key(one: Wanted, manner: Manner) -> Key:
    """What decides a register's pages, under which they are kept."""
    shown: Sequence[object] = (
        one.sha256,
        [(ledger.schema, ledger.path) for ledger in one.ledgers],
        list(one.findings),
        one.title,
        manner.masked,
        manner.mask,
        manner.figures.model_dump_json(),
        manner.fonts.fingerprint,
    )
    digest = hashlib.sha256(repr(tuple(shown)).encode("utf-8", "surrogatepass")).hexdigest()
    return Key(digest, "register", _VERSION)
