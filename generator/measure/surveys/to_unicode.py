"""Read which characters the codes of a font stand for, from its map (ISO 32000 9.10.3).

Only plain maps are read; what pdfium makes of any other is not guessed.
"""

import re

#: What a plain map does not contain: other maps that it goes on from, and remarks.
_MORE = re.compile(rb"usecmap|-UCS2|%")
_MARK = re.compile(rb"(begin|end)(bfchar|bfrange)")
#: More codes than fonts of two bytes have: a map that says one of them again and again.
_MOST = 100_000
_CODE = rb"<((?:[0-9A-Fa-f]{2}){1,2})>\s*"
_TEXT = rb"<((?:[0-9A-Fa-f]{4}){1,16})>\s*"
_ONE = re.compile(_TEXT)
_PAIR = re.compile(_CODE + _TEXT)
_SPAN = re.compile(_CODE + _CODE + rb"(?:" + _TEXT + rb"|\[([^]]*)\]\s*)")
_LISTED = re.compile(rb"\s*(?:" + _TEXT + rb")*")
_PAIRS = re.compile(rb"\s*(?:" + _PAIR.pattern + rb")*")
_SPANS = re.compile(rb"\s*(?:" + _SPAN.pattern + rb")*")


def characters_of(data: bytes) -> dict[int, str] | None:
    """The characters of each code.

    Args:
        data: the bytes of the map.

    Returns:
        ``None`` for a map that is not plain.
    """
    sections = _sections(data)
    if sections is None or _MORE.search(data):
        return None
    found: dict[int, str] = {}
    left = _MOST
    for kind, body in sections:
        read = _pairs(body) if kind == b"bfchar" else _spans(body, left)
        if read is None or len(read) > left:
            return None
        left -= len(read)
        for code, text in read:
            if found.setdefault(code, text) != text:
                return None
    return found


def _sections(data: bytes) -> list[tuple[bytes, bytes]] | None:
    """Kind and text of each section; ``None`` where one begins within another, or does not end."""
    marks = list(_MARK.finditer(data))
    found = []
    for begin, end in zip(marks[::2], marks[1::2], strict=False):
        body = data[begin.end() : end.start()]
        if begin[1] != b"begin" or (end[1], end[2]) != (b"end", begin[2]) or not body[:1].isspace():
            return None
        found.append((begin[2], body[1:]))
    return None if len(marks) % 2 or data.count(b"beginbf") != len(found) else found


def _pairs(body: bytes) -> list[tuple[int, str]] | None:
    if not _PAIRS.fullmatch(body):
        return None
    pairs = _PAIR.findall(body)
    codes = [int(code, 16) for code, _ in pairs]
    texts = [said for _, said in pairs]
    joined = b"".join(texts)
    single = len(joined) == 4 * len(texts)  # the shortest text has four digits
    return list(zip(codes, _text(joined) if single else map(_text, texts), strict=True))


def _spans(body: bytes, most: int) -> list[tuple[int, str]] | None:
    """Ranges of codes; not over a limit of 256, for pdfium reads such ones in a way of its own."""
    if not _SPANS.fullmatch(body):
        return None
    found: list[tuple[int, str]] = []
    for low, high, first, listed in _SPAN.findall(body):
        codes = range(int(low, 16), int(high, 16) + 1)
        if not codes or codes[0] >> 8 != codes[-1] >> 8 or not _LISTED.fullmatch(listed):
            return None
        texts = _following(_text(first), len(codes)) if first else _list(listed)
        if len(texts) < len(codes):
            return None
        found += zip(codes, texts, strict=False)
        if len(found) > most:
            return None
    return found


def _following(first: str, count: int) -> list[str]:
    """The texts of a range: the first one, then its last character grows; none beyond U+FFFF."""
    start = ord(first[-1])
    if start + count > 0xFFFF:
        return []
    return [first[:-1] + chr(start + step) for step in range(count)]


def _list(listed: bytes) -> list[str]:
    return [_text(said) for said in _ONE.findall(listed)]


def _text(said: bytes) -> str:
    return bytes.fromhex(said.decode("ascii")).decode("utf-16-be", "surrogatepass")
