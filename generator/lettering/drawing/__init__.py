"""Lay out HTML with WeasyPrint, which may read the given fonts and nothing else."""

import base64
import gc
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from generator.base.cache import Key, find, keep
from generator.lettering.drawing.engine import (
    DrawingError,
    Faces,
    Wanted,
    drawn,
    load,
    no_system_fonts,
    parsed,
    parsed_as_xml,
    strict,
)
from generator.lettering.fonts import CODES, FontSet

__all__ = [
    "DrawingError",
    "draw",
    "draw_copy",
    "draw_file",
    "fonts_forgotten",
    "is_drawn",
    "more_fonts",
    "no_system_fonts",
    "place_for",
]


#: A fallback's family in a list of families, as :meth:`FontSet.stack` writes it.
_FALLBACK = re.compile(r'("gb-(?:first|more)-\d+"), ')


def draw(page: str, fonts: FontSet) -> bytes:
    """Give the PDF of an HTML text, the same bytes each time.

    The fonts of the roles are declared, fallbacks for the characters that need them, and what no
    font has is drawn as its code point. Fonts of the system are not used.

    Raises:
        MissingLibraryError: the system lacks the text library that WeasyPrint needs.
        DrawingError: a font was not loaded, or another file was asked for. WeasyPrint itself
            only logs such errors and draws the rest.
    """
    with strict():
        faces = load(_wanted(page, fonts))
        return drawn(parsed(page, faces), faces)[0]


def draw_file(page: str, fonts: FontSet, pages: int, target: Path) -> None:
    """Keep the PDF of an HTML text in the cache, the same bytes each time; keep fonts loaded.

    The next text that needs the same fonts finds them.

    Args:
        page: the HTML text.
        fonts: the font files, by role.
        pages: how many pages it must have.
        target: its place in the cache, which is made when absent.

    Raises:
        MissingLibraryError: the system lacks the text library that WeasyPrint needs.
        DrawingError: as for :func:`draw`, or there are more or fewer pages.
        OSError: the file cannot be written.
    """
    with strict():
        wanted = _wanted(page, fonts)
        faces = _kept(wanted, tempfile.gettempdir())
        content, count = drawn(parsed_as_xml(_shortened(page, wanted), faces), faces)
    if count != pages:
        raise DrawingError(f"{count} pages laid out, {pages} planned")
    keep(target.with_suffix(""), None, content, target.suffix)


def place_for(page: str, fonts: FontSet, version_of_pages: int, folder: Path) -> Path:
    """Where the PDF of an HTML text is kept: all that shapes it decides.

    Args:
        page: the HTML text.
        fonts: the font files, by role.
        version_of_pages: raised whenever the same text would be drawn otherwise.
        folder: that of the cache.
    """
    digest = hashlib.sha256(page.encode())
    digest.update(fonts.fingerprint.encode())
    producer = f"weasyprint-{version('weasyprint')}"
    place = Key(digest.hexdigest(), producer, str(version_of_pages)).at(folder)
    return place.with_name(f"{place.name}.pdf")


def is_drawn(target: Path) -> bool:
    """Whether :func:`draw_file` has written a PDF, and it is still whole."""
    return find(target.with_suffix("")) is not None


def draw_copy(page: str, fonts: FontSet, pages: int, kept: Path, target: Path) -> None:
    """Copy the PDF of an HTML text from where it is kept, and draw it first if it is not there.

    Raises:
        MissingLibraryError, DrawingError, OSError: as :func:`draw_file`.
    """
    if not is_drawn(kept):
        draw_file(page, fonts, pages, kept)
    shutil.copyfile(kept, target)


@contextmanager
def fonts_forgotten() -> Iterator[None]:
    """Give up in the end the fonts that :func:`draw_file` keeps loaded."""
    try:
        yield
    finally:
        _kept.cache_clear()


def _shortened(page: str, wanted: Wanted) -> str:
    """A text without the names of fallbacks that it does not need: reading them takes its time."""
    return _FALLBACK.sub(lambda name: name[0] if name[1] in wanted.rules else "", page)


@lru_cache(maxsize=1)
def _kept(wanted: Wanted, folder: str) -> Faces:  # noqa: ARG001
    """The fonts of the last text; ``folder`` is where the copies of their files lie."""
    if _kept.cache_info().currsize:
        gc.collect()  # what was drawn with other fonts holds these, and their copies, in circles
    return load(wanted)


def _wanted(page: str, fonts: FontSet) -> Wanted:
    text = "".join(sorted(set(page)))
    codes = _codes(text, fonts)
    # without any font Pango would end the whole program
    rules = f"{fonts.css()}\n{_more_fonts(text, fonts, codes)}"
    return Wanted(rules, codes, frozenset(path.absolute() for path in fonts.files))


def more_fonts(text: str, fonts: FontSet) -> str:
    """The ``@font-face`` rules of the fallbacks for a text, and of the codes of what none has.

    The codes' font is a ``data:`` address.
    """
    return _more_fonts(text, fonts, _codes(text, fonts))


def _more_fonts(text: str, fonts: FontSet, codes: str) -> str:
    own = f'@font-face {{ font-family: "{CODES}"; src: url("{codes}"); }}' if codes else ""
    return "\n".join((fonts.css_for(text), own))


def _codes(page: str, fonts: FontSet) -> str:
    """The address of a font with the codes of what no font has; empty when there is no need."""
    absent = fonts.missing_anywhere(page)
    if not absent:
        return ""
    from generator.lettering.fonts.codes import codes_font

    data = codes_font("".join(absent), fonts.digits)
    return f"data:font/ttf;base64,{base64.b64encode(data).decode()}"
