"""One 件 as a PDF: its documents as they are, its stamp, page numbers, and what it says of itself.

The documents' pages keep their content. Entries of the sources that act by themselves are left
behind, for only pages are taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator import __version__
from generator.lettering.fonts import FontSet
from generator.lettering.glyph_lists import add_glyph_lists
from generator.lettering.layout import Layout
from generator.lettering.stamp import Mark, Stamper
from generator.lettering.typeset import MM_PER_POINT
from generator.model import Imprint
from generator.render.pdf.archive_stamp import archive_stamp
from generator.render.pdf.xmp import Facts, xmp_packet

#: qpdf's exit code when it wrote the file and had something to remark about a source.
_WARNED = 3

_PRODUCER = f"gen-binder {__version__}"

#: The colour space that a PDF/A names for its screen colours; WeasyPrint brings its profile along.
_PROFILE, _CONDITION = "sRGB2014.icc", "sRGB IEC61966-2.1"


@dataclass(frozen=True, slots=True)
class Order:
    """One file to write.

    Attributes:
        sources: PDFs with the number of their pages; all of each is taken.
        bookmarks: titles of the documents, if there are several, in the order of ``sources``.
        front: sides before the documents, of which the first bears the stamp.
        stamp: the six texts of the stamp.
        place: top left corner of the stamp on the first side, in mm.
        imprints: page numbers and markings by side, from 0.
        facts: for the file's metadata.
        claim: whether the file says that it is PDF/A-1b.
        target: the PDF to write; a sibling ``.merged`` file is used on the way.
    """

    sources: tuple[tuple[Path, int], ...]
    bookmarks: tuple[str, ...]
    front: int
    stamp: tuple[str, ...]
    place: tuple[float, float]
    imprints: tuple[tuple[int, Imprint], ...]
    facts: Facts
    claim: bool
    target: Path


def texts_of(orders: Sequence[Order], layout: Layout) -> tuple[tuple[str, str], ...]:
    """Font role and text of all that is drawn, so that all files share one subset of each font."""
    found = {(layout.archive_stamp.font, cell) for order in orders for cell in order.stamp}
    found |= {(one.font, one.text) for order in orders for _, one in order.imprints}
    return tuple(sorted(found))


def write_item(
    order: Order, layout: Layout, fonts: FontSet, texts: Sequence[tuple[str, str]]
) -> None:
    """Write the file; equal orders give equal bytes.

    Args:
        order: what to write.
        layout: the stamp's figures, and the paper of a sheet in front.
        fonts: what stamps and numbers are printed in.
        texts: of all files, from :func:`texts_of`.

    Raises:
        RuntimeError: the pages could not be put together as planned.
        OSError: the file cannot be written.
    """
    merged = order.target.with_suffix(".merged")
    try:
        _merge(order.sources, merged)
        with pikepdf.open(merged, access_mode=pikepdf.AccessMode.stream) as pdf:
            if len(pdf.pages) != sum(count for _, count in order.sources):
                raise RuntimeError(f"{len(pdf.pages)} pages merged for {order.target.name}")
            _finish(pdf, order, layout, Stamper(pdf, fonts, texts))
            plain = pikepdf.ObjectStreamMode.disable
            pdf.save(
                order.target,
                object_stream_mode=plain if order.claim else pikepdf.ObjectStreamMode.generate,
                force_version="1.4" if order.claim else "",
                deterministic_id=True,
                fix_metadata_version=False,
            )
    finally:
        merged.unlink(missing_ok=True)


def _merge(sources: Sequence[tuple[Path, int]], target: Path) -> None:
    pages = [part for path, count in sources for part in (str(path), f"1-{count}")]
    job = pikepdf.Job(
        ["qpdf", "--empty", "--deterministic-id", "--pages", *pages, "--", str(target)]
    )
    job.run()
    if job.exit_code not in {0, _WARNED} or not target.exists():
        raise RuntimeError(f"the pages of {target.name} cannot be put together")


def _finish(pdf: pikepdf.Pdf, order: Order, layout: Layout, stamper: Stamper) -> None:
    for _ in range(order.front):
        pdf.pages.insert(0, _blank(layout))
    figures = layout.archive_stamp
    marks = {at: [_mark(imprint)] for at, imprint in order.imprints}
    stamp = archive_stamp(order.stamp, *order.place, figures, stamper.width)
    for at, page in enumerate(list(pdf.pages)):
        stamper.draw(page, (*marks.get(at, ()), *(stamp if at == 0 else ())))
    _outline(pdf, order)
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if order.claim:
        _intend(pdf)
        add_glyph_lists(pdf)
    _describe(pdf, order)


def _blank(layout: Layout) -> pikepdf.Page:
    sizes = (layout.page.width / MM_PER_POINT, layout.page.height / MM_PER_POINT)
    box = Array([0, 0, *(round(size, 2) for size in sizes)])
    return pikepdf.Page(Dictionary(Type=Name.Page, MediaBox=box, Resources=Dictionary()))


def _mark(imprint: Imprint) -> Mark:
    return Mark(imprint.text, imprint.x, imprint.y, imprint.size, imprint.align, imprint.font)


def _outline(pdf: pikepdf.Pdf, order: Order) -> None:
    """A bookmark for each document of a 件 that has several."""
    if not order.bookmarks:
        return
    at = order.front
    with pdf.open_outline() as outline:
        for title, (_, count) in zip(order.bookmarks, order.sources, strict=True):
            outline.root.append(pikepdf.OutlineItem(title, at, "Fit"))
            at += count


def _intend(pdf: pikepdf.Pdf) -> None:
    """Say what the colours of the screen mean (ISO 19005-1, 6.2.2)."""
    spec = find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    profile = pdf.make_stream(
        (Path(spec.origin).parent / "pdf" / _PROFILE).read_bytes(), N=3, Alternate=Name.DeviceRGB
    )
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String(_CONDITION),
        Info=pikepdf.String(_CONDITION),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: pikepdf.Pdf, order: Order) -> None:
    """The same facts as XMP and in the document's old-style information."""
    facts = order.facts
    packet = pdf.make_stream(xmp_packet(facts, _PRODUCER, pdfa=order.claim))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    for key, value in (("Title", facts.title), ("Author", facts.creator), ("Producer", _PRODUCER)):
        if value:
            pdf.docinfo[f"/{key}"] = value
