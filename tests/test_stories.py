"""Build, check, archive and preflight can be called by any program, which they leave as it is."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main as cli
from tests.archive import samples
from tests.builders import containers
from tests.conftest import CONFIG, ROOT, new_workspace
from tests.test_binder import a_pdf

#: Commands that end with code 1, for something is missing.
GAPS = ("check", "preflight")

#: A program that knows nothing of the command line, and what it finds changed.
PROGRAM = """
import gc, json, os, signal, sys, tempfile, threading, warnings
from pathlib import Path

root, output = Path(sys.argv[1]), Path(sys.argv[2])
told, heard, put = {}, [], set()


def state():
    umask = [line for line in status() if line.startswith("Umask")]
    handlers = [str(signal.getsignal(one)) for one in signal.valid_signals()]
    found = (umask, tempfile.gettempdir(), os.environ.get("TMPDIR"), os.getcwd(), handlers)
    rest = (gc.isenabled(), str(warnings.filters), threading.active_count())
    return [*found, *rest, id(sys.modules["__main__"]), id(sys.stderr)]


def status():
    path = Path("/proc/self/status")
    return path.read_text().splitlines() if path.exists() else []


def hook(event, arguments):
    if event in ("os.putenv", "os.unsetenv"):
        put.add(os.fsdecode(arguments[0]))


def stories():
    from generator.archive import ArchiveRequest, archive
    from generator.binder.build import build
    from generator.binder.planning import preflight
    from generator.binder.request import Request, check
    from generator.render.lists.findings import finding_record, render_findings
    from generator.verdict.workspace import open_workspace

    def listen(step, done, total):
        heard.append((step, state()))

    workspace = open_workspace(root)
    day = workspace.config.as_of
    before = state()
    told["check"] = render_findings(check(workspace, Request("jia", day), listen).assessment)
    planned = preflight(workspace, Request("jia", day), listen)
    told["preflight"] = [finding_record(one) for one in planned.preflight.findings]
    told["reams"] = planned.preflight.reams
    made = build(workspace, Request("jia", day, output, jobs=2), listen)
    told["build"] = sorted(made.files)
    told["archive"] = archive(workspace, ArchiveRequest("jia", day, output), None, listen).files
    told["changed"] = [
        (step, was, now)
        for step, seen in heard
        for was, now in zip(before, seen, strict=True)
        if was != now
    ]
    told["left"] = state() == before


if __name__ == "__main__":
    os.umask(0o027)
    sys.addaudithook(hook)
    thread = threading.Thread(target=stories)
    thread.start()
    thread.join()
    told["steps"], told["put"] = len(heard), sorted(put)
    told["modules"] = sorted(name for name in sys.modules if name == "weasyprint")
    print(json.dumps(told))
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A workspace, what the stories wrote and told, and the temporary folder of their caller."""

    root: Path
    output: Path
    told: dict[str, Any]
    temporary: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("stories")
    files: dict[str, str | bytes] = {
        "1.1 函/2019-05-10 来函.pdf": a_pdf(2),
        "1.1 函/2019-05-12 包.zip": containers.zip_of({"一.pdf": a_pdf(3), "二.txt": b"2"}),
        "1.2/坏.pdf": b"%PDF-1.4 broken",
        "2.1 选派/2019-02-02 现场.jpg": samples.jpeg(),
    }
    root = new_workspace(folder, files, config=CONFIG + samples.ARCHIVE).resolve()
    output, temporary = folder / "made", folder / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), str(output)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return Site(root, output, json.loads(done.stdout), temporary)


def written(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def command(site: Site, *words: str) -> None:
    with pytest.raises(SystemExit) if words[0] in GAPS else nullcontext():
        cli.run(["--workspace", str(site.root), *words])


def test_the_stories_tell_what_the_command_line_prints(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    command(site, "check", "jia", "--json")
    assert capsys.readouterr().out == site.told["check"]
    command(site, "preflight", "jia", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["preflight"] == site.told["preflight"] != []
    assert [found["reams"]["a4"], found["reams"]["a3"]] == site.told["reams"]


def test_the_stories_write_what_the_command_line_writes(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.archive.find_validator", lambda: None)
    command(site, "build", "jia", "--output", str(tmp_path))
    command(site, "archive", "jia", "--output", str(tmp_path))
    made = written(site.output)
    assert made == written(tmp_path)
    assert {f"jia/{name}" for name in site.told["build"]} <= set(made)
    assert {path.name for path in (site.output / "jia-归档").iterdir()} == set(site.told["archive"])


def test_the_caller_stays_as_it_is(site: Site) -> None:
    assert site.told["steps"] > 10
    assert site.told["changed"] == []
    assert site.told["left"]
    assert site.told["put"] == []
    assert site.told["modules"] == []
    assert list(site.temporary.iterdir()) == []


def test_nothing_is_left_in_the_cache(site: Site) -> None:
    assert list(site.root.glob(".cache/**/.new-*")) == []
