"""Comments are not on the printed page, and the clerk is told how many there were."""

from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from openpyxl.comments import Comment

from generator.convert import soffice
from generator.convert.remarks import remark_notes
from generator.lettering.fonts import fontconfig_file
from tests.builders import documents
from tests.builders.filed import convert, fonts, leaves_of
from tests.builders.hostile import zip_of
from tests.builders.old_office import excel_95, flat, letter_95, letter_2003

PROGRAM = soffice.find()
TOLD = "文件里有 {} 条批注没有印出，需要的请用 Word/WPS 打开原件打印"
TWICE = '<office:annotation office:name="a"><text:p>甲</text:p></office:annotation>文' * 2
OF_2003 = '<w:t>文</w:t><aml:annotation xmlns:aml="a" w:type="Word.Comment{}"/>'


@pytest.mark.parametrize(
    ("data", "many"),
    [
        (zip_of({"word/comments.xml": b"<w:comments><w:comment w:id='1'/></w:comments>"}), 1),
        (zip_of({"ppt/comments/comment1.xml": b"<p:cmLst><p:cm/><p:cm a='b'/></p:cmLst>"}), 2),
        (zip_of({"xl/comments1.xml": b"<comments><comment ref='A1'/></comments>"}), 1),
        (
            zip_of({"xl/comments/comment1.xml": b"<x:comments><x:comment\n ref=''/></x:comments>"}),
            1,
        ),
        (zip_of({"content.xml": flat("text", f"<text:p>{TWICE}</text:p>")}), 2),
        (flat("spreadsheet", TWICE), 2),
        (letter_2003("文").replace("<w:t>文</w:t>".encode(), OF_2003.format("").encode()), 1),
        (rb"{\rtf1 a{\*\atnid x}\chatn{\*\annotation{\*\atnref 1} b}}", 1),
    ],
)
def test_comments_are_counted(data: bytes, many: int, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    assert remark_notes(tmp_path / "a") == (TOLD.format(many),)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 annotation}"),
        *(excel_95("甲"), letter_95("甲"), letter_2003("甲"), flat("text", "甲")),
        letter_2003("甲").replace(b"<w:t>", OF_2003.format(".Start").encode() + b"<w:t>"),
        zip_of({"word/comments.xml": b"<w:comments/>", "word/document.xml": b"<w:comment />"}),
    ],
)
def test_where_there_are_none_nothing_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    assert remark_notes(tmp_path / "a") == ()


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_a_commented_document_is_bound_without_and_says_so(tmp_path: Path) -> None:
    assert PROGRAM is not None
    folder = tmp_path / "材料"
    folder.mkdir()
    letter = docx.Document()
    run = letter.add_paragraph("正文的话").runs[0]
    for said in ("旁批一", "旁批二"):
        letter.add_comment(run, text=said, author="甲")
    letter.save(str(folder / "函.docx"))
    book = openpyxl.Workbook()
    book.active["A1"] = "正文的话"
    book.active["A1"].comment = Comment("旁批", "甲")
    book.save(folder / "表.xlsx")
    for kind, source in (("doc", "函.docx"), ("odt", "函.docx"), ("xls", "表.xlsx")):
        (made,) = documents.resaved(PROGRAM, [folder / source], kind, tmp_path / kind)
        made.rename(folder / made.name)
    paths = sorted(folder.iterdir())
    fontconfig = fontconfig_file(fonts(), tmp_path / "fonts")
    batch = convert(paths, tmp_path / "cache", fontconfig=fontconfig, timeout=120)
    assert len(paths) == 5
    for path in paths:
        leaves = leaves_of(batch, path.name)
        assert TOLD.format(2 if path.stem == "函" else 1) in leaves.notes
        with pypdfium2.PdfDocument(leaves.pdf) as document:
            words = document[0].get_textpage().get_text_bounded()
        assert "正文的话" in words
        assert "旁批" not in words
