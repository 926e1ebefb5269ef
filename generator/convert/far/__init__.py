"""Leave out of a private copy of a workbook what stands too far from the rest to be printed.

LibreOffice lays out every page between the first cell and the last: two cells in opposite corners
of a sheet keep it busy for longer than any limit. What is left out is named with its content.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from generator.base.zips import DAMAGE
from generator.convert.far import excel_2003, open_document
from generator.convert.far.binary import open_binary
from generator.convert.far.notes import FarApartError
from generator.convert.far.open_xml import open_sheets

__all__ = ["FarApartError", "leave_out"]

_Open = Callable[[Path], tuple[str, ...]]

#: By the kind of workbook; others are looked at when LibreOffice has written them as .xlsx.
_KINDS: Mapping[str, _Open] = MappingProxyType(
    {
        **dict.fromkeys(("xlsx", "xlsm"), open_sheets),
        "xlsb": open_binary,
        "ods": open_document.open_package,
        "fods": open_document.open_flat,
        "spreadsheetml": excel_2003.open_flat,
    }
)


def leave_out(copy: Path, kind: str) -> tuple[str, ...]:
    """Leave far cells out of a private copy; give the notes for the clerk.

    A copy in which nothing stands far keeps its very bytes, and so does one that cannot be read:
    LibreOffice has the last word on that.

    Raises:
        FarApartError: the cells are too many or too scattered to be printed, with no few to blame.
        OSError: the copy cannot be read or written.
    """
    if kind not in _KINDS:
        return ()
    try:
        return _KINDS[kind](copy)
    except (*DAMAGE, etree.XMLSyntaxError):
        return ()
