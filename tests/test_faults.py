"""Builds that are killed, run out of disk, meet each other, or lose their evidence meanwhile."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.faults import (
    NOT_PERMITTED,
    PATIENCE,
    Site,
    all_bound,
    digests,
    file_letter,
    killed,
    leftovers,
    letter,
    make_site,
    rounds,
    up_to_date,
    whole,
)
from generator.archive import ArchiveRequest, archive
from generator.base.errors import OutputError
from generator.binder.build import build
from generator.binder.request import Request
from generator.cli import main as cli
from generator.cli.progress import Progress
from generator.verdict.workspace import open_workspace
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and its like are POSIX")
SEED = 2019


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a finished binder, for builds that are to fail."""
    site = make_site(tmp_path_factory.mktemp("faults"))
    assert site.build()[0] == 0
    return site


def test_kill_9_leaves_the_old_output_or_the_new(site: Site) -> None:
    print(f"seed {SEED}")
    *_, tally = rounds(site, 6, SEED, killed)
    assert tally.good, str(tally)
    assert tally.outputs.total() == 6
    assert tally.outputs["new"] >= 1  # killed right after the exchange
    assert tally.outputs["old"] >= 1
    assert tally.ends["by itself before"] < 6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a private mount")
def test_a_disk_that_fills_up_at_any_moment_leaves_the_old_output_or_the_new() -> None:
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare to mount a small disk with")
    command = ["unshare", "-m", sys.executable, "-m", "bench.faults", "--kills", "0"]
    done = subprocess.run(
        [*command, "--full", "3", "--seed", str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if done.returncode == NOT_PERMITTED or "Operation not permitted" in done.stderr:
        pytest.skip("mounting a small disk is not permitted here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "broken 0; 0 faults" in done.stdout
    assert "exit 2, disk full" in done.stdout


@pytest.mark.parametrize("most", [5_000, 100_000])
def test_files_that_may_grow_no_further_leave_the_old_output(shared: Site, most: int) -> None:
    """The limit holds for every process of the run, wherever it writes."""
    old = digests(shared.target)
    file_letter(shared, "1.1", f"larger than {most}")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    code, said = shared.build(first=limit)
    assert code == 2, said
    assert "文件超过了这个磁盘允许的大小" in said
    assert "原有成册未改动" in said
    assert "--output" in said
    assert "Traceback" not in said
    assert digests(shared.target) == old
    assert leftovers(shared) == []


def wait_for(path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_of_two_builds_of_one_unit_the_second_is_told(site: Site) -> None:
    first = site.start()
    wait_for(site.target.parent / ".jia.lock")
    code, said = site.build()
    assert (code, "另一个 gen-binder 正在生成 jia" in said) == (2, True), said
    assert "再运行" in said
    assert first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
    assert whole(site)
    assert up_to_date(site)
    assert leftovers(site) == []


def test_two_units_at_once_share_the_cache(site: Site) -> None:
    shutil.copytree(site.unit, site.root / "evidence/yi")
    running = [site.start(name, "--format", "pdf") for name in ("jia", "yi")]
    told = [one.communicate(timeout=PATIENCE) for one in running]
    assert [one.returncode for one in running] == [0, 0], told
    assert whole(site)
    volumes = [sorted((site.root / "output" / name).glob("第01卷*.pdf")) for name in ("jia", "yi")]
    assert all(len(found) == 1 for found in volumes)
    code, said = site.build()
    assert code == 0, said
    assert "本次转换 0 件，沿用 3 件" in said, said
    assert all_bound(site)


STEPS = ("转换材料", "查看版面", "排版 PDF")
AS_OF = dt.date(2019, 12, 10)


def at_step(step: str, action: Callable[[], object]) -> Callable[[str, int, int], None]:
    """Hears of the progress; does something when a step begins."""
    waiting = [action]

    def hear(name: str, _done: int, _total: int) -> None:
        if name == step and waiting:
            waiting.pop()()

    return hear


@pytest.fixture
def restored(shared: Site) -> Iterator[Site]:
    """The shared site, whose evidence is put back afterwards."""
    files = {path: path.read_bytes() for path in shared.unit.rglob("*") if path.is_file()}
    yield shared
    for path in shared.unit.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, data in files.items():
        path.write_bytes(data)


def make(site: Site, step: str, action: Callable[[], object]) -> object:
    request = Request("jia", AS_OF, site.root / "output", formats=("pdf",))
    return build(open_workspace(site.root.resolve()), request, at_step(step, action))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("有材料被改动", lambda path: path.write_bytes(letter("other"))),
        ("有材料不见了或打不开", lambda path: path.unlink()),
    ],
    ids=["changed", "gone"],
)
def test_evidence_that_changes_or_vanishes_stops_the_build(
    restored: Site, step: str, word: str, action: Callable[[Path], object]
) -> None:
    old = digests(restored.target)
    path = file_letter(restored, "1.2", "before")
    with pytest.raises(OutputError, match=word) as caught:
        make(restored, step, lambda: action(path))
    assert path.relative_to(restored.root).as_posix() in caught.value.message
    assert "原有输出未改动" in caught.value.message
    assert digests(restored.target) == old
    assert leftovers(restored) == []


@pytest.mark.parametrize("step", ["转换材料", "排版 PDF"])
def test_evidence_that_appears_meanwhile_is_named_and_not_bound(restored: Site, step: str) -> None:
    late = restored.unit / "1.2/新到的函.pdf"

    def arrive() -> None:
        late.write_bytes(letter("late"))
        late.with_name("~$新到的函.docx").write_bytes(b"Word has it open")
        late.with_name("目录.yaml").write_text("files: {}", "utf-8")

    outcome = make(restored, step, arrive)
    assert outcome.late == ("evidence/jia/1.2/新到的函.pdf",)  # type: ignore[attr-defined]
    sources = json.loads((restored.target / "manifest.json").read_text("utf-8"))["sources"]
    assert not [one for one in sources if "新到" in one["path"]]
    assert whole(restored)


def test_the_screen_tells_what_came_too_late(
    restored: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(Progress):
        def __call__(self, step: str, done: int, total: int) -> None:
            (restored.unit / "1.2/新到的函.pdf").write_bytes(letter("late"))

    monkeypatch.setattr("generator.cli.progress.Progress", Late)
    cli.run(["--workspace", str(restored.root), "jia", "--format", "pdf"])
    told = capsys.readouterr().out
    assert "生成期间新放入 1 件，未收入本次成册：evidence/jia/1.2/新到的函.pdf" in told
    assert "请再运行一次" in told


def test_an_archive_set_is_locked_and_watched_as_well(restored: Site) -> None:
    workspace = open_workspace(restored.root.resolve())
    request = ArchiveRequest("jia", AS_OF, restored.root / "output")
    path = file_letter(restored, "1.2", "before")
    hear = at_step("查看版面", path.unlink)
    with pytest.raises(OutputError, match="有材料不见了"):
        archive(workspace, request, None, hear)
    held = []

    def look() -> None:
        held.append((restored.root / "output/.jia-归档.lock").exists())
        (restored.unit / "1.3/新到的函.pdf").write_bytes(letter("late"))

    outcome = archive(workspace, request, None, at_step("转换材料", look))
    assert held == [True]
    assert outcome.late == ("evidence/jia/1.3/新到的函.pdf",)
    assert leftovers(restored) == ["jia-归档"]
