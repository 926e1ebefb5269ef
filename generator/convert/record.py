"""What was found in a container (zip, mail, PDF): its entries and, of a mail, its words.

Kept as JSON beside the entries; the sheet that stands for the container is drawn from it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model import UNBINDABLE_CODES, Unbindable


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``name`` is its path in the container, made safe to show.

    ``size`` is in bytes (as declared when it was not taken out), ``stored`` the file's name in
    the cache. Exactly one of ``stored`` and ``refusal`` is set.
    """

    name: str
    size: int
    sha256: str = ""
    stored: str | None = None
    refusal: Unbindable | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """The words of a mail: header fields as they are printed (label, value), and its body."""

    fields: tuple[tuple[str, str], ...]
    body: str
    html: bool


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of a container; ``sha256`` and ``size`` (bytes) are the container's.

    ``ignored`` are entries that are no evidence, each with its reason. ``refusal`` says why the
    container as a whole could not be opened; ``lasting`` whether that would always be so.
    """

    kind: str
    sha256: str
    size: int
    entries: tuple[Entry, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    mail: Mail | None = None
    refusal: Unbindable | None = None
    lasting: bool = True


def write_record(record: Record, path: Path) -> None:
    """Write a record, the same bytes for the same content.

    Raises:
        OSError: the file cannot be written.
    """
    mail = record.mail
    content = {
        "kind": record.kind,
        "sha256": record.sha256,
        "size": record.size,
        "entries": [_plain(entry) for entry in record.entries],
        "ignored": [list(pair) for pair in record.ignored],
        "notes": list(record.notes),
        "mail": mail and {"fields": mail.fields, "body": mail.body, "html": mail.html},
        "refusal": _refusal(record.refusal),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def read_record(path: Path) -> Record:
    """Read what ``write_record`` wrote.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Record(
            content["kind"],
            content["sha256"],
            content["size"],
            tuple(_entry(one) for one in content["entries"]),
            tuple((str(name), str(reason)) for name, reason in content["ignored"]),
            tuple(str(note) for note in content["notes"]),
            _mail(content["mail"]),
            _unbindable(content["refusal"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def _plain(entry: Entry) -> Mapping[str, object]:
    return {
        "name": entry.name,
        "size": entry.size,
        "sha256": entry.sha256,
        "stored": entry.stored,
        "refusal": _refusal(entry.refusal),
    }


def _refusal(reason: Unbindable | None) -> Mapping[str, str] | None:
    if reason is None:
        return None
    return {"code": reason.code, "message": reason.message, "remedy": reason.remedy}


def _entry(content: Mapping[str, Any]) -> Entry:
    entry = Entry(
        content["name"],
        content["size"],
        content["sha256"],
        content["stored"],
        _unbindable(content["refusal"]),
    )
    if (entry.stored is None) == (entry.refusal is None):
        raise ValueError(entry.name)
    return entry


def _mail(content: Mapping[str, Any] | None) -> Mail | None:
    if content is None:
        return None
    fields = tuple((str(label), str(value)) for label, value in content["fields"])
    return Mail(fields, str(content["body"]), bool(content["html"]))


def _unbindable(content: Mapping[str, str] | None) -> Unbindable | None:
    if content is None:
        return None
    if content["code"] not in UNBINDABLE_CODES:
        raise ValueError(content["code"])
    return Unbindable(content["code"], content["message"], content["remedy"])
