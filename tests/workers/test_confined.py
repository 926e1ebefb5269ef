"""Every use of workers that the source has is confined: a run makes them all, and each says so."""

import ast
import errno
import math
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.archive.pdfa import Validator, validated
from generator.base.cache import Answers
from generator.base.workers import __all__ as offered
from generator.base.workers import wall
from generator.cli import main as cli
from generator.convert import office_versions
from tests.archive import samples
from tests.builders import containers
from tests.builders.parsed import parsed_here
from tests.builders.worker_uses import Told, Use, Watch, modules, uses_in, watching
from tests.conftest import CONFIG, ROOT, new_workspace
from tests.hostile.breaking import MARK, broken
from tests.privacy.test_command import CHECKS, LEDGER
from tests.test_binder import a_pdf

#: What starts processes in Python, and those names in ``os`` that do.
PROCESSES = ("subprocess", "multiprocessing", "_posixsubprocess", "_multiprocessing", "pty")
POOLS = ("ProcessPoolExecutor", "process")
CALLS = ("fork", "forkpty", "system", "popen", "startfile", "exec", "spawn", "posix_spawn")

#: What workers give to others besides what starts them.
MORE = {"module_command", "run_program", "OvertimeError", "wall"}


MODULES = list(modules())


def starts_processes(tree: ast.Module) -> Iterator[str]:
    """What in a module can start a process."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node)]
        for name in names:
            parts = name.split(".")
            if parts[0] in PROCESSES or (parts[0] == "os" and parts[-1].startswith(CALLS)):
                yield name
            if "concurrent" in parts[0] and set(parts) & set(POOLS):
                yield name
            if parts[0] == "asyncio" and "subprocess" in name:
                yield name


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess",
        "from subprocess import TimeoutExpired as T",
        "import multiprocessing.pool as m",
        "from multiprocessing import Pool",
        "from concurrent.futures import ProcessPoolExecutor",
        "import concurrent.futures\nconcurrent.futures.ProcessPoolExecutor()",
        "import os\nif True:\n    os.fork()",
        "from os import execv",
        "import os\nos.posix_spawnp('a', [], {})",
        "import asyncio\nasyncio.create_subprocess_exec('a')",
    ],
)
def test_what_starts_a_process_is_seen(source: str) -> None:
    assert list(starts_processes(ast.parse(source)))


def test_no_other_module_starts_processes() -> None:
    found = [(module, name) for module, tree in MODULES for name in starts_processes(tree)]
    assert found == []


def test_others_take_from_workers_what_is_offered() -> None:
    taken = {
        one.name
        for _, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator.base.w")
        for one in node.names
    }
    assert taken <= {*offered, *MORE}


USES = [use for module, tree in MODULES for use in uses_in(module, tree)]


def test_the_walk_finds_uses_under_any_name() -> None:
    source = """
import generator.base.workers as hands
from generator.base import workers
from generator.base.workers import Workers as Hands, run
from other import run as foreign
for at, answer in workers.run(
    tasks, 1
):
    run(tasks, 1)
with Hands(1) as some:
    foreign(some)
hands.run_in_parts(tasks, 1, limits, reach, parts)
"""
    found = {use.lines.start for use in uses_in("a.py", ast.parse(source))}
    assert found == {6, 9, 10, 12}


@pytest.mark.parametrize("use", USES, ids=[use.name for use in USES])
def test_each_use_says_what_its_workers_may_take_and_open(use: Use) -> None:
    assert use.given("limits") is not None
    assert use.given("reach") is not None


def validator(folder: Path) -> Validator:
    """A stand-in for the program that checks PDF/A."""
    path = folder / "java"
    path.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Validator(str(path), ())


def command(root: Path, *words: str) -> int:
    try:
        cli.run(["--workspace", str(root), *words])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """Everything that the program does with workers, once."""
    folder = tmp_path_factory.mktemp("watched")
    files: dict[str, str | bytes] = {
        "1.1 函/2019-05-10 来函.pdf": a_pdf(2),
        f"1.1 函/2019-05-11 {MARK}.pdf": a_pdf(1),
        "1.1 函/2019-05-12 包.zip": containers.zip_of({"一.pdf": a_pdf(3), "二.txt": b"2"}),
        "1.1 函/2019-05-13 网页.html": b"<p>notice",
        "2.1 选派/2019-02-02 现场.jpg": samples.jpeg(),
        "2.1 选派/带贫人员名册.csv": LEDGER,
    }
    root = new_workspace(folder, files, config=CONFIG + samples.ARCHIVE, checklist=CHECKS)
    schemas = root / "templates/ledgers"
    schemas.mkdir()
    for name in ("BASE", "L16", "common"):
        shutil.copy(ROOT / f"templates/ledgers/{name}.yaml", schemas)
    own = (root / "evidence", root / ".cache")
    with (
        watching(folder) as watch,
        parsed_here(*own) as watch.parsed,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("generator.archive.find_validator", lambda: None)
        with patch.context() as breaking:
            step = ("generator.render.pdf.assembling", "assemble", "generator.binder.outputs")
            broken(breaking, "exception", *step)
            assert command(root, "build", "jia", "--jobs", "2") == 0
        volume = next((root / "output/jia").glob("第*.pdf"))
        volume.write_bytes(volume.read_bytes() + b"\n")
        command(root, "verify", "jia")
        command(root, "privacy", "jia")
        assert command(root, "archive", "jia") == 0
        (folder / "pdfa").mkdir()
        validated([folder / "pdfa/a.pdf"], validator(folder), folder / "pdfa")
        office_versions._asked.cache_clear()
        (folder / "office").mkdir()
        program = Path(validator(folder / "office").java)
        office_versions.version(program, Answers(folder / "asked.json"))
    return watch


@pytest.fixture(scope="module")
def told(watched: Watch) -> list[Told]:
    return list(watched.told())


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel is Linux")


@linux
@pytest.mark.parametrize("use", USES, ids=[use.name for use in USES])
def test_each_use_is_confined(use: Use, told: list[Told]) -> None:
    own = [one for one in told if one.module == use.module and one.line in use.lines]
    assert own, "no run of this test makes it"
    for one in own:
        assert one.held == one.limits
        assert one.leads
        assert one.connected in heard()
        assert one.opened == (os.strerror(errno.EACCES) if wall.version() else "1")


@cache
def heard() -> set[str]:
    """What a worker may hear that calls somebody: nothing but a refusal, where there can be one."""
    code = "from generator.base.workers.wall import cut_off; raise SystemExit(not cut_off())"
    alone = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    refused = {os.strerror(errno.ENETUNREACH), os.strerror(errno.EACCES)}
    return refused if alone or wall.version() >= 4 else {"connected"}


@linux
def test_no_worker_comes_from_elsewhere(told: list[Told]) -> None:
    places = {(one.module, one.line) for one in told}
    assert {place for place in places if not any(_is_at(use, place) for use in USES)} == set()


def _is_at(use: Use, place: tuple[str, int]) -> bool:
    return use.module == place[0] and place[1] in use.lines


def test_every_task_has_a_time_limit(watched: Watch) -> None:
    assert watched.times
    assert all(0 < seconds < math.inf for seconds in watched.times)


def test_no_document_is_read_but_by_workers(watched: Watch) -> None:
    assert watched.parsed == []


def test_what_is_read_here_is_seen(tmp_path: Path) -> None:
    (tmp_path / "一.zip").write_bytes(containers.zip_of({"一.txt": b"1"}))
    with parsed_here(tmp_path) as parsed, (tmp_path / "一.zip").open("rb") as stream:
        zipfile.ZipFile(tmp_path / "一.zip").close()
        zipfile.ZipFile(stream).close()
    assert parsed == [tmp_path / "一.zip"] * 2
