from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.convert import text
from generator.convert.decode import UndecodableError, decode
from generator.convert.job import Job, Tools
from generator.lettering.drawing import DrawingError, draw
from generator.model import Leaves, Unbindable
from tests.builders.filed import fonts

LETTER = "甲县东西部扶贫协作工作要点\r\n一、组织领导:召开联席会议2次。\r\n"
SIMPLIFIED = "关于报送东西部协作工作总结的函,甲县人民政府办公室,现将有关情况报告如下。"
TRADITIONAL = "關於報送東西部協作工作總結的函,甲縣人民政府辦公室,現將有關情況報告如下。"


def run(path: Path, kind: str) -> Leaves | Unbindable:
    job = Job(path, kind, path.with_suffix(".pdf"))
    (outcome,) = text.convert([job], Tools(fonts(), path.parent))
    return outcome.conversion


def read(path: Path, kind: str) -> tuple[Leaves, list[str]]:
    found = run(path, kind)
    assert isinstance(found, Leaves), found
    with pypdfium2.PdfDocument(found.pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) == len(found.pages)
    return found, texts


def letters(value: str) -> str:
    return "".join(value.replace("\u00ad", "").split())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "utf-32", "ascii"]
)
def test_usual_encodings_are_read_without_doubt(encoding: str) -> None:
    source = "plain words\r\n" if encoding == "ascii" else LETTER
    assert decode(source.encode(encoding)) == (source, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_with_a_note(encoding: str) -> None:
    source = "date 2019-05-10 甲县\n"
    found, notes = decode(source.encode(encoding))
    assert found == source
    assert "UTF-16" in notes[0]


def test_traditional_and_simplified_legacy_files_are_told_apart() -> None:
    assert decode(TRADITIONAL.encode("big5"))[0] == TRADITIONAL
    assert decode(SIMPLIFIED.encode("gb18030")) == (SIMPLIFIED, ())


def test_a_rare_name_in_gb18030_is_kept() -> None:
    name = SIMPLIFIED + "䶮㛃𬱖"
    assert decode(name.encode("gb18030"))[0] == name


def test_an_ambiguous_encoding_is_told() -> None:
    _, notes = decode("睿".encode("gb18030"))
    assert "不能确定" in notes[0]


@pytest.mark.parametrize("content", [b"\xff\xff\xff\x80", b"\x81", b"ab\0\x81cd", b"\xff\xfe\x00"])
def test_bytes_that_are_no_text_are_not_guessed_at(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UndecodableError):
        decode(content)
    (tmp_path / "a.txt").write_bytes(content)
    found = run(tmp_path / "a.txt", "txt")
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"
    assert "UTF-8" in found.remedy


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=60))
def test_utf8_is_always_read_as_written(source: str) -> None:
    assert decode(source.encode())[0] == source


def test_every_character_of_a_text_is_on_the_page(tmp_path: Path) -> None:
    source = "\n第一行 <b>&amp; 不是标记</b>\n\t缩进 ☐☑ 䶮㛃𬱖\n" + "长" * 300 + "\n末行\x07"
    path = tmp_path / "说明.txt"
    path.write_text(source, "utf-8", newline="")
    leaves, pages = read(path, "txt")
    assert letters("".join(pages)) == letters(source.replace("\x07", "[U+0007]"))
    assert any("控制字符" in note for note in leaves.notes)
    assert {(round(leaf.width), round(leaf.height)) for leaf in leaves.pages} == {(595, 842)}


def test_long_texts_run_over_pages_without_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_LINES_AT_ONCE", 120)
    source = "\n".join(f"第{number}行" for number in range(400))
    path = tmp_path / "a.md"
    path.write_text(source, "utf-8")
    leaves, pages = read(path, "md")
    assert len(leaves.pages) > 8
    assert letters("".join(pages)) == letters(source)


def test_characters_without_a_glyph_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲\U00012000县", "utf-8")
    leaves, _ = read(path, "txt")
    assert any("U+12000（第 1 行）" in note for note in leaves.notes)


def test_an_empty_text_is_one_blank_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n", "utf-8")
    assert len(read(path, "txt")[0].pages) == 1


def test_a_table_repeats_its_head_and_keeps_every_cell(tmp_path: Path) -> None:
    rows = "".join(f"{number},张某{number},“说,明”\n" for number in range(120))
    path = tmp_path / "a.csv"
    path.write_bytes(("序号,姓名,备注\n" + rows.replace("“说,明”", '"说,明"')).encode("gb18030"))
    leaves, pages = read(path, "csv")
    assert len(leaves.pages) > 2
    assert all("序号" in page for page in pages)
    everything = letters("".join(pages))
    assert all(f"张某{number}说,明" in everything for number in range(120))


def test_a_wide_table_is_turned_and_nothing_is_cut(tmp_path: Path) -> None:
    head = [f"第{number}栏标题较长" for number in range(24)]
    path = tmp_path / "a.csv"
    path.write_text("\t".join(head) + "\n" + "\t".join("内容" * 12 for _ in head), "utf-8-sig")
    leaves, pages = read(path, "csv")
    assert leaves.pages[0].width > leaves.pages[0].height
    everything = letters("".join(pages))
    assert everything.count("内容") == pytest.approx(24 * 12, abs=24 * 3)
    assert everything.count("内") == everything.count("容") == 24 * 12


@pytest.mark.parametrize("content", ["只有一行", "a,b\n1\n1,2,3\n", '"未闭合的引号,1\n2,3\n'])
def test_ragged_tables_keep_their_cells(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, "utf-8")
    _, pages = read(path, "csv")
    kept = letters("".join(pages))
    assert all(char in kept for char in letters(content) if char not in ',"')


def test_the_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LETTER, "utf-8")
    first = read(path, "txt")[0].pdf.read_bytes()
    assert read(path, "txt")[0].pdf.read_bytes() == first


def test_drawing_opens_nothing_but_the_fonts(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    for address in (secret.as_uri(), "http://example.org/a.png"):
        with pytest.raises(DrawingError):
            draw(f'<img src="{address}">', fonts())
