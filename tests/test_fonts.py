import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import fonts as module
from generator.errors import FontError
from generator.fonts import FontSet, find_fonts, font_dirs, fontconfig_file
from tests.builders.filed import fonts

SAMPLE = fonts().paths["fang"]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fonts but those of the folders given."""
    monkeypatch.setattr(module, "system_font_dirs", lambda: ())


def test_the_first_candidate_and_the_first_folder_win(tmp_path: Path, alone: None) -> None:
    one, other = tmp_path / "one" / "deep", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir(parents=True)
        shutil.copy(SAMPLE, folder / "B.OTF")
    shutil.copy(SAMPLE, other / "a.otf")
    dirs = (tmp_path / "one", other, tmp_path / "absent")
    assert find_fonts({"fang": ("b.otf", "a.otf")}, dirs).paths["fang"] == one / "B.OTF"
    assert find_fonts({"fang": ("A.otf", "b.otf")}, dirs).paths["fang"] == other / "a.otf"


def test_a_damaged_or_non_chinese_font_is_passed_over(tmp_path: Path, alone: None) -> None:
    (tmp_path / "broken.otf").write_bytes(b"OTTO" + b"\0" * 50)
    latin = fonts().paths["latin"]
    shutil.copy(latin, tmp_path / "latin.ttf")
    shutil.copy(SAMPLE, tmp_path / "good.otf")
    found = find_fonts({"song": ("broken.otf", "latin.ttf", "good.otf")}, (tmp_path,))
    assert found.paths["song"].name == "good.otf"


def test_an_absent_role_is_named_with_its_remedy(tmp_path: Path, alone: None) -> None:
    with pytest.raises(FontError) as caught:
        find_fonts({"fang": ("x.ttf", "y.ttf"), "kai": ("k.ttf",)}, (tmp_path,))
    assert "仿宋" in caught.value.message
    assert "楷体" in caught.value.message
    assert "y.ttf" in caught.value.message
    assert ".fonts" in caught.value.remedy


def test_latin_and_rare_may_be_absent(tmp_path: Path, alone: None) -> None:
    shutil.copy(SAMPLE, tmp_path / "f.otf")
    roles = {"fang": ("f.otf",), "latin": ("l.ttf",), "rare": ("r.ttf",)}
    found = find_fonts(roles, (tmp_path,))
    assert found.stack("fang") == '"gb-fang"'
    with pytest.raises(KeyError):
        found.stack("kai")


def test_folders_come_from_workspace_environment_and_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEN_BINDER_FONTS", os.pathsep.join(["/a", "/b"]))
    dirs = font_dirs(tmp_path)
    assert dirs[:3] == (tmp_path / ".fonts", Path("/a"), Path("/b"))
    assert dirs[3:] == module.system_font_dirs()


@pytest.mark.parametrize(
    ("system", "expected"),
    [("win32", "Fonts"), ("darwin", "Library"), ("linux", "/usr/share/fonts")],
)
def test_each_system_has_its_folders(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert any(expected in str(path) for path in module.system_font_dirs())


def test_the_stylesheet_declares_each_role_and_limits_latin() -> None:
    css = fonts().css()
    for role in fonts().paths:
        assert f'"gb-{role}"' in css
    assert css.count("unicode-range: U+20-7E") == 1
    assert SAMPLE.as_uri() in css
    stack = fonts().stack("fang").split(", ")
    assert stack[:3] == ['"gb-latin"', '"gb-fang"', '"gb-rare"']


def test_missing_glyphs_are_the_ones_that_no_face_has() -> None:
    assert fonts().missing_glyphs("甲县 2019\n䶮㛃𬱖犇堃喆淼☐☑") == frozenset()
    assert fonts().missing_glyphs("甲\U00012000") == {"\U00012000"}
    bare = FontSet({"fang": SAMPLE})
    assert "䶮" in bare.missing_glyphs("甲䶮")


def test_a_font_set_can_be_sent_to_a_child_process() -> None:
    assert pickle.loads(pickle.dumps(fonts())) == fonts()


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig's fc-match is not here")
@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("仿宋_GB2312", "fang"),
        ("仿宋", "fang"),
        ("FangSong", "fang"),
        ("楷体_GB2312", "kai"),
        ("黑体", "hei"),
        ("SimHei", "hei"),
        ("宋体", "song"),
        ("方正小标宋简体", "title"),
        ("方正小标宋_GBK", "title"),
        ("Times New Roman", "latin"),
    ],
)
def test_office_names_lead_to_the_roles(tmp_path: Path, name: str, role: str) -> None:
    config = fontconfig_file(fonts(), tmp_path / "配置")
    environment = os.environ | {"FONTCONFIG_FILE": str(config)}
    command = ["fc-match", "-f", "%{file}", name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout) == fonts().paths[role]


def test_the_configuration_is_the_same_each_time(tmp_path: Path) -> None:
    first = fontconfig_file(fonts(), tmp_path)
    text, stamp = first.read_text("utf-8"), first.stat().st_mtime_ns
    assert fontconfig_file(fonts(), tmp_path).read_text("utf-8") == text
    assert first.stat().st_mtime_ns == stamp
    fewer = FontSet({"fang": SAMPLE})
    assert fontconfig_file(fewer, tmp_path).read_text("utf-8") != text
