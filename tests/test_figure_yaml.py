"""Each folder of ``cases/figures`` is a test: a faulty file, and the very messages a clerk reads.

To see what changed after editing a message on purpose, run with ``UPDATE_CASES=1``.
"""

import os
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.ledgers.figures.declared import Declared
from generator.ledgers.figures.reading import read_figures
from generator.ledgers.read.schema import setting_names
from generator.model import TypedFigure
from generator.office.unit import read_unit
from tests.builders.figure_samples import CHECKLIST, SCHEMAS, shipped

CASES = Path(__file__).parent / "cases" / "figures"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
ENGLISH = re.compile(r"\b(input|should|valid|expected|error|extra|required)", re.IGNORECASE)

COUNTY = """\
name: 甲县
level: 县
office: 甲县协作办
partner: 东市东区
"""


def read_figures_case(source: Path, _: Path) -> object:
    return read_figures(source, source.name, CHECKLIST, SCHEMAS)


def read_county_case(source: Path, root: Path) -> object:
    (root / "evidence" / "jia").mkdir(parents=True)
    shutil.copy(source, root / "evidence" / "jia")
    return read_unit(root, "jia", CHECKLIST, None, shipped().units)


READERS = {"figures.yaml": read_figures_case, "county.yaml": read_county_case}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_faulty_file_gives_exactly_these_messages(folder: Path, tmp_path: Path) -> None:
    (source,) = (path for path in folder.iterdir() if path.suffix == ".yaml")
    with pytest.raises(ConfigError) as caught:
        READERS[source.name](source, tmp_path)
    said = "".join(f"{problem}\n" for problem in caught.value.problems)
    expected = folder / "expected.txt"
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")
    assert all(problem.message and problem.remedy for problem in caught.value.problems)
    assert not ENGLISH.search(said)


def test_a_profile_without_figures_declares_none(tmp_path: Path) -> None:
    assert read_figures(tmp_path / "none.yaml", "none.yaml", CHECKLIST, SCHEMAS) == Declared()


def test_thresholds_without_a_public_source_are_off() -> None:
    asked = {name: value for name, value in shipped().thresholds.items() if value is not None}
    assert asked == {"benefit_link": 1, "notice_days_min": 10}
    assert setting_names(SCHEMAS) <= set(shipped().thresholds)


def test_typed_figures_are_read_as_written(tmp_path: Path) -> None:
    unit = tmp_path / "evidence" / "jia"
    unit.mkdir(parents=True)
    typed = (
        'figures:\n  "4.4": {value: "1200.50", unit: 元, source: {document: 表.pdf, page: 3}}\n'
        '  "3.3-7": {value: "69.43", unit: "%", typed_by: 张某, date: 2019-12-05}\n'
    )
    (unit / "county.yaml").write_text(COUNTY + typed, "utf-8")
    figures = read_unit(tmp_path, "jia", CHECKLIST, None, shipped().units).figures
    assert figures["4.4"] == TypedFigure(Decimal("1200.50"), "元", document="表.pdf", page=3)
    assert str(figures["4.4"].value) == "1200.50"
    assert figures["3.3-7"].typed_by == "张某"
    assert read_unit(tmp_path, "jia", CHECKLIST).figures == figures
