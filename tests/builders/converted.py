"""Word files as LibreOffice prints them, and where texts stand on the pages."""

import ctypes
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from generator.model import Page

MM = 72 / 25.4
#: Paper on which pages of nearly its size are printed.
SNAPPED = {(208.0, 295.0): (210.0, 297.0), (214.0, 297.0): (210.0, 297.0)}


def convert(files: Sequence[Path], folder: Path) -> list[Path]:
    """Print Word files to PDFs in a folder, all in one run."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.pdf" for file in files]


def places(sheet: pypdfium2.PdfPage, wanted: str) -> list[tuple[float, float, float]]:
    """Left end, right end and baseline in mm of each place where a text stands on a page."""
    text, height, found = sheet.get_textpage(), sheet.get_height(), []
    search = text.search(wanted)
    while (hit := search.get_next()) is not None:
        start, count = hit
        left = text.get_charbox(start, loose=True)[0]
        right = text.get_charbox(start + count - 1, loose=True)[2]
        found.append((left / MM, right / MM, (height - _baseline(text, start)) / MM))
    return found


def _baseline(text: pypdfium2.PdfTextPage, at: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pypdfium2.raw.FPDFText_GetCharOrigin(text, at, x, y)
    return y.value


def numbers_in_place(sheet: pypdfium2.PdfPage, page: Page) -> int:
    """How often a page's number stands where the plan has it, to half a millimetre."""
    imprint = page.imprint
    assert imprint is not None
    x, y = on_paper(page, imprint.x, imprint.y)
    count = 0
    for left, right, baseline in places(sheet, imprint.text):
        held = {"left": left, "right": right, "center": (left + right) / 2}[imprint.align]
        count += abs(held - x) < 0.5 and abs(baseline - y) < 0.5
    return count


def on_paper(page: Page, x: float, y: float) -> tuple[float, float]:
    """A place of a page on its paper: pages of nearly A4 are centred on it, and made to fit."""
    width, height = paper(page)
    scale = min(1.0, width / page.width, height / page.height)
    left, top = (width - page.width * scale) / 2, (height - page.height * scale) / 2
    return left + x * scale, top + y * scale


def paper(page: Page) -> tuple[float, float]:
    """The paper that a page of the samples is printed on."""
    return SNAPPED.get((page.width, page.height), (page.width, page.height))
