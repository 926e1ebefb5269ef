"""Answers about contents: given again while the record is whole, and found anew otherwise."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.base.cache import Answers
from generator.base.looks import Eyes
from generator.convert import identities, office_versions
from generator.convert.identities import identified
from generator.convert.sniff import Identity
from generator.intake.containers import recognise, store
from generator.intake.containers.recognise import recognised
from generator.model import Unbindable
from tests.builders import containers, pdfs
from tests.builders.alone import without_children
from tests.builders.filed import filed
from tests.builders.unpacked import unpacked


def never(*_: object) -> object:
    raise AssertionError("looked at again")


def test_answers_are_given_again(tmp_path: Path) -> None:
    first = Answers(tmp_path / "cache/a-1.json")
    assert "0a" not in first
    first.keep("0a", ["pdf", None])
    first.keep("0b", None)
    first.save()
    again = Answers(tmp_path / "cache/a-1.json")
    assert again["0a"] == ["pdf", None]
    assert "0b" in again
    again.keep("0b", None)
    before = (tmp_path / "cache/a-1.json").stat().st_mtime_ns
    again.save()
    assert (tmp_path / "cache/a-1.json").stat().st_mtime_ns == before


def test_runs_at_the_same_time_keep_the_answers_of_both(tmp_path: Path) -> None:
    one, other = Answers(tmp_path / "a.json"), Answers(tmp_path / "a.json")
    one.keep("1", "zip")
    other.keep("2", "tar")
    one.save()
    other.save()
    both = Answers(tmp_path / "a.json")
    assert (both["1"], both["2"]) == ("zip", "tar")


@pytest.mark.parametrize("content", [b"", b"{}", b"00\n{}", b"\xff"])
def test_a_damaged_record_answers_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    known = Answers(path)
    known.keep("1", "zip")
    known.save()
    path.write_bytes(content)
    assert "1" not in Answers(path)


def test_a_changed_record_answers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    known = Answers(path)
    known.keep("1", "zip")
    known.save()
    path.write_bytes(path.read_bytes().replace(b"zip", b"tar"))
    assert "1" not in Answers(path)


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    known = Answers(tmp_path / "file/a.json")
    known.keep("1", "zip")
    known.save()
    assert known["1"] == "zip"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks are had in this very process, where they can be broken."""
    without_children(monkeypatch)


def look_for_containers(folder: Path, *names: str) -> Mapping[str, str]:
    """Which of some files hold others, by what was kept and is kept in a folder beside."""
    known, kinds = Answers(folder / "cache/a.json"), Answers(folder / "cache/b.json")
    found = recognised([filed(folder / name) for name in names], known, kinds, Eyes(folder))
    known.save()
    assert found.broken == {}
    return found.kinds


def look_for_kinds(folder: Path, *names: str) -> Mapping[str, Identity | Unbindable]:
    """What some files are, by what was kept and is kept in a folder beside."""
    known = Answers(folder / "cache/b.json")
    found = identified([filed(folder / name) for name in names], known, Eyes(folder))
    known.save()
    return found


@pytest.mark.usefixtures("alone")
def test_a_content_is_looked_at_once_under_each_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("一.zip", "一.docx", "一.txt", "二.txt", "三.part1.rar", "三.rar")
    for name in names[:3]:
        (tmp_path / name).write_bytes(containers.zip_of({"一.txt": b"1"}))
    (tmp_path / "二.txt").write_bytes(b"text")
    for name in names[4:]:
        (tmp_path / name).write_bytes(b"\x01\x02 part of something\x00" + bytes(40))
    kinds = look_for_containers(tmp_path, *names)
    assert kinds == {"一.zip": "zip", "一.txt": "zip"}
    what = look_for_kinds(tmp_path, *names)
    assert {name for name in names if isinstance(what[name], Identity)} == {"二.txt"}
    assert what["三.part1.rar"] != what["三.rar"]
    monkeypatch.setattr(recognise, "kind_of", never)
    monkeypatch.setattr(identities, "look_into", never)
    assert look_for_containers(tmp_path, *names) == kinds
    assert look_for_kinds(tmp_path, *names) == what
    (tmp_path / "二.txt").write_bytes(b"other text")
    with pytest.raises(AssertionError):
        look_for_kinds(tmp_path, "二.txt")


@pytest.mark.usefixtures("alone")
def test_what_could_not_be_read_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "一.zip").write_bytes(containers.zip_of({"一.txt": b"1"}))

    def unreadable(*_: object) -> str:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(recognise, "kind_of", unreadable)
        patch.setattr(identities, "look_into", unreadable)
        assert look_for_containers(tmp_path, "一.zip") == {}
        [told] = look_for_kinds(tmp_path, "一.zip").values()
        assert isinstance(told, Unbindable)
        assert "打不开" in told.message
    assert look_for_containers(tmp_path, "一.zip") == {"一.zip": "zip"}
    [told] = look_for_kinds(tmp_path, "一.zip").values()
    assert isinstance(told, Unbindable)
    assert "打不开" not in told.message


def test_a_pdf_without_attachments_is_not_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "plain").read_bytes()
    files = {
        "一.pdf": plain + b"% /XRef: this one has to be opened\n",
        "二.pdf": containers.pdf_with({"a.txt": b"1"}),
        "三.pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n",
    }
    first = unpacked(tmp_path, files)
    loaded: list[str] = []
    real = store.load

    def counted(folder: Path) -> object:
        loaded.append(folder.name)
        return real(folder)

    monkeypatch.setattr(store, "load", counted)
    monkeypatch.setattr(recognise, "surely_alone", never)
    again = unpacked(tmp_path, files)
    assert (again.filing, again.opened) == (first.filing, 0)
    assert len(loaded) == 1
    monkeypatch.undo()
    # what was taken out is still compared with its hash
    entry = next((tmp_path / "cache/entries").glob("*/*.txt"))
    entry.chmod(0o600)
    entry.write_bytes(b"other")
    assert unpacked(tmp_path, files).opened == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a program there is no script")
@pytest.mark.usefixtures("alone")  # in a worker the script could not tell that it was asked
def test_libreoffice_is_asked_again_only_after_an_update(tmp_path: Path) -> None:
    program, core = tmp_path / "program/soffice", tmp_path / "program/soffice.bin"
    program.parent.mkdir()
    asked = tmp_path / "asked"

    def install(version: str) -> None:
        office_versions._asked.cache_clear()
        program.write_text(f"#!/bin/sh\necho x >> {asked}\necho LibreOffice {version} 40\n")
        program.chmod(0o755)

    def told() -> tuple[str, int]:
        office_versions._asked.cache_clear()
        version = office_versions.version(program, Answers(tmp_path / "soffice.json"))
        return version, len(asked.read_text().split())

    install("7.4")
    assert [told(), told()] == [("7.4-40", 1), ("7.4-40", 2)]  # no program of the usual kind
    core.write_bytes(b"1")
    assert [told(), told()] == [("7.4-40", 3), ("7.4-40", 3)]
    core.write_bytes(b"22")
    assert [told(), told()] == [("7.4-40", 4), ("7.4-40", 4)]
    install("24.8")
    assert told() == ("24.8-40", 5)
    link = tmp_path / "soffice"
    link.symlink_to(program)
    office_versions._asked.cache_clear()
    assert office_versions.version(link, Answers(tmp_path / "soffice.json")) == "24.8-40"
    assert len(asked.read_text().split()) == 5
