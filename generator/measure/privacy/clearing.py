"""Leave no copy in the cache of what must not be printed.

Whatever the cache keeps of a document is named after a hash: that of its content, or that of the
PDF that it became.
"""

import json
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.base.files import sha256_of
from generator.model import Conversion, EvidenceFile, Leaves

#: How the name of an entry of the cache begins.
_HASH = re.compile(r"[0-9a-f]{64}(?=[-.])")

#: Printed ledgers of earlier versions: their names do not tell of which content they are.
_OLD_REGISTER = re.compile(r"[0-9a-f]{64}-register-[123]\.(?:json|pdf)")


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
    gone |= set(_records_of(gone, cache))
    gone |= set(_pages_of(gone, cache))
    needed = {file.sha256 for file in files if file.path not in marked}
    bound = set()
    for file in files:
        leaves = conversions.get(file.path)
        if isinstance(leaves, Leaves) and file.path in marked:
            gone.add(leaves.sha256)
        elif isinstance(leaves, Leaves):
            needed.add(leaves.sha256)
            bound.add(leaves.pdf)
    gone -= {"", *needed}
    copies = {one.absolute for one in around.values() if one.container is not None}
    found = [*_named_after(gone, cache), *(copies - bound)]
    removed = [_removed(path) for path in found]  # each, whatever came of the others
    return all(removed)


def _around(path: str, by_path: Mapping[str, EvidenceFile]) -> Iterator[EvidenceFile]:
    """A document and the containers around it."""
    file: EvidenceFile | None = by_path[path]
    while file is not None:
        yield file
        file = by_path.get(file.container or "")


def _records_of(contents: Collection[str], cache: Path) -> Iterator[str]:
    """The hashes of what the pages of containers and mails are drawn from."""
    for folder in (cache / "entries").glob("*"):
        name = _HASH.match(folder.name)
        if name and name.group() in contents:
            with suppress(OSError):
                yield sha256_of(folder / "record.json")


def _pages_of(contents: Collection[str], cache: Path) -> Iterator[str]:
    """The hashes of the PDFs that contents became in this run or an earlier one."""
    for record in (cache / "leaves").glob("*.json"):
        name = _HASH.match(record.name)
        if name and name.group() in contents:
            with suppress(OSError, ValueError, KeyError, TypeError):
                yield str(json.loads(record.read_text("utf-8"))["sha256"] or "")


def _named_after(hashes: Collection[str], cache: Path) -> Iterator[Path]:
    """Everything in the cache that is named after one of these hashes."""
    for folder in cache.iterdir() if cache.is_dir() else ():
        for path in folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ():
            name = _HASH.match(path.name)
            if (name and name.group() in hashes) or _OLD_REGISTER.fullmatch(path.name):
                yield path


def _removed(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
