"""Keep converted leaves under the content's hash, and give back only what is still whole."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.base.files import sha256_of
from generator.base.scratch import PREFIX
from generator.convert.job import Outcome
from generator.model import UNBINDABLE_CODES, Conversion, Leaf, Leaves, Unbindable


@dataclass(frozen=True, slots=True)
class Key:
    """What decides a conversion: the content, the family with its version, the tool versions."""

    sha256: str
    family: str
    version: str

    @property
    def stem(self) -> str:
        """The entry's file name without its extension."""
        return re.sub(r"[^0-9A-Za-z.-]", "_", f"{self.sha256}-{self.family}-{self.version}")


def load(folder: Path, key: Key, source: Path) -> Conversion | None:
    """The stored conversion, or ``None`` when there is none or it is damaged.

    Args:
        folder: the cache.
        key: what was converted.
        source: the document itself, which is its own leaves when it needed no conversion.
    """
    try:
        entry = json.loads((folder / f"{key.stem}.json").read_text(encoding="utf-8"))
        if "code" in entry:
            return _unbindable(entry)
        pages = tuple(Leaf(float(width), float(height)) for width, height in entry["pages"])
        notes = tuple(str(note) for note in entry["notes"])
        if not pages:
            return None
        if entry["sha256"] is None:
            return Leaves(source, pages, notes, key.sha256)
        pdf = folder / f"{key.stem}.pdf"
        digest = str(entry["sha256"])
        return Leaves(pdf, pages, notes, digest) if sha256_of(pdf) == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(folder: Path, key: Key, outcome: Outcome, made: Path) -> Conversion:
    """Move the converted pages into the cache and note what they are; failures too if lasting.

    Args:
        folder: the cache.
        key: what was converted.
        outcome: what came of it.
        made: where a converter may have put new pages. Leaves that are anywhere else are the
            document itself, which is never moved.

    Raises:
        OSError: the cache cannot be written.
    """
    found = outcome.conversion
    if isinstance(found, Unbindable):
        if outcome.lasting:
            entry = {"code": found.code, "message": found.message, "remedy": found.remedy}
            _write(folder / f"{key.stem}.json", entry)
        return found
    digest = None
    pdf = found.pdf
    if pdf == made:
        pdf = folder / f"{key.stem}.pdf"
        digest = sha256_of(made)
        made.replace(pdf)
    _write(
        folder / f"{key.stem}.json",
        {
            "pages": [[leaf.width, leaf.height] for leaf in found.pages],
            "notes": list(found.notes),
            "sha256": digest,
        },
    )
    return Leaves(pdf, found.pages, found.notes, digest or key.sha256)


def _unbindable(entry: Mapping[str, object]) -> Unbindable | None:
    code = str(entry["code"])
    if code not in UNBINDABLE_CODES:
        return None
    return Unbindable(code, str(entry["message"]), str(entry["remedy"]))


def _write(target: Path, entry: Mapping[str, object]) -> None:
    """Write beside the target and rename, so that a reader never sees half an entry."""
    text = json.dumps(entry, ensure_ascii=False, indent=1) + "\n"
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
