"""What this very process reads with the libraries that understand documents."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import olefile  # type: ignore[import-untyped]
import openpyxl
import pikepdf
import pypdfium2
import pytest
import python_calamine
from lxml import etree
from PIL import Image

#: Functions and classes that understand what others wrote, given it as their first argument.
READERS: tuple[tuple[Any, str], ...] = (
    (pikepdf, "open"),
    (pikepdf.Pdf, "open"),
    (pypdfium2.PdfDocument, "__init__"),
    (Image, "open"),
    (zipfile.ZipFile, "__init__"),
    (olefile.OleFileIO, "__init__"),
    (openpyxl, "load_workbook"),
    (python_calamine, "load_workbook"),
    (etree, "parse"),
)


@contextmanager
def parsed_here(*folders: Path) -> Iterator[list[Path]]:
    """The files of some folders that readers are given in this process meanwhile."""
    found: list[Path] = []

    def noting(reader: Callable[..., Any]) -> Callable[..., Any]:
        def read(*arguments: Any, **named: Any) -> Any:
            for one in arguments[:2]:
                given = one if isinstance(one, Path) else getattr(one, "name", one)
                if isinstance(given, str | Path):
                    path = Path(given).absolute()
                    found.extend([path] if any(map(path.is_relative_to, folders)) else [])
            return reader(*arguments, **named)

        return read

    with pytest.MonkeyPatch.context() as patch:
        for holder, name in READERS:
            patch.setattr(holder, name, noting(getattr(holder, name)))
        yield found
