"""Find out by trying what holds for workers on this machine: the wall, the network, the limits."""

import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.base.workers.child import Failed
from generator.base.workers.limits import ORDINARY
from generator.base.workers.running import run
from generator.base.workers.wall import NOTHING
from generator.base.workers.worker import Task

#: Seconds that a worker may take to start and to try.
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a worker cannot do here: open a file that lies elsewhere, call anybody, take more."""

    walled: bool
    cut_off: bool
    limited: bool


def standing() -> Standing | None:
    """What a worker of this machine was refused; ``None`` when none could be started."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        elsewhere = Path(folder).resolve() / "elsewhere"
        elsewhere.write_bytes(b"1")
        trial = (elsewhere, server.getsockname()[1])
        ((_, found),) = run([Task(_tried, trial, _SECONDS)], 1, ORDINARY, NOTHING)
    return None if isinstance(found, Failed) else found


def _tried(trial: tuple[Path, int]) -> Standing:
    """In the worker: what it cannot do."""
    elsewhere, port = trial
    return Standing(not _opens(elsewhere), not _calls(port), _is_limited())


def _opens(path: Path) -> bool:
    with suppress(OSError):
        return path.read_bytes() == b"1"
    return False


def _calls(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 5).close()
        return True
    return False


def _is_limited() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return False
    return resource.getrlimit(resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY
