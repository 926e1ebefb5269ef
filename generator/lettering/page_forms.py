"""A page's content as one form, its instructions and resources as they are, damaged or not."""

import zlib
from collections.abc import Sequence
from contextlib import suppress

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.lettering.pdf_names import UNREADABLE

#: Bytes of a damaged stream that are unpacked at a time.
_PIECE = 4096


def content_streams(page: pikepdf.Page) -> list[pikepdf.Stream]:
    """The streams of a page's instructions, in order."""
    contents = page.obj.get("/Contents")
    listed = list(contents) if isinstance(contents, Array) else [contents]
    return [stream for stream in listed if isinstance(stream, pikepdf.Stream)]


def unpacked(stream: pikepdf.Object) -> bytes | None:
    """The instructions of a stream; ``None`` if it is damaged, or packed in an unknown way."""
    try:
        return stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except UNREADABLE:
        return None


def form_of(
    pdf: pikepdf.Pdf, page: pikepdf.Page, box: Sequence[float], resources: pikepdf.Object
) -> pikepdf.Object:
    """A page's content as one object of the document, clipped to a box.

    Of a single damaged stream the form keeps the packed bytes, so that every viewer shows as much
    of it as on the page itself. Of several, the damaged ones give what comes before the damage.

    Args:
        pdf: the document that the page belongs to.
        page: the page.
        box: left, bottom, right and top of what is shown, in the page's own units.
        resources: what its instructions refer to.
    """
    streams = content_streams(page)
    damaged = [unpacked(stream) is None for stream in streams]
    edges = Array([round(edge, 4) for edge in box])
    if damaged == [True]:
        return _packed_form(pdf, page, streams[0], edges, resources)
    # qpdf reads the content when it writes: it must find it in a page that stays as it is
    still = Dictionary(
        Type=Name.Page, MediaBox=edges, CropBox=edges, TrimBox=edges, Resources=resources
    )
    if "/Group" in page.obj:
        still.Group = page.obj.Group
    still.Contents = Array(
        pdf.make_stream(_before_damage(pdf, stream)) if broken else stream
        for stream, broken in zip(streams, damaged, strict=True)
    )
    return pikepdf.Page(pdf.make_indirect(still)).as_form_xobject(handle_transformations=False)


def _packed_form(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    stream: pikepdf.Stream,
    edges: Array,
    resources: pikepdf.Object,
) -> pikepdf.Object:
    form = _still_packed(pdf, stream, stream.read_raw_bytes())
    form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, edges, resources
    if "/Group" in page.obj:
        form.Group = page.obj.Group
    return form


def _still_packed(pdf: pikepdf.Pdf, stream: pikepdf.Stream, raw: bytes) -> pikepdf.Stream:
    """A new stream of packed bytes, packed as another one is."""
    copy = pdf.make_stream(raw)
    for key in ("/Filter", "/DecodeParms"):
        if key in stream:
            copy[key] = stream[key]
    return copy


def _before_damage(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> bytes:
    """What can be unpacked; nothing where the way of packing is unknown."""
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") in (Name.FlateDecode, [Name.FlateDecode]):
        return _inflated(raw)
    good, bad, kept = 0, len(raw), b""
    while bad - good > 1:  # whatever the packing: a beginning with the damage in it fails
        middle = (good + bad) // 2
        found = unpacked(_still_packed(pdf, stream, raw[:middle]))
        if found is None:
            bad = middle
        else:
            good, kept = middle, found
    return kept


def _inflated(raw: bytes) -> bytes:
    kept, unpacker = bytearray(), zlib.decompressobj()
    for start in range(0, len(raw), _PIECE):
        piece, before = raw[start : start + _PIECE], unpacker.copy()
        try:
            kept += unpacker.decompress(piece)
        except zlib.error:
            with suppress(zlib.error):  # what a call gave before it met the fault is lost
                for byte in piece:
                    kept += before.decompress(bytes([byte]))
            break
    return bytes(kept)
