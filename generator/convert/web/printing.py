"""Print a cleaned web page on A4 with the office's own fonts and only what was saved with it."""

import io
import logging
import posixpath
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pypdfium2

from generator.convert.paper import UPRIGHT
from generator.convert.web.cleaning import CleanPage, without_floating
from generator.convert.web.pictures import is_readable
from generator.convert.web.saved import SavedPage
from generator.lettering.drawing import more_fonts, no_system_fonts
from generator.lettering.fonts import FontSet

#: The margins of the sheet in mm, in the order of a style sheet.
_MARGINS = (UPRIGHT.top, UPRIGHT.right, UPRIGHT.bottom, UPRIGHT.left)

#: A page laid out wider than the sheet is made smaller, to no less than a third.
_WIDEST = 3.0

#: What sticks out by less than this is no content (PDF points).
_SLACK = 4.0

#: Below this size a clerk is told (share of the natural size).
_TOLD_BELOW = 0.85

#: How the layout's log begins when a picture cannot be read; its place or the reason follows.
_UNREAD = ("Failed to load image", "Failed to load inline SVG", "Failed to render SVG")

_FONT_TYPES = (".woff", ".woff2", ".ttf", ".otf", ".eot")

_STYLE = """
@page { size: %(width).2fmm %(height).2fmm !important; margin: %(margins)s !important;
  background: none !important; counter-reset: none }
@font-face { font-family: web; src: url("%(regular)s"); font-weight: 400 }
@font-face { font-family: web; src: url("%(bold)s"); font-weight: 700 }
* { font-family: %(stack)s !important; overflow: visible !important; animation: none !important }
html, body { height: auto !important; max-height: none !important; min-height: 0 !important }
body { margin: 0 !important }
img { max-height: %(room).2fmm }
"""


@dataclass(slots=True)
class _Loading:
    """What the layout has asked for and did not get, and what it could not read."""

    missed: set[str] = field(default_factory=set)
    broken: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and notes on what is not on its pages."""

    pdf: bytes
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A PDF, what was not there for it, how wide it is (1: as its pages), its letters."""

    pdf: bytes
    loading: _Loading
    reach: float
    letters: int


def print_page(page: CleanPage, fonts: FontSet) -> Printed:
    """Lay a page out on A4; one that is wider is laid out wider and made smaller as a whole.

    Raises:
        RecursionError: its elements are nested too deep.
    """
    factor = 1.0
    drawn = _draw(page, fonts, factor)
    if drawn.reach > 1:
        factor = min(drawn.reach, _WIDEST)
        drawn = _draw(page, fonts, factor)
    notes = list(_misses(drawn.loading, page.pictures))
    if factor > 1 / _TOLD_BELOW:
        notes.append(f"网页比 A4 纸宽，按 {1 / factor:.0%} 缩小印出")
    if drawn.reach > 1:
        notes.append("网页太宽，右边有内容印不下，请在浏览器里“打印”为 PDF 后替换")
    if drawn.letters * 2 < len(page.words.replace(" ", "")):
        notes.append("网页的文字有一半以上设为不显示，没有印出，请用浏览器打开核对")
    return Printed(drawn.pdf, tuple(notes))


def _draw(page: CleanPage, fonts: FontSet, factor: float) -> _Drawn:
    loading = _Loading()
    style = _style(page, fonts, factor)
    fetcher = _fetcher(page.saved, fonts, loading)
    with _told(loading), no_system_fonts():
        pdf = _laid_out(page, style, fetcher, factor)
    return _Drawn(pdf, loading, *_measured(pdf))


@contextmanager
def _told(loading: _Loading) -> Iterator[None]:
    """Gather the pictures that the layout could not read; what else it says of pages is left."""

    class Gathering(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if isinstance(record.msg, str) and record.msg.startswith(_UNREAD):
                address = record.args[0] if isinstance(record.args, tuple) else ""
                loading.broken[str(address)] += 1

    logger = logging.getLogger("weasyprint")
    handler, level, propagate = Gathering(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    logger.propagate = False  # pages of others are full of faults
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def _laid_out(page: CleanPage, style: str, fetcher: Any, factor: float) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    sheet = weasyprint.CSS(string=style, url_fetcher=fetcher, font_config=configuration)
    source = weasyprint.HTML(
        string=page.text, base_url=page.saved.start, url_fetcher=fetcher, media_type="screen"
    )
    drawn = source.write_pdf(
        stylesheets=[sheet],
        font_config=configuration,
        zoom=1 / factor,
        presentational_hints=True,
    )
    return bytes(drawn or b"")


def _style(page: CleanPage, fonts: FontSet, factor: float) -> str:
    regular = fonts.paths["song"]
    margins = " ".join(f"{margin * factor:.2f}mm" for margin in _MARGINS)
    values = {
        "width": UPRIGHT.width * factor,
        "height": UPRIGHT.height * factor,
        "margins": margins,
        "regular": regular.absolute().as_uri(),
        "bold": fonts.paths.get("hei", regular).absolute().as_uri(),
        "stack": f"web, {fonts.stack('song')}",
        "room": UPRIGHT.room[1] * factor,
    }
    return "\n".join((fonts.css(), more_fonts(page.words, fonts), _STYLE % values))


def _fetcher(saved: SavedPage, fonts: FontSet, loading: _Loading) -> Any:
    """A loader that knows the page's own resources, data within it, and the fonts."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {path.absolute() for path in fonts.files}

    class SavedOnly(URLFetcher):  # type: ignore[misc]
        """Opens what was saved with the page; whatever else is asked for is remembered."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Give a resource, or fail, which the layout takes as its absence."""
            parts = urlsplit(url)
            if parts.scheme == "file" and Path(url2pathname(parts.path)) in allowed:
                return super().fetch(url, headers)
            found = saved.resource(url)
            if found is None:
                loading.missed.add(url)
                raise ValueError("not saved with the page")
            if found.media_type.startswith("image/") and not is_readable(found):
                raise ValueError("no picture")
            data = found.data
            if found.media_type == "text/css":
                data = without_floating(data.decode("latin-1")).encode("latin-1")
            return URLFetcherResponse(url, io.BytesIO(data), {"Content-Type": found.media_type})

    return SavedOnly()


def _measured(pdf: bytes) -> tuple[float, int]:
    """How far content reaches beyond the right edge (1: it does not), and how many letters.

    The reach is a multiple of the page's room.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        furthest, letters = 1.0, 0
        for page in document:
            letters += len("".join(page.get_textpage().get_text_bounded().split()))
            width = page.get_width()
            right = max((entry.get_bounds()[2] for entry in page.get_objects()), default=0.0)
            margin = UPRIGHT.right / UPRIGHT.width * width
            left = UPRIGHT.left / UPRIGHT.width * width
            if right > width - margin + _SLACK:
                furthest = max(furthest, (right - left) / (width - left - margin))
            page.close()
        return furthest, letters


def _misses(loading: _Loading, pictures: frozenset[str]) -> Iterator[str]:
    """Say what was not saved along with the page or cannot be read, counted by kind."""
    kinds = Counter(_kind(address, pictures) for address in loading.missed)
    for kind, unit in (("图片", "张"), ("样式表", "个"), ("字体", "个"), ("其他资源", "个")):
        if kinds[kind]:
            yield f"网页里有 {kinds[kind]} {unit}{kind}没有一起保存，未印出"
    broken = sum(n for address, n in loading.broken.items() if address not in loading.missed)
    if broken:
        yield f"网页里有 {broken} 张图片读不出来，未印出，请打开原件核对"


def _kind(address: str, pictures: frozenset[str]) -> str:
    name = posixpath.basename(urlsplit(address).path).lower()
    if address in pictures or name.endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")):
        return "图片"
    if name.endswith(".css"):
        return "样式表"
    return "字体" if name.endswith(_FONT_TYPES) else "其他资源"
