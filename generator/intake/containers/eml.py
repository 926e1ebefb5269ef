"""Mails as text, whatever their encoding: one (.eml), or a file of many (.mbox)."""

import email
import mimetypes
import mmap
from collections.abc import Iterator
from email._policybase import Compat32
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value
from pathlib import Path
from types import MappingProxyType

from generator.convert.decode import UndecodableError, decode
from generator.intake.containers import mail_parts, mail_start, names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking

_FIELDS = (
    ("From", mail_parts.SENDER),
    ("To", mail_parts.TO),
    ("Cc", mail_parts.COPY),
    ("Bcc", mail_parts.BLIND_COPY),
    ("Date", mail_parts.WHEN),
    ("Subject", mail_parts.SUBJECT),
)
_MOST_PARTS = 100_000

#: The extensions that Python itself knows: those of the system would differ from place to place.
_KNOWN_TYPES = mimetypes.MimeTypes()

#: Programs that write these mean the encoding that goes beyond them.
_WIDER = MappingProxyType({"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"})

#: Bytes of a mail in which its subject is looked for.
_HEADER = 1 << 16


class _AsWritten(Compat32):
    """Gives headers as they stand in the file: plain bytes in them are not replaced."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


AS_WRITTEN = _AsWritten()


def read(path: Path, taking: Taking) -> None:
    """Keep a mail's words and take out every part that is not its body.

    Raises:
        Fault: the mail's structure has no end.
    """
    data = path.read_bytes()
    message = email.message_from_bytes(data[mail_start.start_of(data) :], policy=AS_WRITTEN)
    body: tuple[Message, bool] | None = None
    at = 0
    for count, (part, twin) in enumerate(_parts(message)):
        if count > _MOST_PARTS:
            raise Fault(reasons.BROKEN)
        if _is_words(part) and (body is None or (twin and body[1] and _is_other(part, body[0]))):
            if body is None or part.get_content_type() == "text/html":
                body = part, twin
            continue
        at += 1
        taking.take(_name(part, at), mail_parts.chunks_of(_bytes(part)))
    fields = [(label, field_of(message, name)) for name, label in _FIELDS]
    html = body is not None and body[0].get_content_type() == "text/html"
    taking.mail = mail_parts.mail(fields, _text(body[0]) if body else "", html=html)


def _parts(message: Message) -> Iterator[tuple[Message, bool]]:
    """Every part that holds no others, and whether it is one of several forms of the same words.

    A mail within the mail counts as one part.
    """
    waiting = [(message, False)]
    while waiting:
        part, twin = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            twin = twin or part.get_content_type() == "multipart/alternative"
            waiting += [(inner, twin) for inner in reversed(payload) if isinstance(inner, Message)]
        else:
            yield part, twin


def _is_words(part: Message) -> bool:
    """Whether a part is meant to be read in the mail itself."""
    written = part.get_content_type() in ("text/plain", "text/html")
    return written and part.get_content_disposition() != "attachment" and not _stated_name(part)


def _is_other(part: Message, body: Message) -> bool:
    return part.get_content_type() != body.get_content_type()


def _bytes(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        assert isinstance(inner, Message)
        return _flat(inner)
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else _flat(part)


def _flat(message: Message) -> bytes:
    """A mail as it is sent; one whose damaged headers hold letters that cannot be is in UTF-8."""
    try:
        return message.as_bytes()
    except UnicodeError:
        return message.as_string().encode("utf-8", "surrogateescape")


def _text(part: Message) -> str:
    data = _bytes(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(_WIDER.get(charset.lower(), charset))
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decode(data)[0]
    except UndecodableError:
        return data.decode("utf-8", "backslashreplace")


def field_of(message: Message, name: str) -> str:
    """A field of the header as it reads, all of them where there are several."""
    return "，".join(_decoded(value) for value in message.get_all(name, []))


def _decoded(text: str) -> str:
    """A header's value: encoded words, or plain bytes in some encoding."""
    raw = text.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        return names.decoded(raw)
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(_piece(data, charset) for data, charset in pieces)


def _piece(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    stated = charset or "ascii"
    try:
        return data.decode(_WIDER.get(stated.lower(), stated))
    except (LookupError, UnicodeDecodeError):
        return names.decoded(data)


def _stated_name(part: Message) -> str:
    for field, header in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(field, None, header)
        if value:
            plain = collapse_rfc2231_value(value) if isinstance(value, tuple) else str(value)
            return _decoded(plain)
    return ""


def _name(part: Message, at: int) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = field_of(inner, "Subject") if isinstance(inner, Message) else ""
        stated = _stated_name(part) or names.of_subject(subject)
        name = mail_parts.attachment_name(stated, at)
        return name if name.lower().endswith(".eml") else f"{name}.eml"
    return mail_parts.attachment_name(
        _stated_name(part), at, _KNOWN_TYPES.guess_extension(kind) or ""
    )


def read_many(path: Path, taking: Taking) -> None:
    """Take out every mail, called after its place in the file and its subject."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        for at, mail in enumerate(mail_start.mails_of(all_), start=1):
            taking.take(_name_of_many(mail[:_HEADER], at), mail_parts.chunks_of(mail))


def _name_of_many(head: bytes, at: int) -> str:
    message = BytesHeaderParser(policy=AS_WRITTEN).parsebytes(head)
    subject = " ".join(field_of(message, "Subject").split())
    return f"第{at}封 {names.of_subject(subject) or mail_parts.EMPTY}.eml"
