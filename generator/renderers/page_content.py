"""A page's own drawing instructions as a whole that can be put between other ones, unchanged."""

import re
import zlib
from collections import Counter
from contextlib import suppress

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.renderers.page_box import inherited, visible_box

#: Operators that open and close something (ISO 32000-1, tables 57, 107 and 320), as words: q, Q,
#: BT, ET, BMC, BDC and EMC. The first letter stands first, by which the search is twice as fast.
_PAIRED = re.compile(
    rb"[qQBE](?<![^\0\t\n\f\r >\])}][qQBE])"
    rb"(?:(?<=[qQ])|(?<=B)(?:T|MC|DC)|(?<=E)(?:T|MC))"
    rb"(?![^\0\t\n\f\r \[<({/%])"
)

#: A string without inner parentheses; what it says is no operator.
_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)", re.DOTALL)

#: Where the data of an image within the content begin.
_INLINE = re.compile(rb"(?<![^\0\t\n\f\r ])ID(?![^\0\t\n\f\r ])")

#: Bytes of a damaged stream that are unpacked at a time.
_PIECE = 4096

_FORM = "/GbPage"


def as_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """The page's content as one object of the document, clipped to the visible box.

    Its instructions and resources stay as they are, and its patterns move along with it, which
    they would not do behind a plain change of coordinates.
    """
    box = Array([round(edge, 4) for edge in visible_box(page)])
    # qpdf reads the content when it writes: it must find it in a page that stays as it is
    still = Dictionary(
        Type=Name.Page, MediaBox=box, CropBox=box, TrimBox=box, Resources=_resources(page)
    )
    if "/Group" in page.obj:
        still.Group = page.obj.Group
    still.Contents = Array([_readable(pdf, stream) for stream in _streams(page)])
    return pikepdf.Page(pdf.make_indirect(still)).as_form_xobject(handle_transformations=False)


def show_form(
    pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, matrix: pikepdf.Matrix
) -> None:
    """Let a page show nothing but a form, through a matrix."""
    numbers = " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in matrix.shorthand)
    page.obj.Resources = Dictionary(XObject=Dictionary({_FORM: form}))
    page.obj.Contents = pdf.make_stream(f"q {numbers} cm {_FORM} Do Q".encode())


def settle(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[pikepdf.Object]:
    """Content streams of a page that close all that they open, so that others can follow them.

    A page whose own streams leave something open, or close too much, or are damaged, is given
    them as a form, in which they can do so without consequences.
    """
    streams = _streams(page)
    if not _closed(streams):
        show_form(pdf, page, as_form(pdf, page), pikepdf.Matrix())
        streams = _streams(page)
    return streams


def own_resources(page: pikepdf.Page) -> pikepdf.Object:
    """Give the page a copy of its resources that it shares with no other page.

    Returns:
        The copy; the dictionaries in it are still shared.
    """
    own = Dictionary(dict(_resources(page).items()))
    page.obj.Resources = own
    return own


def _resources(page: pikepdf.Page) -> pikepdf.Object:
    found = inherited(page, "/Resources")
    return found if isinstance(found, Dictionary) else Dictionary()


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.get("/Contents")
    listed = list(contents) if isinstance(contents, Array) else [contents]
    return [stream for stream in listed if isinstance(stream, pikepdf.Stream)]


def _readable(pdf: pikepdf.Pdf, stream: pikepdf.Object) -> pikepdf.Object:
    """The stream itself, or of a damaged one what comes before the damage, as viewers show it."""
    try:
        stream.read_bytes()
    except pikepdf.PdfError:
        return pdf.make_stream(_before_damage(stream))
    return stream


def _before_damage(stream: pikepdf.Object) -> bytes:
    """What can be unpacked; nothing where the packing is another one or several."""
    kept = bytearray()
    if stream.get("/Filter") in (Name.FlateDecode, [Name.FlateDecode]):
        raw = stream.read_raw_bytes()
        unpacker = zlib.decompressobj()
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


def _closed(streams: list[pikepdf.Object]) -> bool:
    try:
        content = b"\n".join(stream.read_bytes() for stream in streams)
    except pikepdf.PdfError:
        return False
    bare = _STRING.sub(b"()", content) if b"(" in content else content
    if _may_swallow(bare):
        return False
    words = _PAIRED.findall(bare)
    depth = 0
    for word in words:
        depth += (word == b"q") - (word == b"Q")
        if depth < 0:
            return False
    count = Counter(words)
    marked = count[b"BMC"] + count[b"BDC"]
    return depth == 0 and count[b"BT"] == count[b"ET"] and marked == count[b"EMC"]


def _may_swallow(bare: bytes) -> bool:
    """Whether something may be left open that takes what follows for a part of itself.

    That is a string, an array, a dictionary, an image within the content, or a comment; images and
    comments can hold anything, so with them nothing that is counted is certain.

    Args:
        bare: content of which the plain strings are empty.
    """
    empty = bare.count(b"()")
    return (
        b"%" in bare
        or bare.count(b"(") != empty
        or bare.count(b")") != empty
        or bare.count(b"<") != bare.count(b">")
        or bare.count(b"[") != bare.count(b"]")
        or _INLINE.search(bare) is not None
    )
