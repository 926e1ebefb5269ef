"""The pictures of one file: which of them are pages, how each was held, what was seen of it.

A TIFF says of each of its pictures what it is for (TIFF 6.0, tags 254 and 255): beside a page may
stand the same page made smaller, which is no page. Programs of fax machines set the mark on pages
too, so a preview counts as one only beside a larger page without it.

What a camera noted (EXIF 2.3, JEITA CP-3451C), the day and the place as coordinates, stands beside
what the office says of a photo; what makes no sense is as good as not noted.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from generator.convert import colours
from generator.convert.job import Job
from generator.convert.picture_page import MATRICES

#: A stated resolution is nonsense beyond this ratio of its two directions (a fax has 204 to 98).
_MOST_UNEVEN = 4.0

_MEASURED = "图片里记的是数值不是颜色，按从小到大由黑到白装订，深浅可能与原软件显示不同，请核对"

_ORIENTATION = 0x0112  # the EXIF and TIFF tag 274

#: Formats whose further frames are pages; elsewhere they are an animation.
PAGED = frozenset({"tiff"})

_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})

#: TIFF 6.0: NewSubfileType and its bit, and SubfileType and its value, for a smaller copy.
_NEW_SUBFILE, _REDUCED = 254, 1
_SUBFILE, _OLD_REDUCED = 255, 2

#: The directories within EXIF, and in them when a photo was taken and where.
_CAMERA, _GPS = 0x8769, 0x8825
_TAKEN = 0x9003
_LATITUDE, _LONGITUDE = (1, 2), (3, 4)

_DAY = re.compile(r"(\d{4})[:.-](\d{2})[:.-](\d{2})")
_WORDS = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}

#: What Pillow raises on directories that are damaged.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page of a file: its place in it, how it was held, whether its pixels can be embedded.

    ``dpi`` is what the file states across and down, as stored; ``None`` if it states nothing.
    ``taken`` and ``place`` are what a camera noted.
    """

    index: int
    orientation: int
    direct: bool
    dpi: tuple[float, float] | None
    taken: dt.date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Frames:
    """The pages of a file, how many pictures it has in all, and what is to be said of them."""

    pages: tuple[Frame, ...]
    count: int
    notes: tuple[str, ...]


class TooLargeError(Exception):
    """A picture with more pixels than can be opened safely."""


def check_size(width: int, height: int) -> None:
    """Make sure that a picture can be opened without filling the memory.

    Raises:
        TooLargeError: it has more than twice the pixels that Pillow takes for usual.
    """
    if width * height > 2 * (Image.MAX_IMAGE_PIXELS or 1):
        raise TooLargeError


def examine(job: Job) -> Frames:
    """Decode every frame that will be bound, to find damage; give what was seen of each.

    Raises:
        TooLargeError: a page has too many pixels.
        OSError: one cannot be read; Pillow raises others too on damaged files.
    """
    with job.source.open("rb") as stream:
        head = stream.read(64)
    with Image.open(job.source) as picture:
        count = getattr(picture, "n_frames", 1)
        previews = _previews(picture, count) if job.kind in PAGED else frozenset()
        found, measured = [], False
        for index in range(count if job.kind in PAGED else 1):
            if index in previews:
                continue
            picture.seek(index)
            check_size(*picture.size)
            orientation = picture.getexif().get(_ORIENTATION, 1)
            picture.load()
            alpha = picture.mode in _ALPHA or "transparency" in picture.info
            measured = measured or colours.is_of_measurements(picture)
            direct = not previews and colours.embeds_as_it_is(picture, job.kind, head, alpha=alpha)
            upright = orientation if orientation in MATRICES else 1
            noted = day_and_place(picture)
            found.append(Frame(index, upright, direct, _resolution(picture), *noted))
        animated = job.kind not in PAGED and count > 1 and picture.format != "MPO"
    notes = [f"动图共 {count} 帧，只装订第 1 帧"] if animated else []
    notes += [_MEASURED] if measured else []
    notes += [f"TIFF 里另有 {len(previews)} 幅缩略图，没有装订"] if previews else []
    return Frames(tuple(found), count, tuple(notes))


def _resolution(picture: Image.Image) -> tuple[float, float] | None:
    """Dots per inch across and down, where the file states them and they make sense."""
    across, down = (float(value) for value in picture.info.get("dpi", (0, 0)))
    if not all(math.isfinite(value) and value > 0 for value in (across, down)):
        return None
    even = max(across, down) <= _MOST_UNEVEN * min(across, down)
    return (across, down) if even else None


def _previews(picture: Image.Image, count: int) -> frozenset[int]:
    """Which of a file's pictures are previews: marked so, and smaller both ways than a page."""
    marked: dict[int, tuple[int, int]] = {}
    pages: list[tuple[int, int]] = []
    for index in range(count):
        picture.seek(index)
        if _is_marked(picture):
            marked[index] = picture.size
        else:
            pages.append(picture.size)
    return frozenset(
        index
        for index, (width, height) in marked.items()
        if any(width < page[0] and height < page[1] for page in pages)
    )


def _is_marked(picture: Image.Image) -> bool:
    tags: Any = getattr(picture, "tag_v2", {})
    kind = tags.get(_NEW_SUBFILE, 0)
    reduced = isinstance(kind, int) and bool(kind & _REDUCED)
    return reduced or tags.get(_SUBFILE) == _OLD_REDUCED


def day_and_place(picture: Image.Image) -> tuple[dt.date | None, str]:
    """The day that a photo was taken, and where in words; nothing of either that is not noted."""
    try:
        exif = picture.getexif()
        return _day(exif.get_ifd(_CAMERA).get(_TAKEN)), _place(exif.get_ifd(_GPS))
    except _DAMAGE:
        return None, ""


def _day(written: Any) -> dt.date | None:
    match = _DAY.match(written.strip()) if isinstance(written, str) else None
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _place(noted: Mapping[int, Any]) -> str:
    found = [_angle(noted, *tags) for tags in (_LATITUDE, _LONGITUDE)]
    return "，".join(found) if all(found) else ""


def _angle(noted: Mapping[int, Any], side: int, angle: int) -> str:
    """Degrees with four digits behind the point, some ten metres; nothing where none are noted."""
    word, parts = _WORDS.get(str(noted.get(side, "")).strip("\0 ")), noted.get(angle)
    if word is None or not isinstance(parts, tuple) or len(parts) != 3:
        return ""
    degrees = sum(float(part) / share for part, share in zip(parts, (1, 60, 3600), strict=True))
    return f"{word} {degrees:.4f}°" if math.isfinite(degrees) and 0 <= degrees <= 180 else ""
