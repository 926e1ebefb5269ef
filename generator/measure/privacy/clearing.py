"""Leave no copy in the cache of what must not be printed.

Whatever the cache keeps of a document is named after a hash: that of its content, or that of the
PDF that it became.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.base.cache.cleaning import Entry, entries, made_of
from generator.base.cache.entries import removed
from generator.base.files import sha256_of
from generator.model import Conversion, EvidenceFile, Leaves

#: Printed ledgers of earlier versions: their names do not tell of which content they are.
_OLD_REGISTER = re.compile(r"[0-9a-f]{64}-register-[123]")


def cleared_cache(
    files: Collection[EvidenceFile],
    marked: Collection[str],
    conversions: Mapping[str, Conversion],
    cache: Path,
    *,
    ending: bool = False,
) -> bool:
    """Remove from the cache what was made of marked documents, and their copies.

    What a document without a mark needs stays: a copy that is gone is unpacked by the next run.

    Args:
        files: all documents.
        marked: the paths of those that bear a mark.
        conversions: the pages of each, by path.
        cache: the folder of all caches.
        ending: whether nothing will be printed: then what was made of the containers around them
            goes too.

    Returns:
        Whether all could be removed.
    """
    if not marked:
        return True
    by_path = {file.path: file for file in files}
    around = {one.path: one for path in marked if path in by_path for one in _around(path, by_path)}
    if ending:
        marked = {*marked, *around}
    gone = {by_path[path].sha256 for path in marked if path in by_path}
    needed = {file.sha256 for file in files if file.path not in marked}
    bound = set()
    for file in files:
        leaves = conversions.get(file.path)
        if isinstance(leaves, Leaves) and file.path in marked:
            gone.add(leaves.sha256)
        elif isinstance(leaves, Leaves):
            needed.add(leaves.sha256)
            bound.add(leaves.pdf)
    gone = _with_pages(gone, {"", *needed}, cache)
    copies = {one.absolute for one in around.values() if one.container is not None}
    done = [entry.remove() for entry in (*made_of(gone, cache), *_of_unknown(cache))]
    done += [removed(path) for path in copies - bound]  # each, whatever came of the others
    return all(done)


def _around(path: str, by_path: Mapping[str, EvidenceFile]) -> Iterator[EvidenceFile]:
    """A document and the containers around it."""
    file: EvidenceFile | None = by_path[path]
    while file is not None:
        yield file
        file = by_path.get(file.container or "")


def _of_unknown(cache: Path) -> Iterator[Entry]:
    """Entries whose names do not tell of which content they are."""
    return (entry for entry in entries(cache) if _OLD_REGISTER.fullmatch(entry.stem))


def _with_pages(contents: Collection[str], needed: Collection[str], cache: Path) -> set[str]:
    """The hashes of contents, of what they became, of what that became; none that is needed."""
    gone: set[str] = set()
    fresh = set(contents) - set(needed)
    while fresh:
        gone |= fresh
        fresh = set(_pages_of(fresh, cache)) - gone - set(needed)
    return gone


def _pages_of(contents: Collection[str], cache: Path) -> Iterator[str]:
    """The hashes of the files that contents became in this run or an earlier one."""
    for entry in made_of(contents, cache):
        for path in entry.paths:
            for file in path.iterdir() if path.is_dir() else (path,):
                with suppress(OSError):
                    yield sha256_of(file)
