"""Keep printed ledgers: one is drawn again only when something that it shows has changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.base import workers
from generator.base.cache import Key
from generator.base.in_hand import in_hand
from generator.base.masking import Mask
from generator.base.scratch import scratch_folder
from generator.base.workers import ORDINARY, Failed, Limits, Reach, Task
from generator.convert.cache import load, store
from generator.convert.job import Outcome
from generator.ledgers.read.table import Ledger
from generator.lettering.fonts import FontSet
from generator.lettering.layout import LedgerFigures
from generator.model import Conversion, Finding
from generator.model.failures import refusal

#: Raised by one whenever the same input would give other pages.
_VERSION = "5"

#: Seconds that each million bytes of a workbook add to its time limit.
_PER_MEGABYTE = 60.0


@dataclass(frozen=True, slots=True)
class Printable:
    """A ledger to print.

    Attributes:
        source: the workbook, which is only read.
        ledgers: what was read from it, one for each schema.
        findings: those on this workbook.
        sha256: the hash of the workbook's content.
        title: what the ledger is called at the head of its pages.
        size: bytes of the workbook.
    """

    source: Path
    ledgers: Sequence[Ledger]
    findings: Sequence[Finding]
    sha256: str
    title: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """How ledgers are printed.

    Attributes:
        masked: whether personal data are covered.
        mask: how they are covered.
        fonts: the fonts found.
        figures: paper, margins and sizes.
    """

    masked: bool
    mask: Mask
    fonts: FontSet
    figures: LedgerFigures


def printed_ledgers(
    wanted: Mapping[str, Printable],
    style: Style,
    *,
    cache: Path,
    jobs: int = 1,
    timeout: float = 120.0,
    limits: Limits = ORDINARY,
) -> Mapping[str, Conversion]:
    """Give ledgers from ``registers`` in the cache, or draw them there in child processes.

    Args:
        wanted: what to print, by a name.
        style: how.
        cache: the folder of all caches.
        jobs: how many processes may work.
        timeout: seconds for one ledger; large ones get more.
        limits: what each process may take.

    Returns:
        By the same names, the pages, or why there are none: a ledger over which drawing breaks
        costs itself alone.

    Raises:
        FontError: no Chinese font has TrueType outlines.
        OSError: the cache cannot be written.
    """
    folder = cache / "registers"
    folder.mkdir(parents=True, exist_ok=True)
    keys = {name: _key(one, style) for name, one in wanted.items()}
    found: dict[str, Conversion | None] = {}
    for name, one in wanted.items():
        with in_hand(name):
            found[name] = load(folder, keys[name], one.source)
    names = [name for name, kept in found.items() if kept is None]
    if names:
        with scratch_folder(folder) as scratch:
            made = {name: scratch / f"{at}.pdf" for at, name in enumerate(names)}
            tasks = [
                Task(
                    draw,
                    (wanted[name], style, made[name]),
                    timeout + _PER_MEGABYTE * wanted[name].size / 1e6,
                )
                for name in names
            ]
            sources = [wanted[name].source for name in names]
            reach = Reach.around([*sources, *style.fonts.files], writes=(scratch,))
            for at, drawn in workers.run(tasks, jobs, limits, reach):
                name = names[at]
                with in_hand(name):
                    outcome = _outcome(drawn, limits)
                    found[name] = store(folder, keys[name], outcome, made[name])
    return {name: kept for name, kept in found.items() if kept is not None}


def draw(argument: tuple[Printable, Style, Path]) -> Conversion:
    """Draw one ledger to a PDF."""
    from generator.ledgers.printed.workbook import draw_workbook

    wanted, style, target = argument
    return draw_workbook(
        wanted.source,
        wanted.ledgers,
        wanted.findings,
        title=wanted.title,
        masked=style.masked,
        mask=style.mask,
        fonts=style.fonts,
        figures=style.figures,
        target=target,
    )


def _outcome(drawn: Conversion | Failed, limits: Limits) -> Outcome:
    """What came of drawing.

    Raises:
        FontError, OSError: what keeps every ledger from being drawn.
    """
    if not isinstance(drawn, Failed):
        return Outcome(drawn)
    if drawn.error is not None and not drawn.of_document:
        raise drawn.error
    return Outcome(refusal("印制台账", drawn, limits), lasting=False)


def _key(wanted: Printable, style: Style) -> Key:
    """What decides how a ledger looks; its name begins with the hash of the workbook."""
    shown = (
        [(ledger.schema, ledger.path) for ledger in wanted.ledgers],
        list(wanted.findings),
        wanted.title,
        style.masked,
        style.mask,
        style.figures.model_dump_json(),
        style.fonts.fingerprint,
    )
    digest = hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()
    return Key(f"{wanted.sha256}-{digest[:24]}", "register", _VERSION)
