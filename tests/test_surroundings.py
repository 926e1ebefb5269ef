"""``--version --verbose`` says what stands around workers, in both states, and what there is."""

import platform
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from generator import __version__
from generator.base.workers import Standing, child, standing, wall, worker
from generator.base.workers.child import Start
from generator.cli import main as cli
from generator.convert import soffice
from tests.conftest import new_workspace

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel is Linux")


def bare(pipe: Connection, start: Start) -> None:
    """A worker as it is where the kernel has no wall and lets nobody leave the network."""
    wall.version = lambda: 0  # type: ignore[assignment]
    child.cut_off = lambda: False
    child.confine = lambda _: None
    child.serve(pipe, start)


def dying(pipe: Connection, start: Start) -> None:
    """A worker that never answers."""
    raise SystemExit


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """What each line says, by what stands before its colon."""
    cli.run(list(words))
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == f"gen-binder {__version__}"
    return dict(line.split("：", 1) for line in lines)


def test_nothing_but_the_version_is_said_unless_more_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(capsys, "--version") == said(capsys, "-V") == {}


@linux
@pytest.mark.skipif(not wall.version(), reason="the kernel has no walls")
@pytest.mark.parametrize("words", [("--version", "--verbose"), ("-v", "-V")])
def test_the_wall_that_stands_is_named(
    words: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = new_workspace(tmp_path)
    (root / ".fonts").mkdir()
    told = said(capsys, "--workspace", str(root), *words)
    assert told["文件隔离"].startswith("有")
    assert told["内存上限"] == "有"
    assert told["Python"] == platform.python_version()
    assert "pikepdf " in told["程序库"]
    assert "没有安装" not in told["程序库"]
    assert told["字体文件夹"].startswith(str(root / ".fonts"))


@linux
def test_where_no_wall_stands_cleaning_is_said_to_be_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "serve", bare)
    monkeypatch.setattr(soffice, "find", lambda: None)
    assert standing() == Standing(walled=False, cut_off=False, limited=False)
    told = said(capsys, "--version", "--verbose")
    for line in ("文件隔离", "断网"):
        assert told[line].startswith("没有")
        assert "只靠先清除材料里的外部链接、宏和脚本" in told[line]
    assert told["内存上限"].startswith("没有")
    assert told["LibreOffice"].startswith("没有找到")


def test_workers_that_do_not_start_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "serve", dying)
    monkeypatch.setattr(soffice, "find", lambda: None)
    assert "启动不了" in said(capsys, "--version", "--verbose")["隔离"]


@pytest.mark.parametrize("words", [("--verbose",), ("-v", "check", "jia")])
def test_alone_it_asks_for_nothing(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(list(words))
    assert end.value.code == 2
    assert "错误：" in capsys.readouterr().err
