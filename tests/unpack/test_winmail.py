"""The attachment into which Outlook packs a mail: names, words, mails within, and what is cut."""

from pathlib import Path

import pytest

from generator.intake.containers import reasons
from tests.builders import containers, tnef
from tests.builders.unpacked import codes, content, entries, taken, unpacked

LETTER = "请查收。".encode()


def test_attachments_come_out_under_their_long_names(tmp_path: Path) -> None:
    long = (tnef.WIDE, 0x3707, "关于捐赠资金的复函（正式）.txt\0".encode("utf-16-le"))
    data = tnef.winmail(
        tnef.attachment("名单.txt".encode("gbk"), b"1"), tnef.attachment(b"FH~1.TXT", b"2", long)
    )
    record = taken(tmp_path, "winmail.dat", data + b"\r\n")
    assert record.kind == "tnef"
    assert content(tmp_path, "winmail.dat", record) == {
        "名单.txt": b"1",
        "关于捐赠资金的复函（正式）.txt": b"2",
    }


@pytest.mark.parametrize(
    ("part", "name", "words"),
    [
        (
            tnef.attribute(0x69003, tnef.properties((tnef.BINARY, 0x1009, tnef.HELLO)), level=1),
            "邮件正文.rtf",
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
        ),
        (
            tnef.attribute(0x69003, tnef.properties((tnef.BINARY, 0x1013, b"<p>1")), level=1),
            "邮件正文.html",
            b"<p>1",
        ),
        (tnef.attribute(0x2800C, "请查收。\0".encode("gbk"), level=1), "邮件正文.txt", LETTER),
    ],
)
def test_the_words_are_a_document(part: bytes, name: str, words: bytes, tmp_path: Path) -> None:
    record = taken(tmp_path, "winmail.dat", tnef.winmail(part, tnef.attachment(b"1.txt", b"1")))
    assert content(tmp_path, "winmail.dat", record) == {"1.txt": b"1", name: words}


def test_words_that_are_cut_are_told(tmp_path: Path) -> None:
    rich = tnef.properties((tnef.BINARY, 0x1009, tnef.HELLO[:-12]))
    record = taken(tmp_path, "winmail.dat", tnef.winmail(tnef.attribute(0x69003, rich, level=1)))
    assert entries(record)["邮件正文.rtf"].refusal == reasons.BROKEN_ENTRY


def test_what_is_cut_or_does_not_add_up_is_told_and_the_rest_taken(tmp_path: Path) -> None:
    first = tnef.attachment(b"1.txt", b"whole")
    wrong = tnef.attribute(0x69002, b"") + tnef.attribute(0x6800F, b"x" * 9, check=1)
    data = tnef.winmail(first, wrong, tnef.attachment(b"3.txt", b"y" * 100)[:-30])
    record = taken(tmp_path, "winmail.dat", data)
    assert codes(record) == {
        "1.txt": "",
        "3.txt": "unreadable",
        "附件2": "unreadable",
        "其余内容": "unreadable",
    }


def test_nothing_but_the_mark_is_damaged(tmp_path: Path) -> None:
    assert taken(tmp_path, "winmail.dat", tnef.winmail()[:10]).refusal == reasons.BROKEN


def test_a_mail_within_is_opened_in_its_turn(tmp_path: Path) -> None:
    inner = tnef.winmail(tnef.attachment(b"inner.txt", b"1"))
    outer = tnef.winmail(
        tnef.attachment("转发".encode("gbk"), b"", (tnef.OBJECT, 0x3701, bytes(16) + inner))
    )
    mail = containers.mail({"winmail.dat": outer}, text="见附件")
    found = unpacked(tmp_path / "x", {"函.eml": mail})
    assert [file.path.partition("函.eml")[2] for file in found.filing.files] == [
        "",
        "/winmail.dat",
        "/winmail.dat/转发.dat",
        "/winmail.dat/转发.dat/inner.txt",
    ]
    assert not found.refused
