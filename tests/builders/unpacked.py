"""Containers taken out in this very process, or filed and unpacked as a run does it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.base.files import sha256_of
from generator.convert.record import Entry, Record
from generator.intake.containers import Unpacked, unpack
from generator.intake.containers.child import Order, take_out
from generator.model import ContainerLimits, Filing
from tests.builders.alone import without_children
from tests.builders.filed import filed
from tests.builders.identified import container_kind


def taken(folder: Path, name: str, data: bytes, limits: ContainerLimits | None = None) -> Record:
    """The record of one container, whose kind is told by its content."""
    source = folder / name
    source.write_bytes(data)
    kind = container_kind(source, name)
    assert kind is not None
    place = folder / f"{name}.out"
    order = Order(
        source, name, kind, sha256_of(source), len(data), place, limits or ContainerLimits()
    )
    records = take_out((order,))
    assert isinstance(records, tuple)
    return records[0]


def entries(record: Record) -> dict[str, Entry]:
    return {entry.name: entry for entry in record.entries}


def codes(record: Record) -> dict[str, str]:
    """For each entry why it was not taken out, or nothing."""
    return {entry.name: entry.refusal.code if entry.refusal else "" for entry in record.entries}


def content(folder: Path, name: str, record: Record) -> dict[str, bytes]:
    """What was taken out, by the names that are shown."""
    place = folder / f"{name}.out"
    return {e.name: (place / e.stored).read_bytes() for e in record.entries if e.stored}


def unpacked(
    folder: Path,
    files: Mapping[str, bytes],
    limits: ContainerLimits | None = None,
    *,
    timeout: float = 60,
    jobs: int = 1,
    children: bool = False,
) -> Unpacked:
    """File documents in a folder and unpack them; the cache lies beside.

    Without ``children`` the work is done in this process, which saves their start.
    """
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    found = tuple(filed(folder / name) for name in files)
    with pytest.MonkeyPatch.context() as patch:
        if not children:
            without_children(patch)
        return unpack(
            Filing(found, (), ()),
            cache=folder / "cache",
            limits=limits or ContainerLimits(),
            timeout=timeout,
            jobs=jobs,
        )
