"""Make links harmless in the older files of Word, Excel and PowerPoint, byte for byte."""

import re
import struct
from pathlib import Path
from typing import Any

from generator.convert.linked.binary_books import keep_results
from generator.convert.linked.cuts import Cuts
from generator.convert.linked.old_slides import drop_days
from generator.convert.openxml import LARGEST_PART

#: Types of fields (MS-DOC 2.9.90, flt) that show what lies in other files: RD, INCLUDE, DDE,
#: DDEAUTO, IMPORT, LINK, INCLUDEPICTURE, INCLUDETEXT, DATABASE; and QUOTE, which shows its result.
_FETCHING = frozenset({11, 36, 45, 46, 55, 56, 67, 68, 78})
_PICTURE, _QUOTE = 67, 35

#: Those that show the day, the file or the reader: AUTHOR, LASTSAVEDBY, CREATEDATE, SAVEDATE,
#: PRINTDATE, EDITTIME, FILENAME, TEMPLATE, DATE, TIME, USERNAME, USERINITIALS, USERADDRESS,
#: FILESIZE.
_MOVING = frozenset({17, 20, 21, 22, 23, 25, 29, 30, 31, 32, 60, 61, 62, 69})

#: Where a Word document tells the places of its lists of fields (MS-DOC 2.5.6), each an offset
#: and a length in bytes: text, headers, footnotes, comments, endnotes, text boxes.
_FIELD_LISTS = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262, 0x272)

#: A picture's file name and, next to it, whether the picture is only linked (MS-ODRAW 2.3.23).
_LINKED = re.compile(rb"\x05[\x81\xc1].{4}\x06[\x01\x41](.)\x00\x00\x00", re.DOTALL)
_LINK_BITS = 0x0E

#: The head of a picture that is a file elsewhere (MS-DOC 2.9.192): BMP or TIFF by name.
_PICTURE_FILE = re.compile(rb"\x44\x00[\x5e\x62]\x00", re.DOTALL)
_HEAD_SIZE, _LONGEST_NAME = 0x44, 300

#: The head of a drawing (SVG) that is kept as a picture of another kind.
_DRAWING = re.compile(rb"<svg|<\0s\0v\0g")


def cut_compound(path: Path) -> Cuts:
    """Mend a private copy in place; streams keep their lengths."""
    import olefile  # type: ignore[import-untyped]

    places, fields, pictures, unseen, moving, days = 0, 0, 0, 0, 0, 0
    try:
        with olefile.OleFileIO(str(path), write_mode=True) as file:
            for name in file.listdir(streams=True, storages=False):
                if file.get_size(name) > LARGEST_PART:
                    unseen += 1
                    continue
                data = file.openstream(name).read()
                fresh = bytearray(data)
                cut = _cut_fields_of(fresh, name, file)
                fields += cut.count(_PICTURE)
                places += sum(one in _FETCHING and one != _PICTURE for one in cut)
                moving += sum(one in _MOVING for one in cut)
                places += _cut_drawings(fresh)
                pictures += _cut_pictures(fresh, name[-1])
                if name[-1] in {"Workbook", "Book"}:
                    keep_results(fresh)
                if name[-1] == "PowerPoint Document":
                    days += drop_days(fresh)
                if fresh != data:
                    file.write_stream(name, bytes(fresh))
    except Exception:  # a parser of hostile input: any failure means that it was not looked at
        return Cuts(unseen=1)
    # a linked picture of Word has a field besides its properties
    return Cuts(places=places + max(fields, pictures), unseen=unseen, moving=moving, days=days)


def _cut_fields_of(stream: bytearray, name: list[str], file: Any) -> list[int]:
    """Mend the fields that a stream of a Word document lists; give the types of those cut."""
    if name[-1] not in {"0Table", "1Table"}:
        return []
    beside = [*name[:-1], "WordDocument"]
    head = file.openstream(beside).read(2048) if file.exists(beside) else b""
    return _cut_fields(stream, head)


def _cut_fields(table: bytearray, head: bytes) -> list[int]:
    """Turn fields that fetch or move into quotations, which show what they last showed."""
    cut = []
    for place in _FIELD_LISTS:
        if len(head) < place + 8:
            continue
        start, size = struct.unpack_from("<II", head, place)
        if start + size > len(table):
            continue
        count = max(0, (size - 4) // 6)
        first = start + 4 * (count + 1)
        for at in range(first, first + 2 * count, 2):
            if table[at] & 0x1F == 0x13 and table[at + 1] in _FETCHING | _MOVING:
                cut.append(table[at + 1])
                table[at + 1] = _QUOTE
    return cut


def _cut_picture_files(data: bytearray) -> int:
    """Empty the names of pictures that are files elsewhere."""
    places = 0
    for found in _PICTURE_FILE.finditer(bytes(data)):
        start = found.start() - 4
        size = struct.unpack_from("<I", data, start)[0] if start >= 0 else 0
        name = start + _HEAD_SIZE
        if _HEAD_SIZE < size <= _HEAD_SIZE + _LONGEST_NAME and name < len(data):
            data[name] = 0
            places += 1
    return places


def _cut_pictures(stream: bytearray, name: str) -> int:
    """Make linked pictures ordinary ones without content."""
    places = [found.start(1) for found in _LINKED.finditer(stream) if found[1][0] & _LINK_BITS]
    for place in places:
        stream[place] = 0
    return len(places) + (_cut_picture_files(stream) if name == "Data" else 0)


def _cut_drawings(stream: bytearray) -> int:
    places = [found.start() for found in _DRAWING.finditer(stream)]
    for place in places:
        stream[place] = ord("-")
    return len(places)
