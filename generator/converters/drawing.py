"""Lay out HTML with WeasyPrint, which may read the given fonts and nothing else."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator.fonts import FontSet


class DrawingError(RuntimeError):
    """WeasyPrint could not draw everything it was asked to."""


def draw(page: str, fonts: FontSet) -> bytes:
    """Give the PDF of an HTML text, the same bytes each time.

    Raises:
        DrawingError: a font was not loaded, or another file was asked for. WeasyPrint itself
            only logs such errors and draws the rest.
    """
    import weasyprint
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


class _Collector(logging.Handler):
    """Keeps the errors that WeasyPrint logs."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(record.getMessage())
