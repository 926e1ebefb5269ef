"""Run a foreign program that ends at the latest with the process that asked for it.

Between the two stands a process that runs this very file: it waits for the program and for the end
of its own standard input, which the kernel closes when the asking process is gone. Then it ends
the program and whatever that has started. The file imports nothing of the package, to start fast.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path


class OvertimeError(Exception):
    """A program was ended, for it took longer than it may."""


_STDIN = 0

#: What the asker writes when the program has used up its time.
_ENOUGH = b"."


def run_program(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end; its standard input is empty, what it prints is given back.

    Args:
        command: the program and its arguments.
        folder: the folder that it works in, where what it prints is kept meanwhile.
        environment: its environment; this process's own if left out.
        seconds: after which it is ended.

    Raises:
        OvertimeError: it took longer.
        OSError: this process can start no other.
    """
    import tempfile

    # a worker leads a group, which is ended as a whole; elsewhere a group is made
    leads = sys.platform == "win32" or os.getpgrp() == os.getpid()
    words = [str(word) for word in command]
    with tempfile.TemporaryFile(dir=folder) as printed:
        with subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, *words],
            stdin=subprocess.PIPE,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=dict(environment) if environment is not None else None,
            process_group=None if leads else 0,
        ) as between:
            try:
                code = between.wait(seconds)
            except subprocess.TimeoutExpired:
                assert between.stdin is not None
                between.stdin.write(_ENOUGH)
                raise OvertimeError(words[0]) from None
        printed.seek(0)
        return subprocess.CompletedProcess(words, code, printed.read())


def _main() -> int:
    """What stands between: wait for the program, and end alike."""
    program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_the_asker, args=(program,), daemon=True).start()
    code = program.wait()
    if code < 0:  # ended by a signal: let the asker see by which
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


def _end_with_the_asker(program: subprocess.Popen[bytes]) -> None:
    """Wait until the asker has had enough or is gone; in a group with it, only the latter ends all.

    What the program has started then ends with the group's leader.
    """
    enough = os.read(_STDIN, 1)
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(program.pid)]
        subprocess.run(command, capture_output=True, check=False)
    elif enough and os.getpgrp() != os.getpid():
        program.kill()
    else:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(_main())
