"""What libraries say of documents that they cannot read goes to the log; a clerk reads Chinese."""

import struct
from pathlib import Path

import docx
import openpyxl

from generator.base import log
from generator.binder.build import build
from generator.binder.request import Request
from tests.builders import containers, hostile
from tests.builders.words import OF_LIBRARIES
from tests.hostile.steps import opened
from tests.test_binder import AS_OF, quiet


def with_picture(side: int, data: bytes, coding: bytes) -> bytes:
    """A page that shows one picture of this size and coding."""
    shown = b"q 500 0 0 500 40 40 cm /I Do Q"
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1"
        b"/Filter%s" % (side, side, coding)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
    return hostile.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page + b"<</XObject<</I 5 0 R>>>>>>",
            hostile.stream_of(b"", shown),
            hostile.stream_of(entries, data),
        ]
    )


def giant(side: int) -> bytes:
    """The head of a JBIG2 page (ITU-T T.88, 7.4.8)."""
    page = struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    return struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page


#: What is bound, and what is not.
BOUND = {
    "1.1 函/巨图.pdf": with_picture(60_000, giant(60_000), b"/JBIG2Decode"),
    "1.1 函/坏图.pdf": with_picture(64, b"nothing", b"/JPXDecode"),
    "1.1 函/不明.pdf": with_picture(64, b"nothing", b"/NoSuchFilter"),
}
UNBOUND = {
    "1.1 函/装不进.pdf": with_picture(64, b"nothing", b"[/LZWDecode/Crypt]"),
    "1.1 函/空.pdf": b"%PDF-1.7\n",
    "1.1 函/圈.pdf": hostile.pdf_kids_loop(),
    "1.1 函/大.png": hostile.png_bomb(60_000),
    "1.1 函/残.jpg": b"\xff\xd8\xff\xe0nothing",
    "1.1 函/残.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "1.1 函/残.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
    "1.1 函/残.ofd": containers.zip_of({"OFD.xml": b"<a"}),
    "1.1 函/残.mp4": b"\0\0\0\x18ftypisom\0\0\0\0isomisom" + bytes(90),
    "2.1 选派/名册.xlsx": containers.zip_of({"xl/workbook.xml": b"<a"}),
}


def words_of(folder: Path) -> str:
    """All that the lists, Word volumes and findings of a binder say."""
    said = [(folder / "findings.json").read_text("utf-8")]
    for book in folder.glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(book):
            said += [str(cell or "") for row in sheet.iter_rows(values_only=True) for cell in row]
    for volume in folder.glob("*.docx"):
        parts = docx.Document(str(volume)).element.body.iter()
        said += [part.text or "" for part in parts if part.tag.endswith("}t")]
    return "\n".join(said)


def test_a_clerk_reads_no_english_of_a_library(tmp_path: Path) -> None:
    workspace = opened(tmp_path, {**BOUND, **UNBOUND})
    with log.kept(tmp_path, "记录") as kept:
        outcome = build(workspace, Request("jia", AS_OF, tmp_path / "out"), quiet)
    assert OF_LIBRARIES.search(kept.path.read_text("utf-8"))
    filed = [one for item in outcome.assessment.items for one in item.files]
    unbound = {one.file.path.removeprefix("evidence/jia/") for one in filed if not one.pages}
    assert unbound == set(UNBOUND)
    said = words_of(outcome.folder)
    assert all(name.rpartition("/")[2] in said for name in UNBOUND)
    assert OF_LIBRARIES.findall(said) == []
