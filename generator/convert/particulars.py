"""What a clerk must know of a filed PDF beyond its pages: signatures, files inside, odd forms."""

from pathlib import Path

import pikepdf

from generator.convert.dynamic_forms import dynamic_form_notes
from generator.convert.portfolio import portfolio_notes
from generator.convert.signatures import signature_notes


def particulars(pdf: pikepdf.Pdf, path: Path) -> tuple[str, ...]:
    """The notes on a PDF that was opened from this very file.

    Raises:
        OSError: the file cannot be read.
    """
    return (
        *signature_notes(pdf, path),
        *dynamic_form_notes(pdf, path),
        *portfolio_notes(pdf),
    )
