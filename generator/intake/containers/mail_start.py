"""Where mails begin: the header of a mail, whatever stands before it, and files of many mails."""

import mmap
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

_BOM = b"\xef\xbb\xbf"

#: A field of a header: its name and a colon, and for "Subject :" of old programs a blank.
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]* ?:")
_TELLING = frozenset(
    {
        *(b"from", b"to", b"date", b"subject", b"message-id", b"received", b"return-path", b"cc"),
        *(b"delivered-to", b"reply-to", b"sender", b"bcc", b"mime-version", b"envelope-to"),
    }
)

#: What a file called a mail needs of these; where nothing promises a mail, it needs more.
_FEW, _ENOUGH = 1, 3

#: The line that begins each mail in a file of many, and the field after it (RFC 4155): sender,
#: day of the week, month, day, time and, somewhere, the year.
_LINE = (
    rb"From [^\r\n]*?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,]+[^\r\n]*?\d{1,2}:\d\d[^\r\n]*"
    rb"(?:\r\n|\r|\n)(?=>?[A-Za-z][A-Za-z0-9-]*:)"
)
_ANY_LINE = re.compile(rb"From [^\r\n]*(?:\r\n|\r|\n)(?=[A-Za-z][A-Za-z0-9-]*:)")
_NEXT = re.compile(rb"(?:\r\n\r\n|\n\n|\r\r)(" + _LINE + rb")")


def is_mail(head: bytes, *, sure: bool) -> bool:
    """Whether a file begins with the header of a mail, and with no saved web page.

    Args:
        head: some thousand bytes.
        sure: the file's name promises a mail.
    """
    text = head[start_of(head) :]
    if not _FIELD.match(text):
        return False
    block = re.split(rb"\r\n\r\n|\n\n|\r\r", text, maxsplit=1)[0]
    if b"snapshot-content-location" in block.lower():
        return False
    if re.search(rb"(?im)^from:\s*<?saved by", block) is not None:
        return False
    found = {line.partition(b":")[0].strip().lower() for line in block.splitlines()}
    return len(found & _TELLING) >= (_FEW if sure else _ENOUGH)


def start_of(head: bytes) -> int:
    """Where the header begins, behind a mark of the encoding, empty lines and a "From " line."""
    rest = head.removeprefix(_BOM)
    text = rest.lstrip(b" \t\r\n")
    line = _ANY_LINE.match(text)
    return len(head) - len(text) + (line.end() if line else 0)


def holds_many(path: Path, head: bytes) -> bool:
    """Whether a file that begins with a "From " line holds more than one mail.

    Raises:
        OSError: the file cannot be read.
    """
    if not head.removeprefix(_BOM).lstrip(b" \t\r\n").startswith(b"From "):
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        return _NEXT.search(all_) is not None


def mails_of(content: mmap.mmap) -> Iterator[bytes]:
    """Each mail of a file of many, without its "From " line."""
    begins = [start_of(content[: 1 << 16]), *(match.start(1) for match in _NEXT.finditer(content))]
    for begin, end in pairwise([*begins, len(content)]):
        mail = content[begin:end]
        yield mail[start_of(mail) :]
