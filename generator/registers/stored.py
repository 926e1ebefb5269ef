"""Keep printed registers: one is drawn again only when something that it shows has changed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from generator.converters.cache import Key, load, store
from generator.converters.job import Outcome
from generator.fonts import FontSet
from generator.layout import RegisterFigures
from generator.ledgers.table import Ledger
from generator.model import Conversion, Finding
from generator.registers.mask import Mask
from generator.scratch import scratch_folder

#: Raised by one whenever the same input would give other pages.
_VERSION = "3"


def cached_register(
    source: Path,
    ledgers: Sequence[Ledger],
    findings: Sequence[Finding],
    *,
    sha256: str,
    title: str,
    masked: bool,
    mask: Mask,
    fonts: FontSet,
    figures: RegisterFigures,
    cache: Path,
) -> Conversion:
    """Give the register of a workbook from ``registers`` in the cache, or draw it there.

    Args:
        source: the workbook, which is only read.
        ledgers: what was read from it, one for each schema.
        findings: those on this workbook.
        sha256: the hash of the workbook's content.
        title: what the register is called at the head of its pages.
        masked: whether personal data are covered.
        mask: how they are covered.
        fonts: the fonts found.
        figures: paper, margins and sizes.
        cache: the folder of all caches.

    Raises:
        FontError: no Chinese font has TrueType outlines.
        OSError: the cache cannot be written.
    """
    folder = cache / "registers"
    folder.mkdir(parents=True, exist_ok=True)
    shown = (
        sha256,
        [(ledger.schema, ledger.path) for ledger in ledgers],
        list(findings),
        title,
        masked,
        mask,
        figures.model_dump_json(),
        fonts.fingerprint,
    )
    digest = hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()
    key = Key(digest, "register", _VERSION)
    kept = load(folder, key, source)
    if kept is not None:
        return kept

    from generator.registers.register import draw_register

    with scratch_folder(folder) as scratch:
        made = scratch / "register.pdf"
        drawn = draw_register(
            source,
            ledgers,
            findings,
            title=title,
            masked=masked,
            mask=mask,
            fonts=fonts,
            figures=figures,
            target=made,
        )
        return store(folder, key, Outcome(drawn), made)
