"""What mails of every kind share: labels, names of attachments, dates as written."""

import re
from collections.abc import Iterable, Sequence

from generator.convert.decode import UndecodableError, decode
from generator.convert.record import Mail

SENDER, TO, COPY, WHEN, SUBJECT = "发件人", "收件人", "抄送", "时间", "主题"
BLIND_COPY = "密送"

#: For an attachment or a subject without words.
UNNAMED, EMPTY = "附件", "（无）"

#: How the words of a mail are called that become a document of their own.
WORDS = "邮件正文"
WORDS_AS_SET = f"{WORDS}.rtf"


def mail(fields: Iterable[tuple[str, str]], body: str, *, html: bool) -> Mail:
    """A mail's words; a field without a value is left out, except those that every mail has."""
    always = (SENDER, TO, WHEN, SUBJECT)
    kept = ((label, " ".join(value.split())) for label, value in fields)
    shown = ((label, value or EMPTY) for label, value in kept if value or label in always)
    return Mail(tuple(shown), body, html)


def attachment_name(stated: str, at: int, extension: str = "") -> str:
    """The name of an attachment: what a path ends with, or its number where none is stated."""
    last = stated.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    return last if last.strip(". ") else f"{UNNAMED}{at}{extension}"


def chunks_of(data: bytes) -> Sequence[bytes]:
    """Content that is in memory already."""
    return (data,)


def in_code_page(data: bytes, pages: int) -> str:
    """A text of a mail in a code page of Windows by its number, as far as that fits.

    Args:
        data: its bytes.
        pages: the number; 0 when none is stated.
    """
    encoding = {936: "gb18030", 65001: "utf-8", 54936: "gb18030"}.get(pages, f"cp{pages}")
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decode(data)[0]
    except UndecodableError:
        return re.sub(r"[^\x20-\x7e\s]", "?", data.decode("latin-1"))
