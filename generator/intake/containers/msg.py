"""Mails as Outlook saves them (.msg): a compound file of properties, by [MS-OXMSG]."""

import datetime as dt
import struct
from pathlib import Path
from typing import Any

from generator.intake.containers import mail_parts, reasons, rich_words
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking
from generator.model import Unbindable

#: The stream that every storage of a message has; its entries are 16 bytes each.
PROPERTIES = "__properties_version1.0"
_HEADER_OF_TOP, _HEADER_OF_ATTACHMENT = 32, 8  # bytes before the entries ([MS-OXMSG] 2.4.1)

# property ids ([MS-OXPROPS])
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_TO, _CC, _BCC = 0x0E04, 0x0E03, 0x0E02
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGE, _HTML_CODE_PAGE = 0x3FFD, 0x3FDE
_DATA, _METHOD, _NAME, _SHORT_NAME = 0x3701, 0x3705, 0x3707, 0x3704

_BY_VALUE, _EMBEDDED, _OBJECT = 1, 5, 6
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)  # FILETIME counts 100 ns from here

_NO_WORDS = Unbindable(
    "unsupported-type",
    "邮件正文只有 Outlook 的 RTF 格式，而且已损坏，读不出来",
    "请在 Outlook 里打开这封邮件，打印为 PDF，放进这个文件夹。",
)


def read(path: Path, taking: Taking) -> None:
    """Keep a mail's words and take out its attachments.

    Raises:
        Fault: the compound file is damaged.
    """
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as compound:
            _read(compound, taking)
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error) as error:
        raise Fault(reasons.BROKEN) from error


def _read(compound: Any, taking: Taking) -> None:
    top = _Storage(compound, (), _HEADER_OF_TOP)
    pages = top.number(_CODE_PAGE) or 0
    html = top.words(_HTML, top.number(_HTML_CODE_PAGE) or pages)
    body = html or top.words(_BODY, pages)
    if not body.strip() and top.has(_RTF):
        _take_words(top.binary(_RTF) or b"", taking)
    address = top.words(_SENDER_SMTP, pages) or top.words(_SENDER_ADDRESS, pages)
    name = top.words(_SENDER_NAME, pages)
    fields = (
        (mail_parts.SENDER, f"{name} <{address}>" if address and address != name else name),
        (mail_parts.TO, top.words(_TO, pages)),
        (mail_parts.COPY, top.words(_CC, pages)),
        (mail_parts.BLIND_COPY, top.words(_BCC, pages)),
        (mail_parts.WHEN, top.time(_SUBMITTED) or top.time(_DELIVERED)),
        (mail_parts.SUBJECT, top.words(_SUBJECT, pages)),
    )
    taking.mail = mail_parts.mail(fields, body, html=bool(html))
    storages = {parts[0] for parts in compound.listdir() if parts[0].startswith("__attach")}
    for at, storage in enumerate(sorted(storages), start=1):
        _take(_Storage(compound, (storage,), _HEADER_OF_ATTACHMENT), at, pages, taking)


def _take_words(packed: bytes, taking: Taking) -> None:
    """Words that are there in Outlook's own form alone become a document."""
    try:
        taking.take(mail_parts.WORDS_AS_SET, mail_parts.chunks_of(rich_words.unpacked(packed)))
    except rich_words.DamagedError:
        taking.refuse(mail_parts.WORDS_AS_SET, _NO_WORDS)


def _take(attachment: "_Storage", at: int, pages: int, taking: Taking) -> None:
    stated = attachment.words(_NAME, pages) or attachment.words(_SHORT_NAME, pages)
    name = mail_parts.attachment_name(stated, at)
    method = attachment.number(_METHOD)
    try:
        data = attachment.binary(_DATA)
    except (OSError, ValueError, IndexError):
        taking.refuse(name, reasons.BROKEN_ENTRY)
        return
    if data is not None:
        taking.take(name, mail_parts.chunks_of(data))
    elif method in (_EMBEDDED, _OBJECT):
        taking.refuse(name, reasons.EMBEDDED_MAIL)
    elif method in (None, _BY_VALUE):
        taking.refuse(name, reasons.BROKEN_ENTRY)
    else:
        taking.refuse(name, reasons.LINKED)


class _Storage:
    """The properties of a message or of one of its attachments."""

    def __init__(self, compound: Any, place: tuple[str, ...], header: int) -> None:
        self._compound = compound
        self._place = place
        listing = self._stream(PROPERTIES) or b""
        self._fixed = {
            tag: value
            for start in range(header, len(listing) - 15, 16)
            for tag, value in [(listing[start : start + 4], listing[start + 8 : start + 16])]
        }

    def has(self, key: int) -> bool:
        """Whether there is binary content."""
        return self._stream(f"__substg1.0_{key:04X}0102") is not None

    def binary(self, key: int) -> bytes | None:
        """A binary property."""
        return self._stream(f"__substg1.0_{key:04X}0102")

    def words(self, key: int, pages: int) -> str:
        """A text, as Unicode, in a code page, or as bytes; empty when there is none."""
        unicode = self._stream(f"__substg1.0_{key:04X}001F")
        if unicode is not None:
            return unicode.decode("utf-16-le", "backslashreplace").rstrip("\0")
        data = self._stream(f"__substg1.0_{key:04X}001E") or self.binary(key)
        return mail_parts.in_code_page(data.rstrip(b"\0"), pages) if data else ""

    def number(self, key: int) -> int | None:
        """A whole number of 32 bits."""
        value = self._fixed.get(struct.pack("<HH", 0x0003, key))
        return None if value is None else int(struct.unpack_from("<i", value)[0])

    def time(self, key: int) -> str:
        """A moment, which is kept in universal time, with that said."""
        value = self._fixed.get(struct.pack("<HH", 0x0040, key))
        if value is None:
            return ""
        ticks = struct.unpack("<Q", value)[0]
        try:
            moment = _EPOCH + dt.timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return f"{moment:%Y-%m-%d %H:%M:%S}（协调世界时，北京时间再加 8 小时）"

    def _stream(self, name: str) -> bytes | None:
        path = [*self._place, name]
        if not self._compound.exists(path) or self._compound.get_type(path) != 2:
            return None
        with self._compound.openstream(path) as stream:
            data = bytes(stream.read())
        if len(data) != self._compound.get_size(path):
            raise ValueError(name)  # the library gives what there is, and only notes the loss
        return data
