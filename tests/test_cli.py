"""The command line as a clerk meets it: Chinese words, exit codes, no traceback."""

import builtins
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.base.workers import Workers
from generator.cli import main as cli
from generator.office.checklist import read_checklist
from generator.office.unit import read_unit

MakeWorkspace = Callable[..., Path]
COMMAND = [sys.executable, "-c", "from generator.cli.main import run; run()"]


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def answer(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run in this process: exit code, standard output, standard error."""
    code = 0
    try:
        cli.run(["--workspace", str(root), *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_without_a_workspace(tmp_path: Path) -> None:
    done = call("jia", cwd=tmp_path)
    assert done.returncode == 2
    assert "config.yaml" in done.stderr
    assert "gen-binder init" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("jai", "是否为 “jia”"),
        ("../jia", "不能带路径"),
        ("没有的县", "evidence 下没有单位"),
        ("CON", "Windows"),
    ],
)
def test_a_unit_that_is_not_there(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str], name: str, word: str
) -> None:
    code, _, err = answer(make_workspace(), capsys, "build", name)
    assert code == 2
    assert word in err


def test_check_tells_gaps_and_exits_with_one(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace({"1.1 函/a.txt": "对接函"})
    code, out, _ = answer(root, capsys, "check", "jia")
    assert code == 1
    assert "[错误] 1.2 missing" in out
    assert "合计" in out
    code, out, _ = answer(root, capsys, "check", "jia", "--json")
    told = json.loads(out)
    assert (code, told["unit"], told["complete"], told["gaps"]) == (1, "jia", False, 3)
    assert [item["id"] for item in told["items"]] == ["1.1", "1.2", "1.10", "2.1"]
    assert {finding["code"] for finding in told["findings"]} == {"missing"}


def test_a_complete_unit_exits_with_zero(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    event = "1.2 会/2019-05-10 会"
    names = [
        "1.1 函/a",
        f"{event}/通知",
        f"{event}/签到",
        f"{event}/照片",
        "1.10/a",
        "1.10/b",
        "2.1/c",
    ]
    root = make_workspace({f"{name}.txt": name for name in names})
    code, out, _ = answer(root, capsys, "check", "jia")
    assert code == 0, out
    assert json.loads(answer(root, capsys, "check", "jia", "--json")[1])["complete"] is True


def test_strict_turns_gaps_into_exit_one(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace()
    code, out, _ = answer(root, capsys, "jia", "--format", "pdf")
    assert code == 0
    assert "不完整，缺 4 处" in out
    assert answer(root, capsys, "jia", "--format", "pdf", "--strict")[0] == 1


def test_a_misspelt_key_is_told_with_place_and_guess(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.conftest import CHECKLIST

    root = make_workspace(checklist=CHECKLIST.replace("owner: 组织部", "ower: 组织部"))
    code, _, err = answer(root, capsys, "check", "jia")
    assert code == 2
    line = (
        CHECKLIST.replace("owner: 组织部", "ower: 组织部").split("\n").index("    ower: 组织部") + 1
    )
    assert f"templates/checklists/small.yaml:{line}:5:" in err
    assert "是否为 “owner”" in err


def test_an_unusable_format_and_a_read_only_output(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root = make_workspace()
    code, _, err = answer(root, capsys, "jia", "--format", "odt")
    assert code == 2
    assert "pdf、word" in err
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    code, _, err = answer(root, capsys, "jia", "--format", "pdf", "--output", f"{blocked}/x")
    assert code == 2
    assert "--output" in err
    assert "原有成册未改动" in err


def test_a_bug_is_told_as_a_bug(
    make_workspace: MakeWorkspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr("generator.binder.request.judge", broken)
    code, _, err = answer(make_workspace(), capsys, "check", "jia")
    assert code == 3
    assert "planted" in err
    assert "Traceback" in err
    assert "不是材料的问题" in err


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_ctrl_c_keeps_the_old_output(make_workspace: MakeWorkspace) -> None:
    root = make_workspace({"1.1 函/a.txt": "对接函"})
    assert call("jia", "--format", "pdf", cwd=root).returncode == 0
    (path,) = (root / "output/jia").glob("第01卷*.pdf")
    old = path.read_bytes()
    (root / "evidence/jia/1.1 函/b.txt").write_text("又一件", "utf-8")
    # a shell that starts the tests in the background has made them deaf to Ctrl-C
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [
        sys.executable,
        "-c",
        f"{listening}; from generator.cli.main import run; run()",
        "jia",
    ]
    with subprocess.Popen(
        command, cwd=root, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stderr is not None
        while "排版".encode() not in running.stderr.readline():
            assert running.poll() is None
        time.sleep(0.2)
        os.killpg(running.pid, signal.SIGINT)
        told = running.stderr.read().decode()
        assert running.wait(30) == 130
    assert "已中断，原有成册未改动" in told
    assert path.read_bytes() == old
    assert [path.name for path in (root / "output").iterdir()] == ["jia"]


def test_init_makes_a_workspace_that_can_be_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "新工作区"
    cli.run(["init", str(target), "--unit", "yi", "--name", "乙县"])
    assert "下一步" in capsys.readouterr().out
    folders = sorted(path.name for path in (target / "evidence/yi").iterdir() if path.is_dir())
    assert "1.5 高层联席会议" in folders
    assert "9.3 现场督查记录" not in folders
    code, out, _ = answer(target, capsys, "check", "yi", "--json")
    told = json.loads(out)
    assert code == 1
    assert len(told["items"]) == len(folders)
    assert {item["status"] for item in told["items"]} == {"missing"}
    code, _, err = answer(target, capsys, "init", str(target))
    assert code == 2
    assert "不会覆盖" in err


def test_schema_writes_what_editors_need(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace()
    code, out, _ = answer(root, capsys, "schema")
    assert code == 0
    for line in out.splitlines():
        written = json.loads((root / line.removeprefix("已写出 ")).read_text("utf-8"))
        assert written["$schema"].startswith("https://json-schema.org/")


def test_version_and_help(tmp_path: Path) -> None:
    assert call("--version", cwd=tmp_path).stdout.startswith("gen-binder 0.")
    told = call("--help", cwd=tmp_path).stdout
    assert "用法" in told
    assert "选项" in told
    assert "Usage" not in told


def test_the_county_file_of_init_can_be_uncommented(tmp_path: Path) -> None:
    cli.run(["init", str(tmp_path / "w"), "--unit", "yi", "--name", "乙县"])
    path = tmp_path / "w/evidence/yi/county.yaml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line.removeprefix("# ") for line in lines if not line.startswith("# yaml-language")]
    whole = "\n".join(line for line in kept if not line.endswith("："))
    path.write_text(whole, "utf-8")
    checklist = read_checklist(
        tmp_path / "w/templates/checklists/west-2019.yaml", "west-2019.yaml", None
    )
    unit = read_unit(tmp_path / "w", "yi", checklist)
    assert unit.people["组织部"].phone == "电话"
    assert unit.not_applicable["7.3"].decided_by == "决定人"


def test_without_pango_the_remedy_is_told(
    make_workspace: MakeWorkspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = builtins.__import__

    def without(name: str, *arguments: object, **keys: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *arguments, **keys)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    # pages are drawn in workers, which import for themselves: here one works in this process
    monkeypatch.setattr(Workers, "give", lambda self, task, *given: task(*given))
    code, _, err = answer(make_workspace(), capsys, "jia", "--format", "pdf", "--jobs", "1")
    assert code == 2
    assert "libpangoft2" in err
    assert "Traceback" not in err
