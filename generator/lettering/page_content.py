"""A page's own drawing instructions as a whole that can be put between other ones, unchanged."""

import re
from collections import Counter
from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary

from generator.lettering.page_box import inherited, visible_box
from generator.lettering.page_forms import content_streams, form_of, unpacked
from generator.lettering.pdf_names import copied

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

_FORM = "/GbPage"


def as_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """The page's content as one object of the document, clipped to the visible box.

    Its instructions and resources stay as they are, and its patterns move along with it, which
    they would not do behind a plain change of coordinates.
    """
    return form_of(pdf, page, visible_box(page), _resources(page))


def show_form(
    pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, matrix: pikepdf.Matrix
) -> None:
    """Let a page show nothing but a form, through a matrix."""
    numbers = " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in matrix.shorthand)
    page.obj.Resources = Dictionary(XObject=Dictionary({_FORM: form}))
    page.obj.Contents = pdf.make_stream(f"q {numbers} cm {_FORM} Do Q".encode())


def settle(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Sequence[pikepdf.Object]:
    """Content streams of a page that close all that they open, so that others can follow them.

    A page whose own streams leave something open, or close too much, or are damaged, is given
    them as a form, in which they can do so without consequences.
    """
    streams = content_streams(page)
    if not _closed(streams):
        show_form(pdf, page, as_form(pdf, page), pikepdf.Matrix())
        streams = content_streams(page)
    return streams


def own_resources(page: pikepdf.Page) -> pikepdf.Object:
    """Give the page a copy of its resources that it shares with no other page.

    Returns:
        The copy; the dictionaries in it are still shared.
    """
    own = copied(_resources(page))
    page.obj.Resources = own
    return own


def _resources(page: pikepdf.Page) -> pikepdf.Object:
    found = inherited(page, "/Resources")
    return found if isinstance(found, Dictionary) else Dictionary()


def _closed(streams: Sequence[pikepdf.Object]) -> bool:
    contents = [unpacked(stream) for stream in streams]
    content = b"\n".join(part for part in contents if part is not None)
    if None in contents:
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
