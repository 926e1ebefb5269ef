"""Each folder of ``cases/yaml`` is a test: a faulty file, and the very messages a clerk reads.

The file's name says what reads it. To see what changed after editing a message on purpose, run
the tests with ``UPDATE_CASES=1`` and read the difference.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from generator.base.errors import ConfigError
from generator.office.checklist import read_checklist
from generator.office.config import read_config
from generator.office.unit import read_unit

CASES = Path(__file__).parent / "cases" / "yaml"
SHIPPED = Path(__file__).parents[1] / "templates" / "checklists" / "west-2019.yaml"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())

#: Words of PyYAML and pydantic that must never be read by a clerk.
ENGLISH = re.compile(
    r"\b(input|should|valid|value|field|type|expected|found|while|error|scan|pars|token|block|"
    r"mapping|sequence|scalar|string|integer|boolean|list|tuple|dictionary|extra|required)",
    re.IGNORECASE,
)


def read_checklist_case(source: Path, _: Path) -> object:
    return read_checklist(source, source.name, None)


def read_config_case(source: Path, root: Path) -> object:
    (root / "templates" / "checklists").mkdir(parents=True)
    shutil.copy(SHIPPED, root / "templates" / "checklists")
    shutil.copy(source, root)
    return read_config(root)


def read_county_case(source: Path, root: Path) -> object:
    (root / "evidence" / "jia").mkdir(parents=True)
    shutil.copy(source, root / "evidence" / "jia")
    return read_unit(
        root, "jia", read_checklist(SHIPPED, "templates/checklists/west-2019.yaml", None)
    )


READERS = {
    "checklist.yaml": read_checklist_case,
    "config.yaml": read_config_case,
    "county.yaml": read_county_case,
}


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
