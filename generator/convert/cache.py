"""Conversions as entries of the cache: the pages, their sizes and notes, or why there are none."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from generator.base.cache import Key, find, keep
from generator.convert.job import Outcome
from generator.model import UNBINDABLE_CODES, Conversion, Leaf, Leaves, Photo, Unbindable


def load(
    folder: Path, key: Key, source: Path, digest: Callable[[Path], str] | None = None
) -> Conversion | None:
    """The stored conversion, or ``None`` when there is none or it is damaged.

    Args:
        folder: where conversions are kept.
        key: what was converted; ``producer`` is the kind of content.
        source: the document itself, which is its own leaves when it needed no conversion.
        digest: gives the digests of pages, if not by reading them.
    """
    entry = find(key.at(folder), digest)
    if entry is None:
        return None
    try:
        if "code" in entry.answer:
            return _unbindable(entry.answer)
        pages = tuple(Leaf(float(width), float(height)) for width, height in entry.answer["pages"])
        notes = tuple(str(note) for note in entry.answer["notes"])
        photo = _photo(entry.answer.get("photo"))
        redacted = tuple(int(page) for page in entry.answer.get("redacted", ()))
    except (ValueError, KeyError, TypeError):
        return None
    if not pages:
        return None
    sha256 = entry.sha256 or key.sha256
    return Leaves(entry.path or source, pages, notes, sha256, photo, redacted)


def store(folder: Path, key: Key, outcome: Outcome, made: Path) -> Conversion:
    """Move the converted pages into the cache and note what they are; failures too if lasting.

    Args:
        folder: where conversions are kept.
        key: what was converted.
        outcome: what came of it.
        made: where a converter may have put new pages. Leaves that are anywhere else are the
            document itself, which is never moved.

    Raises:
        OSError: the cache cannot be written.
    """
    found = outcome.conversion
    place = key.at(folder)
    if isinstance(found, Unbindable):
        if outcome.lasting:
            keep(place, {"code": found.code, "message": found.message, "remedy": found.remedy})
        return found
    answer: dict[str, Any] = {
        "pages": [[leaf.width, leaf.height] for leaf in found.pages],
        "notes": list(found.notes),
        **({"redacted": list(found.redacted)} if found.redacted else {}),
    }
    if found.photo is not None:
        answer["photo"] = asdict(found.photo) | {"taken": str(found.photo.taken or "")}
    entry = keep(place, answer, made, ".pdf") if found.pdf == made else keep(place, answer)
    sha256 = entry.sha256 or key.sha256
    return replace(found, pdf=entry.path or found.pdf, sha256=sha256)


def _photo(stored: Any) -> Photo | None:
    if stored is None:
        return None
    taken = dt.date.fromisoformat(stored["taken"]) if stored["taken"] else None
    return Photo(**{**stored, "taken": taken})


def _unbindable(answer: Mapping[str, Any]) -> Unbindable | None:
    code = str(answer["code"])
    if code not in UNBINDABLE_CODES:
        return None
    return Unbindable(code, str(answer["message"]), str(answer["remedy"]))
