"""What a command does not need is not loaded: a short answer does not wait for large libraries."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.binder.formats import FORMATS
from generator.cli.build import Formats
from generator.cli.init import LEVELS
from generator.cli.main import main
from generator.model import Level

MakeWorkspace = Callable[..., Path]

#: Libraries that read and draw documents.
HEAVY = (
    *("polars", "xlsxwriter", "docx", "weasyprint", "PIL", "pikepdf", "pypdfium2", "lxml"),
    *("uharfbuzz", "cryptography", "python_calamine", "olefile", "img2pdf"),
)

RUN = """
import sys
from generator.cli.main import run
try:
    run()
finally:
    print("loaded", *sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str, cwd: Path, **environment: str) -> tuple[str, frozenset[str]]:
    """What a run prints, and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr
    *_, last = done.stderr.splitlines()
    return done.stdout, frozenset(last.split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("build", "--help")])
def test_a_short_answer_loads_no_work(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said, modules = loaded(*arguments, cwd=tmp_path)
    assert said
    assert modules.isdisjoint((*HEAVY, "pydantic", "yaml", "generator.model"))
    assert modules.isdisjoint(("generator.binder.build", "generator.cli.opening"))


@pytest.mark.skipif(os.name == "nt", reason="click completes for POSIX shells")
def test_completion_is_as_quick(tmp_path: Path) -> None:
    asked = {"COMP_WORDS": "gen-binder che", "COMP_CWORD": "1"}
    said, modules = loaded(cwd=tmp_path, _GEN_BINDER_COMPLETE="bash_complete", **asked)
    assert said.splitlines() == ["plain,check"]
    asked = {"COMP_WORDS": "gen-binder check --js", "COMP_CWORD": "2"}
    said, modules = loaded(cwd=tmp_path, _GEN_BINDER_COMPLETE="bash_complete", **asked)
    assert said.splitlines() == ["plain,--json"]
    assert modules.isdisjoint((*HEAVY, "pydantic"))
    said, _ = loaded(cwd=tmp_path, _GEN_BINDER_COMPLETE="bash_source")
    assert "_GEN_BINDER_COMPLETE=bash_complete" in said


def test_a_check_loads_only_what_reads_the_settings(make_workspace: MakeWorkspace) -> None:
    root = make_workspace({"1.1 函/a.txt": "对接函"})
    for _ in range(2):  # the second finds all in the cache
        said, modules = loaded("check", "jia", cwd=root)
        assert "合计" in said
    assert "generator.verdict.judge" in modules
    # fontTools, which reads the names of fonts, brings uharfbuzz along
    assert modules & set(HEAVY) <= {"uharfbuzz"}


def test_every_command_has_its_module() -> None:
    for name, command in main.commands.items():
        assert command.callback is not None
        assert command.callback.__module__ == f"generator.cli.{name}"


def test_what_the_command_line_repeats_is_what_it_stands_for() -> None:
    assert list(LEVELS) == [Level.COUNTY.value, Level.PREFECTURE.value]
    assert Formats().convert("WORD, pdf", None, None) == FORMATS
