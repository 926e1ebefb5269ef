"""What libyaml reads is what PyYAML reads: the same values, each at the same place."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.base.errors import ConfigError, Problem
from generator.base.yaml import nodes as yaml_nodes
from generator.base.yaml.builder import Builder, Node, RefusedError
from tests.builders.mutated import bounded, mutated
from tests.conftest import CHECKLIST, CONFIG, COUNTY, ROOT

pytestmark = pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML without libyaml")

SHIPPED = sorted([*ROOT.glob("templates/**/*.yaml"), ROOT / "config.yaml"])
FIGURES = (ROOT / "templates/figures/west-2019.yaml").read_bytes()

#: What means something to a parser, and what is unlike in the two.
PIECES = (
    *("a", "1.10", "县", "𠀀", "\u0301", "\u3000", "\ue000", "a:b", "http://x", "~", "@", "`", "="),
    *("'", "''", '"', r"\n", r"\u00e9", r"\/", "\\\n", "'q': ", '"d": ', "?", "? ", "?a"),
    *(":", ": ", ":\n", "-", "- ", "-\n", "[", "]", "{", "}", ",", ", ", "#", " # c\n"),
    *("|", "|\n", "|2\n", "|1-\n", ">-\n", ">+\n", "&a ", "&b", "*a", "*b ", "*a: ", "<<: "),
    *("!t ", "!!str ", "!", "%", "%YAML 1.1\n", "---", "--- ", "\n---\n", "\n...\n"),
    *("\n", "\n", "\n ", "\n  ", "\n    ", " ", "  ", "\r\n", "\r", "\x85", "\u2028", "\u2029"),
    *("\t", "\ufeff", "\x7f", "\0"),
    *("k: v\n", "- x\n", "k: [a, b]\n", "k: {x: y}\n", "x:\n- y\n", "- - q\n", "- k: v\n  l: w\n"),
    *("k: {x: }\n", "k: |\n  1\n\n  2\n", "k: >\n  1\n  2\n", "k: &a [1]\nl: *a\n", "# c\n"),
)


def by_libyaml(text: str) -> Node | None:
    return yaml_nodes._read_by_libyaml(text, "x.yaml")


def by_pyyaml(text: str) -> tuple[Node | None, list[Problem]]:
    builder = Builder("x.yaml", yaml.parse(text, Loader=yaml.SafeLoader))
    try:
        return builder.document(), builder.problems
    except (RefusedError, yaml.YAMLError, ValueError, OverflowError):
        return None, builder.problems


def compare(text: str) -> None:
    """Whatever libyaml gives, PyYAML gives as well, and it has no fault to tell."""
    found = by_libyaml(text)
    if found is not None:
        assert by_pyyaml(text) == (found, [])


@bounded(1500)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join), st.booleans())
@example("|#\n a\n", False)
@example("k:\tv\n", False)
@example("k: {a?b: c}\n", False)
@example("k: {a: }\n", False)
@example("- a\n\ufeff\n", False)
@example("---", False)
@example("- a\n- |\n\n  b\n   c\n- d\n", False)
def test_any_pieces(text: str, ended: bool) -> None:
    compare(text + "\n" if ended else text)


@bounded(300)
@given(
    st.sampled_from((CHECKLIST.encode(), CONFIG.encode(), COUNTY.encode(), FIGURES)).flatmap(
        mutated
    )
)
def test_the_offices_files_after_accidents(data: bytes) -> None:
    text = data.decode("utf-8-sig", "ignore")
    compare(text)
    compare(text.replace("\n", "\r\n"))
    compare(text + "\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_are_read_by_libyaml(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = by_libyaml(text)
    assert found is not None
    assert by_pyyaml(text) == (found, [])


@pytest.mark.parametrize(
    "text",
    [
        "𠀀𠀁: 县  # 注\n'b': \"𠀂\\n\"\n",
        "a: 1\r\nb:\r\n  - c\r\n  - d: e\r\n",
        "a: {b: [c, 'd'], e: \"f\"}\n",
        "a: &x {b: c}\nd: *x\ne: [*x, *x]\n",
        "a: |\n  1\n   2\n\n  3\nb: >-\n  4\n  5\nc: |2+\n   6\n\n",
        "a:\nb: ''\nc:\n- \n- d\n",
        "a: 多\n  行\n  文字\n",
    ],
)
def test_these_are_read_by_libyaml_with_every_place(text: str) -> None:
    found = by_libyaml(text)
    assert found is not None
    assert by_pyyaml(text) == (found, [])


@pytest.mark.parametrize(
    "text", ["a:\tb\n", "a: b", "a: {b: }\n", "a: {b?: c}\n", "a: 1\na: 2\n", "a: !x b\n", "a: [\n"]
)
def test_these_are_left_to_pyyaml(text: str) -> None:
    assert by_libyaml(text) is None


@pytest.mark.parametrize("libyaml", [True, False])
def test_a_file_is_read_alike_with_and_without_libyaml(
    libyaml: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not libyaml:
        monkeypatch.setattr(yaml_nodes, "_LIBYAML", None)
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffa: 1.10\r\nb: {c: }\r\n".encode())
    root, problems = yaml_nodes.read_nodes(path, "x.yaml")
    assert root.plain() == {"a": "1.10", "b": {"c": None}}
    assert isinstance(root.value, dict)
    assert (root.value["b"].line, root.value["b"].column) == (2, 4)
    assert problems == ()
    path.write_text("a: 1\na:\t2\n", "utf-8")
    with pytest.raises(ConfigError, match="制表符"):
        yaml_nodes.read_nodes(path, "x.yaml")
