"""Files as the scan would list them, and one call that converts them."""

import functools
from collections.abc import Sequence
from pathlib import Path

from generator.base.files import sha256_of
from generator.convert import Batch, convert_all
from generator.lettering.fonts import FontSet, find_fonts, font_dirs
from generator.lettering.layout import read_layout
from generator.model import EvidenceFile, Leaves, Metadata, Unbindable

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def fonts() -> FontSet:
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    roles = {role: entry.files for role, entry in layout.fonts.items()}
    return find_fonts(roles, font_dirs(ROOT), layout.wanted_fallbacks)


def filed(path: Path, name: str | None = None) -> EvidenceFile:
    try:
        size, digest = path.stat().st_size, sha256_of(path)
    except OSError:
        size, digest = 0, ""
    return EvidenceFile(name or path.name, path, size, digest, "1.1", None, Metadata(path.stem))


def convert(
    paths: Sequence[Path],
    cache: Path,
    *,
    fontconfig: Path | None = None,
    jobs: int = 1,
    timeout: float = 60,
) -> Batch:
    return convert_all(
        [filed(path) for path in paths],
        cache=cache,
        fonts=fonts(),
        fontconfig=fontconfig,
        jobs=jobs,
        timeout=timeout,
        progress=lambda done, total: None,
    )


def leaves_of(batch: Batch, name: str) -> Leaves:
    found = batch.conversions[name]
    assert isinstance(found, Leaves), found
    return found


def refusal_of(batch: Batch, name: str) -> Unbindable:
    found = batch.conversions[name]
    assert isinstance(found, Unbindable), found
    assert found.message
    assert found.remedy
    return found
