"""Files that stand for another one: shortcuts to it, and downloads of it that were not finished."""

import plistlib
import re
from xml.parsers.expat import ExpatError

from generator.convert.kinds import ending_of
from generator.model import Unbindable

#: What browsers and programs for downloading append to a name until all is there: Chrome and Edge,
#: Firefox, Safari, Internet Explorer, Opera, 迅雷, BitComet, uTorrent, 百度网盘, aria2, QQ.
_UNFINISHED = frozenset(
    {
        *("crdownload", "part", "partial", "download", "opdownload", "downloading"),
        *("td", "xltd", "bc!", "!bt", "!ut", "!qb", "aria2", "qdl2"),
    }
)

_NOT_DONE = Unbindable(
    "unreadable",
    "文件没有下载完（名字是下载软件给未完成的文件起的）",
    "请重新下载，下载完成后把文件放进这个文件夹，再删去这一个。",
)

#: The head of a shortcut of Windows ([MS-SHLLINK] 2.1: HeaderSize and LinkCLSID).
_LINK = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
_POINTER = Unbindable(
    "unsupported-type",
    "这是快捷方式，只指向另一个文件，里面没有材料本身",
    "请打开它，找到所指的原文件，把原文件复制到这个文件夹，再删去快捷方式。",
)

#: Shortcuts to web pages: those of Windows and of Linux are text, that of macOS is a list.
_SECTIONS = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe)?\s*\[(InternetShortcut|Desktop Entry)[^\]]*\]", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?im)^\s*url\s*=\s*(\S[^\r\n]*)")
_LISTS = frozenset({"webloc", "fileloc", "inetloc"})

#: So many letters of an address are shown.
_SHOWN = 200


def stand_in(head: bytes, name: str) -> Unbindable | None:
    """What a file stands for, if it is no document itself, with what to do about it.

    Args:
        head: some thousand bytes.
        name: its name as filed; unfinished downloads show by its end alone.
    """
    ending = ending_of(name)
    if ending in _UNFINISHED:
        return _NOT_DONE
    if head.startswith(_LINK):
        return _POINTER
    plain = head.replace(b"\0", b"")
    if _SECTIONS.match(plain):
        found = _ADDRESS.search(plain.decode("utf-8", "replace"))
        return _page(found[1] if found else "")
    return _page(_listed(head)) if ending in _LISTS else None


def is_unfinished(name: str) -> bool:
    """Whether a name is one that a download has until all of it is there."""
    return ending_of(name) in _UNFINISHED


def _listed(head: bytes) -> str:
    """The address in a list of macOS, or nothing."""
    try:
        content = plistlib.loads(head)
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError):
        return ""
    return str(content.get("URL", "")) if isinstance(content, dict) else ""


def _page(address: str) -> Unbindable:
    """A shortcut to a page, or to a file where it names one of a computer."""
    shown = "".join(char for char in address if char.isprintable())[:_SHOWN]
    if not shown or shown.lower().startswith("file:"):
        return _POINTER
    return Unbindable(
        "unsupported-type",
        f"这是网页的快捷方式，里面只有网址（{shown}），没有网页本身",
        "请用浏览器打开这个网址，把网页打印或另存为 PDF，放进这个文件夹，再删去快捷方式。",
    )
