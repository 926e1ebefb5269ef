"""No character is printed as an empty box, on any of the ways that texts take to paper."""

import dataclasses
import html
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml import parse_xml

from generator.base.masking import Mask
from generator.convert import soffice, text
from generator.convert.job import Job, Tools
from generator.ledgers.printed.workbook import draw_workbook
from generator.lettering import drawing
from generator.lettering.drawing import draw
from generator.lettering.fonts import FontSet, fontconfig_file
from generator.lettering.layout import read_layout
from generator.lettering.typeset import MM_PER_POINT, printable, text_ems, wrap
from generator.model import Leaves
from generator.render.word.word_xml import DECLARATIONS, run
from tests.builders.filed import ROOT, fonts
from tests.builders.glyphs import (
    NO_FONT,
    RARE,
    SPELLED,
    bare,
    fonts_used,
    missing_glyphs,
    shown_glyphs,
    undrawn,
    words,
)

ROLES = ("fang", "title")
LEFTWARD = {"维吾尔文"}


def drawn(folder: Path, lines: list[str], found: FontSet, role: str = "fang") -> Path:
    """A page with a line for each text, spelled out as all our pages are."""
    body = "".join(f"<p>{html.escape(printable(line))}</p>" for line in lines)
    style = "@page { margin: 20mm } body { margin: 0 }"
    style += f"{found.css()} p {{ font: 14pt/2 {found.stack(role)}; white-space: pre; margin: 0 }}"
    made = folder / "page.pdf"
    made.write_bytes(draw(f"<html lang=zh-CN><style>{style}</style>{body}</html>", found))
    return made


@pytest.mark.parametrize("role", ROLES)
def test_a_page_draws_every_character(tmp_path: Path, role: str) -> None:
    made = drawn(tmp_path, list(RARE.values()), fonts(), role)
    assert undrawn(made) == set()
    assert sum(1 for _ in shown_glyphs(made)) > 100
    seen = words(made)
    for kind, sample in RARE.items():
        expected = bare(sample)
        if kind in LEFTWARD:
            assert set(expected) <= set(seen), kind
        else:
            assert expected in seen, kind
    names = fonts_used(made)
    assert all(name.startswith("gb-") for name in names), "a font of the system slipped in"
    assert {name.partition("-")[2][:5] for name in names} >= {"first", "more-"}


def test_without_fallbacks_codes_are_drawn_and_without_these_a_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the proof above rests on: its two parts can each be missed."""
    bare_set = dataclasses.replace(fonts(), fallbacks=())
    lines = ["王𱁬", "བོད"]
    with_codes = drawn(tmp_path, lines, bare_set)
    assert undrawn(with_codes) == set()
    assert "gb-codes" in fonts_used(with_codes)
    assert "王𱁬" in words(with_codes)
    monkeypatch.setattr(drawing, "_more_fonts", lambda *_: "")
    assert undrawn(drawn(tmp_path, lines, bare_set))
    assert undrawn(drawn(tmp_path, lines, fonts()))


def test_what_no_font_has_is_drawn_as_its_code(tmp_path: Path) -> None:
    assert missing_glyphs(fonts(), NO_FONT) == set(NO_FONT)
    made = drawn(tmp_path, [f"李{NO_FONT}"], fonts())
    assert undrawn(made) == set()
    assert "gb-codes" in fonts_used(made)
    assert f"李{NO_FONT}" in words(made)


def test_private_and_reordering_code_points_are_spelled_out(tmp_path: Path) -> None:
    made = drawn(tmp_path, ["甲" + "乙".join(SPELLED)], fonts())
    assert undrawn(made) == set()
    assert words(made) == "甲" + "乙".join(SPELLED.values())


def test_a_page_that_names_no_font_gets_ours(tmp_path: Path) -> None:
    made = tmp_path / "page.pdf"
    made.write_bytes(draw("<p>abc 甲𱁬", fonts()))
    assert words(made) == "abc甲𱁬"
    assert undrawn(made) == set()


def test_fonts_of_the_system_play_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn(tmp_path, ["甲😀𱁬"], fonts()).read_bytes()
    config = tmp_path / "fonts.conf"
    folder = fonts().paths["kai"].parent
    config.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    assert drawn(tmp_path, ["甲😀𱁬"], fonts()).read_bytes() == page
    assert os.environ["FONTCONFIG_FILE"] == str(config)


@pytest.mark.parametrize("sample", [*RARE.values(), "W" * 30, "Ŵŋ" * 30, "﷽" * 4, "字" * 500])
def test_counted_lines_are_as_wide_as_their_box_at_most(tmp_path: Path, sample: str) -> None:
    width, size = 120.0, 14.0
    lines = wrap(sample * 6, width, size)
    assert all(text_ems(line) * size * MM_PER_POINT <= width + 0.01 for line in lines)
    with pypdfium2.PdfDocument(drawn(tmp_path, list(lines[:20]), fonts())) as document:
        page = document[0]
        reach = max(entry.get_bounds()[2] for entry in page.get_objects())
        assert reach * MM_PER_POINT - 20 <= width + 0.5


def register(folder: Path, rows: list[list[str]], found: FontSet) -> Leaves:
    book = openpyxl.Workbook()
    for row in [["名称", "内容"], *rows]:
        book.active.append(row)
    book.save(folder / "名册.xlsx")
    book.close()
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    made = draw_workbook(
        folder / "名册.xlsx",
        (),
        (),
        title="甲县名册",
        masked=True,
        mask=Mask(),
        fonts=found,
        figures=layout.ledger_table,
        target=folder / "名册.pdf",
    )
    assert isinstance(made, Leaves)
    return made


def test_a_register_draws_every_character(tmp_path: Path) -> None:
    made = register(tmp_path, [[kind, sample] for kind, sample in RARE.items()], fonts())
    assert undrawn(made.pdf) == set()
    seen = words(made.pdf)
    for kind, sample in RARE.items():
        if kind in LEFTWARD:
            assert all(bare(word) in seen for word in sample.split()), kind
        else:
            assert bare(sample) in seen, kind
    assert made.notes == ()


def test_a_register_names_what_it_cannot_print_as_it_is(tmp_path: Path) -> None:
    odd = "甲\ue863\ue123\u202e" + NO_FONT
    made = register(tmp_path, [["某", "某"], ["某", odd]], fonts())
    assert undrawn(made.pdf) == set()
    assert f"甲䶮〔U+E123〕〔U+202E〕{NO_FONT}" in words(made.pdf)
    (note,) = made.notes
    for said in ("5 个字", "U+E863 按国家标准印成“䶮”", "U+E123", "U+2EBF0", "第 3 行"):
        assert said in note


def test_a_register_without_fallbacks_draws_codes(tmp_path: Path) -> None:
    made = register(tmp_path, [["藏文", "བོད"]], dataclasses.replace(fonts(), fallbacks=()))
    assert undrawn(made.pdf) == set()
    assert "བོད" in words(made.pdf)
    assert "3 个字" in made.notes[0]


def test_a_title_of_500_characters_stays_on_its_pages(tmp_path: Path) -> None:
    title = "འབྲེལ་" * 40 + "长" * 200 + "W" * 60
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    source = tmp_path / "a.csv"
    source.write_text("名称,内容\n" + "甲,乙\n" * 60, "utf-8")
    figures, target = layout.ledger_table, tmp_path / "a.pdf"
    shown = {"title": title, "masked": True, "mask": Mask(), "fonts": fonts()}
    made = draw_workbook(source, (), (), **shown, figures=figures, target=target)
    assert isinstance(made, Leaves)
    assert words(target).count("长") >= 200
    with pypdfium2.PdfDocument(target) as pages:
        assert len(pages) > 1
        for page in pages:
            right = max(entry.get_bounds()[2] for entry in page.get_objects())
            assert right * MM_PER_POINT <= 297 - figures.papers[0].right + 0.3


def test_letters_of_a_register_are_joined_and_stacked(tmp_path: Path) -> None:
    """Stacked Tibetan and joined Arabic take less room than their letters one by one."""
    from generator.lettering.faces import Faces

    style = Faces(fonts()).style("song")
    tibetan, apart = (style.operators(part, 10)[1] for part in ("སྒྲུ", "ས ག ར"))
    assert tibetan < apart / 2
    arabic = "سسس"
    joined = style.operators(arabic, 10)[1]
    assert joined < 3 * style.operators("س", 10)[1] - 0.3


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("甲 ئۇ乙", ["甲 ", "ئۇ", "乙"]),
        ("ئۇ (2019) 年", [")", "2019", "ئۇ (", " 年"]),
        ("ئۇ 12 تى", [" تى", "12", "ئۇ "]),
        ("plain", ["plain"]),
    ],
)
def test_leftward_stretches_stand_in_visual_order(line: str, order: list[str]) -> None:
    from generator.lettering.shaping import in_visual_order

    assert [part.text for part in in_visual_order(line)] == order


@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_a_text_draws_every_character(tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"说明.{kind}"
    source.write_text("".join(f"{name},{sample}\n" for name, sample in RARE.items()), "utf-8")
    job = Job(source, kind, tmp_path / "out.pdf")
    (outcome,) = text.convert([job], Tools(fonts(), tmp_path))
    made = outcome.conversion
    assert isinstance(made, Leaves)
    assert made.notes == ()
    assert undrawn(made.pdf) == set()
    seen = words(made.pdf)
    assert all(bare(sample) in seen for kind, sample in RARE.items() if kind not in LEFTWARD)


def document(folder: Path, found: FontSet) -> Path:
    """A Word file with the texts as runs, turned into a PDF by LibreOffice."""
    made = Document()
    body = made.element.body
    for child in list(body):
        body.remove(child)
    for sample in (*RARE.values(), "刘\ue863\ue123"):
        (paragraph,) = parse_xml(f"<w:body {DECLARATIONS}><w:p>{run(sample)}</w:p></w:body>")
        body.append(paragraph)
    fonts_of = " ".join(f'w:{kind}="Times New Roman"' for kind in ("ascii", "hAnsi", "cs"))
    look = f'<w:rFonts {DECLARATIONS} {fonts_of} w:eastAsia="仿宋_GB2312"/>'
    made.styles["Normal"].element.get_or_add_rPr().append(parse_xml(look))
    made.save(str(folder / "a.docx"))
    config = fontconfig_file(found, folder / "fontconfig")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice.find()), "--headless", profile, "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(folder / "a.docx")]
    environment = os.environ | {"FONTCONFIG_FILE": str(config), "SAL_USE_VCLPLUGIN": "svp"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return folder / "a.pdf"


@pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")
def test_word_shows_every_character_in_the_fonts_that_were_found(tmp_path: Path) -> None:
    made = document(tmp_path, fonts())
    assert undrawn(made) == set()
    # LibreOffice 25.2 says in /ActualText what joined letters are: poppler reads that
    read = subprocess.run(["pdftotext", made, "-"], capture_output=True, text=True, check=True)
    seen = bare(read.stdout)
    for kind, sample in RARE.items():
        assert set(bare(sample)) <= set(seen), kind
    assert "刘䶮〔U+E123〕" in seen
    expected = {"HanaMinB", "NotoSerifTibetan-Regular", "NotoNaskhArabic-Regular", "Symbola"}
    assert expected <= fonts_used(made)


@pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")
def test_word_without_fallbacks_shows_boxes(tmp_path: Path) -> None:
    """What the proof above rests on."""
    assert undrawn(document(tmp_path, dataclasses.replace(fonts(), fallbacks=())))


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig's fc-match is not here")
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("SimSun-ExtB", "HanaMinB.ttf"),
        ("SimSun-ExtG", "BabelStoneHan.ttf"),
        ("Microsoft Himalaya", "NotoSerifTibetan-Regular.ttf"),
        ("Mongolian Baiti", "NotoSansMongolian-Regular.ttf"),
        ("Microsoft Uighur", "NotoNaskhArabic-Regular.ttf"),
        ("Microsoft Yi Baiti", "NotoSansYi-Regular.ttf"),
        ("Segoe UI Emoji", "Symbola_hint.ttf"),
    ],
)
def test_names_of_windows_lead_to_the_fallbacks(tmp_path: Path, name: str, file: str) -> None:
    config = fontconfig_file(fonts(), tmp_path)
    environment = os.environ | {"FONTCONFIG_FILE": str(config)}
    command = ["fc-match", "-f", "%{file}", name.replace("-", r"\-")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout).name == file
