"""Sample documents that anyone can get: the test files of well-known libraries.

They lie in source distributions on PyPI (in the versions of ``requirements.txt`` where they stand
there), in packages of npm and in Debian's source packages. What is fetched goes to a folder of the
reader's choice; it is made by others, some of it to break readers, and never becomes part of this
project.
"""

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from generator.convert.kinds import EXTENSIONS

#: PDFs, images, Word documents, archives, recordings, mails; many of them broken on purpose.
PYPI = (
    *("pikepdf", "pypdfium2", "pillow", "img2pdf", "python-docx", "libarchive-c", "pymediainfo"),
    *("pillow-heif", "rarfile", "mail-parser"),
)

#: Word documents.
NPM = ("mammoth",)

#: PDFs of the tests of qpdf, pdf.js, PDFBox and pdfminer; Word, Excel and PowerPoint files, old and
#: new, OpenDocument, mails, drawings of POI and pandoc; pictures of libheif.
DEBIAN = (
    *("qpdf", "libapache-poi-java"),
    *("pdf.js", "libpdfbox2-java", "pdfminer", "pandoc", "libheif"),
)

#: Folders of a source package that hold samples.
_SAMPLES = frozenset(
    {
        *("tests", "test", "test-data", "test_files", "resources", "input", "qtest"),
        *("samples", "corpus"),
    }
)

#: A folder of samples that are mails, also those without an extension.
_MAILS = "mails"

#: A folder of descriptions of tests, hundreds of them.
_DESCRIPTIONS = "command"

#: Also taken: what offices send and the binder may not read. Then it must end on a slip.
_FOREIGN = frozenset(
    {
        *("pub", "vsd", "vsdx", "psd", "tga", "ico", "emf", "wmf"),
        *("svg", "odg", "dotx", "dotm", "xltx", "xltm", "potx", "potm", "ppsx", "ppsm", "epub"),
    }
)

#: Containers, whose entries count as documents of their own.
_CONTAINERS = frozenset({"zip", "rar", "7z", "tar", "eml", "msg"})

_SOURCES = Path("/etc/apt/sources.list.d")


def fetch(target: Path, root: Path) -> None:
    """Download the packages and unpack their samples, a folder for each package.

    Args:
        target: a folder outside the repository.
        root: the repository, for ``requirements.txt``.

    Raises:
        subprocess.CalledProcessError: a download failed.
    """
    wanted = _versions(root / "requirements.txt")
    with tempfile.TemporaryDirectory(prefix="fetch-") as scratch:
        folder = Path(scratch)
        for name in PYPI:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--no-binary", name, "--dest", scratch, wanted.get(name, name)]
            subprocess.run(command, check=True)
        for name in NPM:
            command = ["npm", "pack", "--silent", "--pack-destination", scratch, name]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        _fetch_debian(folder)
        for archive in sorted([*folder.glob("*.tar.*"), *folder.glob("*.tgz")]):
            if archive.suffix != ".asc" and ".debian." not in archive.name:
                print(f"{archive.name}: {unpack_samples(archive, target)} files", flush=True)


def _versions(requirements: Path) -> dict[str, str]:
    """Each pinned requirement by its name in small letters."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0].lower(): line for line in lines if "==" in line}


def _fetch_debian(folder: Path) -> None:
    """Let apt download source packages, with lists of its own so that the system stays as it is."""
    lists = folder / "lists"
    (lists / "partial").mkdir(parents=True)
    sources = folder / "sources.d"
    sources.mkdir()
    for path in _SOURCES.glob("debian*.sources"):
        text = path.read_text(encoding="utf-8").replace("Types: deb\n", "Types: deb-src\n")
        (sources / path.name).write_text(text, encoding="utf-8")
    options = [
        *("-o", "Dir::Etc::sourcelist=/dev/null", "-o", f"Dir::Etc::sourceparts={sources}"),
        *("-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={folder / 'cache'}"),
    ]
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    for command in (["update"], ["source", "--download-only", *DEBIAN]):
        subprocess.run(["apt-get", "--quiet=2", *options, *command], check=True, cwd=folder)


def unpack_samples(archive: Path, target: Path) -> int:
    """Take the samples out of a source package, flat; the number of files."""
    folder = target / archive.name.removesuffix(".tgz").partition(".tar")[0]
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with tarfile.open(archive) as package:
        for member in package:
            stream = package.extractfile(member) if _is_sample(member) else None
            if stream is not None:
                count += 1
                name = PurePosixPath(member.name).name
                (folder / f"{count:04} {name}").write_bytes(stream.read())
    return count


def _is_sample(member: tarfile.TarInfo) -> bool:
    path = PurePosixPath(member.name)
    suffix = path.suffix.lower().lstrip(".")
    folders = {part.lower() for part in path.parts[1:-1]}
    wanted = suffix in EXTENSIONS or suffix in _FOREIGN | _CONTAINERS
    mail = not suffix and _MAILS in folders
    sample = not folders.isdisjoint(_SAMPLES) and _DESCRIPTIONS not in folders
    return member.isreg() and (wanted or mail) and sample


def samples(folders: Sequence[Path]) -> Iterator[Path]:
    """All files in some folders, in a steady order."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
