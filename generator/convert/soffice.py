"""Start LibreOffice: where it is, with what profile and settings."""

import hashlib
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.base.scratch import keep_elsewhere
from generator.base.workers.program import run_program
from generator.convert.job import Tools

#: Moment that LibreOffice writes into its PDFs: 2000-01-01, so that the same input gives the same.
_EPOCH = "946684800"

#: Where LibreOffice 7 puts its sockets.
SOCKETS = Path("/tmp")  # noqa: S108 - not ours to choose

#: A port of this machine that nothing listens on (RFC 863): where all of the network seems to be.
_NOWHERE, _NO_PORT = "127.0.0.1", "9"

_SCRIPTING = "Office.Common/Security/Scripting"
_PROXY = "Inet/Settings"

#: Settings of the private profile: no macros, no links, nothing fetched, nothing recalculated on
#: loading. A setting that a version does not know is passed over by it.
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),  # very high
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisablePythonRuntime", "true"),  # since 7.5
    (_SCRIPTING, "DisableActiveContent", "true"),  # since 24.2
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "CheckDocumentEvents", "true"),
    ("Setup/L10N", "ooSetupSystemLocale", "zh-CN"),  # dates and numbers as in Chinese Office
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Office.Calc/Content/Update", "Link", "1"),  # never
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    (_PROXY, "ooInetProxyType", "2"),  # by hand
    (_PROXY, "ooInetHTTPProxyName", _NOWHERE),
    (_PROXY, "ooInetHTTPProxyPort", _NO_PORT),
    (_PROXY, "ooInetHTTPSProxyName", _NOWHERE),
    (_PROXY, "ooInetHTTPSProxyPort", _NO_PORT),
    (_PROXY, "ooInetNoProxy", ""),
)

#: What else LibreOffice may see of the environment of this process: no proxy, no session.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class DiedError(Exception):
    """LibreOffice was ended by a fault or a limit; of several documents any may be the cause."""


def find() -> Path | None:
    """LibreOffice's program on the path or in the usual places, or ``None``."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> tuple[Path, ...]:
    if sys.platform == "win32":
        roots = (os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))
        return tuple(Path(root) / "LibreOffice/program/soffice.com" for root in roots if root)
    if sys.platform == "darwin":
        return (Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),)
    return (
        Path("/usr/lib/libreoffice/program/soffice"),
        Path("/usr/lib64/libreoffice/program/soffice"),
        Path("/opt/libreoffice/program/soffice"),
        Path("/snap/bin/libreoffice"),
    )


def installed_in(program: Path) -> Path:
    """The folder of an installation, or the one of a program that stands for it elsewhere."""
    folder = program.resolve().parent
    return folder.parent if (folder / "soffice.bin").is_file() else folder


def environment(fontconfig: Path | None) -> Mapping[str, str]:
    """What LibreOffice gets to see of the environment, with the private font configuration."""
    kept = os.environ if sys.platform == "win32" else _KEPT
    chosen = {name: os.environ[name] for name in kept if name in os.environ}
    chosen["SOURCE_DATE_EPOCH"] = _EPOCH
    chosen["SAL_USE_VCLPLUGIN"] = "svp"
    chosen["TZ"] = "Asia/Shanghai"
    chosen["LC_ALL"] = "C.UTF-8"
    if fontconfig is not None:
        chosen["FONTCONFIG_FILE"] = str(fontconfig.absolute())
    return chosen


def run(tools: Tools, work: Path, kind: str, files: Sequence[Path], out: Path) -> None:
    """Convert files to ``kind`` in one start; a failure shows only as a file that is not there.

    Args:
        tools: the program and its environment.
        work: a private folder, in which the profile is made.
        kind: ``pdf`` or ``xlsx``.
        files: what to convert; their stems must differ.
        out: the folder that gets the results.

    Raises:
        DiedError: it was ended before it was done.
    """
    if tools.soffice is None:
        return
    profile = work.absolute() / "profile"
    if not profile.is_dir():
        _make_profile(profile)
        keep_elsewhere(tools.scratch, _socket(profile))
    out.mkdir(exist_ok=True)
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    command = [str(tools.soffice), f"-env:UserInstallation={profile.as_uri()}", *options]
    # as root it would try whether it can write where it is installed
    command += [f"-env:UNO_SHARED_PACKAGES_CACHE={(profile / 'shared').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(out.absolute())]
    command += [str(path.absolute()) for path in files]
    own = {**tools.environment, **at_home(profile / "tmp")}
    if run_program(command, folder=profile, environment=own).returncode != 0:
        raise DiedError


def at_home(folder: Path) -> Mapping[str, str]:
    """Where LibreOffice and its libraries put files of their own."""
    return {name: str(folder) for name in ("HOME", "TMPDIR", "TMP", "TEMP")}


def _socket(profile: Path) -> Path:
    """Where LibreOffice 7 puts the socket over which further starts would talk to the first.

    It takes it away itself unless it is killed; the folder cannot be chosen.
    """
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    user = os.getuid() if sys.platform != "win32" else 0
    return SOCKETS / f"OSL_PIPE_{user}_SingleOfficeIPC_{name}"


def _make_profile(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "tmp").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}\n</oor:items>\n',
        encoding="utf-8",
    )
