"""Files and folders that their owner alone can read, whatever the user's settings are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: What group and others may not do with a new file: anything.
_NOBODY_ELSE = 0o077


@contextmanager
def owner_only() -> Iterator[None]:
    """Make every file and folder that is created meanwhile the owner's alone.

    It holds for the whole process and for child processes that it starts.
    """
    before = os.umask(_NOBODY_ELSE)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(folder: Path) -> None:
    """Make a folder that the owner alone can enter; one that is there already is closed to others.

    A folder that belongs to somebody else stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(PermissionError):
        if folder.stat().st_mode & _NOBODY_ELSE:
            folder.chmod(0o700)
