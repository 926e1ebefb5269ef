"""The wall around a worker: what of disk and network it may reach, kept by the kernel.

Landlock (Linux 5.13 and newer) holds for the process that builds the wall and for every program
that it starts, whoever runs it, and cannot be taken down again. Where the kernel has none, nothing
is walled in; then it counts that documents are cleaned of links before a converter opens them.

Off the network a worker is cut as far as the system lets an ordinary user do so: a process in a
network name space of its own (Linux) finds no network there, nor do the programs that it starts.
Where the system refuses that, the converters' own settings are the only wall.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

#: System calls, alike on all architectures (Linux, ``unistd.h``), and what they are asked.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38

#: Rights to files and folders (Linux, ``landlock.h``).
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_SOCKET, _REFER, _TRUNCATE = 1 << 5, 1 << 9, 1 << 13, 1 << 14
_FIRST = (1 << 13) - 1  # all rights of the first version
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE

#: Versions that brought renaming between folders, cutting files, the network, signals.
_CAN_REFER, _CAN_TRUNCATE, _CAN_NET, _CAN_SCOPE = 2, 3, 4, 6

#: What programs and libraries of the system are made of and set up by. No folder of people's
#: files is among them, nor all of ``/etc``.
_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/opt", "/proc", "/sys"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf"),
    *("/etc/ld.so.conf.d", "/etc/ld.so.preload", "/etc/libreoffice", "/etc/locale.alias"),
    *("/etc/localtime", "/etc/timezone", "/etc/nsswitch.conf", "/etc/passwd", "/etc/group"),
    *("/etc/papersize", "/etc/mime.types", "/etc/ssl/openssl.cnf"),
    *("/var/cache/fontconfig", "/var/lib/libreoffice", "/nix/store", "/snap"),
    *("/dev/random", "/dev/urandom"),
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty")

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Reach:
    """What a worker may open besides system and program: to read, and to write as well.

    In ``sockets`` it can make sockets of the file system and take them away, and open nothing.
    Folders stand for all that they hold. What is not there when the wall is built stays out of
    reach.
    """

    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    sockets: tuple[Path, ...] = ()

    @classmethod
    def around(cls, files: Iterable[Path], *, writes: Iterable[Path] = ()) -> Self:
        """To read the folders in which files lie, or those that they link to; to write others."""
        folders: set[Path] = set()
        for path in files:
            folders.add(path.parent)
            if path.is_symlink():
                folders.add(path.resolve().parent)
        return cls(tuple(sorted(folders)), tuple(writes))


#: No more than system and program.
NOTHING = Reach()


@cache
def version() -> int:
    """The version of Landlock that the kernel offers; 0: none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_library().syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def build(reach: Reach) -> bool:
    """Build the wall around this process for good; tell whether there is one.

    Raises:
        OSError: the kernel offers walls and refuses to build this one.
    """
    offered = version()
    if not offered:
        return False
    handled = _FIRST
    handled |= _REFER if offered >= _CAN_REFER else 0
    handled |= _TRUNCATE if offered >= _CAN_TRUNCATE else 0
    rules = _new_rules(handled, offered)
    try:
        for path, rights in _allowed(reach, handled):
            _allow(rules, path, rights)
        library = _library()
        library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if library.syscall(_RESTRICT, rules, 0) != 0:
            raise _error()
    finally:
        os.close(rules)
    return True


def _allowed(reach: Reach, handled: int) -> Iterator[tuple[Path, int]]:
    """Each place with the rights to it."""
    reading = _EXECUTE | _READ | _LIST
    for place in _SYSTEM:
        yield Path(place), reading
    for place in _DEVICES:
        yield Path(place), _READ | _WRITE
    for path in _own():
        yield path, reading
    for path in reach.reads:
        yield path, reading
    for path in reach.sockets:
        yield path, _MAKE_SOCKET | _REMOVE_FILE
    for path in reach.writes:
        yield path, handled & ~_EXECUTE


def _own() -> Iterator[Path]:
    """Where this program, its libraries and the interpreter lie."""
    yield Path(__file__).parents[2]
    for place in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix):
        yield Path(place)
    yield Path(sys.executable).resolve().parent


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


def _new_rules(handled: int, offered: int) -> int:
    """A set of rules that allows nothing of what is handled, the network and signals included."""
    fields = [handled]
    if offered >= _CAN_NET:
        fields.append(0b11)  # to bind and to connect TCP
    if offered >= _CAN_SCOPE:
        fields.append(0b11)  # sockets without a file, signals
    attributes = (ctypes.c_uint64 * len(fields))(*fields)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    rules = int(_library().syscall(_CREATE, attributes, size, 0))
    if rules < 0:
        raise _error()
    return rules


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allow what may be done with a file or beneath a folder; what is not there, is left out."""
    with suppress(FileNotFoundError, PermissionError, NotADirectoryError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = rights if path.is_dir() else rights & _OF_FILES
            rule = rights.to_bytes(8, sys.byteorder) + handle.to_bytes(4, sys.byteorder)
            if _library().syscall(_ADD, rules, _PATH_BENEATH, rule, 0) != 0:
                raise _error()
        finally:
            os.close(handle)


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
