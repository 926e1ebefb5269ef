"""RAR archives: unpacked by libarchive, by what their headers say of each entry."""

from pathlib import Path

from generator.convert.refusals import PART
from generator.intake.containers import foreign, reasons
from generator.intake.containers.foreign import Told
from generator.intake.containers.rar_headers import RarEntry, headers_of
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking


def read(path: Path, taking: Taking) -> None:
    """Take every file out, and name each that this program cannot unpack with the reason.

    Raises:
        Fault: it is a volume, locked as a whole, of before RAR 1.5, or cannot be read at all.
    """
    headers = headers_of(path)
    if headers.ancient:
        raise Fault(reasons.ANCIENT_RAR)
    if headers.sealed:
        raise Fault(reasons.ENCRYPTED)
    if headers.volume:
        raise Fault(PART)
    told = tuple(_told(entry, solid=headers.solid) for entry in headers.entries)
    foreign.read(path, taking, told, whole=headers.whole)


def _told(entry: RarEntry, *, solid: bool) -> Told:
    locked = reasons.ENCRYPTED_ENTRY if entry.locked else None
    if entry.old:
        trouble, unreached = reasons.OLD_RAR if entry.packed else None, reasons.OLD_RAR
    elif solid:
        trouble, unreached = reasons.SOLID if entry.packed else None, reasons.SOLID
    else:
        trouble, unreached = None, reasons.NOT_REACHED
    return Told(entry.name, entry.size, entry.folder, locked, trouble, unreached, entry.same_as)
