"""Fonts that a PDF names and lacks: which of ours stands in, always the same one."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.lettering.fonts.stand_ins import role_of
from tests.builders.filed import fonts
from tests.builders.pdfs import save, without_font

ROLES = {role: Path(role) for role in ("fang", "kai", "hei", "song", "title", "latin")}

#: Draws files in turn in a process of its own and prints a hash of each page.
DRAW = """
import hashlib, json, sys
from pathlib import Path
import pypdfium2
from generator.lettering.fonts import StandIns
roles = json.loads(sys.argv[1]).items()
StandIns(tuple((role, Path(path)) for role, path in roles)).use()
for path in sys.argv[2:]:
    with pypdfium2.PdfDocument(path) as document:
        drawn = document[0].render(scale=1).to_pil().tobytes()
    print(path, hashlib.sha256(drawn).hexdigest())
"""


@pytest.mark.parametrize(
    ("face", "charset", "role"),
    [
        ("SimSun", 134, "song"),
        ("FangSong_GB2312", 134, "fang"),
        ("仿宋_GB2312", 134, "fang"),
        ("STKaiti", 134, "kai"),
        ("KaiTi,Bold", 134, "kai"),
        ("MicrosoftYaHei", 134, "hei"),
        ("FZXBSK--GBK1-0", 134, "title"),
        ("方正小标宋简体", 134, "title"),
        ("MS-Mincho", 128, "song"),
        ("不认识的字体", 134, "song"),
        ("Garamond", 0, "latin"),
        ("Times_Roman", 0, "latin"),
        ("Times-Roman", 0, None),
        ("Helvetica-Bold", 0, None),
    ],
)
def test_a_face_is_known_by_its_name_else_by_its_script(
    face: str, charset: int, role: str | None
) -> None:
    assert role_of(face, charset, ROLES) == role


def test_a_role_without_a_font_is_stood_in_for() -> None:
    assert role_of("KaiTi", 134, {"song": Path("a")}) == "song"
    assert role_of("Garamond", 0, {}) is None


def drawn(paths: Sequence[Path]) -> dict[str, str]:
    roles = {role: str(path) for role, path in fonts().paths.items()}
    command = [sys.executable, "-c", DRAW, json.dumps(roles), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring these fonts")
def test_a_page_looks_the_same_whatever_was_drawn_before(tmp_path: Path) -> None:
    faces = ("SimSun", "SimHei", "KaiTi_GB2312", "FangSong_GB2312")
    paths = [save(without_font(face, "协作协议"), tmp_path / f"{face}.pdf") for face in faces]
    others = ("Times_Roman", "Garamond", "Garamond-Bold", "Arial")
    paths += [save(without_font(face, "Hello 2019"), tmp_path / f"{face}.pdf") for face in others]
    first = drawn([*paths, *paths[::-1]])
    assert drawn(paths[::-1]) == first
    assert all(drawn([path]) == {str(path): first[str(path)]} for path in paths[3:6])
    assert len({first[str(path)] for path in paths[:4]}) == 4
