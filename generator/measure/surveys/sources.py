"""What qpdf tells of a document's pages: the JPEGs of scans, and what text operators show."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pikepdf

from generator.lettering.lone_jpeg import Bounds, LoneImage, lone_jpeg
from generator.lettering.pdf_names import UNREADABLE
from generator.measure.surveys.strings import Strings


class Sources:
    """A document as qpdf sees it, which opens it when the first page is asked for."""

    def __init__(self, pdf: Path) -> None:
        self._pdf = pdf
        self._open = ExitStack()
        self._strings = Strings()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def _document(self) -> pikepdf.Pdf | None:
        """The document, unless qpdf refuses it."""
        try:
            return self._open.enter_context(pikepdf.open(self._pdf))
        except UNREADABLE:
            return None

    def _page(self, index: int) -> pikepdf.Page | None:
        document = self._document
        if document is None or index >= len(document.pages):
            return None
        return document.pages[index]

    def said(self, index: int) -> tuple[str, ...] | None:
        """What each text operator of a page shows, if that is clear."""
        page = self._page(index)
        return None if page is None else self._strings.on(page)

    def lone(self, index: int, visible: Bounds) -> LoneImage | None:
        """The JPEG that makes up a page, or ``None`` if the page must be drawn."""
        page = self._unlayered(index)
        return None if page is None else lone_jpeg(page, visible, hidden_text=True)

    def lowest(self, index: int, visible: Bounds) -> LoneImage | None:
        """The JPEG over which a page draws all else, as far as that begins with a plain image."""
        page = self._unlayered(index)
        beginning = None if page is None else self._beginning(page)
        return None if beginning is None else lone_jpeg(beginning, visible)

    def _unlayered(self, index: int) -> pikepdf.Page | None:
        """A page of a document without layers, which may be hidden."""
        if self._document is None or "/OCProperties" in self._document.Root:
            return None
        return self._page(index)

    def _beginning(self, page: pikepdf.Page) -> pikepdf.Page | None:
        """A page like this one that ends with what it draws by name first."""
        assert self._document is not None
        try:
            instructions = pikepdf.parse_content_stream(page)
            names = [str(one.operator) for one in instructions]
            beginning = pikepdf.unparse_content_stream(instructions[: names.index("Do") + 1])
        except UNREADABLE:
            return None
        contents = self._document.make_stream(beginning)
        entries = {"/Type": pikepdf.Name.Page, "/Contents": contents, "/Resources": page.resources}
        if "/UserUnit" in page.obj:
            entries["/UserUnit"] = page.obj["/UserUnit"]
        return pikepdf.Page(pikepdf.Dictionary(entries))
