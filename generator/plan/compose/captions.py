"""What stands below a photo: when, where, who and what, by the name, ``目录.yaml`` or ledger L03.

``目录.yaml`` outranks the ledger of pictures, which outranks the name. What the camera noted stands
behind it where it says otherwise or more.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.ledgers.read.table import Ledger
from generator.model import EvidenceFile, Photo

#: The ledger of pictures, and its columns by the key of its schema.
PICTURE_LEDGER = "L03"
_COLUMNS = ("file", "date", "place", "people", "subject")


@dataclass(frozen=True, slots=True)
class Noted:
    """A row of the ledger of pictures; what it leaves open is empty."""

    date: dt.date | None = None
    place: str = ""
    people: str = ""
    subject: str = ""


def noted_photos(ledgers: Sequence[Ledger], files: Iterable[EvidenceFile]) -> Mapping[str, Noted]:
    """The row of each file in the ledgers of pictures, by the file's path.

    A row names a file with its extension or without; where two rows name one file, the first is
    taken (that they do is a finding of the ledger's rules).
    """
    rows: dict[str, Noted] = {}
    for ledger in ledgers:
        if not ledger.has(*_COLUMNS):
            continue
        for name, *said in ledger.frame.select(*_COLUMNS).iter_rows():
            if name:
                rows.setdefault(_plain(str(name)), _noted(said))
    found = ((file.path, _row_of(file, rows)) for file in files)
    return {path: row for path, row in found if row is not None}


def caption(file: EvidenceFile, noted: Noted, photo: Photo | None) -> str:
    """The caption of a photo in one paragraph."""
    said = file.metadata
    date = said.date or noted.date
    place = said.place or noted.place
    subject = said.title if said.titled or not noted.subject else noted.subject
    people = said.people or noted.people
    parts = (str(date or ""), place, people, subject, said.note or "")
    text = "，".join(part for part in parts if part)
    camera = _by_the_camera(photo, date, place)
    return f"{text}（照片内记：{camera}）" if camera else text


def _by_the_camera(photo: Photo | None, date: dt.date | None, place: str) -> str:
    """What the camera noted otherwise, or besides; coordinates where no place is stated."""
    if photo is None:
        return ""
    taken = f"{photo.taken} 拍摄" if photo.taken is not None and photo.taken != date else ""
    return "，".join(part for part in (taken, "" if place else photo.place) if part)


def _noted(said: Sequence[object]) -> Noted:
    date, *words = said
    place, people, subject = (str(word or "").strip() for word in words)
    return Noted(date if isinstance(date, dt.date) else None, place, people, subject)


def _row_of(file: EvidenceFile, rows: Mapping[str, Noted]) -> Noted | None:
    name = _plain(file.name)
    return rows.get(name) or rows.get(PurePosixPath(name).stem)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
