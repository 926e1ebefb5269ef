"""Keep the surveys of documents between runs, and give back only what is still whole."""

import base64
import hashlib
import json
import os
import re
import tempfile
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.base.scratch import PREFIX
from generator.model import DocumentSurvey, InkMap, PageSurvey, Rect

#: Part of every record's name: raised whenever a page would be judged differently.
VERSION = 6

#: The level at which maps are packed: the usual one takes twice as long to save a twentieth.
_QUICKLY = 1

#: What may stand in a file's name as it is; any other key goes by its hash.
_PLAIN = re.compile(r"[0-9A-Za-z_-]{1,128}")


def load(folder: Path, key: str) -> DocumentSurvey | None:
    """The survey that an earlier run left; ``None`` if there is none or it is damaged.

    Args:
        folder: where the records are.
        key: a text that changes whenever the document's bytes change.
    """
    try:
        digest, body = _path(folder, key).read_bytes().split(b"\n", 1)
        if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
            return None
        record = json.loads(body)
        pages = tuple(_page(page) for page in record["pages"])
        return DocumentSurvey(pages, tuple(record["unembedded_fonts"]))
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None


def store(folder: Path, key: str, survey: DocumentSurvey) -> None:
    """Write a survey beside its place and rename it, so that no half is ever read.

    Raises:
        OSError: the cache cannot be written.
    """
    pages = [_record(page) for page in survey.pages]
    record = {"pages": pages, "unembedded_fonts": survey.unembedded_fonts}
    body = json.dumps(record, sort_keys=True).encode("ascii")
    target = _path(folder, key)
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _path(folder: Path, key: str) -> Path:
    plain = _PLAIN.fullmatch(key)
    stem = key if plain else hashlib.sha256(key.encode("utf-8")).hexdigest()
    return folder / f"{stem}-{VERSION}.json"


def _record(page: PageSurvey) -> dict[str, Any]:
    record = _fields(page)
    packed = zlib.compress(page.marks.bits, _QUICKLY)
    record["marks"] = _fields(page.marks) | {"bits": base64.b64encode(packed).decode("ascii")}
    record["ink"] = page.ink and _fields(page.ink)
    return record


def _fields(noun: PageSurvey | InkMap | Rect) -> dict[str, Any]:
    return {field.name: getattr(noun, field.name) for field in fields(noun)}


def _page(record: dict[str, Any]) -> PageSurvey:
    ink, marks = record["ink"], record["marks"]
    bits = zlib.decompress(base64.b64decode(marks["bits"]))
    read = {"ink": ink and Rect(**ink), "marks": InkMap(**{**marks, "bits": bits})}
    return PageSurvey(**{**record, **read})
