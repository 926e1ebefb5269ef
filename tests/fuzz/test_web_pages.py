"""Pages of any nesting, closed or not, are printed without a fault and without losing a word."""

import tempfile
from pathlib import Path

import pypdfium2
from hypothesis import example, given
from hypothesis import strategies as st

from generator.convert import web
from generator.convert.job import Job, Tools
from generator.convert.mail import safe_html
from tests.builders.filed import fonts
from tests.builders.mutated import bounded

#: Tags that a page may leave open wherever it likes: nothing that follows may be lost.
OPEN = st.sampled_from(
    [
        *("p", "div", "b", "i", "a href='x'", "font color=red", "ul", "li", "dl", "dt", "dd", "h1"),
        *("center", "blockquote", "pre", "nobr", "section", "x-card", "o:p", "main", "ruby", "rt"),
        *("table", "tr", "td", "th colspan=2", "caption", "tbody", "table><tr><td", "col"),
        *("form", "fieldset", "legend", "label", "button", "details", "summary", "dialog open"),
        *("picture", "object", "math", "mi", "mfrac", "svg><foreignObject", "math><mtext", "small"),
        *(
            "marquee",
            "noindex",
            "body class=a",
            "html lang=zh",
            "center><p",
            "span style='color:#111'",
        ),
    ]
)

#: What shows no words and takes nothing with it.
ALONE = st.sampled_from(
    [
        *("<br>", "<hr>", "<wbr>", "<embed src=a.swf>", "<input>", "<img>", "<source>", "<track>"),
        *("<img data-src=a.jpg>", "<img srcset='a 2x, b'>", "<param>", "<col>", "</p>", "</br>"),
        *("<script>1<2</script>", "<style>p{color:red}</style>", "<noscript><p></noscript>"),
        *("<iframe></iframe>", "<video><source></video>", "<canvas></canvas>", "<svg/>", "<math/>"),
        *("<!-- a > b -->", "<!--[if IE]> x <![endif]-->", "<![endif]>", "<?php ?>", "</ >", "<>"),
        *("<template><td></template>", "<o:p/>", "<select><option></select>", "&nbsp;", "&#0;"),
        *("<svg><circle r=2></svg>", "<frame>", "<head>", "<meta charset=gbk>", "<base href=b/>"),
        *("<title></title>", "<textarea></textarea>", "\0", '<a b="\'>">', "</body>", "</html>"),
    ]
)

CLOSED = OPEN.map(lambda tag: f"</{tag.partition('>')[0].partition(' ')[0]}>")

PARTS = st.lists(
    st.one_of(OPEN.map(lambda tag: f"<{tag}>"), CLOSED, ALONE, st.just("字"), st.just("字")),
    max_size=40,
)


def written(parts: list[str]) -> tuple[str, list[str]]:
    """A page in which every planted word is another one."""
    planted = [f"甲{number}乙" for number, part in enumerate(parts) if part == "字"]
    waiting = iter(planted)
    return "".join(next(waiting) if part == "字" else part for part in parts), planted


@given(PARTS)
@example(["<embed src=a>", "字"])
@example(["<svg><foreignObject>", "<p>", "字", "</svg>", "字"])
@example(["<math><mi>", "<table>", "字", "<div>", "字"])
@example(["<math>", "<wbr>", "字"])
@example(["<math>", "<param>", "字"])
@example(["<div>"] * 300 + ["字"] + ["</div>"] * 200 + ["字"])
@bounded(60)
def test_no_word_of_a_page_is_lost(parts: list[str]) -> None:
    text, planted = written(parts)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.html")
        source.write_text(f"<!DOCTYPE html><meta charset=utf-8>{text}", "utf-8")
        job = Job(source, "html", Path(folder, "a.pdf"))
        (outcome,) = web.convert([job], Tools(fonts(), Path(folder)))
        assert outcome.leaves is not None, outcome.conversion
        with pypdfium2.PdfDocument(outcome.leaves.pdf) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
    found = "".join("".join(pages).split())
    assert [word for word in planted if word not in found] == []


@given(PARTS)
@example(["<math>", "<svg><foreignObject>", "字"])
@example(["<math>", "<section>", "<svg><foreignObject>", "字"])
@bounded(300)
def test_no_word_of_a_mail_is_lost(parts: list[str]) -> None:
    text, planted = written(parts)
    body, _, _ = safe_html(text)
    assert [word for word in planted if word not in body] == []
