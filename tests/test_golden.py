"""The words on every generated page and the parts of the Word file, compared with kept copies.

After a change on purpose, run the tests with ``UPDATE_GOLDEN=1`` and read the difference.
"""

import os
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from generator.binder.build import Outcome
from tests.conftest import new_workspace
from tests.test_binder import FILES, run

GOLDEN = Path(__file__).parent / "golden"
PARTS = ("word/document.xml", "word/styles.xml", "word/settings.xml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(new_workspace(tmp_path_factory.mktemp("golden"), FILES))


def compare(name: str, content: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    assert content == path.read_text("utf-8")


def test_the_words_on_every_page_of_the_pdf(built: Outcome) -> None:
    (volume,) = built.plan.volumes
    document = pypdfium2.PdfDocument(built.folder / f"{volume.name}.pdf")
    pages = []
    for page in volume.pages:
        text = document[page.index - 1].get_textpage().get_text_range()
        lines = [line.strip() for line in text.splitlines()]
        number = f" {page.printed}" if page.printed else ""
        pages.append("\n".join((f"== {page.index} {page.kind}{number}", *lines)))
    compare("binder.txt", "\n".join(pages) + "\n")


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_the_word_file(built: Outcome, part: str) -> None:
    (volume,) = built.plan.volumes
    with zipfile.ZipFile(built.folder / f"{volume.name}.docx") as package:
        root = etree.fromstring(package.read(part))
    pretty = etree.tostring(root, pretty_print=True, encoding="unicode")
    compare(part.replace("word/", "docx-"), pretty)


def test_findings_as_json(built: Outcome) -> None:
    compare("findings.json", (built.folder / "findings.json").read_text("utf-8"))
