"""Which LibreOffice there is, and whether it is as new as the one that pages were tested with."""

import hashlib
import re
import tempfile
from functools import cache
from pathlib import Path

from generator.base import workers
from generator.base.cache import Answers
from generator.base.hashes import stamp_of
from generator.base.workers import ORDINARY, Failed, Reach, Task
from generator.base.workers.program import OvertimeError, run_program
from generator.convert.soffice import SOCKETS, at_home, environment, installed_in

#: In the cache: what each installation calls itself.
KNOWN = "soffice-1.json"

#: The version that pages were tested with. What came before lays a grid of letters
#: (ECMA-376 part 1, 17.6.5, ``linesAndChars``) with some 14 instead of 28 letters a line.
TESTED = (25, 2)

#: Seconds within which the program says its version, and those that it may take to be gone.
_SOON, _DYING = 60.0, 5.0

_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def version(program: Path, known: Answers) -> str:
    """What the program calls itself, or an empty text when it does not start within a minute.

    Args:
        program: LibreOffice's program.
        known: what earlier runs were told; an installation that has not been touched since is
            not asked again.
    """
    installed = _installed(program)
    if installed is not None and installed in known:
        told = str(known[installed])
    else:
        told = _asked(program)
        if told and installed is not None:
            known.keep(installed, told)
    known.save()
    return told


def _installed(program: Path) -> str | None:
    """What is known of the files that an update replaces; ``None`` if they are not beside it."""
    real = program.resolve()
    try:
        stamps = [stamp_of(real.with_name(name)) for name in (real.name, "soffice.bin")]
    except OSError:
        return None
    return hashlib.sha256(repr((str(real), stamps)).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _asked(program: Path) -> str:
    reach = Reach((installed_in(program),), sockets=(SOCKETS,))
    ((_, told),) = workers.run([Task(ask, program, _SOON + _DYING)], 1, ORDINARY, reach)
    return "" if isinstance(told, Failed) else str(told)


def ask(program: Path) -> str:
    """What the program calls itself, asked in this process."""
    try:
        with tempfile.TemporaryDirectory() as folder:  # else it settles down in the user's own
            done = run_program(
                [program, f"-env:UserInstallation={Path(folder).as_uri()}", "--version"],
                folder=Path(folder),
                environment={**environment(None), **at_home(Path(folder))},
                seconds=_SOON,
            )
    except (OSError, OvertimeError):
        return ""
    words = done.stdout.decode("utf-8", "replace").split()
    return "-".join(words[1:3])


def number_of(told: str) -> str:
    """The number in what the program calls itself, such as ``25.2.3.2``; empty without one."""
    found = _NUMBER.match(told)
    return found[0] if found else ""


def is_old(told: str) -> bool:
    """Whether it is older than the tested one; not if nobody knows."""
    number = number_of(told)
    return bool(number) and tuple(map(int, number.split(".")[:2])) < TESTED


def about_old(told: str) -> tuple[str, ...]:
    """What a clerk should know of an old one: what comes out otherwise, where a newer one is."""
    if not is_old(told):
        return ()
    tested = ".".join(map(str, TESTED))
    what = "设了字数网格的公文（每行 28 字、每页 22 行）只能按行网格排，个别版面与 Word、WPS 里不同"
    where = "Windows 到 LibreOffice 官网下载，Debian 12 运行 make setup"
    return (
        f"注意：本机的 LibreOffice 是 {number_of(told)}，低于测试用的 {tested}：{what}。",
        f"请安装 {tested} 或更新的版本（{where}），装好后重新生成。",
    )
