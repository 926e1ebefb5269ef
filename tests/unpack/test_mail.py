"""Mails and PDFs: their words, and every attachment as a document of its own."""

import base64
import io
import struct
from pathlib import Path

import pikepdf
import pytest

from generator.model import Unbindable
from tests.builders import containers, pdfs
from tests.builders.filed import convert, leaves_of, refusal_of
from tests.builders.identified import container_kind, identify
from tests.builders.unpacked import codes, content, taken

FILES = {"会议通知.pdf": b"%PDF-1.7 x", "名单.xlsx": b"PK"}


def test_a_mail_gives_its_header_body_and_attachments(tmp_path: Path) -> None:
    record = taken(tmp_path, "函.eml", containers.mail(FILES))
    assert content(tmp_path, "函.eml", record) == FILES
    assert record.mail is not None
    assert record.mail.fields == (
        ("发件人", "甲县协作办 <jia@example.invalid>"),
        ("收件人", "东市东区协作办 <dong@example.invalid>"),
        ("抄送", "甲州协作办 <zhou@example.invalid>"),
        ("时间", "Fri, 10 May 2019 09:30:00 +0800"),
        ("主题", "关于报送联席会议材料的函"),
    )
    assert record.mail.body.strip() == "请查收附件。"


def test_the_form_of_the_body_that_shows_more_is_kept(tmp_path: Path) -> None:
    record = taken(tmp_path, "函.eml", containers.mail({}, html="<p>请<b>查收</b></p>"))
    assert record.mail is not None
    assert record.mail.html
    assert "<b>查收</b>" in record.mail.body
    assert record.entries == ()


def test_a_mail_within_a_mail_is_a_document(tmp_path: Path) -> None:
    inner = containers.mail({"三.txt": b"3"})
    record = taken(tmp_path, "函.eml", containers.mail(FILES, inner=inner))
    assert [entry.name for entry in record.entries] == [*FILES, "关于报送联席会议材料的函.eml"]
    attached = content(tmp_path, "函.eml", record)["关于报送联席会议材料的函.eml"]
    again = taken(tmp_path, "里.eml", attached)
    assert content(tmp_path, "里.eml", again) == {"三.txt": b"3"}


def written(subject: bytes, disposition: bytes, text: bytes, kind: bytes = b"text/plain") -> bytes:
    """A mail as old programs write it, byte by byte."""
    return (
        b"From: a@example.invalid\r\nTo: b@example.invalid\r\nDate: Fri, 10 May 2019 09:30\r\n"
        b"Subject: " + subject + b"\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="=="\r\n\r\n--==\r\nContent-Type: '
        + kind
        + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + text
        + b"\r\n--==\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; "
        + disposition
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--==--\r\n"
    )


def word(text: str, charset: str) -> bytes:
    """An encoded word of RFC 2047."""
    return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(text.encode(charset)))


@pytest.mark.parametrize(
    "disposition",
    [
        b'filename="' + "通知.pdf".encode("gbk") + b'"',
        b'filename="' + "通知.pdf".encode() + b'"',
        b'filename="' + word("通知.pdf", "gb2312") + b'"',
        b"filename*=UTF-8''%E9%80%9A%E7%9F%A5.pdf",
        b"filename*0*=GB2312''%CD%A8; filename*1*=%D6%AA.pdf",
        b'filename="C:\\\\' + "文档\\\\通知.pdf".encode("gbk") + b'"',
        b'filename="../../' + "通知.pdf".encode() + b'"',
    ],
)
def test_names_of_attachments_are_read_in_every_form(disposition: bytes, tmp_path: Path) -> None:
    data = written(word("函", "gb2312"), disposition, "正文䶮".encode("gb18030"))
    record = taken(tmp_path, "函.eml", data)
    assert content(tmp_path, "函.eml", record) == {"通知.pdf": b"%PDF"}
    assert record.mail is not None
    assert dict(record.mail.fields)["主题"] == "函"
    assert record.mail.body.strip() == "正文䶮"


def test_plain_bytes_in_a_header_and_a_wrong_charset_are_read(tmp_path: Path) -> None:
    data = written(
        "联席会议".encode("gbk"),
        b"filename=a.pdf",
        "正文".encode("gbk"),
        b"text/plain; charset=utf-8",
    )
    record = taken(tmp_path, "函.eml", data)
    assert record.mail is not None
    assert dict(record.mail.fields)["主题"] == "联席会议"
    assert record.mail.body.strip() == "正文"


def test_parts_without_a_name_and_further_texts_are_documents(tmp_path: Path) -> None:
    data = written(b"x", b"x=y", b"first").replace(
        b"--==--", b"--==\r\nContent-Type: text/plain\r\n\r\nsecond\r\n--==--"
    )
    record = taken(tmp_path, "函.eml", data)
    found = content(tmp_path, "函.eml", record)
    assert found == {"附件1.pdf": b"%PDF", "附件2.txt": b"second"}


def test_what_only_looks_like_a_mail_is_none(tmp_path: Path) -> None:
    page = containers.mail({}).replace(b"From: ", b"From: <Saved by Blink>\r\nX-From: ", 1)
    for name, data in (
        ("说明.txt", containers.mail({})),
        ("网页.mht", containers.mail({})),
        ("网页.bin", page),
        ("笔记.bin", b"Note: from me\r\nto: you\r\n\r\ntext"),
    ):
        (tmp_path / name).write_bytes(data)
        assert container_kind(tmp_path / name, name) is None, name


_WORDS = (
    b"From: a@example.invalid\nTo: b@example.invalid\nSubject: %s\nMIME-Version: 1.0\n"
    b"Content-Type: text/plain; charset=utf-8\n\n%s\n"
)


def letter(subject: str = "函", body: str = "请查收。") -> bytes:
    return _WORDS % (word(subject, "utf-8"), body.encode())


LINE = b"From a@example.invalid Tue May 10 11:28:07 2019\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("一.eml", LINE + letter()),
        ("二.eml", b"From - Tue May 10 11:28:07 2019\nX-Mozilla-Status: 0001\n" + letter()),
        ("三.eml", b"\r\n\r\n" + letter()),
        ("四.eml", b"\xef\xbb\xbf" + letter()),
        ("五.eml", b"\xef\xbb\xbf\n" + LINE + letter()),
        ("六.eml", b"X-Priority: 3\nX-Mailer: Foxmail\n" + letter()),
        ("七.eml", b"Return-Path: <a@b.c>\nDelivered-To: b@b.c\nReceived: by x; y\n" + letter()),
        ("八.eml", b"".join(b"X-Long-%d: %s\n" % (n, b"x" * 900) for n in range(40)) + letter()),
        ("九.eml", letter().replace(b"\n", b"\r\n")),
        ("十.eml", letter().replace(b"\n", b"\r")),
        ("十一.eml", (LINE + letter()).replace(b"\n", b"\r")),
        ("十二.mail", LINE + letter()),
        ("十三", letter()),
        ("十四.eml", b"Subject: " + word("函", "utf-8") + "\n\n请查收。".encode()),
    ],
)
def test_a_mail_is_one_whatever_stands_before_it(name: str, data: bytes, tmp_path: Path) -> None:
    record = taken(tmp_path, name, data)
    assert (record.kind, record.entries) == ("eml", ())
    assert record.mail is not None
    assert dict(record.mail.fields)["主题"] == "函"
    assert record.mail.body.strip() == "请查收。"


def test_a_mail_that_speaks_of_pdfs_is_a_mail(tmp_path: Path) -> None:
    record = taken(tmp_path, "信.eml", letter(body="文件以 %PDF-1.4 开头打不开，请重发。"))
    assert record.mail is not None
    assert "%PDF-1.4" in record.mail.body
    path = tmp_path / "有头.pdf"
    path.write_bytes(letter(body="%PDF-1.4"))
    assert container_kind(path, path.name) == "eml"


def test_every_mail_of_a_file_of_many_is_a_document(tmp_path: Path) -> None:
    first = letter("一号函", "甲\n\nFrom the west we write.\n\nFrom Mon on: x\n")
    second = containers.mail(FILES).replace(b"\r\n", b"\n")
    third = letter("一号函").replace(b"\n", b"\r\n")
    data = LINE + first + b"\n" + LINE + second + b"\n" + LINE + third
    for name in ("信箱.mbox", "信箱.eml", "Inbox"):
        record = taken(tmp_path, name, data)
        assert (record.kind, record.refusal) == ("mbox", None)
        mails = content(tmp_path, name, record)
        assert list(mails) == [
            "第1封 一号函.eml",
            "第2封 关于报送联席会议材料的函.eml",
            "第3封 一号函.eml",
        ]
        assert [mail.strip() for mail in mails.values()] == [
            one.strip() for one in (first, second, third)
        ]
    again = taken(tmp_path, "第2封.eml", list(mails.values())[1])
    assert content(tmp_path, "第2封.eml", again) == FILES


def test_an_outlook_mail_gives_the_same(tmp_path: Path) -> None:
    files = {"通知.pdf": b"%PDF", "大文件.txt": b"x" * 9000}
    record = taken(tmp_path, "函.msg", containers.outlook_mail(files))
    assert content(tmp_path, "函.msg", record) == files
    assert codes(record)["转来的邮件"] == "unsupported-type"
    assert record.mail is not None
    fields = dict(record.mail.fields)
    assert fields["发件人"] == "甲县协作办 <jia@example.invalid>"
    assert fields["时间"].startswith("2019-05-10 01:30:00")
    assert record.mail.body == "请查收附件。"
    assert not record.mail.html


def test_a_damaged_outlook_mail_is_unreadable(tmp_path: Path) -> None:
    whole = containers.outlook_mail({"通知.pdf": b"%PDF" * 3000})
    path = tmp_path / "函.msg"
    path.write_bytes(whole[: len(whole) // 2])
    assert container_kind(path, path.name) is None
    found = identify(path, path.name)
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


def test_an_attachment_cut_short_costs_itself_alone(tmp_path: Path) -> None:
    whole = containers.outlook_mail({"通知.pdf": b"%PDF" * 3000})
    fat = len(whole) - 512
    links = list(struct.unpack("<128I", whole[fat:]))
    at = next(at for at in range(128) if links[at : at + 3] == [at + 1, at + 2, at + 3] and at > 9)
    links[at] = 0xFFFFFFFE
    record = taken(tmp_path, "信.msg", whole[:fat] + struct.pack("<128I", *links))
    assert codes(record)["通知.pdf"] == "unreadable"
    assert record.mail is not None
    assert record.mail.body == "请查收附件。"


def test_attachments_of_a_pdf_are_documents(tmp_path: Path) -> None:
    data = containers.pdf_with({"发票.xml": b"<a/>" * 500, "../清单.txt": b"1"})
    record = taken(tmp_path, "函.pdf", data)
    assert content(tmp_path, "函.pdf", record) == {
        "发票.xml": b"<a/>" * 500,
        "清单.txt": b"1",
        "别在页上的说明.txt": "说明".encode(),
    }


def test_a_pdf_without_attachments_or_damaged_holds_nothing(tmp_path: Path) -> None:
    plain = pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4]))
    assert taken(tmp_path, "一.pdf", plain).entries == ()
    assert taken(tmp_path, "二.pdf", plain[:200]).entries == ()


def test_locked_attachments_of_a_plain_pdf_are_named(tmp_path: Path) -> None:
    data = containers.pdf_with_locked({"清单.xlsx": b"x", "发票.xml": b"y"})
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    record = taken(tmp_path, "函.pdf", data)
    assert codes(record) == {"清单.xlsx": "encrypted", "发票.xml": "encrypted"}
    (tmp_path / "函.pdf").write_bytes(data)
    done = convert([tmp_path / "函.pdf"], tmp_path / "cache")
    assert len(leaves_of(done, "函.pdf").pages) == 1
    whole = containers.pdf_with_locked({"清单.xlsx": b"x"}, streams="/StdCF")
    assert taken(tmp_path, "锁.pdf", whole).entries == ()
    done = convert([tmp_path / "锁.pdf"], tmp_path / "cache")
    assert refusal_of(done, "锁.pdf").code == "encrypted"
