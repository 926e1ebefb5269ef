"""Surveys of documents as entries of the cache."""

import base64
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.base.cache import Key, find, keep
from generator.model import DocumentSurvey, InkMap, PageSurvey, Rect

#: Part of every record's name: raised whenever a page would be judged differently.
VERSION = 6

#: The level at which maps are packed: the usual one takes twice as long to save a twentieth.
_QUICKLY = 1


def load(folder: Path, key: str, mark: str) -> DocumentSurvey | None:
    """The survey that an earlier run left; ``None`` if there is none or it is damaged.

    Args:
        folder: where the records are.
        key: a text that changes whenever the document's bytes change.
        mark: a text that changes whenever the same bytes are drawn otherwise.
    """
    entry = find(_place(folder, key, mark))
    if entry is None:
        return None
    try:
        pages = tuple(_page(page) for page in entry.answer["pages"])
        return DocumentSurvey(pages, tuple(entry.answer["unembedded_fonts"]))
    except (ValueError, KeyError, TypeError, zlib.error):
        return None


def store(folder: Path, key: str, mark: str, survey: DocumentSurvey) -> None:
    """Keep a survey under what :func:`load` asks for.

    Raises:
        OSError: the cache cannot be written.
    """
    pages = [_record(page) for page in survey.pages]
    keep(_place(folder, key, mark), {"pages": pages, "unembedded_fonts": survey.unembedded_fonts})


def _place(folder: Path, key: str, mark: str) -> Path:
    return Key(key, mark, str(VERSION)).at(folder)


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
