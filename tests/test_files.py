import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import files
from generator.base.errors import OutputError
from generator.base.files import natural_key, recover, replaced_folder


def test_two_stands_before_ten() -> None:
    names = ["10 通知.pdf", "2 议程.pdf", "1.pdf", "２０.pdf", "B.pdf", "a1.pdf"]
    assert sorted(names, key=natural_key) == [
        "1.pdf",
        "2 议程.pdf",
        "10 通知.pdf",
        "２０.pdf",
        "a1.pdf",
        "B.pdf",
    ]


@given(st.lists(st.text(max_size=12), unique=True))
def test_the_order_is_total_and_does_not_depend_on_the_input(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


def content(folder: Path) -> str:
    return (folder / "binder.pdf").read_text()


def write(target: Path, text: str) -> None:
    with replaced_folder(target) as fresh:
        (fresh / "binder.pdf").write_text(text)


def test_new_output_takes_the_place_of_the_old_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "output" / "county_a"
    write(target, "old")
    (target / "stray.txt").write_text("left by the old build")
    write(target, "new")
    assert content(target) == "new"
    assert [path.name for path in target.iterdir()] == ["binder.pdf"]
    assert [path.name for path in target.parent.iterdir()] == ["county_a"]


def test_the_exchange_also_works_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_exchange_at_once", lambda *_: False)
    target = tmp_path / "county_a"
    write(target, "old")
    write(target, "new")
    assert content(target) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["county_a"]


def write_half(target: Path, failure: BaseException) -> None:
    with replaced_folder(target) as fresh:
        (fresh / "binder.pdf").write_text("half")
        raise failure


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), RuntimeError("a bug")])
def test_old_output_stays_when_the_new_one_fails(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "county_a"
    write(target, "old")
    with pytest.raises(type(failure)):
        write_half(target, failure)
    assert content(target) == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["county_a"]


@pytest.mark.parametrize(
    ("code", "word"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有写入权限"), (errno.EROFS, "没有写入权限")],
)
def test_a_failed_write_is_told_in_chinese(tmp_path: Path, code: int, word: str) -> None:
    target = tmp_path / "county_a"
    write(target, "old")
    with pytest.raises(OutputError, match=word) as caught, replaced_folder(target):
        raise OSError(code, "x")
    assert caught.value.remedy
    assert content(target) == "old"


def test_a_locked_folder_keeps_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows while Word has binder.docx open: renaming the folder is refused."""
    target = tmp_path / "county_a"
    write(target, "old")
    monkeypatch.setattr(files, "_exchange_at_once", lambda *_: False)

    def refuse(self: Path, _: Path) -> None:
        raise PermissionError(errno.EACCES, "in use", str(self))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Word"):
        write(target, "new")
    assert content(target) == "old"


def test_an_output_moved_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".county_a.old-x1"
    aside.mkdir()
    (aside / "binder.pdf").write_text("old")
    recover(tmp_path / "county_a")
    assert content(tmp_path / "county_a") == "old"


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError, match="不是可用的文件夹"):
        write(tmp_path / "output" / "county_a", "new")
