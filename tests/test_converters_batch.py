import os
import stat
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.base import hashes, workers
from generator.base.cache import Answers
from generator.base.workers import Failed, Limits, Reach, Task, Trouble
from generator.convert import FAMILIES, batch, office_versions, portions, soffice
from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.portions import Family
from generator.convert.sniff import EXTENSIONS, Identity
from generator.model import Leaves, Unbindable
from tests.builders import documents, pdfs, pictures
from tests.builders.alone import importing_tests
from tests.builders.filed import ROOT, convert, filed, fonts, leaves_of, refusal_of
from tests.builders.identified import identify

FAKE_SOFFICE = """#!{python}
import os, pathlib, shutil, sys, time
if "--version" in sys.argv:
    print("LibreOffice 0.0 fake")
    raise SystemExit
(pathlib.Path({log!r}) / str(os.getpid())).write_text(" ".join(sys.argv))
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
for name in sys.argv[sys.argv.index("--outdir") + 2:]:
    source = pathlib.Path(name)
    data = source.read_bytes()
    if b"HANG" in data:
        time.sleep(300)
    if b"FAIL" not in data:
        shutil.copy({page!r}, out / (source.stem + ".pdf"))
"""


@pytest.fixture
def fake_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in that hangs or fails when a document says so; its starts are logged."""
    page = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "page.pdf")
    log = tmp_path / "log"
    log.mkdir()
    program = tmp_path / "soffice"
    program.write_text(FAKE_SOFFICE.format(python=sys.executable, log=str(log), page=str(page)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(soffice, "find", lambda: program)
    importing_tests(monkeypatch, log)
    return log


def rtfs(folder: Path, *words: str) -> list[Path]:
    return [documents.rtf(folder / f"{index}.rtf", word) for index, word in enumerate(words)]


# --------------------------------------------------------------------------- what a file really is


def test_every_promised_kind_has_a_converter() -> None:
    assert set(EXTENSIONS.values()) <= set(FAMILIES)


def refused_as(path: Path, name: str | None = None) -> Unbindable:
    found = identify(path, name or path.name)
    assert isinstance(found, Unbindable), found
    assert found.message
    assert found.remedy
    return found


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.jpg", b"", "empty-file", "0 字节"),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", "unreadable", "XML"),
        ("a.pptx", "只是文字".encode(), "unreadable", "纯文本"),
        ("a.docx", bytes(range(256)) * 8, "unreadable", "损坏"),
        ("a.docx", b"PK\x03\x04 cut off", "unreadable", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unreadable", "损坏"),
        ("a.pdf", b"not a pdf at all", "unreadable", "纯文本"),
        ("a.png", b"GARBAGE\0\1\2\3", "unreadable", "损坏"),
        ("a.rar", b"Rar!\x1a\x07", "unsupported-type", "压缩包"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "unsupported-type", "压缩包"),
        ("a.heic", b"GARBAGE\0\1\2\3", "unreadable", "损坏"),
        ("a.mp4", b"GARBAGE\0\1\2\3", "unreadable", "损坏"),
        ("a.ofd", b"some words", "unreadable", "纯文本"),
        ("a.mid", b"MThd\0\0\0\6", "unsupported-type", "乐谱"),
        ("a.exe", b"MZ\x90\0", "unsupported-type", "程序"),
        ("a.xyz", b"some words", "unsupported-type", ".xyz"),
        ("名字", b"some words", "unsupported-type", "没有扩展名"),
    ],
)
def test_what_cannot_be_bound_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, code: str, words: str
) -> None:
    found = refused_as(put(tmp_path / name, content))
    assert found.code == code
    assert words in found.message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", b"<!DOCTYPE html><html><p>x", "html"),
        ("a.xls", b"\xef\xbb\xbf\r\n<html xmlns:x='y'><table>", "html"),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        ("a.jpg", b"\0\0\0\x18ftypheic", "heic"),
        ("a.avi", b"\0\0\0\x18ftypisom", "mp4"),
    ],
)
def test_what_is_something_else_is_bound_as_that_and_told(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    found = identify(put(tmp_path / name, content), name)
    assert isinstance(found, Identity)
    assert found.kind == kind
    assert kind.upper() in str(found.note)


def test_the_remedy_suits_what_was_promised(tmp_path: Path) -> None:
    for name, words in (("a.mp4", "重新复制"), ("a.ofd", "PDF"), ("a.docx", "Word")):
        assert words in refused_as(put(tmp_path / name, b"GARBAGE\0\1\2\3")).remedy


def test_a_document_of_works_is_told_from_one_of_wps(tmp_path: Path) -> None:
    works = documents.compound(tmp_path / "a.wps", "MatOST")
    assert "Works" in refused_as(works).message
    assert "Works" not in refused_as(works, "a.doc").message
    other = documents.compound(tmp_path / "b.wps", "Something")
    assert refused_as(other).code == "unreadable"


def test_archives_and_ofd_are_told_apart(tmp_path: Path) -> None:
    plain = documents.zipped(tmp_path / "a.zip", {"1.txt": b"x"})
    assert "压缩包" in refused_as(plain).message
    ofd = documents.zipped(tmp_path / "a.ofd", {"OFD.xml": b"<x/>"})
    assert identify(ofd, "a.ofd") == Identity("ofd")
    assert identify(ofd, "a.zip").note is not None
    named = documents.zipped(tmp_path / "a.docx", {"1.txt": b"x"})
    assert refused_as(named).code == "unreadable"


def test_passwords_are_seen(tmp_path: Path) -> None:
    plain = documents.letter(tmp_path / "plain.docx")
    locked = documents.encrypted(plain, tmp_path / "locked.docx")
    assert refused_as(locked).code == "encrypted"
    odt = documents.open_document(tmp_path / "a.odt", "text", "", encrypted=True)
    assert refused_as(odt).code == "encrypted"


def test_a_folder_and_a_vanished_file_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").mkdir()
    assert "文件夹" in refused_as(tmp_path / "照片.jpg").message
    assert refused_as(tmp_path / "没有.pdf").code == "unreadable"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_that_may_not_be_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.pdf", b"%PDF")

    def deny(self: Path, *args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    found = refused_as(path)
    assert found.code == "unreadable"
    assert "权限" in found.remedy


def test_content_wins_over_the_extension_and_is_told(tmp_path: Path) -> None:
    pdf = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "函.docx")
    found = identify(pdf, pdf.name)
    assert isinstance(found, Identity)
    assert found.kind == "pdf"
    assert "PDF" in str(found.note)
    letter = documents.letter(tmp_path / "letter.docx").rename(tmp_path / "信.doc")
    assert identify(letter, "信.doc") == Identity("docx", identify(letter, "信.doc").note)
    assert identify(letter, "信.DOCX") == Identity("docx")
    picture = pictures.rotated_jpeg(tmp_path / "b.JPEG", 1)
    assert identify(picture, "b.JPEG") == Identity("jpeg")
    assert identify(picture, "没有扩展名").note is not None


def test_text_extensions_are_trusted(tmp_path: Path) -> None:
    for name in ("a.txt", "a.CSV", "a.md"):
        assert identify(put(tmp_path / name, b"<html>"), name) == Identity(name[2:].lower())


# ------------------------------------------------------------------------------------ the cache


def test_equal_contents_are_converted_once(tmp_path: Path) -> None:
    one = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "1.pdf")
    other = put(tmp_path / "2.pdf", one.read_bytes())
    small = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 300]]), tmp_path / "3.pdf")
    twin = put(tmp_path / "4.pdf", small.read_bytes())
    done = convert([one, other, small, twin], tmp_path / "cache")
    assert (done.converted, done.cached) == (2, 0)
    assert leaves_of(done, "1.pdf").pdf == one
    assert leaves_of(done, "2.pdf").pdf == other
    assert leaves_of(done, "3.pdf").pdf == leaves_of(done, "4.pdf").pdf
    assert list(done.conversions) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf"]
    assert all(path.is_file() for path in (one, other, small, twin))
    again = convert([other, twin], tmp_path / "cache")
    assert (again.converted, again.cached) == (0, 2)
    assert leaves_of(again, "2.pdf").pdf == other


@pytest.mark.parametrize("damage", ["pdf", "pdf-gone", "json", "json-shape"])
def test_a_damaged_entry_is_made_anew(tmp_path: Path, damage: str) -> None:
    source = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 300]]), tmp_path / "1.pdf")
    cache = tmp_path / "cache"
    first = leaves_of(convert([source], cache), "1.pdf")
    content = first.pdf.read_bytes()
    entry = first.pdf.with_suffix(".json")
    if damage == "pdf":
        first.pdf.write_bytes(content[:-1] + b"X")
    elif damage == "pdf-gone":
        first.pdf.unlink()
    else:
        entry.write_text("{" if damage == "json" else '{"pages": [], "notes": []}', "utf-8")
    again = convert([source], cache)
    assert (again.converted, again.cached) == (1, 0)
    assert leaves_of(again, "1.pdf").pdf.read_bytes() == content


def test_pages_that_were_not_touched_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 300]]), tmp_path / "1.pdf")
    cache = tmp_path / "cache"
    first = leaves_of(convert([source], cache), "1.pdf")
    monkeypatch.setattr(hashes, "_STEP", -(10**12))  # what was written a moment ago is settled
    convert([source], cache)
    read: list[Path] = []
    real = hashes.sha256_of

    def counted(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(hashes, "sha256_of", counted)
    assert leaves_of(convert([source], cache), "1.pdf") == first
    assert read == []
    first.pdf.write_bytes(first.pdf.read_bytes()[:-1] + b"X")
    assert convert([source], cache).converted == 1
    assert read == [first.pdf]


def test_nothing_but_entries_is_left_in_the_cache(tmp_path: Path) -> None:
    source = pdfs.save(pdfs.blank_pdf([[0, 0, 300, 300]]), tmp_path / "1.pdf")
    convert([source], tmp_path / "cache")
    there = sorted(path.name for path in (tmp_path / "cache").iterdir())
    assert there == ["kinds-4.json", "leaves"]
    kinds = sorted(path.suffix for path in (tmp_path / "cache" / "leaves").iterdir())
    assert kinds == [".json", ".pdf"]


def test_another_version_of_a_converter_does_not_use_the_old_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "1.pdf")
    convert([source], tmp_path / "cache")
    newer = {kind: _newer(family) for kind, family in FAMILIES.items()}
    monkeypatch.setattr("generator.convert.FAMILIES", newer)
    assert convert([source], tmp_path / "cache").converted == 1


def _newer(family: Family) -> Family:
    return Family(family.name, family.version + "x", family.convert, fonts=family.fonts)


def test_progress_counts_every_document(tmp_path: Path) -> None:
    paths = [put(tmp_path / "a.pdf", b""), put(tmp_path / "b.txt", b"words")]
    seen: list[tuple[int, int]] = []
    batch.convert_all(
        FAMILIES,
        [filed(path) for path in paths],
        cache_dir=tmp_path / "cache",
        fonts=fonts(),
        fontconfig=None,
        jobs=1,
        timeout=60,
        limits=Limits(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_a_document_whose_hash_is_unknown_is_not_confused_with_others(tmp_path: Path) -> None:
    source = pdfs.save(pdfs.blank_pdf([pdfs.A4]), tmp_path / "1.pdf")
    file = filed(source)
    unknown = type(file)(file.path, source, 0, "", "1.1", None, file.metadata)
    done = batch.convert_all(
        FAMILIES,
        [unknown],
        cache_dir=tmp_path / "cache",
        fonts=fonts(),
        fontconfig=None,
        jobs=1,
        timeout=60,
        limits=Limits(),
        progress=lambda done, total: None,
    )
    assert refusal_of(done, "1.pdf").code == "unreadable"


# ---------------------------------------------------------------------- LibreOffice that misbehaves


def test_a_hanging_document_costs_only_itself(
    tmp_path: Path, fake_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "_SECONDS_PER_DOCUMENT", 0.1)
    paths = rtfs(tmp_path, "one", "HANG", "three", "FAIL")
    done = convert(paths, tmp_path / "cache", jobs=1, timeout=3)
    assert isinstance(done.conversions["0.rtf"], Leaves)
    assert isinstance(done.conversions["2.rtf"], Leaves)
    hanging = refusal_of(done, "1.rtf")
    assert hanging.code == "conversion-failed"
    assert "超过时限" in hanging.message
    assert refusal_of(done, "3.rtf").code == "conversion-failed"
    for pid in (int(path.name) for path in fake_office.iterdir()):
        assert _is_gone(pid)
    again = convert(paths[:1] + paths[3:], tmp_path / "cache", timeout=5)
    assert (again.converted, again.cached) == (0, 1)


def _is_gone(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.is_file() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_each_start_has_its_own_profile_and_plain_names(tmp_path: Path, fake_office: Path) -> None:
    paths = [documents.rtf(tmp_path / f"第{index}份 函.rtf", str(index)) for index in range(4)]
    done = convert(paths, tmp_path / "cache", jobs=2)
    assert all(isinstance(found, Leaves) for found in done.conversions.values())
    commands = [path.read_text("utf-8") for path in fake_office.iterdir()]
    assert len(commands) == 2
    words = {word for command in commands for word in command.split()}
    profiles = {word for word in words if word.startswith("-env:UserInstallation=")}
    assert len(profiles) == 2
    assert all("函" not in command.partition("--outdir")[2] for command in commands)


def test_without_libreoffice_the_remedy_is_told_and_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "find", lambda: None)
    paths = rtfs(tmp_path, "one")
    done = convert(paths, tmp_path / "cache")
    assert refusal_of(done, "0.rtf").code == "conversion-failed"
    assert "LibreOffice" in refusal_of(done, "0.rtf").message
    assert done.converted == 0
    assert list((tmp_path / "cache" / "leaves").iterdir()) == []


def test_libreoffice_is_looked_for_in_the_usual_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    for system, words in (
        ("win32", "program"),
        ("darwin", "LibreOffice.app"),
        ("linux", "soffice"),
    ):
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setenv("PROGRAMFILES", "C:/Program Files")
        wanted: list[Path] = []
        monkeypatch.setattr(Path, "is_file", lambda path, seen=wanted: bool(seen.append(path)))
        assert soffice.find() is None
        assert any(words in str(path) for path in wanted)
    assert office_versions.version(ROOT / "no such program", Answers(ROOT / "no such record")) == ""


# ------------------------------------------------------------------------- children that misbehave


def crash(argument: int) -> int:
    if argument == 2:
        os._exit(3)
    if argument == 3:
        time.sleep(60)
    if argument == 4:
        raise LookupError("words")
    return argument * 10


def test_children_may_crash_hang_or_fail() -> None:
    tasks = [Task(crash, number, 1.5 if number == 3 else 30) for number in range(6)]
    results = dict(workers.run(tasks, 2, reach=Reach((ROOT,))))
    assert {index: results[index] for index in (0, 1, 5)} == {0: 0, 1: 10, 5: 50}
    assert results[2] == Failed(Trouble.CRASH)
    assert results[3] == Failed(Trouble.TIMEOUT)
    assert results[4].trouble is Trouble.ERROR
    assert "LookupError: words" in results[4].detail


def test_children_are_ended_when_the_caller_stops() -> None:
    running = workers.run([Task(own_pid, 0, 30), Task(own_pid, 60, 90)], 2, reach=Reach((ROOT,)))
    _, pid = next(running)
    with pytest.raises(KeyboardInterrupt):
        running.throw(KeyboardInterrupt)
    assert _is_gone(pid)


def own_pid(wait: int) -> int:
    time.sleep(wait)
    return os.getpid()


def broken(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    if any(b"raise" in job.source.read_bytes() for job in jobs):
        raise ValueError("unexpected")
    return tuple(refused("unreadable", "x", "y") for _ in jobs)


def test_a_fault_in_a_converter_becomes_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing_tests(monkeypatch)
    paths = [put(tmp_path / "a.txt", b"raise"), put(tmp_path / "b.txt", b"fine")]
    done = batch.convert_all(
        {"txt": Family("broken", "1", broken, at_once=5)},
        [filed(path) for path in paths],
        cache_dir=tmp_path / "cache",
        fonts=fonts(),
        fontconfig=None,
        jobs=1,
        timeout=30,
        limits=Limits(),
        progress=lambda done, total: None,
    )
    assert refusal_of(done, "a.txt").code == "conversion-failed"
    assert refusal_of(done, "a.txt").message == "转换时程序处理不了这个文件"
    assert refusal_of(done, "b.txt").code == "unreadable"
