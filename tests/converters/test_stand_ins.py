"""Shortcuts and unfinished downloads are called what they are, and no document is taken for one."""

import codecs
import plistlib
from pathlib import Path

import pytest

from generator.convert.sniff import Identity
from generator.model import Unbindable
from tests.builders.identified import container_kind, identify
from tests.builders.pdfs import A4, as_bytes, blank_pdf

LINK = bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(56)
PAGE = "http://example.invalid/gongshi"
WIDE = codecs.BOM_UTF16_LE + f"[InternetShortcut]\r\nURL={PAGE}\r\n".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "said", "remedy"),
    [
        ("名单.lnk", LINK, "快捷方式，只指向另一个文件", "原文件"),
        ("名单.pdf", LINK, "快捷方式，只指向另一个文件", "原文件"),
        ("公示.url", f"[InternetShortcut]\nURL={PAGE}\n".encode(), PAGE, "浏览器"),
        ("公示.url", WIDE, PAGE, "浏览器"),
        ("公示.URL", b"[InternetShortcut]\nURL=file:///C:/1.doc\n", "另一个文件", "原文件"),
        ("公示.desktop", f"[Desktop Entry]\nType=Link\nURL={PAGE}\n".encode(), PAGE, "浏览器"),
        ("公示.webloc", plistlib.dumps({"URL": PAGE}), PAGE, "浏览器"),
        (
            "公示.webloc",
            plistlib.dumps({"URL": PAGE}, fmt=plistlib.FMT_BINARY),
            PAGE,
            "浏览器",
        ),
        ("坏.webloc", b"bplist00\xff", "快捷方式", "原文件"),
        ("通报.pdf.crdownload", as_bytes(blank_pdf([A4])), "没有下载完", "重新下载"),
        ("资料.zip.bc!", b"PK\x03\x04", "没有下载完", "重新下载"),
        ("视频.mp4.xltd", b"", "没有下载完", "重新下载"),
    ],
)
def test_what_stands_for_a_document_is_told(
    name: str, data: bytes, said: str, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    found = identify(tmp_path / name, name)
    assert isinstance(found, Unbindable)
    assert said in found.message
    assert remedy in found.remedy
    assert container_kind(tmp_path / name, name) is None


def test_a_long_address_is_cut_and_shows_nothing_unseen(tmp_path: Path) -> None:
    (tmp_path / "x.url").write_text(f"[InternetShortcut]\nURL={PAGE}/\u202e{'a' * 9000}", "utf-8")
    found = identify(tmp_path / "x.url", "x.url")
    assert isinstance(found, Unbindable)
    assert len(found.message) < 300
    assert "\u202e" not in found.message


def test_a_text_about_shortcuts_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("把 [InternetShortcut] 放进来", "utf-8")
    assert identify(tmp_path / "说明.txt", "说明.txt") == Identity("txt")
