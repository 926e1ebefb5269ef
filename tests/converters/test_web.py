import hashlib
import os
import socket
from pathlib import Path
from typing import NoReturn

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.base.leftovers import companion, page_of
from generator.convert import web
from generator.convert.job import Job, Tools
from generator.convert.sniff import Identity
from generator.convert.web.cleaning import clean
from generator.convert.web.saved import SavedPage
from generator.model import Leaves, Unbindable
from tests.builders import pages
from tests.builders.filed import convert, filed, fonts, leaves_of, refusal_of
from tests.builders.identified import identify
from tests.builders.ofd import picture


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries to reach out fails the test."""

    def refuse(*args: object, **options: object) -> NoReturn:
        pytest.fail("a web page reached for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def run(source: Path, kind: str = "html") -> Leaves | Unbindable:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    job = Job(source, kind, source.with_suffix(".pdf"), f"evidence/jia/{source.name}")
    (outcome,) = web.convert([job], Tools(fonts(), source.parent))
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    return outcome.conversion


def read(source: Path, kind: str = "html") -> Leaves:
    found = run(source, kind)
    assert isinstance(found, Leaves), found
    for leaf in found.pages:
        assert (round(leaf.width), round(leaf.height)) == (595, 842)
    return found


def one(tmp_path: Path, body: str, head: str = "", **more: str) -> Leaves:
    source = tmp_path / "页.html"
    source.write_bytes(pages.html(body, head, **more))
    return read(source)


def words(leaves: Leaves) -> str:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(texts).split())


def drawn(leaves: Leaves, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return document[page].render(scale=1).to_pil().convert("RGB")


def shows_red(leaves: Leaves) -> bool:
    colours = drawn(leaves).getcolors(1 << 24) or []
    return any(red > 240 and green < 40 and blue < 40 for _, (red, green, blue) in colours)


def test_a_page_is_set_in_the_offices_own_fonts_on_a4(tmp_path: Path) -> None:
    body = '<h1>通知</h1><p style="font-family:华文彩云">甲县<b>协作</b>办公室 ☑ abc</p>'
    leaves = one(tmp_path, body, "<style>@page { size: A3; margin: 0 }</style>")
    assert words(leaves) == "通知甲县协作办公室☑abc"
    assert leaves.notes == ()
    with pikepdf.open(leaves.pdf) as pdf:
        found = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    names = {name.partition("+")[2] for name in found}
    assert {"web", "web-Bold"} <= names
    assert all(name.startswith(("web", "gb-")) for name in names)


@pytest.mark.parametrize(
    ("charset", "declared", "told"),
    [
        ("utf-8", "utf-8", False),
        ("gb18030", "gb2312", False),
        ("gbk", "GBK", False),
        ("gb18030", "utf-8", True),
        ("big5", "big5", False),
        ("utf-8", "no-such-charset", True),
    ],
)
def test_characters_by_declaration_and_else_by_what_they_are(
    tmp_path: Path, charset: str, declared: str, *, told: bool
) -> None:
    text = "東西部協作" if charset == "big5" else "东西部协作〔2019〕"
    leaves = one(tmp_path, f"<p>{text}</p>", charset=charset, declared=declared)
    assert words(leaves) == text
    assert any("文字编码" in note for note in leaves.notes) == told


def test_without_a_declaration_the_characters_are_guessed(tmp_path: Path) -> None:
    source = tmp_path / "a.htm"
    source.write_bytes("<html><p>东西部扶贫协作工作情况的报告</p></html>".encode("gb18030"))
    assert words(read(source)) == "东西部扶贫协作工作情况的报告"


def test_characters_that_nothing_fits_are_unreadable(tmp_path: Path) -> None:
    source = tmp_path / "a.html"
    source.write_bytes(b"<html><p>\xff\x00\x81\x00\xfe\xff</p></html>")
    found = run(source)
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


def test_pictures_come_from_the_page_and_its_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "页_files"
    folder.mkdir()
    (folder / "a b.png").write_bytes(picture("PNG"))
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.png").write_bytes(picture("PNG"))
    if os.name != "nt":
        (folder / "link.png").symlink_to(outside / "x.png")
    assert shows_red(one(tmp_path, '<img src="页_files/a%20b.png">'))
    wanted = (
        "secret.png",
        "页_files/../secret.png",
        "页_files/link.png",
        "页_files/none.png",
        (tmp_path / "secret.png").as_uri(),
        "https://example.org/a.png",
        "//example.org/b.png",
        "/etc/passwd",
    )
    leaves = one(tmp_path, "".join(f'<img src="{address}">' for address in wanted))
    assert not shows_red(leaves)
    # two of the eight addresses mean the same file
    assert "网页里有 7 张图片没有一起保存，未印出" in leaves.notes


def test_what_was_not_saved_is_counted_by_kind(tmp_path: Path) -> None:
    head = (
        '<link rel="stylesheet" href="https://example.org/a.css">'
        "<style>@font-face { font-family: x; src: url(https://example.org/a.woff2) }"
        "p { font-family: x; background: url(https://example.org/b.png) }</style>"
    )
    leaves = one(tmp_path, "<p>甲</p>", head)
    assert "网页里有 1 张图片没有一起保存，未印出" in leaves.notes
    assert "网页里有 1 个样式表没有一起保存，未印出" in leaves.notes


def test_data_within_the_page_is_shown(tmp_path: Path) -> None:
    import base64

    coded = base64.b64encode(picture("PNG")).decode()
    assert shows_red(one(tmp_path, f'<img src="data:image/png;base64,{coded}">'))


def test_what_runs_or_loads_is_taken_out_and_told(tmp_path: Path) -> None:
    body = (
        '<p>正文</p><script>document.write("脚本")</script><noscript>打开脚本</noscript>'
        '<iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object>'
        '<video src="a.mp4">不支持</video><a rel="attachment" href="/etc/passwd">附</a>'
        '<a href="javascript:alert(1)">链</a><a href="https://example.org/">网</a>'
    )
    head = '<meta http-equiv="refresh" content="0;url=https://example.org/">'
    head += '<base href="https://example.org/"><link rel="attachment" href="file:///etc/passwd">'
    leaves = one(tmp_path, body, head)
    assert words(leaves) == "正文附链网"
    assert any("1 处内嵌网页没有印出" in note for note in leaves.notes)
    assert any("1 处内嵌对象没有印出" in note for note in leaves.notes)
    assert any("1 处视频没有印出" in note for note in leaves.notes)
    assert any("脚本没有运行" in note for note in leaves.notes)
    with pikepdf.open(leaves.pdf) as pdf:
        assert len(pdf.attachments) == 0
        links = pdf.pages[0].obj.get("/Annots", pikepdf.Array())
        assert [str(link.A.URI) for link in links] == ["https://example.org/"]


def test_forms_show_what_was_filled_in(tmp_path: Path) -> None:
    body = (
        '<form action="https://example.org/"><input value="张某"><input type="hidden" value="暗">'
        '<input type="checkbox" checked>是<input type="radio">否<input type="password" value="密">'
        "<select><option>甲<option selected>乙</select><textarea>多行\n文字</textarea>"
        "<select><option>首项<option>次项</select></form>尾"
    )
    assert words(one(tmp_path, body)) == "张某☑是□否••••乙多行文字首项尾"


def test_a_wide_page_is_made_smaller_as_a_whole(tmp_path: Path) -> None:
    row = '<div style="width:1000px">左<span style="float:right">右端</span></div>'
    leaves = one(tmp_path, row)
    assert words(leaves) in {"左右端", "右端左"}
    assert any("缩小印出" in note for note in leaves.notes)
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        page = document[0].get_textpage()
        right = max(page.get_charbox(index)[2] for index in range(page.count_chars()))
    assert right < 595 - 14 * 72 / 25.4


def test_one_that_is_too_wide_is_told(tmp_path: Path) -> None:
    leaves = one(tmp_path, '<div style="width:9000px">左<span style="float:right">右</span></div>')
    assert any("右边有内容印不下" in note for note in leaves.notes)


def test_print_rules_hide_nothing_and_nothing_floats_over_every_page(tmp_path: Path) -> None:
    head = (
        "<style>@media print { p { display: none } } .bar { position: FIXED; top: 0 }"
        "body { height: 100px; overflow: hidden }</style>"
    )
    lines = "".join(f"<p>第{index}行</p>" for index in range(120))
    leaves = one(tmp_path, f'<div class="bar">横幅</div>{lines}', head)
    text = words(leaves)
    assert len(leaves.pages) > 2
    assert text.count("横幅") == 1
    assert all(f"第{index}行" in text for index in range(120))


def test_old_attributes_count(tmp_path: Path) -> None:
    leaves = one(tmp_path, '<table width="300" bgcolor="#ff0000"><tr><td>甲</td></tr></table>')
    assert shows_red(leaves)


def test_a_page_with_nothing_on_it_is_told(tmp_path: Path) -> None:
    leaves = one(tmp_path, '<div id="app"></div><script src="app.js"></script>')
    assert len(leaves.pages) == 1
    assert any("没有可印的文字" in note for note in leaves.notes)


# ---------------------------------------------------------------------------------- archives


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_web_archive_with_its_parts(tmp_path: Path, charset: str) -> None:
    body = (
        '<p class="x">东西部协作</p><img src="../img/a.png"><img src="cid:b@x">'
        '<img src="https://a.invalid/none.png">'
    )
    head = '<link rel="stylesheet" href="https://a.invalid/s.css">'
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    source = pages.archive(
        tmp_path / "a.mhtml",
        text.encode(charset),
        {
            "https://a.invalid/img/a.png": ("image/png", picture("PNG")),
            "cid:b@x": ("image/png", picture("PNG", "blue")),
            "https://a.invalid/s.css": ("text/css", b".x { background: #0f0; position: fixed }"),
        },
        charset=charset,
    )
    leaves = read(source, "mht")
    assert words(leaves) == "东西部协作"
    colours = {colour for _, colour in drawn(leaves).getcolors(1 << 24) or []}
    assert {(255, 0, 0), (0, 0, 255), (0, 255, 0)} <= colours
    assert "网页里有 1 张图片没有一起保存，未印出" in leaves.notes


@pytest.mark.parametrize("content", [b"MIME-Version: 1.0\r\n\r\nwords", b"", b"\0\xff" * 99])
def test_an_archive_without_a_page_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mht").write_bytes(content)
    found = run(tmp_path / "a.mht", "mht")
    assert isinstance(found, Unbindable)
    assert found.code == "unreadable"


def test_pages_are_told_by_their_content(tmp_path: Path) -> None:
    page = pages.html("<p>甲</p>")
    archive = pages.archive(tmp_path / "a.mht", page, {})
    assert identify(archive, "a.mht") == Identity("mht")
    for name, noted in (("a.html", False), ("a.XHTML", False), ("导出.xls", True), ("x", True)):
        (tmp_path / name).write_bytes(page)
        found = identify(tmp_path / name, name)
        assert isinstance(found, Identity)
        assert found.kind == "html"
        assert (found.note is not None) == noted
    (tmp_path / "b.htm").write_bytes("没有标记的片段".encode())
    assert identify(tmp_path / "b.htm", "b.htm") == Identity("html")


# ------------------------------------------------------------------------------ hostile pages


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td"])
def test_nesting_without_end_loses_no_words(tmp_path: Path, tag: str) -> None:
    leaves = one(tmp_path, "首" + f"<{tag}>" * 10_000 + "甲")
    assert sorted(words(leaves)) == ["甲", "首"]
    assert any("嵌套" in note for note in leaves.notes)


def test_a_page_that_takes_for_ever_is_stopped(tmp_path: Path) -> None:
    slow = tmp_path / "慢.html"
    slow.write_bytes(pages.html('<table><td colspan="1000">' + "<td>x" * 9_000))
    done = convert([slow], tmp_path / "cache", timeout=4)
    assert "超过时限" in refusal_of(done, "慢.html").message
    assert list((tmp_path / "cache" / "leaves").iterdir()) == []


def test_every_bit_of_garbage_ends_well(tmp_path: Path) -> None:
    for text in ("", "<", "<!--", "<p", "&#xffffffff;", "<svg><use href='#a' id='a'/></svg>"):
        found = clean(SavedPage(text), 60)
        assert isinstance(found.text, str)


# ------------------------------------------------------------------------- the folder beside it


def test_the_folder_saved_along_with_a_page(tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    page.write_bytes(pages.html("<img src='页_files/a.png'>"))
    assert companion(page) is None
    folder = tmp_path / "页_files"
    folder.mkdir()
    assert companion(page) == folder
    assert page_of(folder) == page
    assert page_of(tmp_path) is None
    before = web.companions(filed(page))
    (folder / "a.png").write_bytes(picture("PNG"))
    after = web.companions(filed(page))
    assert before != after
    first = convert([page], tmp_path / "cache")
    assert shows_red(leaves_of(first, page.name))
    assert convert([page], tmp_path / "cache").cached == 1
    (folder / "a.png").write_bytes(picture("PNG", "blue"))
    assert not shows_red(leaves_of(convert([page], tmp_path / "cache"), page.name))
