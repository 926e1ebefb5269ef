"""Cut a child process off the network, as far as the system lets an ordinary user do so.

A process in a network name space of its own (Linux) finds no network there, nor do the programs
that it starts. Where the system refuses that, the converters' own settings are the only wall.
"""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def cut_off() -> bool:
    """Leave the network for good; tell whether the system allowed it.

    Ordinary users must enter a user name space as well, in which they stay who they are.
    """
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None)
    if library.unshare(_NEW_NETWORK) == 0:
        return True
    user, group = os.getuid(), os.getgid()
    if library.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    own = Path("/proc/self")
    with suppress(OSError):  # without the maps the user is nobody in here, and owns files no less
        (own / "setgroups").write_text("deny", "ascii")
        (own / "uid_map").write_text(f"{user} {user} 1", "ascii")
        (own / "gid_map").write_text(f"{group} {group} 1", "ascii")
    return True
