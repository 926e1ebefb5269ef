"""A run over filed containers: children that fail, a cache that is kept, sources left alone."""

import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.base import scratch, workers
from generator.base.errors import OutputError
from generator.base.files import sha256_of
from generator.intake.containers import child, unpack
from generator.intake.containers.child import Order, take_out
from generator.intake.containers.taking import DiskError
from generator.model import ContainerLimits, Filing, Ignored
from tests.builders import containers
from tests.builders.alone import importing_tests
from tests.builders.filed import filed
from tests.builders.unpacked import unpacked

ZIP = containers.zip_of({"一.txt": b"1", "二.txt": b"2"})


def test_entries_stand_behind_their_container_as_documents(tmp_path: Path) -> None:
    inner = containers.zip_of({"里.txt": b"3"})
    files = {
        "甲.zip": containers.zip_of({"2019-05-10 甲发〔2019〕3号 通知.txt": b"1", "乙.zip": inner}),
        "丙.txt": b"x",
    }
    before = {name: sha256_of(tmp_path / name) for name in files if (tmp_path / name).exists()}
    found = unpacked(tmp_path, files).filing.files
    assert [file.path for file in found] == [
        "甲.zip",
        "甲.zip/2019-05-10 甲发〔2019〕3号 通知.txt",
        "甲.zip/乙.zip",
        "甲.zip/乙.zip/里.txt",
        "丙.txt",
    ]
    notice, nested = found[1], found[3]
    assert (notice.item, notice.event, notice.container) == ("1.1", None, "甲.zip")
    assert (notice.metadata.title, notice.metadata.doc_number) == ("通知", "甲发〔2019〕3号")
    assert sha256_of(notice.absolute) == notice.sha256
    assert nested.container == "甲.zip/乙.zip"
    assert [file.wrapper for file in found] == [True, False, True, False, False]
    assert all((tmp_path / name).read_bytes() == data for name, data in files.items())
    assert before == {}


def test_what_was_not_taken_out_has_no_file_and_no_hash(tmp_path: Path) -> None:
    found = unpacked(tmp_path, {"锁.zip": containers.raw_zip([(b"a.pdf", b"x" * 9)], flags=1)})
    (entry,) = found.filing.files[1:]
    assert (entry.sha256, entry.size, entry.container) == ("", 9, "锁.zip")
    assert not entry.absolute.exists()
    assert found.refused[entry.path].code == "encrypted"
    assert set(found.prepared) == {"锁.zip"}


def test_a_second_run_opens_nothing_and_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "一.zip": ZIP,
        "二.eml": containers.mail({"a.txt": b"1"}),
        "三.pdf": containers.pdf_with({}),
    }
    first = unpacked(tmp_path, files, children=True)
    assert first.opened == 3
    monkeypatch.setattr(workers, "run", None)
    second = unpacked(tmp_path, files, children=True)
    assert second.opened == 0
    assert (second.filing, second.prepared, second.refused) == (
        first.filing,
        first.prepared,
        first.refused,
    )


def test_equal_containers_are_opened_once(tmp_path: Path) -> None:
    found = unpacked(tmp_path, {"一.zip": ZIP, "二.zip": ZIP})
    assert found.opened == 1
    assert [file.path for file in found.filing.files if file.container] == [
        "一.zip/一.txt",
        "一.zip/二.txt",
        "二.zip/一.txt",
        "二.zip/二.txt",
    ]


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    first = unpacked(tmp_path, {"一.zip": ZIP})
    entry = first.filing.files[1].absolute
    entry.write_bytes(b"other")
    assert unpacked(tmp_path, {"一.zip": ZIP}).opened == 1
    assert entry.read_bytes() == b"1"
    record = entry.with_name("record.json")
    content = json.loads(record.read_text("utf-8"))
    del content["entries"][0]["sha256"]
    record.write_text(json.dumps(content), "utf-8")
    assert unpacked(tmp_path, {"一.zip": ZIP}).filing == first.filing


def test_other_limits_are_another_result(tmp_path: Path) -> None:
    unpacked(tmp_path, {"一.zip": ZIP})
    assert (
        "一.zip/其余内容（1 个文件）"
        in unpacked(tmp_path, {"一.zip": ZIP}, ContainerLimits(entries=1)).refused
    )


def crashing(orders: Sequence[Order]) -> object:
    """Dies or hangs on what its name says, and works on the rest."""
    for order in orders:
        if "崩" in order.name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "挂" in order.name:
            time.sleep(600)
        if "错" in order.name:
            raise LookupError("unforeseen")
        if "满" in order.name:
            return DiskError("磁盘已满")
    return take_out(orders)


def test_a_crash_or_a_hang_costs_one_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "take_out", crashing)
    importing_tests(monkeypatch)
    pdf = containers.pdf_with({})
    files = {
        "崩.zip": ZIP,
        "挂.zip": ZIP + b"\0",
        "错.zip": ZIP + b"\0\0",
        "好.zip": containers.zip_of({"一.txt": b"1"}),
        "崩.pdf": pdf,
        "好.pdf": containers.pdf_with({"a.txt": b"1"}),
    }
    found = unpacked(tmp_path, files, timeout=15, jobs=2, children=True)
    said = {path: reason.message for path, reason in found.refused.items()}
    assert set(said) == {"崩.zip", "挂.zip", "错.zip", "崩.pdf/附件（读不出）"}
    assert "崩溃" in said["崩.zip"]
    assert "时限" in said["挂.zip"]
    assert said["错.zip"] == "解压程序处理这个文件时出错"
    assert "好.pdf/a.txt" in {file.path for file in found.filing.files}
    assert not list((tmp_path / "cache" / "entries").glob(".new-*"))
    monkeypatch.undo()
    assert unpacked(tmp_path, files).refused == {}  # a failure is not kept


def test_a_full_disk_is_no_fault_of_the_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "take_out", crashing)
    importing_tests(monkeypatch)
    with pytest.raises(OutputError, match="缓存"):
        unpacked(tmp_path, {"满.zip": ZIP})


def test_what_a_killed_run_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    left = tmp_path / ".new-left"
    left.mkdir()
    (left / "x").touch()
    with scratch.scratch_folder(tmp_path) as one:
        assert not left.exists()
        with scratch.scratch_folder(tmp_path) as other:
            assert one.exists()
            assert other != one
    assert list(tmp_path.iterdir()) == []


def test_entries_of_reference_registers_are_read_and_not_bound(tmp_path: Path) -> None:
    (tmp_path / "册.zip").write_bytes(containers.zip_of({"名册.csv": b"1"}))
    (tmp_path / "锁.zip").write_bytes(containers.raw_zip([(b"a.csv", b"1")], flags=1))
    kept = tuple(filed(tmp_path / name) for name in ("册.zip", "锁.zip"))
    ignored = tuple(Ignored(file.path, "只用来核对") for file in kept)
    filing = Filing((), (), ignored, (), kept)
    found = unpack(filing, cache=tmp_path / "cache", limits=ContainerLimits()).filing
    assert [file.path for file in found.reference if file.sha256] == [
        "册.zip",
        "册.zip/名册.csv",
        "锁.zip",
    ]
    reasons = {one.path: one.reason for one in found.ignored}
    assert reasons["册.zip/名册.csv"] == "只用来核对"
    assert "密码" in reasons["锁.zip/a.csv"]
