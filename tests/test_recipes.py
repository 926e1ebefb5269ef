"""The recipes of CONTRIBUTING work as they stand, and what the documents name is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.conftest import ROOT

PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/ledgers.md")
ROOMS = ROOT / "generator"

#: What the recipe of a check makes besides the check itself.
MADE = ("tests/test_undated.py",)
CHECKS = "generator/verdict/checks"


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def part(title: str) -> str:
    """A chapter of CONTRIBUTING."""
    return page("CONTRIBUTING.md").split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_a_check_made_by_the_recipe_is_found_by_its_test(tmp_path: Path) -> None:
    recipe = part("Add a check")
    check, test = (dedent(code) for code in re.findall(r"```python\n(.*?)```", recipe, re.DOTALL))
    (line,) = re.findall(r"`(filed\.undated,)`", recipe)
    for name in ("generator", "templates", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("test_*"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".fonts").symlink_to(ROOT / ".fonts")
    theme, registry = (tmp_path / CHECKS / name for name in ("filed.py", "__init__.py"))
    theme.write_text(f"{theme.read_text('utf-8')}\n\n{check}", "utf-8")
    listed = registry.read_text("utf-8")
    last = "        asked.overdue,\n"
    assert last in listed
    registry.write_text(listed.replace(last, f"        {line}\n{last}"), "utf-8")
    (tmp_path / "tests/test_undated.py").write_text(test, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_undated.py",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("name", PAGES)
def test_every_place_that_is_named_is_there(name: str) -> None:
    named = re.findall(r"`((?:[a-z_.]+/)+(?:\w+\.\w+)?)`", page(name))
    assert named
    gone = [
        place
        for place in named
        if not (ROOT / place).exists() and not (ROOMS / place).exists() and place not in MADE
    ]
    assert [place for place in gone if not place.startswith((".cache/", "output/"))] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_name_stands_where_it_is_said_to(name: str) -> None:
    said = re.findall(r"`(\w+)` (?:of|in) `([\w/]+\.py)`", page(name))
    wrong = [
        (word, place)
        for word, place in said
        if not re.search(rf"\b{word}\b", _text(place)) and place not in MADE
    ]
    assert wrong == []


def _text(place: str) -> str:
    path = ROOT / place if (ROOT / place).exists() else ROOMS / place
    return path.read_text("utf-8")


def test_the_glossary_has_one_word_for_one_thing_and_says_where() -> None:
    glossary = (
        page("docs/architecture.md").split("## One word for one thing\n")[1].split("\n## ")[0]
    )
    rows = [line.strip("| ").split(" | ") for line in glossary.splitlines() if line[:2] == "| "][1:]
    assert len(rows) >= 25
    words = [word for word, *_ in rows]
    assert len(set(words)) == len(words)
    assert [row for row in rows if not re.search("[\u4e00-\u9fff]", row[1])] == []
    for word, _, _, where in rows:
        said = re.fullmatch(r"(?:`(?P<name>\w+)` in )?`(?P<place>[\w/]+(?:\.py)?/?)`", where)
        assert said, word
        assert (ROOMS / said["place"]).exists(), word
        if said["name"]:
            assert re.search(rf"(?:class |    ){said['name']}\b", _text(said["place"])), word


def test_every_room_has_its_place_in_the_drawing() -> None:
    drawing = page("docs/architecture.md").split("## The floors")[1].split("\n## ")[0]
    rooms = {path.name for path in ROOMS.iterdir() if (path / "__init__.py").exists()}
    drawn = set(re.findall(r"(?m)(?:^|│ )(\w+)/", drawing.split("```")[1]))
    assert drawn == rooms
