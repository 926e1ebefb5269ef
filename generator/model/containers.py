"""How much may be taken out of containers: against bombs, and against a binder without end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """The limits of one run; what goes beyond them ends on a slip with the reason.

    Args:
        entries: entries of one container.
        entry_bytes: unpacked bytes of one entry.
        container_bytes: unpacked bytes of one container.
        ratio: unpacked bytes for each byte of the container; looked at above 10 MB unpacked.
            Deflate gives at most 1,032 (zlib's manual), ordinary documents 2 to 20.
        depth: how many containers may stand in each other; the outermost counts.
        all_entries: entries of all containers of a unit.
        all_bytes: unpacked bytes of all containers of a unit.
    """

    entries: int = 2_000
    entry_bytes: int = 500_000_000
    container_bytes: int = 2_000_000_000
    ratio: int = 200
    depth: int = 3
    all_entries: int = 20_000
    all_bytes: int = 20_000_000_000
