"""Archives and mails: common ones through their libraries, odd ones byte by byte."""

import base64
import email
import hashlib
import io
import itertools
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType

import libarchive
import pikepdf

from tests.builders.pdfs import A4, as_bytes, blank_pdf

#: A 7z archive of one text file, its content encrypted, then its list of contents as well
#: (written once by py7zr with the password "secret").
LOCKED_7Z = base64.b64decode(
    "N3q8ryccAAQyV4/QmQAAAAAAAAAUAAAAAAAAAJYOHOFbt2bKRuhc7ztYzZTq5phXMeIEFKrYZCkJS6Jz5ZgO9AEAdAEEBgAB"
    "CSAKAVUw9SsABwsBAAIkBvEHARJTD5dRWTusFhjtUqoA1AYYNRkhIQEYAQAMFhIACAoBSW83IAAABQERHQBzUY5OHE5/ieiQ"
    "T1NcT4R2/VEuAHQAeAB0AAAAFAoBACC3yKG/et0BFQYBACCAgIEAAAAXBiABCXkABwsBAAEhIQEYDHUAAA=="
)
SEALED_7Z = base64.b64decode(
    "N3q8ryccAATVzXnhoAAAAAAAAAApAAAAAAAAAPSf5KxXErTszHaJpBjLsbj9W9WZ09KCI70kquDpfNcjuCuYgdnxQqxap84y"
    "bcWWwM4p5A8GUxuhrFyT+niOAk7X7z6S5SJv257ToVoNSTcw8YolXRpsxBEO19V8liQ4fH0Y+PtsETn8no6JBx9IdFykBZcd"
    "l+gBEmcUltAzBpr+kAasqcShXDpSi6XlbHDLqW0gxupNNXOQ2b9y+PGO+g34YeCrFwYgAQmAgAAHCwEAASQG8QcBElMPkdQp"
    "q18GqFM5QvnfLNklhAx1AAA="
)


def zip_of(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2019, 5, 10, 9, 0, 0)), data, method)
    return stream.getvalue()


def raw_zip(
    entries: Sequence[tuple[bytes, bytes]], *, flags: int = 0, extra: bytes = b"", mode: int = 0
) -> bytes:
    """A zip whose names are written byte for byte; content stored."""
    body, listing = b"", b""
    for name, data in entries:
        sizes = struct.pack("<III", zlib.crc32(data), len(data), len(data))
        common = struct.pack("<HHHHH", 20, flags, 0, 0, 0x4EAA) + sizes
        common += struct.pack("<HH", len(name), len(extra))
        made_by = struct.pack("<H", (3 << 8 | 20) if mode else 20)
        tail = struct.pack("<HHHII", 0, 0, 0, mode << 16, len(body))
        listing += b"PK\x01\x02" + made_by + common + tail + name + extra
        body += b"PK\x03\x04" + common + name + extra + data
    count = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listing), len(body), 0)
    return body + listing + b"PK\x05\x06" + count


def unicode_path(shown: str, raw: bytes) -> bytes:
    """Info-ZIP's extra field with the UTF-8 form of a name."""
    data = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + shown.encode()
    return struct.pack("<HH", 0x7075, len(data)) + data


def tar_of(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, kind in (("链接", tarfile.SYMTYPE), ("设备", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    return stream.getvalue()


def seven_zip(files: Mapping[str, bytes], target: Path) -> bytes:
    with libarchive.file_writer(str(target), "7zip") as archive:
        for name, data in files.items():
            archive.add_file_from_memory(name, len(data), data)
    return target.read_bytes()


def rar4(
    files: Mapping[bytes, bytes],
    *,
    locked: bool = False,
    main: int = 0,
    version: int = 20,
    method: int = 0x30,
    split: bool = False,
) -> bytes:
    """A RAR archive of version 4 with stored content; ``main``: flags of the archive."""
    out = b"Rar!\x1a\x07\x00" + _rar4_block(0x73, main, bytes(6))
    flags = 0x8000 | (4 if locked else 0) | (2 if split else 0)
    for name, data in files.items():
        sizes = struct.pack("<II", len(data), len(data))
        facts = (3, zlib.crc32(data), 0x4EAA0000, version, method, len(name), 0o644)
        rest = struct.pack("<BIIBBHI", *facts)
        out += _rar4_block(0x74, flags, sizes + rest + name) + data
    return out + _rar4_block(0x7B, 0x4000, b"")


def _rar4_block(kind: int, flags: int, rest: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar5(
    files: Mapping[str, bytes],
    *,
    main: int = 0,
    sealed: bool = False,
    locked: Sequence[str] = (),
    copies: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A RAR archive of version 5 with stored content; ``copies``: names that stand for others."""
    out = b"Rar!\x1a\x07\x01\x00"
    if sealed:
        return out + _rar5_block(4, 0, _number(0) * 2 + bytes(17)) + bytes(range(200))
    out += _rar5_block(1, 0, _number(main))
    for name, data in files.items():
        extra = _rar5_extra(1, bytes(35)) if name in locked else b""
        out += _rar5_file(name, data, extra)
    for name, source in copies.items():
        raw = source.encode()
        extra = _rar5_extra(5, _number(5) + _number(0) + _number(len(raw)) + raw)
        out += _rar5_file(name, b"", extra)
    return out + _rar5_block(5, 0, _number(0))


def _rar5_file(name: str, data: bytes, extra: bytes) -> bytes:
    raw = name.encode()
    fields = _number(4) + _number(len(data)) + _number(0o100644)
    fields += struct.pack("<I", zlib.crc32(data)) + _number(0) + _number(1)
    sizes = (_number(len(extra)) if extra else b"") + _number(len(data))
    rest = sizes + fields + _number(len(raw)) + raw + extra
    return _rar5_block(2, 2 | (1 if extra else 0), rest) + data


def _rar5_extra(kind: int, data: bytes) -> bytes:
    return _number(1 + len(data)) + _number(kind) + data


def _rar5_block(kind: int, flags: int, rest: bytes) -> bytes:
    head = _number(kind) + _number(flags) + rest
    sized = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def mail(
    attachments: Mapping[str, bytes],
    *,
    text: str = "请查收附件。",
    html: str | None = None,
    inner: bytes | None = None,
) -> bytes:
    message = EmailMessage()
    message["From"] = "甲县协作办 <jia@example.invalid>"
    message["To"] = "东市东区协作办 <dong@example.invalid>"
    message["Cc"] = "甲州协作办 <zhou@example.invalid>"
    message["Date"] = "Fri, 10 May 2019 09:30:00 +0800"
    message["Subject"] = "关于报送联席会议材料的函"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    for name, data in attachments.items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    if inner is not None:
        message.add_attachment(email.message_from_bytes(inner, policy=message.policy))
    return message.as_bytes()


def outlook_mail(attachments: Mapping[str, bytes], body: str = "请查收附件。") -> bytes:
    """A mail as Outlook saves it, with an embedded mail as its last attachment."""
    words = {
        0x0037: "关于报送联席会议材料的函",
        0x0C1A: "甲县协作办",
        0x5D01: "jia@example.invalid",
        0x0E04: "东市东区协作办",
        0x1000: body,
    }
    sent = 132019254000000000  # 2019-05-10 01:30:00 UTC as FILETIME
    fixed = struct.pack("<IIQ", 0x00390040, 6, sent)
    tree: dict[str, object] = {"__properties_version1.0": bytes(32) + fixed}
    tree |= {f"__substg1.0_{key:04X}001F": text.encode("utf-16-le") for key, text in words.items()}
    for at, (name, data) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{at:08X}"] = {
            "__properties_version1.0": bytes(8) + struct.pack("<IIQ", 0x37050003, 6, 1),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
    tree[f"__attach_version1.0_#{len(attachments):08X}"] = {
        "__properties_version1.0": bytes(8) + struct.pack("<IIQ", 0x37050003, 6, 5),
        "__substg1.0_3707001F": "转来的邮件".encode("utf-16-le"),
        "__substg1.0_3701000D": {"__properties_version1.0": bytes(24)},
    }
    return compound_file(tree)


_SECTOR, _MINI = 512, 64
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(tree: Mapping[str, object]) -> bytes:
    """A compound file (OLE2): names to bytes or to further such trees."""
    entries: list[tuple[str, int, bytes]] = []
    links: list[list[int]] = []
    _add_entry("Root Entry", tree, entries, links)
    mini, chains = _packed(
        [data if kind == 2 and len(data) < 4096 else b"" for _, kind, data in entries], _MINI
    )
    streams = [mini, *(data if len(data) >= 4096 else b"" for _, _, data in entries)]
    mini_fat = struct.pack(f"<{len(chains[1])}I", *chains[1])
    directory_size = -(-len(entries) // 4) * _SECTOR
    body, (starts, fat) = _packed([*streams, mini_fat, bytes(directory_size)], _SECTOR)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(fat)
    fat = [*fat, *([_FAT] * fat_sectors)]
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    directory = b""
    for at, (name, kind, data) in enumerate(entries):
        big = len(data) >= 4096
        start = starts[0] if at == 0 else starts[at + 1] if big else chains[0][at]
        size = len(mini) if at == 0 else len(data)
        raw = name.encode("utf-16-le")
        left, right, child = links[at]
        directory += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        directory += struct.pack("<III", left, right, child) + bytes(36)
        directory += struct.pack("<IQ", start if kind != 1 else 0, size)
    directory = directory.ljust(directory_size, b"\0")
    at = starts[-1] * _SECTOR
    body = body[:at] + directory + body[at + directory_size :]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIII", 0, fat_sectors, starts[-1], 0, 4096)
    head += struct.pack("<IIII", starts[-2], -(-len(mini_fat) // _SECTOR), _END, 0)
    places = [first_fat + at for at in range(fat_sectors)]
    head += struct.pack("<109I", *places, *([_FREE] * (109 - fat_sectors)))
    return head + body + struct.pack(f"<{len(fat)}I", *fat)


def _add_entry(
    name: str, content: object, entries: list[tuple[str, int, bytes]], links: list[list[int]]
) -> int:
    at = len(entries)
    if isinstance(content, bytes):
        entries.append((name, 2, content))
        links.append([_FREE, _FREE, _FREE])
        return at
    assert isinstance(content, Mapping)
    entries.append((name, 1 if at else 5, b""))
    links.append([_FREE, _FREE, _FREE])
    children = [_add_entry(key, inner, entries, links) for key, inner in content.items()]
    if children:
        links[at][2] = children[0]
        for before, after in itertools.pairwise(children):
            links[before][1] = after
    return at


def _packed(streams: Sequence[bytes], size: int) -> tuple[bytes, tuple[list[int], list[int]]]:
    """Streams in sectors one after the other: the bytes, each one's start, and the chains."""
    body, starts, chain = b"", [], []
    for data in streams:
        count = -(-len(data) // size)
        starts.append(len(chain) if count else _END)
        chain += [len(chain) + at + 1 for at in range(count - 1)] + ([_END] if count else [])
        body += data.ljust(count * size, b"\0")
    return body, (starts, chain)


def pdf_with(attachments: Mapping[str, bytes]) -> bytes:
    """A PDF of one page with attachments, and one more that is pinned to the page."""
    pdf = blank_pdf([A4])
    for name, data in attachments.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    specification = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        UF="别在页上的说明.txt",
        EF=pikepdf.Dictionary(F=pdf.make_stream("说明".encode())),
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[10, 10, 30, 30],
        FS=pdf.make_indirect(specification),
    )
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note)])
    return as_bytes(pdf)


def pdf_with_locked(attachments: Mapping[str, bytes], *, streams: str = "/Identity") -> bytes:
    """A PDF whose attachments alone are locked, with a password that nobody knows.

    With another filter for ``streams`` the whole document is locked.
    """
    key = hashlib.md5(b"secret", usedforsecurity=False).digest()
    pdf = blank_pdf([A4])
    for name, data in attachments.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data[::-1], filename=name)
    pdf.trailer["/ID"] = pikepdf.Array([pikepdf.String("1" * 16), pikepdf.String("1" * 16)])
    pdf.trailer["/Encrypz"] = pdf.make_indirect(
        pikepdf.Dictionary(
            Filter=pikepdf.Name.Standard,
            V=4,
            R=4,
            Length=128,
            P=-4,
            O=pikepdf.String(key * 2),
            U=pikepdf.String(key * 2),
            CF=pikepdf.Dictionary(
                StdCF=pikepdf.Dictionary(
                    AuthEvent=pikepdf.Name.EFOpen, CFM=pikepdf.Name.AESV2, Length=16
                )
            ),
            StmF=pikepdf.Name(streams),
            StrF=pikepdf.Name(streams),
            EFF=pikepdf.Name.StdCF,
        )
    )
    stream = io.BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue().replace(b"/Encrypz", b"/Encrypt")
