"""Remembered hashes: right whatever happens to a file, and not read again when nothing does."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from generator.base import hashes as module
from generator.base.files import sha256_of
from generator.base.hashes import Hashes

LONG_AGO = 1_500_000_000_000_000_000


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were really read."""
    found: list[Path] = []
    real = sha256_of

    def counted(path: Path) -> str:
        found.append(path)
        return real(path)

    monkeypatch.setattr(module, "sha256_of", counted)
    return found


def settled(record: Path) -> None:
    """As if the record had been kept an hour after the files were last touched."""
    later = record.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(record, ns=(later, later))


def kept(folder: Path, name: str = "a", content: bytes = b"one") -> tuple[Path, Path]:
    path, record = folder / name, folder / "cache/hashes.json"
    path.write_bytes(content)
    first = Hashes(record)
    assert first.of(path) == digest(content)
    first.save()
    settled(record)
    return path, record


def test_an_untouched_file_is_not_read_again(tmp_path: Path, reads: list[Path]) -> None:
    path, record = kept(tmp_path)
    again = Hashes(record)
    assert again.of(path) == digest(b"one")
    assert reads == [path]
    before = record.stat().st_mtime_ns
    again.save()
    assert record.stat().st_mtime_ns == before


def test_a_file_that_cannot_be_opened_today_has_no_hash_though_one_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, record = kept(tmp_path)
    real = Path.open

    def held(self: Path, *args: Any, **named: Any) -> Any:
        if self == path:
            raise PermissionError(13, "another program has it open", str(path))
        return real(self, *args, **named)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(PermissionError):
        Hashes(record).of(path)


@pytest.mark.parametrize("content", [b"two", b"longer", b""])
def test_a_changed_file_is_read(tmp_path: Path, content: bytes) -> None:
    path, record = kept(tmp_path)
    path.write_bytes(content)
    assert Hashes(record).of(path) == digest(content)


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    path, record = kept(tmp_path)
    times = path.stat()
    path.write_bytes(b"six")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert Hashes(record).of(path) == digest(b"six")


def test_a_file_put_in_the_place_of_another_is_seen(tmp_path: Path) -> None:
    path, record = kept(tmp_path)
    other = tmp_path / "other"
    other.write_bytes(b"two")
    os.utime(other, ns=(LONG_AGO, path.stat().st_mtime_ns))
    other.replace(path)
    assert Hashes(record).of(path) == digest(b"two")


def test_a_file_touched_just_before_its_hash_was_kept_is_read(
    tmp_path: Path, reads: list[Path]
) -> None:
    path, record = tmp_path / "a", tmp_path / "hashes.json"
    path.write_bytes(b"one")
    first = Hashes(record)
    first.of(path)
    first.save()
    Hashes(record).of(path)
    assert reads == [path, path]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 0}', b"\xff"]
)
def test_a_damaged_record_costs_reading_only(tmp_path: Path, content: bytes) -> None:
    path, record = kept(tmp_path)
    record.write_bytes(content)
    settled(record)
    assert Hashes(record).of(path) == digest(b"one")


def test_names_of_any_bytes_and_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    path, record = kept(tmp_path, os.fsdecode(b"\xb2\xe2\xca\xd4"))
    assert Hashes(record).of(path) == digest(b"one")
    blocked = Hashes(tmp_path / path.name / "hashes.json")
    assert blocked.of(path) == digest(b"one")
    blocked.save()
    with pytest.raises(OSError, match="absent"):
        blocked.of(tmp_path / "absent")
