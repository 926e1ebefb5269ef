"""Lay out HTML with WeasyPrint, which may read the given fonts and nothing else."""

import base64
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator.errors import MissingLibraryError
from generator.fonts import CODES, FontSet

#: A configuration of fontconfig without any font: text can only come from the declared ones.
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    "<fontconfig></fontconfig>"
)


class DrawingError(RuntimeError):
    """WeasyPrint could not draw everything it was asked to."""


def draw(page: str, fonts: FontSet) -> bytes:
    """Give the PDF of an HTML text, the same bytes each time.

    The fonts of the roles are declared, fallbacks for the characters that need them, and what no
    font has is drawn as its code point. Fonts of the system are not used.

    Raises:
        MissingLibraryError: the system lacks the text library that WeasyPrint needs.
        DrawingError: a font was not loaded, or another file was asked for. WeasyPrint itself
            only logs such errors and draws the rest.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    allowed = {path.absolute() for path in fonts.files}
    codes = _codes(page, fonts)

    class FontsOnly(URLFetcher):  # type: ignore[misc]
        """Opens the font files of this build."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Open an allowed file or stop the drawing."""
            parts = urlsplit(url)
            if url == codes:
                return super().fetch(url, headers)
            if parts.scheme != "file" or Path(url2pathname(parts.path)) not in allowed:
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    errors: list[str] = []
    handler = _Collector(errors)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        with no_system_fonts():
            found = weasyprint.text.fonts.FontConfiguration()
            fetcher = FontsOnly()
            # without any font Pango would end the whole program
            rules = f"{fonts.css()}\n{_more_fonts(page, fonts, codes)}"
            sheet = weasyprint.CSS(string=rules, font_config=found, url_fetcher=fetcher)
            document = weasyprint.HTML(string=page, url_fetcher=fetcher)
            drawn = bytes(document.write_pdf(stylesheets=[sheet], font_config=found) or b"")
    except FatalURLFetchingError as error:
        raise DrawingError(str(error)) from error
    finally:
        logger.removeHandler(handler)
    if errors:
        raise DrawingError("; ".join(errors))
    return drawn


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
    from generator.fonts.codes import codes_font

    data = codes_font("".join(absent), fonts.digits)
    return f"data:font/ttf;base64,{base64.b64encode(data).decode()}"


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


def _weasyprint() -> Any:
    """Import WeasyPrint, which costs most of a second and needs Pango of the system."""
    try:
        import weasyprint
    except OSError as error:
        raise MissingLibraryError(
            "缺少排版用的系统组件 Pango，不能生成页面",
            "请运行 make binder 自动安装；Debian 上也可运行 apt-get install libpangoft2-1.0-0。",
        ) from error
    return weasyprint


class _Collector(logging.Handler):
    """Keeps the errors that WeasyPrint logs."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(record.getMessage())
