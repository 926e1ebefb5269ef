"""What is to be written for each 件: its pages, its stamp, its file's name and metadata."""

import re
from pathlib import Path

from generator.archive.placing import Placement
from generator.lettering.typeset import printable
from generator.model import ArchiveItem
from generator.render.pdf.item_pdf import Order
from generator.render.pdf.xmp import Facts

#: The folder of the PDFs in the archive set.
ITEMS = "件"

#: What Windows refuses in file names, and what cannot be seen in them.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_LONGEST = 60


def order_of(item: ArchiveItem, placement: Placement, code: str, target: Path) -> Order:
    """The work order of one 件.

    Args:
        item: the 件.
        placement: where stamp and numbers stand.
        code: 全宗号, or empty.
        target: the PDF to write.
    """
    documents = [(one, one.leaves) for one in item.documents]
    kind = item.kind
    cells = (code, kind.year, item.serial_text, item.subject, kind.retention, str(item.pages))
    several = len(documents) > 1
    return Order(
        sources=tuple((leaves.pdf, len(leaves.pages)) for _, leaves in documents if leaves),
        bookmarks=tuple(printable(one.file.metadata.title) for one, _ in documents)
        if several
        else (),
        front=placement.front,
        stamp=cells,
        place=placement.stamp,
        imprints=placement.imprints,
        facts=Facts(item.title, item.issuer, item.date, item.number),
        claim=False,
        target=target,
    )


def file_name(item: ArchiveItem) -> str:
    """The path of a 件's PDF in the archive set; a title of bad characters stays usable."""
    title = item.title.removeprefix("[").removesuffix("]")
    plain = _REFUSED.sub("_", title).strip(". ")[:_LONGEST].strip(". ")
    stem = f"{item.position:04d} {plain}".rstrip()
    return f"{ITEMS}/{stem}.pdf"
