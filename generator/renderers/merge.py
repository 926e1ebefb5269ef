"""Put pages of several PDFs together with qpdf, in a process of its own.

qpdf keeps the objects of every source until it has written, so the memory is given back only when
the process ends. Run as a module it reads its work as JSON from standard input.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pikepdf

from generator.children.limits import follow

#: qpdf's exit code when it wrote the file and had something to remark about a source.
_WARNED = 3

#: Our own exit code when the system refused to read or write; its reason is on standard output.
_DISK = 4


def merge(runs: Iterable[tuple[Path, Sequence[int]]], target: Path) -> None:
    """Write a PDF of pages of other PDFs; equal input gives equal bytes.

    Args:
        runs: for each stretch its file and the numbers of its pages there, from 1.
        target: the PDF to write.

    Raises:
        OSError: the target cannot be written.
        RuntimeError: qpdf refused a source.
    """
    arguments = ["qpdf", "--empty", "--deterministic-id", "--pages"]
    for file, numbers in runs:
        arguments += [str(file), ",".join(str(number) for number in numbers)]
    arguments += ["--", str(target)]
    done = subprocess.run(
        [sys.executable, "-m", "generator.renderers.merge", str(os.getpid())],
        input=json.dumps(arguments).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode == _DISK:
        number = int(done.stdout)
        raise OSError(number, os.strerror(number), str(target))
    if done.returncode != 0 or not target.exists():
        raise RuntimeError(f"the pages cannot be put together: {done.stderr.decode()}")


def _work() -> int:
    follow(int(sys.argv[1]))
    job = pikepdf.Job(json.load(sys.stdin.buffer))
    try:
        job.run()
    except OSError as error:
        if error.errno is None:
            raise
        sys.stdout.write(str(error.errno))
        return _DISK
    return 0 if job.exit_code in {0, _WARNED} else 2


if __name__ == "__main__":
    sys.exit(_work())
