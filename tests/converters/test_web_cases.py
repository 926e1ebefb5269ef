"""Saved pages in the markup of today's sites: a folder in ``tests/cases/web`` is a test.

Pictures lie there as PPM, which is text, under the names that sites give them.
"""

import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from generator.convert import web
from generator.convert.job import Job, Tools
from generator.convert.sniff import Identity
from generator.model import Leaves
from tests.builders.filed import fonts
from tests.builders.identified import identify

CASES = Path(__file__).parents[1] / "cases" / "web"


def printed(case: Path, folder: Path) -> tuple[dict[str, Any], Leaves]:
    expected = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    shutil.copytree(case, folder / "case")
    page = folder / "case" / expected["page"]
    found = identify(page, page.name)
    assert isinstance(found, Identity)
    job = Job(page, found.kind, folder / "page.pdf")
    (outcome,) = web.convert([job], Tools(fonts(), folder))
    assert outcome.leaves is not None, outcome.conversion
    return expected, outcome.leaves


def seen(leaves: Leaves) -> tuple[str, int, set[tuple[int, int, int]]]:
    """The words, how many pictures stand on the pages, and their colours."""
    text, pictures, colours = "", 0, set()
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        for page in document:
            text += "".join(page.get_textpage().get_text_bounded().split())
            for entry in page.get_objects():
                if isinstance(entry, pypdfium2.PdfImage):
                    pictures += 1
                    red, green, blue = entry.get_bitmap().to_pil().convert("RGB").getpixel((1, 1))
                    colours.add((red, green, blue))
    return text, pictures, colours


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_a_saved_page_keeps_its_words_and_pictures(case: Path, tmp_path: Path) -> None:
    expected, leaves = printed(case, tmp_path)
    text, pictures, colours = seen(leaves)
    place = 0
    for words in expected["texts"]:
        plain = "".join(words.split())
        assert plain in text[place:], (words, text)
        place = text.index(plain, place) + len(plain)
    assert [words for words in expected.get("absent", []) if words in text] == []
    assert pictures == expected.get("pictures", pictures)
    assert {tuple(colour) for colour in expected.get("colours", colours)} == colours
    assert list(leaves.notes) == expected["notes"]
