"""Mails that Outlook packs into one attachment (winmail.dat), by [MS-OXTNEF]."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.intake.containers import mail_parts, names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.rich_words import DamagedError, unpacked
from generator.intake.containers.taking import Taking
from generator.intake.containers.tnef_properties import Properties, read_properties

#: How such a file begins ([MS-OXTNEF] 2.1.3.1); a key of two bytes follows.
SIGNATURE = b"\x78\x9f\x3e\x22"
_START = 6

# attributes ([MS-OXTNEF] 2.1.3.3); the first four bytes are the kind, the others the number
_BODY, _MAPI, _CODE_PAGE = 0x0002800C, 0x00069003, 0x00069007
_NEXT, _TITLE, _DATA, _MAPI_OF_ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_OF_ATTACHMENT = frozenset({_TITLE, _DATA, _MAPI_OF_ATTACHMENT})
_LEVELS = frozenset({1, 2})
_HEAD = struct.Struct("<BII")
_FILLING = b"\r\n \0"  # what programs leave behind the last one
_CHECK = 2  # bytes of the sum behind each attribute

# property ids ([MS-OXPROPS])
_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _OBJECT = 0x3707, 0x3704, 0x3001, 0x3701


@dataclass(slots=True)
class _Attachment:
    """What is known of one attachment; ``whole``: its content is all there and adds up."""

    title: bytes = b""
    data: bytes | None = None
    whole: bool = True
    properties: Properties = field(default_factory=Properties)


@dataclass(slots=True)
class _Packed:
    """What stands in a file, as far as it goes; ``cut``: it ends before its end."""

    code_page: int = 0
    words: bytes = b""
    properties: Properties = field(default_factory=Properties)
    attachments: list[_Attachment] = field(default_factory=list)
    cut: bool = False

    def note(self, number: int, data: bytes, *, whole: bool) -> None:
        """Keep what one attribute says."""
        if number == _CODE_PAGE and len(data) >= 4:
            self.code_page = int.from_bytes(data[:4], "little")
        elif number == _BODY:
            self.words = data
        elif number == _MAPI:
            self.properties = read_properties(data)
        elif number == _NEXT or (number in _OF_ATTACHMENT and not self.attachments):
            self.attachments.append(_Attachment())
        if self.attachments:
            _fill(self.attachments[-1], number, data, whole=whole)


def _fill(attachment: _Attachment, number: int, data: bytes, *, whole: bool) -> None:
    if number == _TITLE:
        attachment.title = data.rstrip(b"\0")
    elif number == _DATA:
        attachment.data = data
        attachment.whole = whole
    elif number == _MAPI_OF_ATTACHMENT:
        attachment.properties = read_properties(data)


def read(path: Path, taking: Taking) -> None:
    """Take out the mail's words, where they are there, and every attachment.

    What stands behind a cut is told; an attachment whose content is not whole is refused.

    Raises:
        Fault: not even one attribute can be read.
    """
    data = path.read_bytes()
    packed = _Packed()
    many = 0
    for number, value, whole in _attributes(data, packed):
        packed.note(number, value, whole=whole)
        many += 1
    if not many:
        raise Fault(reasons.BROKEN)
    _take_words(packed, taking)
    for at, attachment in enumerate(packed.attachments, start=1):
        _take(attachment, at, packed.code_page, taking)
    if packed.cut:
        taking.cannot_go_on()


def _attributes(data: bytes, packed: _Packed) -> Iterator[tuple[int, bytes, bool]]:
    """Each attribute with its content, and whether that is all there and its sum is right."""
    at = _START
    while at < len(data):
        if not data[at : at + _HEAD.size].strip(_FILLING):
            return
        packed.cut = len(data) < at + _HEAD.size or data[at] not in _LEVELS
        if packed.cut:
            return
        _, number, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        value = data[at : at + length]
        stated = data[at + length : at + length + _CHECK]
        at += length + _CHECK
        packed.cut = len(stated) < _CHECK
        yield number, value, stated == (sum(value) & 0xFFFF).to_bytes(2, "little")


def _take_words(packed: _Packed, taking: Taking) -> None:
    """The words in the fullest form that is there: as they were set, as a page, or plain."""
    own, pages = packed.properties, packed.code_page
    rich = own.binary(_RTF)
    if rich:
        try:
            text = unpacked(rich)
        except DamagedError:
            taking.refuse(mail_parts.WORDS_AS_SET, reasons.BROKEN_ENTRY)
        else:
            taking.take(mail_parts.WORDS_AS_SET, mail_parts.chunks_of(text))
            return
    html = own.binary(_HTML)
    if html:
        taking.take(f"{mail_parts.WORDS}.html", mail_parts.chunks_of(html))
        return
    plain = own.words(_PLAIN, pages) or mail_parts.in_code_page(packed.words.rstrip(b"\0"), pages)
    if plain.strip():
        taking.take(f"{mail_parts.WORDS}.txt", mail_parts.chunks_of(plain.encode("utf-8")))


def _take(attachment: _Attachment, at: int, pages: int, taking: Taking) -> None:
    own = attachment.properties
    stated = own.words(_LONG_NAME, pages) or mail_parts.in_code_page(attachment.title, pages)
    stated = stated or own.words(_SHORT_NAME, pages) or own.words(_SHOWN_NAME, pages)
    name = mail_parts.attachment_name(stated, at)
    inner = own.binary(_OBJECT)
    if inner is not None:
        _take_object(inner, name, taking)
    elif attachment.data is None or not attachment.whole:
        taking.refuse(name, reasons.BROKEN_ENTRY, len(attachment.data or b""))
    else:
        taking.take(name, mail_parts.chunks_of(attachment.data))


def _take_object(inner: bytes, name: str, taking: Taking) -> None:
    """An attachment that is a mail, packed in the same way, or an object of another program.

    Its first 16 bytes say what the rest is ([MS-OXTNEF] 2.1.3.3.15).
    """
    content = inner[16:]
    if content.startswith(SIGNATURE):
        shown = name if names.extension_of(name) == ".dat" else f"{name}.dat"
        taking.take(shown, mail_parts.chunks_of(content))
    else:
        taking.take(name, mail_parts.chunks_of(content))
