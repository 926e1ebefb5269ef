"""The documents say what the program does: links, commands, codes and examples are real."""

import datetime as dt
import re
from pathlib import Path

import click
import pytest
import yaml

from generator.binder.workspace_files import create_workspace
from generator.cli.main import main
from generator.intake.metadata import from_catalogue, from_name
from generator.ledgers.rules import RULES
from generator.measure.preflight import PREFLIGHT_LABELS
from generator.model import GAP_CODES, Level
from generator.office.checklist import read_checklist
from generator.office.unit import read_unit
from generator.verdict.checks import ITEM_CHECKS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "clerk-guide.zh-CN.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "evidence" / "README.md"])
READMES = ("README.md", "README.zh-CN.md")

CODE_BLOCK = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
HAN = r"\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!()]|[,;:?!()][{HAN}]")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """A page without code, link targets and table rules."""
    text = CODE_BLOCK.sub("", text_of(path))
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"`[^`]*`", "x", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_are_there(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if "zh-CN" in page.name])
def test_chinese_pages_have_full_width_punctuation(page: Path) -> None:
    assert HALF_WIDTH.findall(prose_of(page)) == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_shown(name: str) -> None:
    text = text_of(ROOT / name)
    assert isinstance(main, click.Group)
    for command_name, command in main.commands.items():
        assert re.search(rf"gen-binder {command_name}\b", text), command_name
        for parameter in (*main.params, *command.params):
            for option in parameter.opts:
                assert not option.startswith("--") or option in text, (command_name, option)


def test_the_two_readmes_are_twins() -> None:
    english, chinese = (text_of(ROOT / name) for name in READMES)
    for pattern in (r"^#+(?= )", r"!\[[^]]*\]\(([^)]*)\)", r"^\| `[^`]*?\.\w+`", r"^\|"):
        shape = re.compile(pattern, re.MULTILINE)
        assert shape.findall(english) == shape.findall(chinese)


def test_every_finding_code_is_described() -> None:
    codes = set(ITEM_CHECKS) | set(GAP_CODES) | {kind.code for kind in RULES.values()}
    codes |= set(PREFLIGHT_LABELS)
    for path in (ROOT / "generator").rglob("*.py"):
        codes |= set(re.findall(r'[fF]inding\(\s*"([a-z-]+)"', text_of(path)))
    described = set(re.findall(r"^\| .*", text_of(ROOT / "docs" / "findings.md"), re.MULTILINE))
    named = {code for row in described for code in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert codes - named == set()


def test_the_guides_examples_can_be_read(tmp_path: Path) -> None:
    county, catalogue = re.findall(r"```yaml\n(.*?)```", text_of(GUIDE), re.DOTALL)
    create_workspace(tmp_path / "新", "jia", "甲县", Level.COUNTY)
    (tmp_path / "新" / "evidence" / "jia" / "county.yaml").write_text(county, encoding="utf-8")
    shown = "templates/checklists/west-2019.yaml"
    unit = read_unit(tmp_path / "新", "jia", read_checklist(tmp_path / "新" / shown, shown, None))
    assert unit.not_applicable["7.3"].decided_by == "县自然资源局局长 钱某"
    assert unit.overrides["1.3"].due == dt.date(2019, 12, 5)
    (tmp_path / "目录.yaml").write_text(catalogue, encoding="utf-8")
    names = list(yaml.safe_load(catalogue)["files"])
    said = from_catalogue(tmp_path / "目录.yaml", "目录.yaml", names)
    assert said.files[names[0]].doc_number == "甲组干〔2019〕31号"
    assert said.files[names[2]].rotate == {"2": "180", "5-7": "270"}


def test_the_guides_file_names_are_read_as_it_says() -> None:
    rows = re.findall(
        r"^\| `([^`]+\.\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", text_of(GUIDE), re.MULTILINE
    )
    assert len(rows) == 3
    for name, *cells in rows:
        found = from_name(Path(name).stem)
        said = (str(found.date or "没有"), found.doc_number or "没有", found.title)
        assert said == tuple(cells)
