"""What a camera noted in a photo: the day, and the place as coordinates (EXIF 2.3, JEITA CP-3451C).

It stands beside what the office says of a photo; what makes no sense is as good as not noted.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any

from PIL import Image

#: The directories within EXIF, and in them when a photo was taken and where.
_CAMERA, _GPS = 0x8769, 0x8825
_TAKEN = 0x9003
_LATITUDE, _LONGITUDE = (1, 2), (3, 4)

_DAY = re.compile(r"(\d{4})[:.-](\d{2})[:.-](\d{2})")
_WORDS = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}

#: What Pillow raises on directories that are damaged.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, ZeroDivisionError)


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
