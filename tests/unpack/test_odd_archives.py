"""Archives that are cut up, locked, old or odd: each entry is had, or called by its name."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from generator.convert.refusals import PART
from generator.intake.containers import reasons
from generator.intake.containers.names import NAMELESS
from generator.model import Unbindable
from tests.builders import containers
from tests.builders.identified import container_kind, identify
from tests.builders.unpacked import codes, content, entries, taken

ONE = {"一.txt": b"1" * 100}
TWO = {**ONE, "二.txt": b"2" * 100}
GBK = {name.encode("gbk"): data for name, data in TWO.items()}


class Pipe(io.RawIOBase):
    """What cannot be gone back in, so that sizes come after contents."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += bytes(data)
        return len(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_streamed_zip_gives_all_its_entries(method: int, tmp_path: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:  # type: ignore[call-overload]
        for name, data in TWO.items():
            archive.writestr(name, data)
    assert pipe.written[6] & 8
    record = taken(tmp_path, "包.zip", pipe.written)
    assert content(tmp_path, "包.zip", record) == TWO


def test_zips_with_something_before_or_behind_them(tmp_path: Path) -> None:
    plain = containers.zip_of(TWO)
    large = io.BytesIO()
    with (
        zipfile.ZipFile(large, "w") as archive,
        archive.open("一.txt", "w", force_zip64=True) as one,
    ):
        one.write(b"1" * 100)
    for name, data, expected in (
        ("前.zip", b"#!/bin/sh\n" * 40 + plain, TWO),
        ("自解压.exe", b"MZ" + bytes(900) + plain, TWO),
        ("后.zip", plain + b"rubbish" * 40, TWO),
        ("单卷.zip", b"PK00" + plain, TWO),
        ("大.zip", large.getvalue(), ONE),
    ):
        record = taken(tmp_path, name, data)
        assert content(tmp_path, name, record) == expected, name
        assert all(entry.stored for entry in record.entries), name


def test_a_program_is_no_archive(tmp_path: Path) -> None:
    for name, data, words in (
        ("a.exe", b"MZ" + bytes(900), "程序文件"),
        ("b.exe", b"MZ" + bytes(900) + containers.rar5(ONE), "自解压的压缩包"),
        ("c.exe", b"MZ" + bytes(900) + containers.rar4({b"a": b"1"}), "自解压的压缩包"),
        ("d.exe", b"MZ" + bytes(900) + containers.seven_zip(ONE, tmp_path / "7"), "自解压的压缩包"),
        ("WinRAR.exe", b"MZ" + bytes(900) + b"Rar!\x1a\x07\x00 not found", "程序文件"),
    ):
        (tmp_path / name).write_bytes(data)
        assert container_kind(tmp_path / name, name) is None
        refusal = identify(tmp_path / name, name)
        assert isinstance(refusal, Unbindable)
        assert words in refusal.message, name


def test_one_bad_name_costs_itself_alone(tmp_path: Path) -> None:
    names = [b"", b".", b"..", b"../x", b"/etc/x", b"C:\\x", b"a", b"a", b"b/", b"c/../d", b"./e"]
    data = containers.raw_zip([(name, b"%d" % at) for at, name in enumerate(names)])
    record = taken(tmp_path, "包.zip", data)
    assert set(content(tmp_path, "包.zip", record).values()) == {b"0", b"1", b"6", b"7", b"10"}
    assert entries(record)[NAMELESS].stored
    outside = {entry.name for entry in record.entries if entry.refusal == reasons.OUTSIDE}
    assert outside == {"[..]", "[..]/x", "etc/x", "C：/x", "c/[..]/d"}


def test_names_that_differ_before_the_content_and_in_the_list(tmp_path: Path) -> None:
    old = containers.raw_zip([("函.txt".encode("gbk"), b"1")])
    new = containers.raw_zip([("函.txt".encode(), b"1")], flags=0x800)
    body, listing = old[: old.index(b"PK\x01\x02")], new[new.index(b"PK\x01\x02") : -22]
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(listing), len(body), 0)
    record = taken(tmp_path, "包.zip", body + listing + end)
    assert content(tmp_path, "包.zip", record) == {"函.txt": b"1"}


def parts(folder: Path) -> dict[str, bytes]:
    """Parts of archives that were cut up, each by another program."""
    plain, seven = containers.zip_of(TWO), containers.seven_zip(TWO, folder / "made")
    last = plain[:-18] + struct.pack("<HH", 1, 1) + plain[-14:]
    return {
        "包.part1.rar": containers.rar4(GBK, main=0x101, split=True),
        "包.part2.rar": containers.rar5(TWO, main=1),
        "包.rar": containers.rar4(GBK, main=0x101),
        "包.r00": containers.rar4(GBK, split=True),
        "包.7z.001": seven[:90],
        "包.7z.002": seven[90:],
        "包.zip.001": plain[:90],
        "包.zip.002": b"\x99" + plain[90:],
        "包.z01": b"PK\x07\x08" + plain[:90],
        "包.z02": b"\x99" + plain[90:],
        "包.zip": last,
    }


def test_a_part_of_an_archive_is_called_one(tmp_path: Path) -> None:
    for name, data in parts(tmp_path).items():
        (tmp_path / name).write_bytes(data)
        if container_kind(tmp_path / name, name) is None:
            assert identify(tmp_path / name, name) == PART, name
        else:
            record = taken(tmp_path, name, data)
            assert (record.refusal, record.entries) == (PART, ()), name


def test_locked_archives_are_called_locked(tmp_path: Path) -> None:
    for name, data in (
        ("一.rar", containers.rar4(GBK, main=0x80)),
        ("二.rar", containers.rar5(TWO, sealed=True)),
        ("三.7z", containers.SEALED_7Z),
    ):
        assert taken(tmp_path, name, data).refusal == reasons.ENCRYPTED, name
    some = taken(tmp_path, "四.rar", containers.rar5(TWO, locked=["二.txt"]))
    assert codes(some) == {"一.txt": "", "二.txt": "encrypted"}


def test_an_entry_that_stands_for_another_has_its_content(tmp_path: Path) -> None:
    data = containers.rar5(ONE, copies={"副本.txt": "一.txt", "断.txt": "没有.txt"})
    record = taken(tmp_path, "包.rar", data)
    assert content(tmp_path, "包.rar", record) == {"一.txt": ONE["一.txt"], "副本.txt": b"1" * 100}
    assert entries(record)["断.txt"].refusal == reasons.LINK


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (containers.rar4({b"a.txt": b"x" * 90}, version=20, method=0x33), reasons.OLD_RAR),
        (containers.rar4({b"a.txt": b"x" * 90}, version=15, method=0x35), reasons.OLD_RAR),
        (containers.rar4({b"a.txt": b"x" * 90}, version=29, method=0x33), reasons.BROKEN_ENTRY),
    ],
)
def test_old_ways_of_packing_are_told_from_damage(
    data: bytes, reason: Unbindable, tmp_path: Path
) -> None:
    record = taken(tmp_path, "包.rar", data)
    assert [entry.refusal for entry in record.entries] == [reason]


def test_what_a_solid_archive_does_not_give_is_named(tmp_path: Path) -> None:
    files = {b"a.txt": b"x" * 90, b"b.txt": b"y" * 90}
    record = taken(tmp_path, "包.rar", containers.rar4(files, main=8, version=29))
    assert {entry.name for entry in record.entries} == {"a.txt", "b.txt"}
    assert {one.refusal for one in record.entries} <= {None, reasons.SOLID}
    ancient = taken(tmp_path, "老.rar", b"RE~^" + bytes(60))
    assert ancient.refusal == reasons.ANCIENT_RAR
