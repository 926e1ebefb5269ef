"""The way back from the codes of an embedded font to text (ISO 32000-1, 9.10.3)."""

from collections.abc import Iterable

#: At most this many entries stand in one block of a character map (Adobe technical note 5411).
_BLOCK = 100


def to_unicode(texts: Iterable[tuple[int, str]], errors: str = "strict") -> bytes:
    """The character map of codes of two bytes.

    Args:
        texts: codes and what they stand for, as the map shall have them; without a text, none.
        errors: what becomes of text that UTF-16 cannot hold, as :meth:`str.encode` takes it.

    Raises:
        UnicodeEncodeError: a text cannot be encoded, and ``errors`` is ``strict``.
    """
    pairs = [
        f"<{code:04x}> <{text.encode('utf-16-be', errors).hex()}>\n" for code, text in texts if text
    ]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    ranges = "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{ranges}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
