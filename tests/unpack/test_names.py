"""Names that want to lead astray or cannot be seen: shown safely, told apart, never written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.containers import names, reasons
from tests.builders import containers
from tests.builders.unpacked import codes, content, entries, taken


@pytest.mark.parametrize(
    "name",
    [
        "../外.txt",
        "甲/../../外.txt",
        "/etc/passwd",
        "\\\\server\\x.txt",
        "C:\\x.txt",
        "..\\外.txt",
        "..",
    ],
)
def test_a_path_that_leads_outside_is_named_and_left(name: str, tmp_path: Path) -> None:
    inner = tmp_path / "里" / "层"
    inner.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    data = containers.raw_zip([(name.encode(), b"x"), (b"ok.txt", b"1")], flags=0x800)
    record = taken(inner, "包.zip", data)
    refused = [entry for entry in record.entries if entry.refusal]
    assert [entry.refusal for entry in refused] == [reasons.OUTSIDE]
    assert ".." not in refused[0].name.split("/")
    assert not refused[0].name.startswith("/")
    after = {path for path in tmp_path.rglob("*") if inner not in path.parents}
    assert after == {*before}


def test_twins_are_told_apart_and_all_come_out(tmp_path: Path) -> None:
    twins = ["函.TXT", "函.txt", "函.txt. ", "e\u0301.txt", "é.txt", "函.txt"]
    data = containers.raw_zip(
        [(name.encode(), str(at).encode()) for at, name in enumerate(twins)], flags=0x800
    )
    record = taken(tmp_path, "包.zip", data)
    found = content(tmp_path, "包.zip", record)
    assert sorted(found.values()) == [b"0", b"1", b"2", b"3", b"4", b"5"]
    assert len({name.casefold() for name in found}) == len(twins)
    assert found["函（同名2）.txt"] == b"1"
    assert record.notes


def test_what_cannot_be_seen_is_spelt_out(tmp_path: Path) -> None:
    raw = [
        "gnp\u202eslx.exe",
        "a\x07b\n.txt",
        "\u200b.txt",
        " 空白 .txt ",
        "x" * 250 + ".pdf",
        "w\\s.txt",
    ]
    data = containers.raw_zip([(name.encode(), b"1") for name in raw], flags=0x800)
    found = entries(taken(tmp_path, "包.zip", data))
    assert {"gnp[U+202E]slx.exe", "a[U+0007]b[U+000A].txt", "[U+200B].txt", "w/s.txt"} < set(found)
    assert all(name.isprintable() and len(name) <= 120 for name in found)
    assert all(entry.stored for entry in found.values())


def test_names_on_disk_are_our_own(tmp_path: Path) -> None:
    record = taken(
        tmp_path, "包.zip", containers.zip_of({"甲/函件.PDF": b"1", "乙.超长扩展名": b"2"})
    )
    assert {entry.stored for entry in record.entries} == {"00000.pdf", "00001"}
    assert codes(record) == {"甲/函件.PDF": "", "乙.超长扩展名": ""}


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_names_become_distinct_safe_paths(written: list[str]) -> None:
    distinct = names.Distinct()
    shown = [distinct.name("/".join(names.parts_of(name))) for name in written]
    assert len({name.casefold() for name in shown}) == len(written)
    for name in shown:
        parts = name.split("/")
        assert "" not in parts
        assert not {".", ".."} & set(parts)
        assert all(part == part.strip() for part in parts)


@given(st.binary(max_size=30), st.lists(st.binary(max_size=10), max_size=3))
def test_any_bytes_are_some_name(raw: bytes, others: list[bytes]) -> None:
    assert isinstance(names.decoded(raw, others), str)


def test_names_that_windows_forbids_are_mended_and_told(tmp_path: Path) -> None:
    written = ["a:b?.pdf", "甲*乙|.txt", "CON.txt", "附件/aux", "函.pdf..", "C:x.txt"]
    data = containers.raw_zip([(name.encode(), b"1") for name in written], flags=0x800)
    record = taken(tmp_path, "包.zip", data)
    assert set(codes(record)) == {
        *("a：b？.pdf", "甲＊乙｜.txt", "CON_.txt", "附件/aux_", "函.pdf", "C：x.txt")
    }
    assert set(codes(record).values()) == {""}
    (note,) = record.notes
    assert "6 个文件名" in note
    assert "a：b？.pdf" in note
    assert names.parts_of("CONTRACT.txt") == ("CONTRACT.txt",)
