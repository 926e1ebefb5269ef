"""Odd markup: what a browser shows is printed, and what nobody can show is told."""

from pathlib import Path

import pypdfium2
import pytest

from generator.convert import web
from generator.convert.html.reading import TooLargeError, parse
from generator.convert.html.tree import to_html
from generator.convert.job import Job, Tools
from generator.convert.mail import safe_html
from generator.convert.web.pictures import by_size
from tests.builders.filed import fonts

XHTML = (
    '<?xml version="1.0"?><html><head><title/><script src="a.js"/></head><body><p>甲'
    "<![CDATA[x<y]]>乙</p><script>//<![CDATA[\nvar a='</p>';\n//]]></script><iframe/>丙</body>"
    "</html>"
)


@pytest.mark.parametrize(
    ("page", "words", "note"),
    [
        (XHTML, "甲x<y乙丙", "1 处内嵌网页没有印出"),
        ("<frameset><frame src=a><frame src=b><noframes>无", "", "2 处内嵌网页没有印出"),
        ("<title>甲<body>乙</body>", "", "<title> 没有结尾"),
        ("甲<iframe src=a>乙</body></html>", "甲", "<iframe> 没有结尾"),
        (f"<style>i{{visibility:hidden}}</style><i>{'字' * 9}</i>短", "短", "一半以上设为不显示"),
        ("<img alt=一 src=data:image/png;base64,AAAA>", "一", "1 张图片读不出来"),
        ("<img alt=一 data-src=a.b src=x>" + "<img alt=二 data-src=b.b src=x>", "一二", "2 张图片"),
        ("<svg><image href='file:///etc/hostname'/></svg>甲", "甲", "1 个其他资源没有一起保存"),
        ("<base href='http://[bad'><img src='http://[bad' alt=甲>", "甲", "1 张图片读不出来"),
        ("<div>" * 150 + "<table><tr><td>" * 60 + "甲<td>乙", "甲乙", "嵌套的层数太多"),
    ],
)
def test_odd_pages_are_printed_or_told(tmp_path: Path, page: str, words: str, note: str) -> None:
    source = tmp_path / "a.html"
    source.write_text(page, "utf-8")
    (outcome,) = web.convert([Job(source, "html", tmp_path / "a.pdf")], Tools(fonts(), tmp_path))
    assert outcome.leaves is not None, outcome.conversion
    with pypdfium2.PdfDocument(outcome.leaves.pdf) as document:
        found = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "".join(found.split()) == words
    assert any(note in told for told in outcome.leaves.notes), outcome.leaves.notes


@pytest.mark.parametrize(
    ("srcset", "addresses"),
    [
        ("a.jpg", ("a.jpg",)),
        ("a.jpg 1x, b.jpg 2x", ("b.jpg", "a.jpg")),
        (" s.jpg 400w,\nl.jpg 1600w , m.jpg 800w", ("l.jpg", "m.jpg", "s.jpg")),
        ("a,b.jpg 2x,c.jpg", ("a,b.jpg", "c.jpg")),
        ("data:image/png;base64,AA== 3x, d.jpg", ("data:image/png;base64,AA==", "d.jpg")),
        ("a.jpg, b.jpg", ("a.jpg", "b.jpg")),
        (",, ,", ()),
    ],
)
def test_the_largest_picture_of_a_set_comes_first(srcset: str, addresses: tuple[str, ...]) -> None:
    assert by_size(srcset) == addresses


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msqrt><mn>2</mn></msqrt>", "√(2)"),
        ("<semantics><mi>x</mi><annotation>TeX</annotation></semantics>", "x"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1 2；3"),
        ("<msup><mn>10</mn><mn>3</mn></msup>", "10<sup>3</sup>"),
    ],
)
def test_a_formula_reads_as_what_it_says(formula: str, line: str) -> None:
    body, _, _ = safe_html(f"<math>{formula}</math>")
    assert " ".join(body.replace("<span>", "").replace("</span>", "").split()) == line


@pytest.mark.parametrize(
    "text",
    [
        "<pre>\n\n甲</pre>",
        "<p title='\"&lt;'>a &amp;lt; b</p>",
        "<style>a > b { content: '<' }</style>",
        "<svg viewBox='0 0 1 1'><linearGradient/><circle r='1'/></svg>",
        "<table>甲<tr><td>乙<table><tr><td>丙",
    ],
)
def test_what_is_written_reads_back_as_the_same(text: str) -> None:
    once = to_html([parse(text, 60).root])
    assert to_html([parse(once, 60).root]) == once


def test_a_page_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("generator.convert.html.reading._MOST", 1_000)
    with pytest.raises(TooLargeError):
        safe_html("<p>字" * 2_000)
    source = tmp_path / "a.html"
    source.write_text("<p>字" * 2_000, "utf-8")
    (outcome,) = web.convert([Job(source, "html", tmp_path / "a.pdf")], Tools(fonts(), tmp_path))
    assert outcome.code == "conversion-failed"
