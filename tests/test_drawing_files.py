"""HTML drawn into files: read as XML where it is, with the fonts of the one before, as a whole."""

import gc
import tempfile
from pathlib import Path

import pypdfium2
import pytest

from generator.base.cache import keep
from generator.lettering import drawing
from generator.lettering.drawing import DrawingError, draw_copy, draw_file, fonts_forgotten
from tests.builders.filed import fonts

STACK = fonts().stack("fang")
XML = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"/><title>标题</title><style>
p {{ font-family: {STACK}; white-space: pre }}
</style></head><body><p>甲 &amp; 乙 བོད་ཡིག
第二行</p><p>“gb-first-0”, 丙</p></body></html>
"""


@pytest.fixture(autouse=True)
def tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Copies of fonts lie in the test's own folder, and are gone in the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with fonts_forgotten():
        yield
    gc.collect()
    assert list(tmp_path.glob("weasyprint-*")) == []


def words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_xml_and_html_look_alike(tmp_path: Path) -> None:
    one, other = tmp_path / "新" / "xml.pdf", tmp_path / "html.pdf"
    draw_file(XML, fonts(), 1, one)
    draw_file(XML.replace('"utf-8"/>', '"utf-8">'), fonts(), 1, other)
    assert one.read_bytes() == other.read_bytes()
    assert "“gb-first-0”, 丙" in words(one)
    assert "甲 & 乙 བོ" in words(one)
    assert len(list(tmp_path.glob("weasyprint-*"))) == 1


def test_copies_of_fonts_do_not_pile_up(tmp_path: Path) -> None:
    for at, rare in enumerate("བམ☺𱁬ᠮ"):  # each needs other fallbacks
        draw_file(XML.replace("丙", rare), fonts(), 1, tmp_path / f"{at}.pdf")
        assert len(list(tmp_path.glob("weasyprint-*"))) <= 2


def test_a_page_too_many_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "pages" / "a.pdf"
    with pytest.raises(DrawingError, match="1 pages laid out, 2 planned"):
        draw_file(XML, fonts(), 2, target)
    assert not target.parent.exists()


def test_other_files_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "图.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    page = XML.replace("<p>", f'<p><img src="{(tmp_path / "图.svg").as_uri()}"/>', 1)
    with pytest.raises(DrawingError):
        draw_file(page, fonts(), 1, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_what_is_kept_is_only_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, target = tmp_path / "kept.pdf", tmp_path / "target.pdf"
    draw_copy(XML, fonts(), 1, kept, target)
    assert target.read_bytes() == kept.read_bytes()
    monkeypatch.setattr(drawing, "draw_file", None)
    keep(kept.with_suffix(""), None, b"as it is", ".pdf")
    draw_copy(XML, fonts(), 1, kept, target)
    assert target.read_bytes() == b"as it is"
