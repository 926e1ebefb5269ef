"""Long rows under a repeated heading may break in the private copy; short ones stay whole."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from generator.convert.long_rows import let_break


def table(path: Path, text: str, *, heading: bool) -> bytes:
    """A letter with a table of a heading and a row that may not break."""
    document = docx.Document()
    rows = document.add_table(2, 1).rows
    rows[1].cells[0].text = text
    if heading:
        rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("text", "heading", "breaks"),
    [("字" * 40, True, True), ("字", True, False), ("字" * 40, False, False)],
)
def test_only_long_rows_under_a_heading_break(
    text: str, heading: bool, breaks: bool, tmp_path: Path
) -> None:
    path = tmp_path / "表.docx"
    before = table(path, text, heading=heading)
    let_break(path)
    marks = docx.Document(str(path)).element.xpath("//w:cantSplit")
    assert len(marks) == (0 if breaks else 1)
    assert (path.read_bytes() == before) is not breaks


def test_a_copy_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    for data in (table(path, "字" * 40, heading=True)[:3000], b"PK", b"", b"{\\rtf\\trkeep}"):
        path.write_bytes(data)
        let_break(path)
        assert path.read_bytes() == data
