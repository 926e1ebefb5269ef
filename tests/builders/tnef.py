"""The attachments of a mail as Outlook packs them into one, attribute by attribute."""

import struct

#: The words "hello world" as [MS-OXRTFCP] 3.1 shows them packed.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
    "05b06c647d0a800fa0"
)
TEXT, WIDE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """A list of properties: a number and one with a name, which no reader needs, then these."""
    listed = struct.pack("<HHI", 3, 0x3705, 1)
    listed += struct.pack("<HH", 3, 0x8001) + bytes(16) + struct.pack("<II", 1, 6)
    listed += "甲乙\0".encode("utf-16-le") + b"\0\0" + struct.pack("<I", 7)
    for kind, key, value in values:
        listed += struct.pack("<HHII", kind, key, 1, len(value)) + value + bytes(-len(value) % 4)
    return struct.pack("<I", 2 + len(values)) + listed


def attribute(number: int, data: bytes, *, level: int = 2, check: int | None = None) -> bytes:
    stated = sum(data) & 0xFFFF if check is None else check
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", stated)


def attachment(title: bytes, data: bytes, *own: tuple[int, int, bytes]) -> bytes:
    """One attachment with its short name, its content, and more properties of it."""
    packed = attribute(0x69002, bytes(14)) + attribute(0x18010, title + b"\0")
    if data:
        packed += attribute(0x6800F, data)
    return packed + (attribute(0x69005, properties(*own)) if own else b"")


def winmail(*parts: bytes, code_page: int = 936) -> bytes:
    head = struct.pack("<IH", 0x223E9F78, 1) + attribute(
        0x89006, struct.pack("<I", 0x10000), level=1
    )
    return head + attribute(0x69007, struct.pack("<II", code_page, 0), level=1) + b"".join(parts)
