"""Lay out HTML with WeasyPrint, which may read the given fonts and nothing else."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator.errors import MissingLibraryError
from generator.fonts import FontSet


class DrawingError(RuntimeError):
    """WeasyPrint could not draw everything it was asked to."""


def draw(page: str, fonts: FontSet) -> bytes:
    """Give the PDF of an HTML text, the same bytes each time.

    Raises:
        MissingLibraryError: the system lacks the text library that WeasyPrint needs.
        DrawingError: a font was not loaded, or another file was asked for. WeasyPrint itself
            only logs such errors and draws the rest.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    allowed = {path.absolute() for path in fonts.files}

    class FontsOnly(URLFetcher):  # type: ignore[misc]
        """Opens the font files of this build."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Open an allowed file or stop the drawing."""
            parts = urlsplit(url)
            if parts.scheme != "file" or Path(url2pathname(parts.path)) not in allowed:
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    errors: list[str] = []
    handler = _Collector(errors)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        document = weasyprint.HTML(string=page, url_fetcher=FontsOnly())
        drawn = bytes(document.write_pdf() or b"")
    except FatalURLFetchingError as error:
        raise DrawingError(str(error)) from error
    finally:
        logger.removeHandler(handler)
    if errors:
        raise DrawingError("; ".join(errors))
    return drawn


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
