"""Read text in the encodings that Chinese offices use, without losing or inventing characters."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NAMES = {"gb18030": "GB18030（简体）", "big5hkscs": "Big5（繁体）"}

#: Below this share of everyday characters a legacy encoding is a guess that a clerk must check.
_SURE = 0.85


class UndecodableError(ValueError):
    """No usual encoding fits the bytes."""


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and notes on doubtful encodings.

    A byte order mark decides; then strict UTF-8; UTF-16 without a mark when half the bytes are
    nought; then GB18030 or Big5, whichever reads as more everyday characters.

    Raises:
        UndecodableError: nothing fits every byte, or it is no text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text, ()
    for encoding, noughts in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if len(data) % 2 == 0 and noughts.count(0) > len(data) * 0.1:
            if not all(char.isprintable() or char.isspace() for char in _strict(data, encoding)):
                continue
            return _strict(data, encoding), ("文字没有编码标记，按 UTF-16 读取，请核对",)
    if b"\0" in data:
        raise UndecodableError
    return _legacy(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError from error


def _legacy(data: bytes) -> tuple[str, tuple[str, ...]]:
    readings = []
    for encoding, everyday in (("gb18030", _in_gb2312), ("big5hkscs", _in_big5)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [char for char in text if not char.isascii()]
        readings.append((sum(map(everyday, foreign)) / max(1, len(foreign)), encoding, text))
    if not readings:
        raise UndecodableError
    share, encoding, text = max(readings, key=lambda reading: reading[0])
    others = [other for other, name, _ in readings if name != encoding]
    if share < _SURE or any(share - other < 0.2 for other in others):
        return text, (f"文字编码不能确定，按 {_NAMES[encoding]} 读取，请核对有无乱码",)
    return text, ()


def _in_gb2312(char: str) -> bool:
    """Punctuation and the 3,755 most used characters of GB 2312 (rows 1 to 9 and 16 to 55)."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xA1 <= code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xD7


def _in_big5(char: str) -> bool:
    """Punctuation and the 5,401 most used characters of Big5 (A140 to C67E)."""
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return 0xA1 <= code[0] <= 0xC6
