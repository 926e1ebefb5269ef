import hashlib
import shutil
import stat
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.convert import media
from generator.convert.job import Job, Tools
from generator.convert.kinds import by_magic
from generator.convert.media_facts import read_facts
from generator.model import Leaves, Unbindable
from tests.builders import recordings
from tests.builders.filed import convert, filed, fonts, leaves_of, refusal_of

PLACE = "evidence/jia/1.5 会议/2019-05-10 第一次联席会议/会议.avi"

FAKE_FFMPEG = """#!{python}
import pathlib, sys
pathlib.Path({log!r}).write_text("\\n".join(sys.argv))
{body}
"""


def run(source: Path, kind: str, path: str = PLACE) -> Leaves | Unbindable:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    job = Job(source, kind, source.with_suffix(".pdf"), path, before)
    (outcome,) = media.convert([job], Tools(fonts(), source.parent))
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    return outcome.conversion


def sheet(source: Path, kind: str, path: str = PLACE) -> tuple[Leaves, str]:
    found = run(source, kind, path)
    assert isinstance(found, Leaves), found
    with pypdfium2.PdfDocument(found.pdf) as document:
        assert len(document) == len(found.pages) == 1
        text = document[0].get_textpage().get_text_bounded()
    return found, "".join(text.split())


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)


def fake_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    log, program = tmp_path / "log", tmp_path / "ffmpeg"
    program.write_text(FAKE_FFMPEG.format(python=sys.executable, log=str(log), body=body))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    return log


def test_a_recording_says_about_itself_what_it_is(tmp_path: Path) -> None:
    facts = read_facts(recordings.film(tmp_path / "a.avi"))
    assert facts is not None
    assert (facts.video, facts.seconds, facts.size) == (True, 2.0, (320, 240))
    assert facts.codecs == ("视频 JPEG",)
    assert not facts.truncated
    heard = read_facts(recordings.sound(tmp_path / "a.wav"))
    assert heard is not None
    assert (heard.video, heard.seconds, heard.size) == (False, 3.0, None)


def test_the_sheet_names_everything(tmp_path: Path, no_program: None) -> None:
    source = recordings.film(tmp_path / "x.avi")
    leaves, text = sheet(source, "avi")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    for said in ("音像材料登记页", "会议.avi", "视频", "0:00:02", "320×240像素", digest):
        assert said in text
    assert f"{source.stat().st_size:,}字节" in text
    assert "".join(PLACE.split()) in text
    assert "本机没有安装ffmpeg" in text
    assert leaves.notes == ("音像材料以登记页代替装订，原件须刻录光盘随册移交",)


def test_sound_has_no_picture(tmp_path: Path) -> None:
    _, text = sheet(recordings.sound(tmp_path / "x.wav"), "wav", "evidence/jia/讲话.wav")
    assert "音频" in text
    assert "0:00:03" in text
    assert "像素" not in text
    assert "首帧" not in text


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_the_first_picture_is_on_the_sheet(tmp_path: Path) -> None:
    leaves, text = sheet(recordings.film(tmp_path / "x.avi"), "avi")
    assert "首帧画面见下" in text
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        page = document[0].render(scale=1).to_pil().convert("RGB")
    red, green, blue = page.getpixel((300, 640))
    assert red > 200 > 60 > max(green, blue)


def test_the_program_may_follow_nothing_and_its_picture_is_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "frame.jpg"
    picture.write_bytes(recordings._frame("red", (200, 400)))
    body = f"sys.stdout.buffer.write(pathlib.Path({str(picture)!r}).read_bytes())"
    log = fake_program(tmp_path, monkeypatch, body)
    leaves, _ = sheet(recordings.film(tmp_path / "x.avi"), "avi")
    asked = log.read_text().splitlines()
    assert asked[asked.index("-protocol_whitelist") + 1] == "file"
    assert asked[asked.index("-f") + 1] == "avi"
    with pikepdf.open(leaves.pdf) as pdf:
        forms = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Stream)]
        stored = [form for form in forms if form.get("/Filter") == pikepdf.Name.DCTDecode]
        assert [form.read_raw_bytes() for form in stored] == [picture.read_bytes()]


@pytest.mark.parametrize("body", ["raise SystemExit(1)", "print('no picture')"])
def test_without_a_picture_the_sheet_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    fake_program(tmp_path, monkeypatch, body)
    _, text = sheet(recordings.film(tmp_path / "x.avi"), "avi")
    assert "画面解不出来" in text


def test_a_program_that_hangs_costs_the_picture_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "_PATIENCE", 0.5)
    fake_program(tmp_path, monkeypatch, "import time; time.sleep(60)")
    _, text = sheet(recordings.film(tmp_path / "x.avi"), "avi")
    assert "超时" in text


def test_a_long_name_with_odd_characters_stays_visible(tmp_path: Path, no_program: None) -> None:
    name = f"evidence/jia/{'长' * 70}<b>&\u0001.avi"
    _, text = sheet(recordings.film(tmp_path / "x.avi"), "avi", name)
    assert "<b>&[U+0001].avi" in text
    assert text.count("长") == 2 * 70 + 1  # and once in 时长


def test_a_cut_off_film_is_told(tmp_path: Path, no_program: None) -> None:
    source = recordings.film(tmp_path / "x.avi")
    source.write_bytes(source.read_bytes()[:-8000])
    leaves, _ = sheet(source, "avi")
    assert any("没有复制完整" in note for note in leaves.notes)


def test_what_claims_to_be_a_recording_and_is_none(tmp_path: Path) -> None:
    contents = {
        "a.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(500),
        "a.avi": b"RIFF\xff\0\0\0AVI LIST" + bytes(100),
        "a.mkv": b"\x1aE\xdf\xa3" + bytes(range(256)),
        "a.mp3": b"ID3" + bytes(300),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    done = convert([tmp_path / name for name in contents], tmp_path / "cache")
    for name in contents:
        found = refusal_of(done, name)
        assert found.code == "unreadable"
        assert "音像" in found.message


def test_equal_files_in_two_places_have_two_sheets(tmp_path: Path) -> None:
    one = recordings.sound(tmp_path / "一.wav")
    other = tmp_path / "二.wav"
    other.write_bytes(one.read_bytes())
    done = convert([one, other], tmp_path / "cache")
    assert done.converted == 2
    assert leaves_of(done, "一.wav").pdf != leaves_of(done, "二.wav").pdf
    assert convert([one, other], tmp_path / "cache").cached == 2


def test_the_sheet_is_made_anew_once_pictures_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filed(recordings.film(tmp_path / "x.avi"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    without = media.place(file)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/ffmpeg")
    assert media.place(file) != without


@pytest.mark.parametrize(
    ("head", "extension", "kind"),
    [
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  ", "mov", "mp4"),
        (b"\0\0\0\x1cftypM4A \0\0\2\0", "m4a", "mp4"),
        (b"\0\0\0\x08wide\0\0", "mov", "mp4"),
        (b"\0\0\0\x08wide\0\0", "dat", None),
        (b"RF64\xff\xff\xff\xffWAVE", "wav", "wav"),
        (b"FORM\0\0\0\x10AIFC", "aif", "aiff"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6", "wmv", "asf"),
        (b"FLV\x01\x05", "flv", "flv"),
        (b"\0\0\1\xba\x44", "vob", "mpeg"),
        ((b"\x47" + bytes(187)) * 5, "ts", "mpegts"),
        ((bytes(4) + b"\x47" + bytes(187)) * 5, "m2ts", "mpegts"),
        (b".RMF\0\0", "rmvb", "rm"),
        (b"\xff\xfb\x90\x64", "mp3", "mp3"),
        (b"\xff\xf1\x50\x40", "aac", "aac"),
        (b"\xff\xfe\x32\x75", "txt", None),
        (b"fLaC\0\0", "flac", "flac"),
        (b"OggS\0\2", "ogg", "ogg"),
        (b"#!AMR\n", "amr", "amr"),
        (b"#!AMR\n", "", "amr"),
    ],
)
def test_recordings_are_told_by_their_first_bytes(
    head: bytes, extension: str, kind: str | None
) -> None:
    assert by_magic(head, extension) == kind
