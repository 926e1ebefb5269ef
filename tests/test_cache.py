"""The cache: entries are whole or none, the unused goes, and a clerk can see and empty it."""

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.base.cache import Answers, Found, Key, find, keep, load, store
from generator.base.cache.cleaning import Bounds, clean, clean_if_due, clear_all, entries, made_of
from generator.base.cache.records import DAY
from generator.base.errors import OutputError
from generator.base.scratch import in_cache
from generator.binder.request import Request, check
from generator.cli import main as cli
from generator.verdict.workspace import open_workspace

MakeWorkspace = Callable[..., Path]

CONTENT = "0" * 64
KEY = Key(CONTENT, "pdf", "1")

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")


def aged(folder: Path, days: float) -> None:
    """As if what lies there had not been used for so many days."""
    then = time.time() - days * DAY
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (then, then))


def made(cache: Path, kind: str = "leaves", key: Key = KEY, size: int = 1000) -> Path:
    """The place of an entry with a file."""
    place = key.at(cache / kind)
    keep(place, {"pages": 1}, b"x" * size, ".pdf")
    return place


# ---------------------------------------------------------------------------------------- entries


def test_an_entry_is_given_back(tmp_path: Path) -> None:
    place = KEY.at(tmp_path / "a")
    assert find(place) is None
    kept = keep(place, {"甲": [1, None]}, b"bytes", ".pdf")
    assert find(place) == kept
    assert kept.path is not None
    assert kept.path.read_bytes() == b"bytes"
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        f"{KEY.stem}.json",
        f"{KEY.stem}.pdf",
    ]
    alone = Key(CONTENT, "pdf", "2").at(tmp_path / "a")
    assert keep(alone, "不能转换") == find(alone) == Found("不能转换")


def test_a_file_or_folder_is_moved_to_its_place(tmp_path: Path) -> None:
    file, folder = tmp_path / "1.pdf", tmp_path / "2"
    file.write_bytes(b"1")
    folder.mkdir()
    (folder / "一.txt").write_bytes(b"2")
    one, other = (Key(CONTENT, name, "1").at(tmp_path / "a") for name in ("one", "other"))
    keep(one, None, file, ".pdf")
    keep(other, None, folder)
    assert not file.exists()
    assert not folder.exists()
    assert find(one) is not None
    assert find(other) is not None
    (other / "二.txt").write_bytes(b"foreign")
    assert find(other) is None


def test_a_name_tells_of_which_content_an_entry_is(tmp_path: Path) -> None:
    assert Key(CONTENT, "a/b", "7.4(x)").stem == f"{CONTENT}-a_b-7.4_x_"
    odd = {Key(name, "a", "1").stem for name in ("一", "二", "../一", "a" * 200)}
    assert len(odd) == 4
    assert all(len(stem) == 68 for stem in odd)


#: What may lie in the place of an entry's record.
BAD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "torn": lambda whole: whole[: len(whole) // 2],
    "changed": lambda whole: whole.replace(b'"pages": 1', b'"pages": 2'),
    "no digest": lambda whole: whole.partition(b"\n")[2],
    "binary": lambda _: b"\xff\x00\n\xfe",
    "only lines": lambda _: b"\n\n",
}


@pytest.mark.parametrize("damage", BAD)
def test_a_damaged_record_is_none_and_made_again(tmp_path: Path, damage: str) -> None:
    place = made(tmp_path)
    record = place.with_name(f"{place.name}.json")
    whole = record.read_bytes()
    record.write_bytes(BAD[damage](whole))
    assert find(place) is None
    assert load(record) is None
    made(tmp_path)
    assert record.read_bytes() == whole


@pytest.mark.parametrize(
    "foreign",
    [
        *([], {}, "text", 7, None, {"file": None}, {"answer": 1}),
        *({"answer": 1, "file": ["", 1]}, {"answer": 1, "file": ".pdf"}),
        {"answer": 1, "file": ["/../../outside", CONTENT]},
        {"pages": [[1, 1]], "notes": [], "sha256": None},  # as an older version wrote it
    ],
)
def test_a_whole_record_of_another_form_is_none(tmp_path: Path, foreign: object) -> None:
    place = made(tmp_path)
    store(place.with_name(f"{place.name}.json"), foreign)
    assert find(place) is None


@pytest.mark.parametrize("damage", [b"", b"half of", b"y" * 1000, None])
def test_a_damaged_file_is_none(tmp_path: Path, damage: bytes | None) -> None:
    place = made(tmp_path)
    file = place.with_name(f"{place.name}.pdf")
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    assert find(place) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_owner_alone_can_read_entries(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        place = made(tmp_path / "cache")
    finally:
        os.umask(before)
    assert [path for path in place.parent.iterdir() if path.stat().st_mode & 0o077] == []
    assert place.parent.stat().st_mode & 0o077 == 0


WRITER = """
import itertools, sys
from pathlib import Path
from generator.base.cache import find, keep
place, own = Path(sys.argv[1]), sys.argv[2]
print("begun", flush=True)
for number in itertools.count() if len(sys.argv) < 4 else range(int(sys.argv[3])):
    keep(place, own, f"{own}{number}".encode() * 20_000, ".pdf")
"""


def writer(place: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(place), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@POSIX
def test_two_writers_leave_one_whole_entry(tmp_path: Path) -> None:
    place = KEY.at(tmp_path / "leaves")
    with writer(place, "甲", "60") as one, writer(place, "乙", "60") as other:
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    entry = find(place)
    assert entry is not None
    assert entry.path is not None
    assert entry.path.read_text("utf-8").startswith(entry.answer)
    assert len(list(place.parent.iterdir())) == 2


@POSIX
def test_after_a_kill_an_entry_is_whole_or_none_and_can_be_made(tmp_path: Path) -> None:
    place = KEY.at(tmp_path / "leaves")
    for turn in range(8):
        with writer(place, "甲") as one:
            assert one.stdout is not None
            one.stdout.readline()
            time.sleep(0.002 * turn)
            one.send_signal(signal.SIGKILL)
        entry = find(place)
        if entry is not None:
            assert entry.path is not None
            # killed before its first: the entry is that of the turn before
            own = "x" * 1000 if entry.answer == {"pages": 1} else entry.answer
            assert entry.path.read_text("utf-8").startswith(own)
        assert made(tmp_path) == place
        assert find(place) is not None
    with in_cache(tmp_path):  # what the killed were writing goes with the next run
        assert not list(place.parent.glob(".new-*"))


# --------------------------------------------------------------------------------------- cleaning


def test_what_is_used_is_noted_once_a_day(tmp_path: Path) -> None:
    record = KEY.at(tmp_path / "leaves").with_name(f"{KEY.stem}.json")
    made(tmp_path)
    for days, noted in ((0.5, False), (1.5, True)):
        aged(tmp_path, days)
        before = record.stat().st_mtime
        assert find(KEY.at(tmp_path / "leaves")) is not None
        assert (record.stat().st_mtime > before) is noted


def test_what_no_run_has_used_for_long_goes(tmp_path: Path) -> None:
    old, used = made(tmp_path), made(tmp_path, key=Key("1" * 64, "pdf", "1"))
    (tmp_path / "kinds-1.json").write_bytes(b"of an older version")
    (tmp_path / "entries" / "folder").mkdir(parents=True)
    (tmp_path / "entries" / "folder" / "1.txt").write_bytes(b"left behind")
    aged(tmp_path, 91)
    assert find(used) is not None
    clean(tmp_path, Bounds(days=90))
    assert find(old) is None
    assert [entry.stem for entry in entries(tmp_path)] == [used.name]
    assert find(used) is not None


def test_beyond_the_size_the_longest_unused_goes_first(tmp_path: Path) -> None:
    places = [made(tmp_path / str(at), key=Key(str(at) * 64, "pdf", "1")) for at in range(4)]
    cache = tmp_path / "cache"
    (cache / "leaves").mkdir(parents=True)
    for at, place in enumerate(places):
        aged(place.parent, 10 - at)
        for path in place.parent.iterdir():
            path.rename(cache / "leaves" / path.name)
    sizes = [entry.size for entry in entries(cache)]
    clean(cache, Bounds(size=sum(sizes) - max(sizes) - 1))
    assert sorted(entry.stem[0] for entry in entries(cache)) == ["2", "3"]
    clean(cache, Bounds(size=sum(sizes)))
    assert len(list(entries(cache))) == 2


def test_what_was_used_just_now_stays_whatever_its_size(tmp_path: Path) -> None:
    place = made(tmp_path)
    aged(tmp_path, 1.5)
    clean(tmp_path, Bounds(size=1))
    assert find(place) is not None


def test_answers_that_no_run_has_used_for_long_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, then = tmp_path / "kinds-3.json", time.time() - 100 * DAY
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: then)
        answers = Answers(record)
        for key in ("old", "used"):
            answers.keep(key, [key, None])
        answers.save()
    answers = Answers(record)
    assert answers["used"] == ["used", None]
    answers.save()
    before = record.stat().st_mtime_ns
    clean(tmp_path, Bounds(days=90))
    left = Answers(record)
    assert ("old" in left, "used" in left) == (False, True)
    assert record.stat().st_mtime_ns == before


def test_the_cache_is_cleaned_when_something_came_in_or_a_day_has_passed(tmp_path: Path) -> None:
    def bring_old() -> Path:
        place = made(tmp_path)
        for path in place.parent.iterdir():
            os.utime(path, (1e9, 1e9))
        return place

    place = bring_old()
    clean_if_due(tmp_path, Bounds())
    assert not list(entries(tmp_path))
    place = bring_old()
    aged(place.parent, 1)  # before the last cleaning
    for path in place.parent.iterdir():
        os.utime(path, (1e9, 1e9))
    clean_if_due(tmp_path, Bounds())
    assert len(list(entries(tmp_path))) == 1
    os.utime(tmp_path / ".in-use", (time.time() - 1.1 * DAY,) * 2)
    clean_if_due(tmp_path, Bounds())
    assert not list(entries(tmp_path))


@POSIX
def test_a_run_cleans_only_when_no_other_is_at_work(tmp_path: Path) -> None:
    done: list[str] = []
    with in_cache(tmp_path, lambda: done.append("outer")):
        with in_cache(tmp_path, lambda: done.append("inner")):
            pass
        assert done == []
    assert done == ["outer"]


@POSIX
@pytest.mark.parametrize("there", ["file", "link", "lock"])
def test_a_cache_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, there: str) -> None:
    cache = tmp_path / ".cache"
    if there == "file":
        cache.touch()
    elif there == "link":
        cache.symlink_to(tmp_path / "gone")
    else:
        (cache / ".in-use").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"缓存用不了：\.cache.*原有成册未改动"), in_cache(cache):
        pytest.fail("the run began")


def test_what_the_system_refuses_in_the_cache_is_told_and_elsewhere_stays(tmp_path: Path) -> None:
    cache = tmp_path / ".cache"
    refused = cache / "leaves/ab/1.json"
    with pytest.raises(OutputError, match=r"\.cache/leaves/ab/1\.json.*没有权限"), in_cache(cache):
        raise PermissionError(errno.EACCES, "denied", str(refused))
    with pytest.raises(PermissionError), in_cache(cache):
        raise PermissionError(errno.EACCES, "denied", str(tmp_path / "evidence/a.pdf"))


def test_a_run_that_another_program_asks_for_cleans_as_well(make_workspace: MakeWorkspace) -> None:
    workspace = open_workspace(make_workspace({"1.1 函/a.txt": "对接函"}).resolve())
    old = made(workspace.cache)
    aged(workspace.cache, 91)
    check(workspace, Request("jia", dt.date(2019, 12, 10)), lambda *_: None)
    assert find(old) is None
    assert list(entries(workspace.cache))


def test_entries_of_a_content_are_found_in_every_folder(tmp_path: Path) -> None:
    for kind in ("leaves", "pictures", "new"):
        made(tmp_path, kind)
        made(tmp_path, kind, Key("1" * 64, "pdf", "1"))
    (tmp_path / "entries" / f"{CONTENT}-2-0a").mkdir(parents=True)
    found = list(made_of({CONTENT}, tmp_path))
    assert sorted(entry.kind for entry in found) == ["entries", "leaves", "new", "pictures"]
    assert all(entry.remove() for entry in found)
    assert not list(made_of({CONTENT}, tmp_path))
    assert len(list(entries(tmp_path))) == 3


# ---------------------------------------------------------------------------------------- command


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = 0
    try:
        cli.run(list(arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    return code, "".join(capsys.readouterr())


def test_a_clerk_sees_what_lies_there_and_empties_it(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace({"1.1 函/a.txt": "对接函"})
    where = ("--workspace", str(root), "cache")
    assert answer(capsys, *where) == (0, "缓存（.cache 文件夹）是空的。\n")
    assert answer(capsys, "--workspace", str(root), "check", "jia")[0] == 1
    before = {path: path.read_bytes() for path in root.rglob("*.txt")}
    code, said = answer(capsys, *where)
    assert code == 0
    assert "转换成 PDF 的材料：1 项，" in said
    assert "90 天没有用到的自动清除" in said
    assert "上限 20 GB" in said
    code, said = answer(capsys, *where, "--clear")
    assert (code, said.startswith("缓存已清空，腾出 ")) == (0, True)
    assert [path.name for path in (root / ".cache").iterdir()] == [".in-use"]
    assert {path: path.read_bytes() for path in root.rglob("*.txt")} == before
    assert answer(capsys, *where, "--clear")[0] == 0
    assert answer(capsys, "--workspace", str(root), "check", "jia")[0] == 1


@POSIX
def test_a_cache_in_use_is_not_emptied(
    make_workspace: MakeWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace({})
    with in_cache(root / ".cache"):
        place = made(root / ".cache")
        code, said = answer(capsys, "--workspace", str(root), "cache", "--clear")
        assert code == 2
        assert "另一个 gen-binder 正在使用缓存" in said
        assert find(place) is not None
    assert clear_all(root / ".cache")
    assert find(place) is None
    made(root / ".cache")
    (root / ".cache" / ".in-use").unlink()
    (root / ".cache" / ".in-use").mkdir()
    code, said = answer(capsys, "--workspace", str(root), "cache", "--clear")
    assert (code, "缓存没有清完" in said) == (2, True)
