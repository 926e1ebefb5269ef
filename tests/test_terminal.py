"""What stands in names never becomes the terminal's: no command, no line, no trick of direction."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.base import log, workers
from generator.base.characters import is_unseen, on_one_line
from generator.base.errors import WorkspaceError, reason_of
from generator.base.json_text import json_text
from generator.base.terminal import say
from generator.base.workers import ORDINARY, Failed, Reach, Task, Trouble
from generator.binder.workspace_files import create_workspace
from generator.cli import main as cli
from generator.intake.containers import reasons
from generator.model.failures import what_happened
from generator.office.unit import check_name
from tests.builders.filed import ROOT

MakeWorkspace = Callable[..., Path]

#: Ways to cheat with a name, and what the screen shows of each.
TRICKS = {
    "清屏\x1b[2J\x1b[H": "〔U+001B〕[2J〔U+001B〕[H",
    "甲\n[错误] 9.9 missing": "甲〔U+000A〕[错误] 9.9",
    "甲\r乙": "甲〔U+000D〕乙",
    "甲\u202egpj": "甲〔U+202E〕gpj",
    "甲\u200b乙": "甲〔U+200B〕乙",
    "甲\u2066乙": "甲〔U+2066〕乙",
    "甲\x9b2J": "甲〔U+009B〕2J",
    "甲\x7f\x08": "甲〔U+007F〕〔U+0008〕",
    "甲\u2028乙": "甲〔U+2028〕乙",
    "甲\U000e0041": "甲〔U+E0041〕",
}
NAMES = [name for name in TRICKS if "\u202e" not in name]


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from generator.cli.main import run; run()", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("name", TRICKS)
def test_a_name_is_one_line_without_anything_that_a_screen_obeys(name: str) -> None:
    shown = on_one_line(name)
    assert TRICKS[name] in shown
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert on_one_line(shown) == shown


def test_chinese_and_ordinary_signs_stay_as_they_are() -> None:
    text = "1.1 高层联席会议（2019〔12〕号）—“甲县”  €\u3000é 𠂇"
    assert on_one_line(text) == text
    assert on_one_line("甲\t乙") == "甲 乙"
    assert on_one_line("a\udcff.txt") == "a〔U+DCFF〕.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names")
def test_names_of_files_in_every_list(
    make_workspace: MakeWorkspace, capfd: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace({f"1.1 函/{name}.txt": "" for name in TRICKS})
    (root / "evidence" / "jia" / "无处\n[错误] 9.9 x.txt").write_text("甲", "utf-8")
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", str(root), "check", "jia"])
    assert end.value.code == 1
    shown = capfd.readouterr().out
    assert all(trick in shown for trick in TRICKS.values())
    assert not any(line.startswith("[错误] 9.9") for line in shown.splitlines())
    assert not set(shown) & {"\x1b", "\r", "\u202e", "\u200b", "\x9b", "\x7f"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names")
def test_json_has_the_same_data_without_the_characters(
    make_workspace: MakeWorkspace, capfd: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace({f"1.1 函/{name}.txt": "" for name in TRICKS})
    with pytest.raises(SystemExit):
        cli.run(["--workspace", str(root), "check", "jia", "--json"])
    shown = capfd.readouterr().out
    told = {one["path"] for one in json.loads(shown)["findings"] if one["code"] == "empty-file"}
    assert told == {f"evidence/jia/1.1 函/{name}.txt" for name in TRICKS}
    assert not set(shown) & {"\x1b", "\r", "\u202e", "\u200b", "\x9b", "\x7f", "\u2028"}


def test_json_keeps_every_text() -> None:
    texts = [chr(code) for code in (*range(0x3000), 0xD800, 0xDCFF, 0xFEFF, 0x1F600, 0xE0041)]
    written = json_text(texts)
    assert json.loads(written) == texts
    assert [char for char in set(written) - {"\n"} if is_unseen(char)] == []
    assert "缺" in json_text(["缺"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "甲\x1b[2J"),
        ("check", "甲\n[错误] 9.9"),
        ("甲\u202e乙",),
        ("ledger", "jia", "L\x1b[2J"),
        ("--workspace", "没有\x1b[2J\n[错误] 9.9", "check", "jia"),
        ("check", "jia", "--x\x1b[2J\n[错误] 9.9"),
        ("check", "jia", "\x1b[2J\n[错误] 9.9"),
        ("build", "jia", "--format", "x\x1b[2J\n[错误] 9.9"),
        ("build", "jia", "--jobs", "x\x1b[2J\n[错误] 9.9"),
        ("template", "L\n[错误] 9.9"),
    ],
)
def test_arguments_that_are_told_back(
    make_workspace: MakeWorkspace,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(make_workspace())
    with pytest.raises(SystemExit) as end:
        cli.run(list(arguments))
    assert end.value.code == 2
    shown = capfd.readouterr().err
    assert "错误：" in shown
    assert not set(shown) & {"\x1b", "\r", "\u202e"}
    assert not any(line.startswith("[错误]") for line in shown.splitlines())


def test_a_bug_cannot_forge_a_line(
    make_workspace: MakeWorkspace,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("甲\n[错误] 9.9 missing\x1b[2J")

    monkeypatch.setattr("generator.binder.request.judge", broken)
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", str(make_workspace()), "check", "jia"])
    assert end.value.code == 3
    shown = capfd.readouterr().err
    assert "Traceback" in shown
    assert "\x1b" not in shown
    assert not any(line.startswith("[错误]") for line in shown.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_a_name_whose_bytes_are_no_text_is_shown_in_every_locale(
    make_workspace: MakeWorkspace, locale: str
) -> None:
    root = make_workspace()
    folder = root / "evidence" / "jia" / "1.1 函"
    folder.mkdir()
    (folder / os.fsdecode(b"\xb2\xc4\xc1\xcf.txt")).touch()
    done = run(root, "check", "jia", LANG=locale, LC_ALL=locale)
    assert done.returncode == 1, done.stderr.decode()
    assert b"\\xb2\\xc4\\xc1\\xcf.txt" in done.stdout
    assert b"\xb2\xc4" not in done.stdout


# ----------------------------------------------------------------------------------- the log


def complain(words: str) -> None:
    """Say something where errors go, and where results go."""
    os.write(2, f"{words}\n".encode())
    os.write(1, f"{words} aloud\n".encode())


def test_whatever_libraries_say_goes_into_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with log.kept(tmp_path, "一") as kept:
        os.write(2, b"a C library\n")
        assert logging.lastResort is not None
        logging.lastResort.handle(logging.makeLogRecord({"msg": "a logger", "levelno": 40}))
        words = [sys.executable, "-c", "import warnings; warnings.warn('a warning')"]
        subprocess.run(words, check=True)
        print("a stray print", file=sys.stderr)
        subprocess.run([sys.executable, "-c", "import os; os.write(2, b'a child')"], check=True)
        task = Task(complain, "a confined child", 60)
        list(workers.run([task], 1, reach=Reach((ROOT,))))
        say("to the clerk", error=True)
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "to the clerk\nafterwards\n"
    text = kept.path.read_text("utf-8")
    for said in (
        "a C library",
        "a warning",
        "a logger",
        "a stray print",
        "a child",
        "a confined child",
    ):
        assert said in text
    assert kept.lines == len(text.splitlines())
    if sys.platform != "win32":
        assert kept.path.stat().st_mode & 0o077 == 0


def test_nothing_said_leaves_nothing(tmp_path: Path) -> None:
    with log.kept(tmp_path, "一") as kept:
        pass
    assert not kept.written
    assert list(tmp_path.iterdir()) == []


def test_the_log_covers_numbers_spells_names_and_is_bounded(tmp_path: Path) -> None:
    with log.kept(tmp_path, "一") as kept:
        os.write(2, "号码 13900001234 名\x1b[2J\u202e\n".encode() + b"\xff\xfe\n")
        for _ in range(700):
            os.write(2, b"x" * 9_000 + b"\n")
    text = kept.path.read_text("utf-8")
    assert text.startswith("号码 139****1234 名〔U+001B〕[2J〔U+202E〕\n")
    assert kept.path.stat().st_size < 1_010_000
    assert kept.lines > 700
    assert text.endswith("其余不再记录）\n")


def test_old_logs_go(tmp_path: Path) -> None:
    for number in range(13):
        with log.kept(tmp_path, f"{number:02d}"):
            os.write(2, b"x\n")
    left = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert left == [f"{number:02d}.log" for number in range(3, 13)]


def test_a_cache_that_cannot_be_written_costs_the_log_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with log.kept(tmp_path, "一") as kept:
        os.write(2, b"x\n" * 100_000)
    assert not kept.written
    assert capfd.readouterr().err == ""


def test_the_log_is_named_at_the_end_and_not_in_json(
    make_workspace: MakeWorkspace,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from generator.verdict.judge import judge

    def noisy(*arguments: object, **named: object) -> object:
        os.write(2, b"libnoise warning: 13900001234\n")
        return judge(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("generator.binder.request.judge", noisy)
    root = make_workspace()
    with pytest.raises(SystemExit):
        cli.run(["--workspace", str(root), "check", "jia", "--json"])
    out, err = capfd.readouterr()
    json.loads(out)
    assert "libnoise" not in err
    (made,) = (root / ".cache" / "logs").iterdir()
    assert err.splitlines()[-1].startswith("运行中有 1 行技术性提示，记在 .cache/logs/")
    assert made.name in err
    assert made.read_text("utf-8") == "libnoise warning: 139****1234\n"


# ----------------------------------------------------------------------------- names of units


@pytest.mark.parametrize(
    "name",
    [
        "-x", "--", "--all", "", " ", "\u3000", ".", "..", "a.", " a", "a ", "a\u3000",
        "a/b", "a\\b",
        "CON", "nul.txt", "com1", "check", "Build", "a\nb", "a\x1b", "a\u202eb", "a\u200bb",
        "a\x85b", "a:b", "a?", "甲" * 60,
    ],
)  # fmt: skip
def test_a_unit_cannot_bear_such_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="不能用"):
        check_name(name, cli.main.commands)
    from generator.model import Level

    with pytest.raises(WorkspaceError):
        create_workspace(tmp_path / "新", name, "甲县", Level("县"), cli.main.commands)
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize("name", ["county_a", "甲县", "a-b", "甲 县", "2019.a", "CONTRACT"])
def test_ordinary_names_are_units(name: str) -> None:
    check_name(name)


def test_init_refuses_a_name_that_looks_like_an_option(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(["init", str(tmp_path / "新"), "--unit=-x"])
    assert end.value.code == 2
    assert "不能以“-”开头" in capfd.readouterr().err
    assert not (tmp_path / "新").exists()


# ------------------------------------------------------------------------- no library's English


@pytest.mark.parametrize("number", [*range(1, 40), 116, 122, 999])
def test_the_system_speaks_chinese(number: int) -> None:
    said = reason_of(OSError(number, "Some English"))
    assert said
    assert not any(char.isascii() and char.isalpha() for char in said)


def test_what_a_converter_raised_goes_to_the_log(tmp_path: Path) -> None:
    failure = Failed(Trouble.ERROR, "Traceback\nValueError: broken marker")
    with log.kept(tmp_path, "一") as kept:
        told = what_happened("转换", failure, ORDINARY)
        more = reasons.failed("Traceback\nKeyError: 'x'").message
    assert told == "转换时程序处理不了这个文件"
    assert more == "解压程序处理这个文件时出错"
    assert "ValueError: broken marker" in kept.path.read_text("utf-8")
    assert "KeyError" in kept.path.read_text("utf-8")
