"""What mails of every kind share: labels, names of attachments, dates as written."""

from collections.abc import Iterable, Sequence

from generator.convert.record import Mail

SENDER, TO, COPY, WHEN, SUBJECT = "发件人", "收件人", "抄送", "时间", "主题"
BLIND_COPY = "密送"

#: For an attachment or a subject without words.
UNNAMED, EMPTY = "附件", "（无）"


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
