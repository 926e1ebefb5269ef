"""A real build, watched by the kernel: no connection anywhere, and nothing written but its own.

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
from tests.builders import containers, ofd
from tests.builders.documents import letter, sheet
from tests.builders.pictures import rotated_jpeg
from tests.builders.traced import Call, calls, can_trace, trace
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

#: Named semaphores of Python's process pools: shared memory, gone with the run.
SEMAPHORES = "/dev/shm/"


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
        if not inside([path], own) and not str(path).startswith((*NOWHERE, SEMAPHORES, OFFICE))
    }
    assert strange == set()


def test_nothing_stays_in_the_temporary_folder(traced: tuple[Path, list[Call]]) -> None:
    root, _ = traced
    assert list((root.parent / "临时").iterdir()) == []
    assert list((root.parent / "家").iterdir()) == []
    assert [path.name for path in (root / "output").iterdir()] == ["jia"]
