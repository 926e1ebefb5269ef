"""Open zips that may be bombs: a list of contents of a sane length, members of a sane size."""

import zipfile
import zlib
from pathlib import Path

#: Bytes of the longest list of contents that is read: about 200,000 members.
_LONGEST_LIST = 20_000_000

_END, _END_SIZE, _LONGEST_REMARK = b"PK\x05\x06", 22, 65_535
_FAR, _FAR_SIZE = b"PK\x06\x07", 20  # where the end of a large zip (zip64) stands
_UNTOLD = 0xFFFFFFFF

#: What a damaged or hostile zip makes the library raise.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ValueError, KeyError),
    *(NotImplementedError, EOFError, RuntimeError),
)


def open_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip, unless its list of contents is so long that reading it would fill the memory.

    Raises:
        zipfile.BadZipFile: it is no zip, damaged, or its list is too long.
        ValueError, NotImplementedError, EOFError: it is damaged.
        OSError: the file cannot be read.
    """
    if _list_size(path) > _LONGEST_LIST:
        raise zipfile.BadZipFile("the list of contents is too long")
    return zipfile.ZipFile(path)


def member(package: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """A member, unpacked, but no more of it than the zip says that there is.

    ``ZipFile.read`` unpacks all that is there first, however little was stated.

    Raises:
        KeyError: there is no such member.
        zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError: it cannot be
            read, or is not what the zip says of it.
    """
    info = package.getinfo(name) if isinstance(name, str) else name
    with package.open(info) as stream:
        return stream.read(info.file_size)


def head_of(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The first bytes of a member, unpacked, however large it is.

    Raises:
        KeyError: there is no such member.
        zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError: it cannot be read.
    """
    with package.open(name) as stream:
        return stream.read(most)


def _list_size(path: Path) -> int:
    """How many bytes the list of contents takes by the zip's own word (APPNOTE 4.3.14 to 16)."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _LONGEST_REMARK - _END_SIZE - _FAR_SIZE))
        tail = stream.read()
        at = tail.rfind(_END)
        if at < 0:
            return 0
        stated = int.from_bytes(tail[at + 12 : at + 16], "little")
        if stated == _UNTOLD and tail[at - _FAR_SIZE : at].startswith(_FAR):
            stream.seek(int.from_bytes(tail[at - 12 : at - 4], "little"))
            stated = int.from_bytes(stream.read(48)[40:48], "little")
    return stated
