"""Limits that a child process sets on itself before it touches a file from outside.

The kernel keeps them (``setrlimit``), for the child and for every program that it starts. Windows
has no such call: there the time limit alone holds.
"""

import ctypes
import os
import signal
import sys
from dataclasses import dataclass

#: Bytes of address space unless the office sets another limit. Measured: LibreOffice takes 0.6 GB
#: for a letter, WeasyPrint 0.4 GB, a picture of 179 million RGBA pixels (Pillow's own limit)
#: 0.7 GB, of which there are two while it is converted.
MEMORY = 2_000_000_000

#: Bytes of one file that a child writes: what a conversion gives is seldom larger than its source.
_WRITTEN = 2_000_000_000

#: Open files of one process; LibreOffice has about 60.
_OPEN_FILES = 512

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may take: bytes of memory, bytes of each file written, open files."""

    memory: int = MEMORY
    written: int = _WRITTEN
    open_files: int = _OPEN_FILES


#: What holds unless the office says otherwise.
ORDINARY = Limits()


def confine(limits: Limits) -> None:
    """Set the limits on this process; lower ones that hold already stay.

    A process that writes too large a file is ended by a signal of its own (SIGXFSZ), so that its
    end tells the reason; one that asks for too much memory is refused it.
    """
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(kind)
        if hardest != resource.RLIM_INFINITY:
            most = min(most, hardest)
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def die_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends, however that comes about.

    Linux alone offers it; elsewhere a child notices that nobody takes its answer.

    Args:
        parent: the process that this one was started by, which may be gone already.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
