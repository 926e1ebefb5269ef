"""Ask PDFBox Preflight, where Debian's packages of it are installed, whether files are PDF/A-1b.

Nothing is claimed that it has not confirmed: without it, and over a file on which it fails, there
is no verdict.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lxml import etree

from generator.base import log, workers
from generator.base.workers import Limits, Reach, Task
from generator.base.workers.program import run_program

_MAIN = "org.apache.pdfbox.preflight.Validator_A1b"
_JAVA_FOLDER = Path("/usr/share/java")
#: The jars of libpdfbox2-java, libjaxb-api-java, libactivation-java and what they depend on.
_JARS = (
    *("preflight.jar", "xmpbox.jar", "pdfbox2.jar", "fontbox2.jar"),
    *("commons-logging.jar", "jaxb-api.jar", "javax.activation.jar"),
)

#: What is said of a file over which the validator broke.
_BROKE = "检验程序处理不了这个文件"

#: How many reasons of a refusal are kept.
_MOST_REASONS = 3

#: What the first number of an error code of PDFBox Preflight is about (its PreflightConstants).
_ABOUT = {
    "1": "文件结构",
    "2": "图形或颜色",
    "3": "字体",
    "4": "透明效果",
    "5": "批注",
    "6": "动作",
    "7": "元数据",
}

#: After this many runs in a row without any report the validator is taken to be out of order.
_MOST_BARREN = 2

#: Where Debian keeps the settings of the virtual machine.
_SETTINGS = Path("/etc")

#: The virtual machine sets far more addresses aside than it ever uses, and is told how much it may.
_LIMITS = Limits(memory=8_000_000_000)
_HEAP = "-Xmx1g"

#: Seconds for the virtual machine to start, and for each file (most take less than one).
_START, _EACH = 60, 20


class Outcome(StrEnum):
    """What the listing says about a file."""

    PASSED = "通过"
    FAILED = "未通过"
    UNKNOWN = "未检验"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The validator's word on one file; ``reasons`` are what its error codes are about."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The verdict in one line."""
        return f"{self.outcome}（{'；'.join(self.reasons)}）" if self.reasons else self.outcome


UNKNOWN = Verdict(Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Validator:
    """An installed validator: the program ``java`` and the jars that it runs."""

    java: str
    jars: tuple[Path, ...]


def find_validator(folder: Path = _JAVA_FOLDER) -> Validator | None:
    """The validator of this machine; ``None`` when a part of it is not installed."""
    java, jars = shutil.which("java"), tuple(folder / name for name in _JARS)
    if java is None or not all(jar.is_file() for jar in jars):
        return None
    return Validator(java, jars)


def validated(files: Sequence[Path], validator: Validator, work: Path) -> Mapping[Path, Verdict]:
    """The verdict on each file, as a rule from one run of the validator.

    Where it breaks off over a file, that file gets none, and it goes on with those behind.

    Args:
        files: PDFs with ASCII names that differ, in ``work``.
        validator: the installed validator.
        work: a folder where it may leave its reports.
    """
    found: dict[Path, Verdict] = {}
    waiting, barren = list(files), 0
    while waiting and barren < _MOST_BARREN:
        _run(waiting, validator, work)
        reports = {path: _report(path) for path in waiting}
        found |= {path: verdict for path, verdict in reports.items() if verdict is not None}
        rest = [path for path in waiting if path not in found]
        barren = barren + 1 if len(rest) == len(waiting) else 0
        waiting = rest[1:]
    return {path: found.get(path, UNKNOWN) for path in files}


def _run(files: Sequence[Path], validator: Validator, work: Path) -> None:
    """Let it write a report beside each file; how it ends does not matter, the reports do."""
    listed = work / "files.txt"
    listed.write_text("".join(f"{path}\n" for path in files), encoding="utf-8")
    command = [
        validator.java,
        _HEAP,
        "-Djava.awt.headless=true",
        f"-Dpdfbox.fontcache={work}",
        f"-Duser.home={work}",
        f"-Djava.io.tmpdir={work}",
        "-cp",
        os.pathsep.join(map(str, validator.jars)),
        *(_MAIN, "xml", "batch", str(listed)),
    ]
    limit = float(_START + _EACH * len(files))
    reach = Reach((*_SETTINGS.glob("java-*"), _JAVA_FOLDER, Path(validator.java)), (work,))
    list(workers.run([Task(_start, (command, work), limit)], 1, _LIMITS, reach))


def _start(argument: tuple[Sequence[str], Path]) -> int:
    command, folder = argument
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return run_program(command, folder=folder, environment=environment).returncode


def _report(path: Path) -> Verdict | None:
    """What its report says of a file; ``None`` if there is none that can be read."""
    report = path.with_name(f"{path.name}.preflight.xml")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.parse(report, parser).getroot()
    except (OSError, etree.XMLSyntaxError):
        return None
    if root.find(".//exceptionThrown") is not None:
        return Verdict(Outcome.UNKNOWN, (_BROKE,))
    said = root.findtext(".//isValid")
    if said == "true":
        return Verdict(Outcome.PASSED)
    if said != "false":
        return None
    reasons = tuple(dict.fromkeys(_reasons(root)))
    return Verdict(Outcome.FAILED, reasons[:_MOST_REASONS])


def _reasons(root: etree._Element) -> Iterator[str]:
    """What each error is about; its own words go to the log."""
    for error in root.iter("error"):
        code, details = error.findtext("code") or "", error.findtext("details") or ""
        log.note(f"{code} {' '.join(details.split())}")
        yield f"{_ABOUT.get(code.partition('.')[0], '其他')} {code}"
