"""WPS writes three formats under its own extensions: the old binary one and two of zip."""

from pathlib import Path

import pypdfium2
import pytest

from generator.convert import soffice
from generator.convert.sniff import Identity
from generator.model import Leaves
from tests.builders import documents
from tests.builders.filed import convert, leaves_of
from tests.builders.identified import identify


def words(leaves: Leaves) -> str:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_newer_files_of_wps_are_printed_by_what_they_are(tmp_path: Path) -> None:
    program = soffice.find()
    if program is None:
        pytest.skip("needs LibreOffice")
    letter = documents.letter(tmp_path / "letter.docx").rename(tmp_path / "函.wps")
    documents.sheet(3).save(tmp_path / "sheet.xlsx")
    table = (tmp_path / "sheet.xlsx").rename(tmp_path / "表.et")
    slides = documents.odp(tmp_path / "slides.odp", "第一页")
    (binary,) = documents.resaved(program, [slides], "ppt", tmp_path)
    show = binary.rename(tmp_path / "片.dps")
    kinds = [identify(path, path.name) for path in (letter, table, show)]
    assert [found.kind for found in kinds if isinstance(found, Identity)] == ["docx", "xlsx", "dps"]
    done = convert([letter, table, show], tmp_path / "cache")
    assert "甲县人民政府办公室" in words(leaves_of(done, "函.wps"))
    assert "r11c2" in words(leaves_of(done, "表.et"))
    assert "第一页" in words(leaves_of(done, "片.dps"))
    assert any("DOCX" in note for note in leaves_of(done, "函.wps").notes)
