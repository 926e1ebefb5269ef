"""WeasyPrint: loaded late, strict where it only logs, blind to the fonts of this machine."""

import gc
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

from generator.base.errors import MissingLibraryError

#: A configuration of fontconfig without any font: text can only come from the declared ones.
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    "<fontconfig></fontconfig>"
)


class DrawingError(RuntimeError):
    """WeasyPrint could not draw everything it was asked to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fonts to load: the rules that declare them, the address of the codes, the files to open."""

    rules: str
    codes: str
    files: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Faces:
    """Fonts that WeasyPrint has loaded, the rules that declare them, and who opens files for it."""

    loaded: Any
    rules: Any
    fetcher: Any


def load(wanted: Wanted) -> Faces:
    """Load fonts; WeasyPrint keeps copies of their files as long as they are in use.

    Raises:
        MissingLibraryError: the system lacks the text library that WeasyPrint needs.
    """
    weasyprint = load_weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class FontsOnly(URLFetcher):  # type: ignore[misc]
        """Opens the font files of this build."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Open an allowed file or stop the drawing."""
            parts = urlsplit(url)
            if url == wanted.codes:
                return super().fetch(url, headers)
            if parts.scheme != "file" or Path(url2pathname(parts.path)) not in wanted.files:
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    fetcher = FontsOnly()
    with no_system_fonts():
        loaded = weasyprint.text.fonts.FontConfiguration()
        sheet = weasyprint.CSS(string=wanted.rules, font_config=loaded, url_fetcher=fetcher)
    return Faces(loaded, sheet, fetcher)


def drawn(html: Any, faces: Faces) -> tuple[bytes, int]:
    """The PDF of an HTML document, and how many pages it has."""
    with no_system_fonts(), _uncollected():
        document = html.render(stylesheets=[faces.rules], font_config=faces.loaded)
        return bytes(document.write_pdf() or b""), len(document.pages)


def parsed(page: str, faces: Faces) -> Any:
    """An HTML text as a document."""
    return load_weasyprint().HTML(string=page, url_fetcher=faces.fetcher)


def parsed_as_xml(page: str, faces: Faces) -> Any:
    """An HTML text as a document, read in a tenth of the time where it is XML as well."""
    try:
        root = ElementTree.fromstring(page)  # noqa: S314 - filled in from templates of the office
    except ElementTree.ParseError:
        return parsed(page, faces)
    html = parsed("", faces)
    html.wrapper_element = type(html.wrapper_element).from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


def load_weasyprint() -> Any:
    """Import WeasyPrint, which costs most of a second and needs Pango of the system.

    Raises:
        MissingLibraryError: the system lacks it.
    """
    loaded = "weasyprint" in sys.modules  # it looks for fonts when it is loaded
    try:
        with nullcontext() if loaded else no_system_fonts():
            import weasyprint
    except OSError as error:
        raise MissingLibraryError(
            "缺少排版用的系统组件 Pango，不能生成页面",
            "请运行 make binder 自动安装；Debian 上也可运行 apt-get install libpangoft2-1.0-0。",
        ) from error
    return weasyprint


@contextmanager
def strict() -> Iterator[None]:
    """Take what WeasyPrint only logs as an error for one.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        DrawingError: it was asked for a file that it may not open, or it logged an error.
    """
    load_weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    errors: list[str] = []
    handler = _Collector(errors)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    except FatalURLFetchingError as error:
        raise DrawingError(str(error)) from error
    finally:
        logger.removeHandler(handler)
    if errors:
        raise DrawingError("; ".join(errors))


@contextmanager
def no_system_fonts() -> Iterator[None]:
    """Let fontconfig start without the fonts of this machine, which differ on each."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="gen-binder-") as folder, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
        path = Path(folder) / "fonts.conf"
        path.write_text(_NO_FONTS, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(path)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: among boxes that are all in use that costs a fifth."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Collector(logging.Handler):
    """Keeps the errors that WeasyPrint logs."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(record.getMessage())
