"""Every kind of archive: what it holds comes out whole, under names that can be read."""

import bz2
import gzip
import io
import lzma
import stat
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from generator.intake.containers import reasons
from generator.intake.containers.recognise import misnamed
from tests.builders import containers
from tests.builders.documents import odt, zipped
from tests.builders.identified import container_kind
from tests.builders.unpacked import codes, content, entries, taken

FILES = {"会议/第2页.txt": b"two", "会议/第10页.txt": b"ten" * 3000, "函.txt": "函件".encode()}


def archive(kind: str, folder: Path) -> bytes:
    match kind:
        case "zip":
            return containers.zip_of(FILES)
        case "7z":
            return containers.seven_zip(FILES, folder / "made")
        case "rar4":
            return containers.rar4({name.encode("gbk"): data for name, data in FILES.items()})
        case "rar5":
            return containers.rar5(FILES)
        case "tar":
            return containers.tar_of(FILES, "w:")
        case _:
            return containers.tar_of(FILES, f"w:{kind}")


@pytest.mark.parametrize("kind", ["zip", "7z", "rar4", "rar5", "tar", "gz", "bz2", "xz"])
def test_every_entry_comes_out_whole_and_in_natural_order(kind: str, tmp_path: Path) -> None:
    record = taken(tmp_path, f"包.{kind}", archive(kind, tmp_path))
    assert content(tmp_path, f"包.{kind}", record) == FILES
    named = [entry.name for entry in record.entries if entry.stored]
    assert named == ["会议/第2页.txt", "会议/第10页.txt", "函.txt"]
    assert all(entry.size == len(FILES[entry.name]) for entry in record.entries if entry.stored)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_what_is_taken_out_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    taken(tmp_path, "包.zip", containers.zip_of(FILES))
    place = tmp_path / "包.zip.out"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("ending", "packed"),
    [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)],
)
def test_a_single_packed_file_is_called_after_its_container(
    ending: str, packed: object, tmp_path: Path
) -> None:
    assert callable(packed)
    record = taken(tmp_path, f"名单.csv.{ending}", packed(b"1,2\n"))
    assert content(tmp_path, f"名单.csv.{ending}", record) == {"名单.csv": b"1,2\n"}


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (("关于协作的函.txt", "联通.txt"), "gbk"),
        (("关于协作的函.txt", "联通.txt"), "utf-8"),
        (("通知.txt",), "gbk"),
        (("élan.txt",), "utf-8"),
        (("䶮山.txt",), "gb18030"),
        (("café.txt",), "cp437"),
    ],
)
def test_names_without_a_mark_are_read_in_the_encoding_that_fits(
    names: tuple[str, ...], encoding: str, tmp_path: Path
) -> None:
    data = containers.raw_zip([(name.encode(encoding), b"1") for name in names])
    assert set(entries(taken(tmp_path, "包.zip", data))) == set(names)


def test_the_mark_for_utf8_and_the_unicode_field_go_before_guessing(tmp_path: Path) -> None:
    marked = containers.raw_zip([("联通.txt".encode(), b"1")], flags=0x800)
    assert set(entries(taken(tmp_path, "一.zip", marked))) == {"联通.txt"}
    field = containers.unicode_path("统一码.txt", b"??.txt")
    assert set(
        entries(taken(tmp_path, "二.zip", containers.raw_zip([(b"??.txt", b"1")], extra=field)))
    ) == {"统一码.txt"}
    stale = containers.raw_zip([(b"new.txt", b"1")], extra=field)
    assert set(entries(taken(tmp_path, "三.zip", stale))) == {"new.txt"}


def test_what_is_locked_is_named_or_said_to_be_sealed(tmp_path: Path) -> None:
    for name, data in (
        ("一.zip", containers.raw_zip([("函.pdf".encode(), b"x" * 20)], flags=0x801)),
        ("二.rar", containers.rar4({b"a.pdf": b"x" * 20}, locked=True)),
        ("三.7z", containers.LOCKED_7Z),
    ):
        assert list(codes(taken(tmp_path, name, data)).values()) == ["encrypted"], name
    sealed = taken(tmp_path, "四.7z", containers.SEALED_7Z)
    assert sealed.refusal == reasons.ENCRYPTED


def test_links_and_devices_are_named_and_not_followed(tmp_path: Path) -> None:
    found = codes(taken(tmp_path, "包.tar", containers.tar_of({"一.txt": b"1"}, "w:")))
    assert found == {"一.txt": "", "链接": "unsupported-type", "设备": "unsupported-type"}
    for mode in (0o120777, 0o020666):
        data = containers.raw_zip([(b"x", b"/etc/passwd")], mode=mode)
        assert codes(taken(tmp_path, f"{mode}.zip", data)) == {"x": "unsupported-type"}


def test_a_damaged_entry_costs_itself_alone(tmp_path: Path) -> None:
    stored = containers.zip_of({"坏.txt": b"A" * 50, "好.txt": b"B"}, method=zipfile.ZIP_STORED)
    found = codes(taken(tmp_path, "包.zip", stored.replace(b"AAAA", b"AXAA", 1)))
    assert found == {"坏.txt": "unreadable", "好.txt": ""}
    assert not list((tmp_path / "包.zip.out").glob("00000*"))


def test_a_zip_without_its_end_gives_what_can_be_read_and_says_so(tmp_path: Path) -> None:
    cut = containers.zip_of({"一.txt": b"1" * 100, "二.txt": b"2" * 100})[:-140]
    record = taken(tmp_path, "包.zip", cut)
    assert content(tmp_path, "包.zip", record)["一.txt"] == b"1" * 100
    assert record.entries[-1].refusal == reasons.REST_BROKEN


def test_what_follows_damage_is_named_where_the_list_still_tells(tmp_path: Path) -> None:
    whole = containers.rar5({"一.txt": b"1" * 900, "二.txt": b"2" * 900, "三.txt": b"3" * 900})
    record = taken(tmp_path, "包.rar", whole[:1500])
    assert codes(record)["一.txt"] == ""
    assert codes(record)["二.txt"] == "unreadable"
    assert record.entries[-1].refusal == reasons.REST_BROKEN
    tar = containers.tar_of({"1.txt": b"1", "2.txt": b"2"}, "w:")
    for name, broken in (
        ("一.tar", tar[:1024] + b"\xff" * 512 + tar[1536:]),
        ("二.tar", tar[:1024]),
        ("三.tar", tar[:1600]),
    ):
        record = taken(tmp_path, name, broken)
        assert codes(record)["1.txt"] == ""
        assert record.entries[-1].refusal == reasons.REST_BROKEN, name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("一.zip", b"PK\x03\x04" + b"\xff" * 60),
        ("二.rar", b"Rar!\x1a\x07\x00" + b"\x00" * 60),
        ("三.7z", b"7z\xbc\xaf\x27\x1c" + b"\xff" * 60),
        ("四.gz", b"\x1f\x8b\x08" + b"\x00" * 60),
        ("五.xz", b"\xfd7zXZ\x00" + b"\x00" * 60),
    ],
)
def test_rubbish_behind_a_mark_is_unreadable(name: str, data: bytes, tmp_path: Path) -> None:
    record = taken(tmp_path, name, data)
    assert record.refusal == reasons.BROKEN or [*codes(record).values()] == ["unreadable"]


def test_an_archive_without_files_is_empty(tmp_path: Path) -> None:
    for name, data in (
        ("一.zip", containers.zip_of({})),
        ("二.zip", containers.zip_of({"__MACOSX/._a": b"x", "文件夹/": b""})),
    ):
        assert taken(tmp_path, name, data).refusal == reasons.EMPTY


def test_a_method_that_no_library_knows_is_named(tmp_path: Path) -> None:
    data = bytearray(containers.zip_of({"一.txt": b"1" * 50}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + at] = 9  # deflate64
    assert codes(taken(tmp_path, "包.zip", bytes(data))) == {"一.txt": "unsupported-type"}


def test_leftovers_and_catalogues_are_ignored_with_their_reason(tmp_path: Path) -> None:
    files = {
        "__MACOSX/._a": b"",
        "甲/.DS_Store": b"",
        "甲/~$函.docx": b"",
        "目录.yaml": b"",
        "函.txt": b"1",
    }
    record = taken(tmp_path, "包.zip", containers.zip_of(files))
    assert [entry.name for entry in record.entries] == ["函.txt"]
    assert {name: reason[:4] for name, reason in record.ignored} == {
        "__MACOSX/._a": "系统文件",
        "甲/.DS_Store": "系统文件",
        "甲/~$函.docx": "办公软件",
        "目录.yaml": "压缩包里",
    }


def test_office_documents_are_no_archives(tmp_path: Path) -> None:
    zipped(tmp_path / "a.bin", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b""})
    zipped(tmp_path / "b.ofd", {"OFD.xml": b"<OFD/>"})
    zipped(tmp_path / "c.docx", {"任意.txt": b"1"})
    odt(tmp_path / "d.odt", "文字")
    for name in ("a.bin", "b.ofd", "c.docx", "d.odt"):
        assert container_kind(tmp_path / name, name) is None, name


def test_a_container_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(containers.zip_of({"一.txt": b"1"}))
    assert container_kind(path, path.name) == "zip"
    assert "扩展名是 .jpg" in str(misnamed("zip", path.name))
    assert misnamed("zip", "包.ZIP") is None
    # a tar and a stored zip whose first file is a PDF begin like one
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("一.pdf")
        info.size = 8
        archive.addfile(info, io.BytesIO(b"%PDF-1.7"))
    path.write_bytes(stream.getvalue())
    assert container_kind(path, path.name) == "tar"
    path.write_bytes(containers.zip_of({"一.pdf": b"%PDF-1.7"}, method=zipfile.ZIP_STORED))
    assert container_kind(path, path.name) == "zip"
