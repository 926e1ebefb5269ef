"""Start LibreOffice: where it is, which version, with what profile and settings."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from generator.converters.job import Tools

#: Moment that LibreOffice writes into its PDFs: 2000-01-01, so that the same input gives the same.
_EPOCH = "946684800"

#: Settings of the private profile: no macros, no active content, no outside links, nothing
#: recalculated on loading.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
)


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


@cache
def version(program: Path) -> str:
    """What the program calls itself, or an empty text when it does not start within a minute."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, timeout=60, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = done.stdout.split()
    return "-".join(words[1:3])


def environment(fontconfig: Path | None) -> Mapping[str, str]:
    """What LibreOffice gets to see of the environment, with the private font configuration."""
    chosen = dict(os.environ)
    chosen["SOURCE_DATE_EPOCH"] = _EPOCH
    chosen["SAL_USE_VCLPLUGIN"] = "svp"
    chosen["TZ"] = "Asia/Shanghai"
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
    """
    if tools.soffice is None:
        return
    profile = work / "profile"
    if not profile.is_dir():
        _make_profile(profile)
    out.mkdir(exist_ok=True)
    address = profile.absolute().as_uri()
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    command = [str(tools.soffice), f"-env:UserInstallation={address}", *options]
    command += ["--convert-to", kind, "--outdir", str(out.absolute())]
    command += [str(path.absolute()) for path in files]
    subprocess.run(
        command,
        env=dict(tools.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _make_profile(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}\n</oor:items>\n',
        encoding="utf-8",
    )
