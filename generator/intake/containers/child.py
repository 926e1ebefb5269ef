"""What runs in a child process: one container taken out, whatever it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from generator.convert.kinds import is_part_name
from generator.convert.record import Record, write_record
from generator.convert.refusals import PART
from generator.intake.containers import (
    eml,
    foreign,
    msg,
    office_files,
    pdf_files,
    rar,
    reasons,
    tar_files,
    tnef,
    zip_files,
)
from generator.intake.containers.reasons import Fault
from generator.intake.containers.store import RECORD
from generator.intake.containers.taking import DiskError, Taking
from generator.model import ContainerLimits

_Read = Callable[[Path, Taking], None]

#: Kinds that are documents themselves, with attachments in an order that means something.
_IN_ORDER = frozenset({"eml", "msg", "pdf", "mbox", "office"})


@dataclass(frozen=True, slots=True)
class Order:
    """A container to take out: its content, and the new folder that its entries go to."""

    source: Path
    name: str
    kind: str
    sha256: str
    size: int
    folder: Path
    limits: ContainerLimits


def _zip(path: Path, taking: Taking) -> None:
    """A zip; when its list of contents is lost, what its parts still tell."""
    try:
        zip_files.read(path, taking)
    except Fault as fault:
        if fault.reason != reasons.BROKEN:
            raise
        try:
            foreign.read(path, taking)
        except Fault:
            raise fault from None
        taking.cannot_go_on()


_READERS: Mapping[str, _Read] = MappingProxyType(
    {
        "zip": _zip,
        "rar": rar.read,
        "7z": foreign.read,
        "tar": tar_files.read,
        "eml": eml.read,
        "mbox": eml.read_many,
        "msg": msg.read,
        "tnef": tnef.read,
        "pdf": pdf_files.read,
        "office": office_files.read,
    }
)


def take_out(orders: Sequence[Order]) -> tuple[Record, ...] | DiskError:
    """Take each container out into its folder, with a record of what it holds."""
    try:
        return tuple(_take_out(order) for order in orders)
    except DiskError as error:
        return error


def _take_out(order: Order) -> Record:
    order.folder.mkdir(mode=0o700)
    taking = Taking(order.folder, order.size, order.limits)
    read = _READERS.get(order.kind) or partial(_packed, order)
    if order.kind == "zip" and is_part_name(order.name):
        read = zip_files.read
    refusal, lasting = None, True
    try:
        read(order.source, taking)
    except Fault as fault:
        refusal, lasting = fault.reason, fault.lasting
        if refusal == reasons.BROKEN and is_part_name(order.name):
            refusal = PART
    record = taking.record(order.kind, order.sha256, order.size, in_order=order.kind in _IN_ORDER)
    if refusal is None and not record.entries and order.kind not in _IN_ORDER:
        refusal = reasons.EMPTY
    record = replace(record, refusal=refusal, lasting=lasting)
    write_record(record, order.folder / RECORD)
    (order.folder / RECORD).chmod(0o600)
    return record


def _packed(order: Order, path: Path, taking: Taking) -> None:
    tar_files.read_packed(order.kind, path, order.name, taking)
