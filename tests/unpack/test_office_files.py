"""Files embedded in office documents come out beside them, or are called by their names."""

import struct
import zlib
from pathlib import Path

import pytest

from generator.intake.containers import reasons
from generator.model import ContainerLimits
from tests.builders import containers
from tests.builders.identified import container_kind
from tests.builders.pdfs import A4, as_bytes, blank_pdf
from tests.builders.unpacked import codes, content, taken, unpacked

PDF = as_bytes(blank_pdf([A4]))
NATIVE = "\x01Ole10Native"
CHART = (
    b'<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/package" Target="../embeddings/data1.xlsx"/>'
    b"</Relationships>"
)


def packager(name: str, data: bytes, stated: int | None = None) -> bytes:
    """A file as Windows' packager wraps it."""
    label = name.encode("gbk") + b"\0"
    body = struct.pack("<H", 2) + label + b"C:\\" + label + struct.pack("<HH", 0, 3)
    body += struct.pack("<I", len(label)) + label
    body += struct.pack("<I", len(data) if stated is None else stated) + data
    return struct.pack("<I", len(body)) + body


def wrapped(name: str, data: bytes, stated: int | None = None) -> bytes:
    return containers.compound_file({NATIVE: packager(name, data, stated)})


def letter(parts: dict[str, bytes]) -> bytes:
    return containers.zip_of(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"", **parts}
    )


def show(*objects: bytes) -> bytes:
    """A presentation of PowerPoint 97 with objects that are packed."""
    stream = b""
    for one in objects:
        data = struct.pack("<I", len(one)) + zlib.compress(one)
        stream += struct.pack("<HHI", 1 << 4, 0x1011, len(data)) + data
    return containers.compound_file({"PowerPoint Document": stream})


def test_a_file_of_any_kind_comes_out_under_its_own_name(tmp_path: Path) -> None:
    data = letter({"word/embeddings/oleObject1.bin": wrapped("名单.pdf", PDF)})
    record = taken(tmp_path, "函.docx", data)
    assert record.refusal is None
    assert content(tmp_path, "函.docx", record) == {"名单.pdf": PDF}


@pytest.mark.parametrize(("stream", "ending"), [("CONTENTS", ".pdf"), ("Package", ".docx")])
def test_a_file_without_a_name_is_called_by_what_it_is(
    stream: str, ending: str, tmp_path: Path
) -> None:
    held = PDF if stream == "CONTENTS" else letter({})
    wrap = containers.compound_file({stream: held})
    data = containers.zip_of({"xl/workbook.xml": b"", "xl/embeddings/oleObject1.bin": wrap})
    record = taken(tmp_path, "表.xlsx", data)
    assert content(tmp_path, "表.xlsx", record) == {f"附件1{ending}": held}


def test_a_document_of_an_older_program_comes_out_as_it_is(tmp_path: Path) -> None:
    old = containers.compound_file({"WordDocument": b"1" * 600})
    data = containers.zip_of({"ppt/presentation.xml": b"", "ppt/embeddings/oleObject7.bin": old})
    record = taken(tmp_path, "片.pptx", data)
    assert content(tmp_path, "片.pptx", record) == {"oleObject7.doc": old}


def test_the_workbook_behind_a_chart_is_no_file_that_was_attached(tmp_path: Path) -> None:
    parts = {
        "word/embeddings/data1.xlsx": b"PK",
        "word/charts/_rels/chart1.xml.rels": CHART,
    }
    path = tmp_path / "函.docx"
    path.write_bytes(letter(parts))
    assert container_kind(path, path.name) is None
    path.write_bytes(letter({**parts, "word/embeddings/data2.xlsx": b"PK"}))
    record = taken(tmp_path, "函.docx", path.read_bytes())
    assert list(codes(record)) == ["data2.xlsx"]


def test_what_a_program_draws_with_stays_where_it_is(tmp_path: Path) -> None:
    formula = containers.compound_file({"Equation Native": b"x" * 40})
    picture = containers.compound_file({NATIVE: struct.pack("<I", 6) + b"BM6\0\0\0"})
    parts = {"word/embeddings/a.bin": formula, "word/embeddings/b.bin": picture}
    record = taken(tmp_path, "函.docx", letter(parts))
    assert (record.entries, record.refusal) == ((), None)


def test_letters_and_workbooks_of_older_programs_give_what_they_hold(tmp_path: Path) -> None:
    native = {NATIVE: packager("名单.pdf", PDF)}
    pool = {"ObjectPool": {"_1": native, "_2": {"WordDocument": b"1"}}, "WordDocument": b"2"}
    record = taken(tmp_path, "函.doc", containers.compound_file(pool))
    assert codes(record) == {"名单.pdf": "", "附件2.doc": "unsupported-type"}
    book = {"MBD0001A2B3": native, "Workbook": b"2"}
    record = taken(tmp_path, "表.xls", containers.compound_file(book))
    assert content(tmp_path, "表.xls", record) == {"名单.pdf": PDF}


def test_presentations_of_older_programs_give_what_they_hold(tmp_path: Path) -> None:
    record = taken(tmp_path, "片.ppt", show(wrapped("名单.pdf", PDF)))
    assert content(tmp_path, "片.ppt", record) == {"名单.pdf": PDF}


def test_what_cannot_be_read_is_told_and_the_others_come_out(tmp_path: Path) -> None:
    parts = {
        "word/embeddings/a.bin": wrapped("短.txt", b"1", stated=9),
        "word/embeddings/b.bin": wrapped("好.txt", b"1")[:700],
        "word/embeddings/c.bin": wrapped("好.txt", b"1"),
    }
    record = taken(tmp_path, "函.docx", letter(parts))
    broken = reasons.BROKEN_ENTRY.code
    assert codes(record) == {"a": broken, "b": broken, "好.txt": ""}


def test_a_bomb_is_told_in_every_wrapping(tmp_path: Path) -> None:
    zeros = bytes(5_000_000)
    limits = ContainerLimits(container_bytes=1_000_000)
    data = letter({"word/embeddings/a.txt": zeros})
    assert codes(taken(tmp_path, "一.docx", data, limits)) == {"a.txt": "over-limit"}
    data = letter({"word/embeddings/a.bin": wrapped("b.txt", zeros)})
    assert codes(taken(tmp_path, "二.docx", data, limits)) == {"b.txt": "over-limit"}
    data = show(wrapped("b.txt", zeros))
    assert codes(taken(tmp_path, "三.ppt", data, limits)) == {"b.txt": "over-limit"}


def test_the_name_of_a_device_and_a_path_lead_nowhere(tmp_path: Path) -> None:
    parts = {
        "word/embeddings/a.bin": wrapped("CON", b"1"),
        "word/embeddings/b.bin": wrapped("..\\..\\b.txt", b"2"),
    }
    record = taken(tmp_path, "函.docx", letter(parts))
    assert sorted(content(tmp_path, "函.docx", record).values()) == [b"1", b"2"]
    stored = [entry.stored or "" for entry in record.entries]
    assert all(name[:5].isdigit() and "/" not in name for name in stored)


def test_the_document_is_bound_and_its_file_stands_behind_it(tmp_path: Path) -> None:
    data = letter({"word/embeddings/oleObject1.bin": wrapped("名单.txt", b"1")})
    found = unpacked(tmp_path, {"函.docx": data})
    assert [(Path(file.path).name, file.wrapper) for file in found.filing.files] == [
        ("函.docx", False),
        ("名单.txt", False),
    ]
    assert found.filing.files[1].container == found.filing.files[0].path
    assert found.refused == {}
