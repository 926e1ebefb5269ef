"""Every suffix and version of a family is told by its content, and called what it is."""

import codecs
import gzip
import zipfile
from pathlib import Path

import pytest

from generator.base.cache import Answers
from generator.base.looks import Eyes
from generator.convert import FAMILIES, identities
from generator.convert.kinds import EXTENSIONS, OFFICE
from generator.convert.sniff import Identity, identify
from generator.intake.containers.recognise import container_kind
from generator.model import Unbindable
from tests.builders import old_office
from tests.builders.alone import importing_tests
from tests.builders.containers import compound_file, zip_of
from tests.builders.filed import filed
from tests.builders.pdfs import A4, as_bytes, blank_pdf
from tests.hostile.breaking import MARK, WAYS, broken

TEXT = "序号\t单位\n1\t甲县\n".encode()


def opc(main: str, encoding: str = "utf-8") -> bytes:
    return zip_of({"[Content_Types].xml": old_office.content_types(main, encoding)})


def odf(kind: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zip_of({"mimetype": mime, "META-INF/manifest.xml": b"<x/>", "content.xml": b"<x/>"})


def found(folder: Path, name: str, data: bytes) -> Identity | Unbindable:
    (folder / name).write_bytes(data)
    return identify(folder / name, name)


#: Name, content, kind, and what the note says when the name promises something else.
TOLD = [
    *(
        (f"a.{suffix}", opc(main), EXTENSIONS[suffix], "")
        for suffix, main in old_office.MAIN_TYPES.items()
    ),
    ("utf16.pptx", opc(old_office.MAIN_TYPES["potm"], "utf-16"), "pptm", ""),
    ("show.ppt", opc(old_office.MAIN_TYPES["ppsx"]), "pptx", "PPTX"),
    ("a.odt", odf("text"), "odt", ""),
    ("a.ott", odf("text-template"), "odt", ""),
    ("a.odm", odf("text-master"), "odt", ""),
    ("a.ots", odf("spreadsheet-template"), "ods", ""),
    ("a.otp", odf("presentation-template"), "odp", ""),
    ("a.odg", odf("graphics"), "odg", ""),
    ("a.otg", odf("graphics-template"), "odg", ""),
    ("a.fodt", old_office.flat("text", ""), "fodt", ""),
    ("a.fods", old_office.flat("spreadsheet", ""), "fods", ""),
    ("a.fodp", old_office.flat("presentation", ""), "fodp", ""),
    ("a.fodg", old_office.flat("graphics", ""), "fodg", ""),
    ("平.xml", old_office.flat("text", ""), "fodt", "FODT"),
    ("a.svg", old_office.svg(), "svg", ""),
    ("a.svgz", gzip.compress(old_office.svg()), "svg", ""),
    ("a.emz", gzip.compress(old_office.emf()), "emf", ""),
    ("a.wmz", gzip.compress(old_office.wmf()), "wmf", ""),
    ("a.emf", old_office.emf(), "emf", ""),
    ("a.wmf", old_office.wmf(), "wmf", ""),
    ("b.wmf", old_office.wmf(placeable=False), "wmf", ""),
    ("图.png", old_office.svg(), "svg", "SVG"),
    ("2.xls", old_office.early_book(2, "甲"), "xls", ""),
    ("3.xls", old_office.early_book(3, "甲"), "xls", ""),
    ("4.xls", old_office.early_book(4, "甲"), "xls", ""),
    ("5.xls", old_office.excel_95("甲"), "xls", ""),
    ("5.xlt", old_office.excel_95("甲"), "xls", ""),
    ("5.et", old_office.excel_95("甲"), "et", ""),
    ("5.ett", old_office.excel_95("甲"), "et", ""),
    ("裸.xls", old_office.book_stream("甲"), "xls", ""),
    ("保护结构.xls", old_office.protected_97("甲", "VelvetSweatshop"), "xls", ""),
    ("6.doc", compound_file({"WordDocument": old_office.word_head(101)}), "doc", ""),
    ("95.dot", compound_file({"WordDocument": old_office.word_head(104)}), "doc", ""),
    ("95.wpt", compound_file({"WordDocument": old_office.word_head(104)}), "wps", ""),
    ("2.doc", old_office.word_head(45, 0xA5DB), "doc", ""),
    ("a.pps", old_office.old_show(), "ppt", ""),
    ("a.pot", old_office.old_show(), "ppt", ""),
    ("a.dpt", old_office.old_show(), "dps", ""),
    ("a.vsd", compound_file({"VisioDocument": bytes(4096)}), "vsd", ""),
    ("a.pub", compound_file({"Quill": {"QuillSub": {"CONTENTS": b"x"}}}), "pub", ""),
    ("a.wpd", b"\xffWPC" + bytes(60), "wpd", ""),
    ("表.xls", old_office.spreadsheet_2003("甲"), "spreadsheetml", "XML 电子表格 2003"),
    ("表.xml", old_office.spreadsheet_2003("甲"), "spreadsheetml", "XML 电子表格 2003"),
    ("函.doc", old_office.letter_2003("甲"), "wordml", "Word 2003 XML"),
    ("网.xls", b"<html><table><tr><td>1</td></tr></table>", "html", "网页"),
    ("网.doc", codecs.BOM_UTF16_LE + "<html><p>甲".encode("utf-16-le"), "html", "网页"),
    ("表1.xls", TEXT, "csv", "文本表格"),
    ("表2.xls", codecs.BOM_UTF16_LE + TEXT.decode().encode("utf-16-le"), "csv", "文本表格"),
    ("表3.xlsx", "序号,单位\n1,甲县\n".encode("gbk"), "csv", "文本表格"),
    ("字.xls", "本表无数据，特此说明".encode(), "txt", "纯文本"),
    ("字.doc", "甲县协作办：\n请查收。".encode("gbk"), "txt", "纯文本"),
    ("提到.doc", "文件以 %PDF-1.4 开头打不开".encode(), "txt", "纯文本"),
    ("提到.txt", "文件以 %PDF-1.4 开头打不开".encode(), "txt", ""),
    ("提到.html", "<p>文件以 %PDF-1.4 开头".encode(), "html", ""),
    ("前有字节.pdf", b"\0\0junk\r\n" + as_bytes(blank_pdf([A4])), "pdf", ""),
    ("前有字节", b"\0\0junk\r\n" + as_bytes(blank_pdf([A4])), "pdf", "PDF"),
    ("前有空行.docx", b"\r\n\r\n" + as_bytes(blank_pdf([A4])), "pdf", "PDF"),
]


@pytest.mark.parametrize(("name", "data", "kind", "noted"), TOLD, ids=[one[0] for one in TOLD])
def test_a_file_is_what_its_content_is(
    name: str, data: bytes, kind: str, noted: str, tmp_path: Path
) -> None:
    identity = found(tmp_path, name, data)
    assert isinstance(identity, Identity), identity
    assert identity.kind == kind
    assert (noted in str(identity.note)) if noted else identity.note is None
    assert kind in FAMILIES
    assert container_kind(tmp_path / name, name) in (None, "pdf")


def test_a_stored_document_with_a_pdf_in_it_is_a_document(tmp_path: Path) -> None:
    parts = {
        "word/embeddings/a.pdf": as_bytes(blank_pdf([A4])),
        "[Content_Types].xml": old_office.content_types(old_office.MAIN_TYPES["docx"]),
    }
    stored = zip_of(parts, method=zipfile.ZIP_STORED)
    assert b"%PDF-" in stored[:1024]
    assert found(tmp_path, "函.docx", stored) == Identity("docx")
    assert container_kind(tmp_path / "函.docx", "函.docx") is None


#: Name, content, code, and words of the slip.
REFUSED = [
    ("锁.xls", old_office.excel_95("甲", locked=True), "encrypted", "打开密码"),
    ("锁2.xls", old_office.early_book(4, "甲", locked=True), "encrypted", "打开密码"),
    (
        "锁3.xls",
        old_office.protected_97("甲", "secret"),
        "encrypted",
        "打开密码",
    ),
    (
        "锁.doc",
        compound_file({"WordDocument": old_office.word_head(104, locked=True)}),
        "encrypted",
        "打开密码",
    ),
    ("锁2.doc", old_office.word_head(45, 0xA5DB, locked=True), "encrypted", "打开密码"),
    ("锁.pps", old_office.old_show(locked=True), "encrypted", "打开密码"),
    ("95.ppt", compound_file({"PP40": bytes(4096)}), "unsupported-type", "PowerPoint 95"),
    ("a.odf", odf("formula"), "unsupported-type", "OpenDocument 公式"),
    ("a.epub", zip_of({"mimetype": b"application/epub+zip"}), "unsupported-type", "EPUB"),
    (
        "a.xps",
        opc("application/vnd.ms-package.xps-fixeddocumentsequence+xml"),
        "unsupported-type",
        "Open XML",
    ),
    (
        "a.oxps",
        zip_of({"[Content_Types].xml": b"x fixedrepresentation+xml"}),
        "unsupported-type",
        "XPS",
    ),
    (
        "a.sxw",
        zip_of({"mimetype": b"application/vnd.sun.xml.writer"}),
        "unsupported-type",
        "OpenOffice 1",
    ),
    ("a.pages", zip_of({"Index/Document.iwa": b"x"}), "unsupported-type", "iWork"),
    ("a.ppsx", opc("application/x-unknown"), "unreadable", "缺少正文"),
    ("a.potx", b"PK\x03\x04 cut off", "unreadable", "损坏"),
    ("a.uot", b'<?xml version="1.0"?><uof:UOF xmlns:uof="x">', "unsupported-type", "标文通"),
    (
        "a.xml",
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
        "unsupported-type",
        "Flat OPC",
    ),
    ("a.dwg", b"AC1032" + bytes(100), "unsupported-type", "CAD"),
    ("a.caj", b"CAJ\0" + bytes(100), "unsupported-type", "CAJ"),
    ("字.pptx", "只是文字".encode(), "unreadable", "纯文本"),
    ("a.svgz", b"\x1f\x8b\x08\x00rubbish", "unreadable", "损坏"),
]


@pytest.mark.parametrize(("name", "data", "code", "words"), REFUSED, ids=[o[0] for o in REFUSED])
def test_what_cannot_be_bound_is_called_by_its_name(
    name: str, data: bytes, code: str, words: str, tmp_path: Path
) -> None:
    refusal = found(tmp_path, name, data)
    assert isinstance(refusal, Unbindable), refusal
    assert (refusal.code, words in refusal.message) == (code, True), refusal.message
    assert "压缩包" not in refusal.message
    assert "解压" not in refusal.remedy
    assert container_kind(tmp_path / name, name) is None


def test_every_kind_of_office_has_an_extension_of_its_own() -> None:
    assert {"spreadsheetml", "wordml"} == OFFICE - set(EXTENSIONS.values())


@pytest.mark.parametrize("how", WAYS)
def test_a_look_that_breaks_costs_one_document(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{at}{MARK if at == 4 else ''}.txt" for at in range(10)]
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")
    files = [filed(tmp_path / name) for name in names]
    known, eyes = (
        Answers(tmp_path / "kinds.json"),
        Eyes(tmp_path, timeout=6 if how == "loop" else 120),
    )
    with monkeypatch.context() as patch:
        importing_tests(patch)
        broken(patch, how, "generator.convert.identities", "look")
        told = identities.identified(files, known, eyes)
    [lost] = [one for one in told.values() if isinstance(one, Unbindable)]
    assert told.pop(names[4]) is lost
    assert (lost.code, "识别文件类型" in lost.message) == ("unreadable", True)
    assert set(told.values()) == {Identity("txt")}
    again = identities.identified(files, known, eyes)  # nothing is kept of what broke
    assert set(again.values()) == {Identity("txt")}
