"""What a file says about itself: date, document number and title in its name, or ``目录.yaml``."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from generator.base.errors import ConfigError, Problem
from generator.base.yaml.reading import Day, YamlFile, read_yaml
from generator.model import Metadata
from generator.office.photos import PhotosPerPage

#: The file beside the evidence that says more about it than its names can.
CATALOGUE = "目录.yaml"

_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)(?:-|\.|年|_)(?P<m>\d{1,2})(?:-|\.|月|_)(?P<d>\d{1,2})(?!\d)日?"
    r"|(?P<ymd>(?:19|20)\d{6})(?!\d))"
)
_DOC_NUMBER = re.compile(
    r"(?P<word>[^\s\d_\-—〔〕\[\]()\uff08\uff09【】]{1,16})[〔\[(\uff08【](?P<year>(?:19|20)\d\d)[〕\])\uff09】]"
    r"\s*第?(?P<serial>\d{1,5})号"
)
_SERIAL = re.compile(r"^[\s(\uff08]*\d{1,3}(?:[\s、.)\uff09\uff0e_-]+|$)(?!\d)")
#: Pages in ``rotate``: one, or from one to another; and by how much (degrees) they may be turned.
_PAGES = re.compile(r"([1-9]\d{0,3})(?:\s*[-—~～至到]\s*([1-9]\d{0,3}))?")
_DEGREES = frozenset({"90", "180", "270"})

_SEPARATORS = " \t\u3000_-—，\uff0c、.·"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str | None = Field(default=None, title="题名")
    date: Day | None = Field(default=None, title="日期")
    doc_number: str | None = Field(default=None, title="文号")
    issuer: str | None = Field(default=None, title="责任者")
    point: str | None = Field(default=None, title="印证位置")
    note: str | None = Field(default=None, title="备注")
    rotate: Any = Field(default=None, title="转动的度数")
    place: str | None = Field(default=None, title="照片的地点")
    people: str | None = Field(default=None, title="照片上的人物")


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    files: dict[str, _Entry] = Field(default_factory=dict, title="文件名及其说明")
    photos_per_page: PhotosPerPage | None = Field(default=None, title="每页几张照片")


def from_name(name: str) -> Metadata:
    """Read title, date and document number from a file's or folder's name.

    The pattern is ``[date] [document number] title``; each part may be absent. A date that is no
    calendar day stays in the title. The name's own wording is kept; only separators go.
    """
    rest = unicodedata.normalize("NFC", name).strip()
    date, rest = _take_date(rest)
    number, rest = _take_doc_number(rest)
    without_serial = _SERIAL.sub("", rest)
    title = without_serial.strip(_SEPARATORS) or rest.strip(_SEPARATORS)
    return Metadata(title=title or number or name, date=date, doc_number=number)


#: For so many names that fit no file the nearest one is looked for; each takes a while.
_MOST_GUESSES = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What a ``目录.yaml`` says: of each file beside it by name, and how photos share sheets."""

    files: Mapping[str, _Entry]
    photos_per_page: int | None = None


def from_catalogue(path: Path, shown: str, names: Collection[str]) -> Said:
    """Read a ``目录.yaml``: what it says of the files beside it.

    Raises:
        ConfigError: the file is no valid catalogue, or names a file that is not there.
    """
    file = read_yaml(path, shown, _Catalogue)
    problems: list[Problem] = []
    for name in file.value.files:
        problems += _turn_problems(file, name)
        if name not in names:
            place = file.key_place("files", name)
            few = len(problems) < _MOST_GUESSES
            guess = get_close_matches(name, names, n=1, cutoff=0.5) if few else []
            remedy = f"是否为“{guess[0]}”？" if guess else "请核对文件名（要写全扩展名）"
            problems.append(
                Problem(place.path, place.line, place.column, f"旁边没有文件“{name}”", remedy)
            )
    if problems:
        raise ConfigError(problems)
    return Said(file.value.files, file.value.photos_per_page)


def merged(metadata: Metadata, said_here: Said, name: str) -> Metadata:
    """What the catalogue says, and what the name says where the catalogue is silent."""
    metadata = replace(metadata, photos_per_page=said_here.photos_per_page)
    entry = said_here.files.get(name)
    if entry is None:
        return metadata
    said = {key: value for key, value in entry.model_dump().items() if value is not None}
    said["rotate"] = tuple((page, int(turn)) for _, page, turn in _turns(entry.rotate))
    return replace(metadata, **said, titled="title" in said)


def _turns(written: Any) -> Iterator[tuple[str, int, str]]:
    """What ``rotate`` says: the key that says it, the page (0: all), the degrees as written.

    A key that is no page gives the page -1.
    """
    if written is None:
        return
    if not isinstance(written, dict):
        yield "", 0, str(written)
        return
    for key, turn in written.items():
        match = _PAGES.fullmatch(str(key))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (-1, -1)
        pages = range(first, last + 1) or (-1,)
        yield from ((str(key), page, str(turn)) for page in pages)


def _turn_problems(file: YamlFile[_Catalogue], name: str) -> Iterator[Problem]:
    """What is wrong with a file's ``rotate``, each with its line."""
    seen: dict[int, str] = {}
    told: set[str] = set()
    written = file.value.files[name].rotate
    for key, page, turn in _turns(written):
        place = file.place("files", name, "rotate", *([key] if key else []))
        wrong = remedy = ""
        if turn not in _DEGREES:
            wrong, remedy = f"不能转“{turn}”度", "请写 90、180 或 270（顺时针），不转的删去这一行"
        elif page < 0:
            place = file.key_place("files", name, "rotate", key)
            wrong, remedy = f"“{key}”不是页码", "请写第几页，如 3，或从几到几，如 3-5"
        elif seen.setdefault(page, key) != key:
            wrong, remedy = f"第 {page} 页写了两次", "请只留一处"
        if wrong and key not in told:
            told.add(key)
            yield Problem(place.path, place.line, place.column, wrong, remedy)


def _take_date(text: str) -> tuple[dt.date | None, str]:
    for match in _DATE.finditer(text):
        whole = match["ymd"]
        parts = (whole[:4], whole[4:6], whole[6:]) if whole else match.group("y", "m", "d")
        try:
            day = dt.date(*(int(part) for part in parts))
        except ValueError:
            continue
        return day, _without(text, match)
    return None, text


def _take_doc_number(text: str) -> tuple[str | None, str]:
    match = _DOC_NUMBER.search(text)
    if match is None:
        return None, text
    return f"{match['word']}〔{match['year']}〕{match['serial']}号", _without(text, match)


def _without(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()], text[match.end() :]
    return f"{before.rstrip(_SEPARATORS)} {after.lstrip(_SEPARATORS)}".strip()
