"""Other ways to put the same PDFs together, each as a command to be run beside ``gen-binder``."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_BENCH = Path(__file__).resolve().parent

#: Where Debian puts Java libraries, and those that Sejda's merge needs: of ``libsejda-java``,
#: ``libsambox-java`` and what these depend on.
_JARS = Path("/usr/share/java")
_NEEDED = (
    *("sejda-core", "sejda-model", "sejda-conversion", "sejda-sambox", "sejda-fonts"),
    *("sejda-image-writers", "sejda-io", "sejda-commons", "sambox", "fontbox2", "commons-logging"),
    *("bcmail", "bcprov", "bcpkix", "bcutil", "commons-io", "commons-lang3", "slf4j-api"),
    *("slf4j-nop", "geronimo-validation-1.1-spec", "metadata-extractor", "xmpcore"),
)

#: A command, or the reason why there is none.
Rival = tuple[str, ...] | str


def floor(files: Sequence[Path], scratch: Path) -> Rival:
    """See ``bench.floor``."""
    listed = _listed(files, scratch)
    return (sys.executable, "-m", "bench.floor", str(listed), str(scratch / "floor.pdf"))


def qpdf(files: Sequence[Path], scratch: Path) -> Rival:
    """The qpdf program, pages only."""
    program = shutil.which("qpdf")
    if program is None:
        return "qpdf is not installed (Debian: qpdf)"
    arguments = scratch / "qpdf.txt"
    words = ["--empty", "--pages", *map(str, files), "--", str(scratch / "qpdf.pdf")]
    arguments.write_text("\n".join(words) + "\n", encoding="utf-8")
    return (program, f"@{arguments}")


def sejda(files: Sequence[Path], scratch: Path) -> Rival:
    """Sejda's merge through a few lines of Java: Debian's package has no program to start."""
    compiler, program = shutil.which("javac"), shutil.which("java")
    absent = [name for name in _NEEDED if not (_JARS / f"{name}.jar").is_file()]
    if compiler is None or program is None or absent:
        lacking = f", {', '.join(absent)} absent" if absent else ""
        return f"needs a JDK, libsejda-java and libsambox-java{lacking}"
    classes = scratch / "classes"
    path = ":".join(str(_JARS / f"{name}.jar") for name in _NEEDED)
    if not classes.is_dir():
        command = [compiler, "-cp", path, "-d", str(classes), str(_BENCH / "SejdaMerge.java")]
        subprocess.run(command, check=True, cwd=scratch)
    merge = (str(_listed(files, scratch)), str(scratch / "sejda.pdf"))
    return (program, "-cp", f"{path}:{classes}", "SejdaMerge", *merge)


def _listed(files: Sequence[Path], scratch: Path) -> Path:
    listed = scratch / "files.txt"
    listed.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
    return listed
