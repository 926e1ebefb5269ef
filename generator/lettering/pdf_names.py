"""Names and texts of foreign PDFs: their bytes follow no encoding that could be relied on."""

from collections.abc import Iterator

import pikepdf

#: What begins a text of a PDF that is no PDFDocEncoding (ISO 32000-2, 7.9.2.2).
_MARKED = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))

#: So many nodes and entries of a name tree are looked at.
_MOST_LOOKED_AT = 100_000

#: What reading an object of a foreign PDF may raise. qpdf's own words may hold bytes of the file
#: that are no text: then it is a ``UnicodeDecodeError``, which is a ``ValueError``.
UNREADABLE = (
    pikepdf.exceptions.PikepdfError,
    *(RuntimeError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError),
)


def name_of(value: object) -> str:
    """A name with its slash, each of its bytes as one character; empty for what is no name."""
    return bytes(value).decode("latin-1") if isinstance(value, pikepdf.Name) else ""


def text_of(value: object) -> str:
    """What a string says to a reader; empty for what is no string.

    Chinese programs often write their code page, or UTF-8, where the standard asks for a mark.
    """
    if not isinstance(value, pikepdf.String):
        return ""
    raw = bytes(value)
    for mark, encoding in _MARKED:
        if raw.startswith(mark):
            return raw.removeprefix(mark).decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return str(value)


def copied(dictionary: pikepdf.Object | None) -> pikepdf.Dictionary:
    """A direct copy of a dictionary, whatever its keys; an empty one of what is none."""
    if not isinstance(dictionary, pikepdf.Dictionary):
        return pikepdf.Dictionary()
    copy = pikepdf.Dictionary()
    for key in dictionary.keys():  # noqa: SIM118 -- an object of a PDF iterates in another order
        copy[key] = dictionary[key]
    return copy


def name_tree(root: pikepdf.Object | None) -> Iterator[tuple[pikepdf.String, pikepdf.Object]]:
    """The entries of a name tree in its own order; each node is visited once.

    Raises:
        ValueError: it is too large to be looked at whole.
    """
    waiting, seen, looked = [root], set[tuple[int, int]](), 0
    while waiting:
        node = waiting.pop()
        looked += 1
        if looked > _MOST_LOOKED_AT:
            raise ValueError("a name tree of too many entries")
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        names, kids = node.get("/Names"), node.get("/Kids")
        listed = list(names) if isinstance(names, pikepdf.Array) else []
        looked += len(listed)
        for key, value in zip(listed[::2], listed[1::2], strict=False):
            if isinstance(key, pikepdf.String):
                yield key, value
        waiting += reversed(list(kids)) if isinstance(kids, pikepdf.Array) else []
