"""The pages that stand for archives and mails."""

from pathlib import Path

import pypdfium2
import pytest

from generator.convert import Batch, convert_all
from generator.convert.mail import safe_html
from generator.intake.containers import Unpacked
from tests.builders import containers
from tests.builders.filed import fonts, leaves_of
from tests.builders.unpacked import unpacked

HTML = (
    "<head><title>t</title><style>p{background:url(http://example.invalid/x)}</style></head>"
    "<p onclick='x()'>各位，材料见<a href='http://example.invalid/a'>网盘</a>。</p>"
    "<script>alert(1)</script><table><tr><td colspan=2 style='x'>名称<td>份数</table>"
    "<img src='http://example.invalid/p.png' alt='公章'><iframe src='file:///etc/passwd'></iframe>"
)


def drawn(found: Unpacked, cache: Path) -> Batch:
    return convert_all(
        [file for file in found.filing.files if file.path in found.prepared],
        cache=cache,
        fonts=fonts(),
        jobs=1,
        progress=lambda done, total: None,
        prepared=found.prepared,
    )


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Unpacked, Batch, Path]:
    folder = tmp_path_factory.mktemp("sheets")
    files = {
        "会议材料.zip": containers.zip_of(
            {f"第{at}号通知.pdf": b"x" * at for at in range(1, 61)}
            | {"../外.txt": b"", "__MACOSX/a": b""}
        ),
        "错名.doc2": containers.zip_of({"甲.txt": b"1"}),
        "函.eml": containers.mail({"名单.xlsx": b"PK"}, html=HTML),
        "信.msg": containers.outlook_mail({}, body="第一行\n\x07第二行"),
    }
    found = unpacked(folder, files)
    return found, drawn(found, folder / "cache"), folder


def words(batch: Batch, name: str) -> str:
    document = pypdfium2.PdfDocument(leaves_of(batch, name).pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def test_the_sheet_of_an_archive_lists_every_entry_with_its_fate(
    sheets: tuple[Unpacked, Batch, Path],
) -> None:
    found, batch, _ = sheets
    text = words(batch, "会议材料.zip")
    assert "压缩包清单" in text
    assert "共62个，已取出60个，未取出1个，不收1个" in text
    container, *entries = (
        file for file in found.filing.files if file.path.startswith("会议材料.zip")
    )
    assert container.sha256 in text
    for entry in entries:
        assert entry.path.rpartition("/")[2] in text
        assert entry.sha256[:16] in text
    assert "[..]/外.txt" in text
    assert "不收：系统文件" in text
    assert len(leaves_of(batch, "会议材料.zip").pages) > 1


def test_a_misnamed_archive_says_so(sheets: tuple[Unpacked, Batch, Path]) -> None:
    assert "实际内容是 ZIP" in leaves_of(sheets[1], "错名.doc2").notes[0]


def test_the_pages_of_a_mail_show_header_body_and_attachments(
    sheets: tuple[Unpacked, Batch, Path],
) -> None:
    text = words(sheets[1], "函.eml")
    for said in (
        "电子邮件",
        "发件人：甲县协作办<jia@example.invalid>",
        "时间：Fri,10May201909:30:00+0800",
        "主题：关于报送联席会议材料的函",
        "材料见网盘（http://example.invalid/a）。",
        "名称",
        "［图片：公章］",
        "名单.xlsx",
        "已取出，列在后面",
    ):
        assert said in text
    assert "alert" not in text
    told = leaves_of(sheets[1], "函.eml").notes
    assert ["1 处内嵌网页" in told[0], "1 张图片" in told[1]] == [True, True]


def test_an_outlook_mail_shows_its_lines_and_what_is_not_to_be_seen(
    sheets: tuple[Unpacked, Batch, Path],
) -> None:
    text = words(sheets[1], "信.msg")
    assert "第一行[U+0007]第二行" in text
    assert "未取出：附件是嵌在邮件里的另一封Outlook邮件" in text
    assert "控制字符" in leaves_of(sheets[1], "信.msg").notes[0]


def test_the_sheets_are_kept(sheets: tuple[Unpacked, Batch, Path]) -> None:
    found, first, folder = sheets
    second = drawn(found, folder / "cache")
    assert (second.converted, second.cached) == (0, 4)
    assert second.conversions == first.conversions


def test_nothing_of_a_body_runs_or_is_fetched() -> None:
    body, pictures, lost = safe_html(HTML)
    assert body == (
        "<p>各位，材料见网盘（http://example.invalid/a）。</p>"
        '<table><tbody><tr><td colspan="2">名称</td><td>份数</td></tr></tbody></table>'
        "［图片：公章］"
    )
    assert (pictures, lost) == (1, ("1 处内嵌网页",))


@pytest.mark.parametrize("levels", [100, 1000, 5000])
def test_no_depth_of_elements_loses_words(levels: int) -> None:
    body, _, _ = safe_html("<div>" * levels + "最里面&lt;" + "</div>" * levels + "后面")
    assert "最里面&lt;" in body
    assert "后面" in body
    assert body.count("<div>") <= 60
