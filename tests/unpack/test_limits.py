"""Bombs and floods stop at the limits, and what lies beyond them is still named."""

import gzip
import io
import time
import zipfile
from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.model import ContainerLimits
from generator.office.config import read_config
from tests.builders import containers
from tests.builders.unpacked import codes, taken, unpacked
from tests.conftest import CONFIG, new_workspace


def bomb(size: int) -> bytes:
    """A zip of one entry of noughts, written without ever holding it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("零.txt", "w") as entry,
    ):
        for _ in range(size // 1_000_000):
            entry.write(bytes(1_000_000))
    return stream.getvalue()


def lying(data: bytes, declared: int) -> bytes:
    """The same zip, saying of its only entry that it has fewer bytes."""
    out = bytearray(data)
    at = out.rindex(b"PK\x01\x02")
    out[at + 24 : at + 28] = declared.to_bytes(4, "little")
    return bytes(out)


def test_a_bomb_is_refused_by_its_own_word_without_unpacking(tmp_path: Path) -> None:
    start = time.process_time()
    record = taken(tmp_path, "弹.zip", bomb(60_000_000))
    assert codes(record) == {"零.txt": "over-limit"}
    assert "压缩炸弹" in record.entries[0].refusal.message  # type: ignore[union-attr]
    assert time.process_time() - start < 5
    assert [path.name for path in (tmp_path / "弹.zip.out").iterdir()] == ["record.json"]


def test_a_bomb_without_a_word_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    packed = gzip.compress(bytes(60_000_000))
    record = taken(tmp_path, "弹.gz", packed)
    assert list(codes(record).values()) == ["over-limit"]
    assert [path.name for path in (tmp_path / "弹.gz.out").iterdir()] == ["record.json"]


def test_a_bomb_that_lies_gives_no_more_than_it_declares(tmp_path: Path) -> None:
    record = taken(tmp_path, "弹.zip", lying(bomb(60_000_000), 1000))
    assert codes(record) == {"零.txt": "unreadable"}
    assert sum(path.stat().st_size for path in (tmp_path / "弹.zip.out").iterdir()) < 10_000


def test_a_large_entry_costs_itself_alone(tmp_path: Path) -> None:
    files = {"大.txt": b"1" * 2000, "小.txt": b"1"}
    record = taken(tmp_path, "包.zip", containers.zip_of(files), ContainerLimits(entry_bytes=1000))
    assert codes(record) == {"大.txt": "over-limit", "小.txt": ""}


def test_a_container_gives_no_more_than_its_share(tmp_path: Path) -> None:
    files = {f"{at}.txt": b"1" * 1000 for at in range(5)}
    limits = ContainerLimits(container_bytes=2500)
    record = taken(tmp_path, "包.tgz", containers.tar_of(files), limits)
    assert [codes(record)[name] for name in files] == ["", "", *["over-limit"] * 3]


def test_entries_beyond_the_count_are_counted_on_one_slip(tmp_path: Path) -> None:
    files = {f"{at}.txt": b"1" for at in range(20)}
    record = taken(tmp_path, "包.zip", containers.zip_of(files), ContainerLimits(entries=5))
    assert len(record.entries) == 6
    assert record.entries[-1].name == "其余内容（15 个文件）"
    assert record.entries[-1].refusal is not None
    assert record.entries[-1].refusal.code == "over-limit"


def nested(levels: int) -> bytes:
    data = containers.zip_of({"最里面.txt": b"1"})
    for level in range(levels - 1, 0, -1):
        data = containers.zip_of({f"{level}.zip": data})
    return data


def test_containers_within_each_other_are_opened_to_the_stated_depth(tmp_path: Path) -> None:
    found = unpacked(tmp_path, {"三.zip": nested(3), "四.zip": nested(4)})
    paths = [file.path for file in found.filing.files]
    assert "三.zip/1.zip/2.zip/最里面.txt" in paths
    assert [path for path in paths if "最里面" in path] == ["三.zip/1.zip/2.zip/最里面.txt"]
    assert {path: reason.code for path, reason in found.refused.items()} == {
        "四.zip/1.zip/2.zip/3.zip": "over-limit"
    }
    assert "3 层" in found.refused["四.zip/1.zip/2.zip/3.zip"].message


def test_attachments_deeper_than_that_are_named(tmp_path: Path) -> None:
    inner = containers.pdf_with({"发票.xml": b"<a/>"})
    found = unpacked(
        tmp_path, {"包.zip": containers.zip_of({"函.pdf": inner})}, ContainerLimits(depth=1)
    )
    assert {path: reason.code for path, reason in found.refused.items()} == {
        "包.zip/函.pdf/发票.xml": "over-limit",
        "包.zip/函.pdf/别在页上的说明.txt": "over-limit",
    }


@pytest.mark.parametrize(
    "limits", [ContainerLimits(all_entries=3), ContainerLimits(all_bytes=3000)]
)
def test_all_containers_together_have_a_limit(limits: ContainerLimits, tmp_path: Path) -> None:
    files = {
        f"{at}.zip": containers.zip_of({f"{n}": bytes([at]) * 1000 for n in range(3)})
        for at in range(7)
    }
    found = unpacked(tmp_path, files, limits)
    assert {path: reason.code for path, reason in found.refused.items()} == {
        f"{at}.zip": "over-limit" for at in range(1, 7)
    }
    assert found.opened < 7  # what comes after the first portion is not even opened
    assert len(found.filing.files) == 7 + 3


def test_the_office_sets_the_limits(tmp_path: Path) -> None:
    intake = "{entries: 7, entry_megabytes: 2, ratio: 9, depth: 1, all_entries: 8}"
    root = new_workspace(tmp_path, config=f"{CONFIG}intake: {intake}\n")
    assert read_config(root).limits == ContainerLimits(
        entries=7, entry_bytes=2_000_000, ratio=9, depth=1, all_entries=8
    )
    (root / "config.yaml").write_text(f"{CONFIG}intake: {{depth: 11}}\n", "utf-8")
    with pytest.raises(ConfigError):
        read_config(root)


def test_limits_left_out_are_those_of_the_program(tmp_path: Path) -> None:
    assert read_config(new_workspace(tmp_path)).limits == ContainerLimits()
