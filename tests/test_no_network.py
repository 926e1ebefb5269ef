"""A real build, watched by the kernel: no connection anywhere, and nothing written but its own.

Some of its documents point at files elsewhere. What converters open of the whole disk stands in
``ALLOWED``, with the reason.

Sockets of the file system (AF_UNIX) are no network. Besides nameless pairs of them there are two:
LibreOffice makes one over which further starts with the same profile would reach the first; it is
in /tmp, for no setting moves it, and removed at the end. And the C library asks a name service on
this machine for the user's name and home, if there is one. Any other socket fails the test.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from bench.faults import digests
from tests.builders import containers, ofd, outward
from tests.builders.documents import letter, sheet
from tests.builders.pictures import rotated_jpeg
from tests.builders.traced import Call, calls, can_trace, families_of, trace
from tests.builders.volumes import ROOT
from tests.conftest import new_workspace
from tests.test_binder import a_pdf

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not can_trace(),
    reason="strace is not installed or may not watch processes here",
)

REMOTE = b"""<!DOCTYPE html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><script src="https://a.invalid/a.js"></script>
<style>@import url(//a.invalid/b.css); body { background: url(http://127.0.0.1:9/b.png) }</style>
</head><body><p>notice</p><img src="http://127.0.0.1:9/a.png"><iframe src="ftp://a.invalid/"></iframe>
<img src="file:///etc/hostname"></body></html>"""

#: The sockets of LibreOffice's first start, and of the service for users' names.
OFFICE, USERS = "/tmp/OSL_PIPE_", "/var/run/nscd/socket"

#: Where anybody may write, and what is no file at all.
NOWHERE = ("/dev/null", "/dev/tty", "/proc/self/")

#: What converters may open, and why.
ALLOWED = {
    "/usr": "programs, libraries, fonts and settings of the system",
    "/lib": "libraries of the system",
    "/lib64": "the loader of programs",
    "/bin": "LibreOffice is started by a script",
    "/sbin": "a library is looked for by ldconfig",
    "/opt": "LibreOffice may be installed there",
    "/etc/alternatives": "which of several programs is the one to run",
    "/etc/fonts": "settings of fontconfig",
    "/etc/ld.so.cache": "where libraries are",
    "/etc/ld.so.conf": "where libraries are",
    "/etc/ld.so.conf.d": "where libraries are",
    "/etc/libreoffice": "settings of LibreOffice for all users",
    "/etc/locale.alias": "names of languages",
    "/etc/localtime": "the time zone",
    "/etc/timezone": "the time zone",
    "/etc/mime.types": "names of kinds of files, which Python reads",
    "/etc/papersize": "the usual paper",
    "/etc/nsswitch.conf": "how the user's own name is looked up",
    "/etc/passwd": "the user's own name",
    "/etc/group": "the user's own groups",
    "/etc/ssl/openssl.cnf": "settings of a library that Python loads",
    "/proc": "what the system says of the process itself",
    "/sys": "what the system says of the machine",
    "/dev/null": "nothing",
    "/dev/zero": "nothing",
    "/dev/full": "nothing",
    "/dev/tty": "the terminal, of which there is none",
    "/dev/random": "random numbers",
    "/dev/urandom": "random numbers",
    "/var/cache/fontconfig": "what fontconfig knows of the system's fonts",
    "/var/lib/libreoffice": "extensions of LibreOffice for all users",
    "/nix/store": "programs of the system",
    "/snap": "programs of the system",
}

#: Folders that are opened themselves, with nothing in them: where Python looks for modules before
#: the wall stands, where LibreOffice makes its socket.
ALONE = (ROOT, Path("/tmp"))

#: A private copy of a document: in a scratch folder, under a part of its hash.
COPY = re.compile(r"/\.cache/\.new-[^/]+/[0-9a-f]{16}/")


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """A build of a workspace with a file of every family, and all that it asked for."""
    folder = tmp_path_factory.mktemp("traced")
    root = new_workspace(folder, {"1.1 函/a.pdf": a_pdf(2), "1.1 函/网页.html": REMOTE})
    unit = root / "evidence/jia"
    item = unit / "1.1 函"
    (item / "说明.txt").write_text("对接函", "utf-8")
    (item / "邮件.eml").write_bytes(containers.mail({"附件.txt": b"1"}, html=REMOTE.decode()))
    (item / "打包.zip").write_bytes(containers.zip_of({"一.pdf": a_pdf(1), "二.txt": b"2"}))
    (item / "版式.ofd").write_bytes(ofd.as_bytes([ofd.page(ofd.text("notice", 20, 20))]))
    rotated_jpeg(item / "照片.jpg", 6)
    if shutil.which("soffice"):
        letter(item / "函.docx")
        sheet(4).save(item / "表.xlsx")
        for name, data in pointing(folder / "elsewhere").items():
            (item / name).write_bytes(data)
    for name in ("临时", "家"):
        (folder / name).mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(folder / "家"),
        "TMPDIR": str(folder / "临时"),
        "GEN_BINDER_FONTS": os.environ["GEN_BINDER_FONTS"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",  # what an installer has compiled is not written by a run
    }
    before = digests(unit)
    command = [sys.executable, "-c", "from generator.cli.main import run; run()", "jia"]
    done = trace(command, root, environment, folder / "record")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "成册 1 卷" in done.stdout
    assert digests(unit) == before
    return root, list(calls(folder / "record"))


def pointing(folder: Path) -> dict[str, bytes]:
    """Documents that point at marked files in a folder, one of each kind."""
    kinds = {
        name.rpartition(".")[2]: (name, data)
        for name, data in outward.everything(outward.marked(folder)).items()
    }
    assert len(kinds) >= 7
    return dict(kinds.values())


def test_the_watch_sees_sockets_and_files(tmp_path: Path) -> None:
    """What it has to find in a build, it finds in a program that does it."""
    does = """
import os, socket, subprocess, sys
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
subprocess.run([sys.executable, "-c", "import socket; socket.socket(socket.AF_INET6)"])
os.mkdir("夹 子"); open("夹 子/新", "w").close(); os.rename("夹 子/新", "旧"); open("旧").close()
"""
    done = trace([sys.executable, "-c", does], tmp_path, os.environ, tmp_path / "record")
    assert done.returncode == 0, done.stderr
    record = list(calls(tmp_path / "record"))
    assert families(record) >= {"AF_INET", "AF_INET6"}
    written = [path for call in record if call.writes and call.done for path in call.paths]
    own = {path.name for path in written if "夹 子" in str(path) or path.name == "旧"}
    assert own == {"夹 子", "新", "旧"}


def families(record: list[Call]) -> set[str]:
    """The families of all sockets that were asked for, had them or not."""
    return {
        family
        for call in record
        if call.name in {"socket", "socketpair", "connect", "bind", "sendto", "sendmsg"}
        for family in re.findall(r"\b[AP]F_[A-Z0-9]+", call.given)
    }


def test_the_record_holds_what_a_build_does(traced: tuple[Path, list[Call]]) -> None:
    root, record = traced
    written = {path for call in record if call.writes and call.done for path in call.paths}
    assert any(path.name == "manifest.json" for path in written)
    read = {path for call in record if call.name == "openat" for path in call.paths}
    evidence = [path for path in (root / "evidence/jia").rglob("*") if path.is_file()]
    assert len(evidence) >= 8
    assert set(evidence) <= read
    if shutil.which("soffice"):
        assert [call for call in record if "registrymodifications.xcu" in call.given]
        assert [call for call in record if call.name == "socket" and "AF_UNIX" in call.given]


def test_no_process_opens_a_socket_that_leads_anywhere(traced: tuple[Path, list[Call]]) -> None:
    _, record = traced
    assert families(record) == {"AF_UNIX"}


def test_sockets_of_the_file_system_are_those_two_and_go(
    traced: tuple[Path, list[Call]],
) -> None:
    _, record = traced
    named = {
        path
        for call in record
        if call.name in {"connect", "bind", "sendto"}
        for path in re.findall(r'sun_path=@?"([^"]*)"', call.given)
    }
    assert {path for path in named if not path.startswith((OFFICE, USERS))} == set()
    made = {path for path in named if path.startswith(OFFICE)}
    removed = {str(path) for call in record if call.name == "unlink" for path in call.paths}
    assert made <= removed


def inside(paths: list[Path], folders: tuple[Path, ...]) -> bool:
    clean = [Path(os.path.normpath(path)) for path in paths]
    return all(any(path.is_relative_to(folder) for folder in folders) for path in clean)


def test_only_output_cache_and_temporary_folder_are_written(
    traced: tuple[Path, list[Call]],
) -> None:
    root, record = traced
    own = (root / "output", root / ".cache", root.parent / "临时")
    strange = {
        (call.name, str(path))
        for call in record
        if call.writes and call.done
        for path in call.paths
        if not inside([path], own) and not str(path).startswith((*NOWHERE, OFFICE))
    }
    assert strange == set()


def test_nothing_stays_in_the_temporary_folder(traced: tuple[Path, list[Call]]) -> None:
    root, _ = traced
    assert list((root.parent / "临时").iterdir()) == []
    assert list((root.parent / "家").iterdir()) == []
    assert [path.name for path in (root / "output").iterdir()] == ["jia"]


@pytest.fixture(scope="module")
def converting(traced: tuple[Path, list[Call]]) -> list[Call]:
    """Calls of workers that had private copies of documents, and of all that they started."""
    _, record = traced
    lines = families_of(record)
    workers = {
        lines[call.thread][1]
        for call in record
        if len(lines[call.thread]) > 1 and any(COPY.search(str(path)) for path in opened(call))
    }
    return [call for call in record if workers.intersection(lines[call.thread][1:2])]


def opened(call: Call) -> list[Path]:
    """The paths that a call opened, runs included; as they are named."""
    if call.name == "execve":  # the program's name comes first
        return call.paths[:1]
    if not call.name.startswith(("open", "creat")):
        return []
    return [Path(os.path.normpath(path)) for path in call.paths]


def test_converters_are_told_from_the_run(
    traced: tuple[Path, list[Call]], converting: list[Call]
) -> None:
    root, record = traced
    lines = families_of(record)
    first = record[0].thread
    assert lines[first] == (first,)
    assert {lines[call.thread][0] for call in record} == {first}
    assert first not in {call.thread for call in converting}
    ours = {path for call in record if call.thread == first for path in opened(call)}
    assert [path for path in ours if path.is_relative_to(root / "evidence")]
    if shutil.which("soffice"):
        run = {path.name for call in converting if call.name == "execve" for path in opened(call)}
        assert "soffice.bin" in run


def test_no_converter_opens_evidence_output_home_or_what_documents_point_at(
    traced: tuple[Path, list[Call]], converting: list[Call]
) -> None:
    """Nor does one ask for what documents point at: they are clean before it has them."""
    root, folder = traced[0], traced[0].parent
    shut = (root / "evidence", root / "output", folder / "家")
    asked = {(path, call.done) for call in converting for path in opened(call)}
    assert {one for one, done in asked if done and inside([one], shut)} == set()
    assert {one for one, _ in asked if inside([one], (folder / "elsewhere",))} == set()


def test_converters_open_what_they_need(
    traced: tuple[Path, list[Call]], converting: list[Call]
) -> None:
    root = traced[0]
    fonts = [Path(name) for name in os.environ["GEN_BINDER_FONTS"].split(os.pathsep)]
    python = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent)}
    own = (
        *(root / ".cache", root.parent / "临时"),  # copies, what is made of them, fonts known
        *(ROOT / "generator", *map(Path, python)),  # this program, its libraries, Python
        *fonts,
        *(font.resolve() for font in fonts),
        *map(Path, ALLOWED),
    )
    alone = {*ALONE, root, *(Path(place).parent for place in python)}
    strange = {
        str(path)
        for call in converting
        if call.done
        for path in opened(call)
        if path.is_absolute() and not inside([path], own) and path not in alone
    }
    assert strange == set()


def test_no_converter_makes_a_socket_of_the_network(converting: list[Call]) -> None:
    assert families(converting) <= {"AF_UNIX"}
