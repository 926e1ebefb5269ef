import io
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.base.errors import FontError
from generator.lettering.fonts import (
    Fallback,
    FontSet,
    Wanted,
    find_fonts,
    finding,
    font_dirs,
    fontconfig_file,
    named,
    unprinted,
)
from generator.lettering.fonts.codes import codes_font
from generator.lettering.fonts.coverage import coverage
from generator.lettering.fonts.word import stretches
from tests.builders.filed import fonts
from tests.builders.glyphs import missing_glyphs, path_of

SAMPLE = fonts().paths["fang"]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fonts but those of the folders given."""
    monkeypatch.setattr(finding, "system_font_dirs", lambda: ())


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
    assert found.stack("fang") == '"gb-fang", "gb-codes"'
    with pytest.raises(KeyError):
        found.stack("kai")


def test_folders_come_from_workspace_environment_and_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEN_BINDER_FONTS", os.pathsep.join(["/a", "/b"]))
    dirs = font_dirs(tmp_path)
    assert dirs[:3] == (tmp_path / ".fonts", Path("/a"), Path("/b"))
    assert dirs[3:] == finding.system_font_dirs()


@pytest.mark.parametrize(
    ("system", "expected"),
    [("win32", "Fonts"), ("darwin", "Library"), ("linux", "/usr/share/fonts")],
)
def test_each_system_has_its_folders(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert any(expected in str(path) for path in finding.system_font_dirs())


def test_the_stylesheet_declares_each_role_and_limits_latin() -> None:
    css = fonts().css()
    for role in fonts().paths:
        assert f'"gb-{role}"' in css
    assert css.count("unicode-range: U+20-7E") == 1
    assert SAMPLE.as_uri() in css
    stack = fonts().stack("fang").split(", ")
    order = [stack.index(f'"gb-{name}"') for name in ("latin", "first-0", "fang", "rare", "more-0")]
    assert order == sorted(order)
    assert stack[0] == '"gb-latin"'
    assert stack[-1] == '"gb-codes"'
    assert "more-" not in css


def test_missing_glyphs_are_the_ones_that_no_face_has() -> None:
    assert missing_glyphs(fonts(), "甲县 2019\n䶮㛃𬱖犇堃喆淼☐☑") == frozenset()
    assert missing_glyphs(fonts(), "甲\U00012000\ue123") == {"\U00012000", "\ue123"}
    assert missing_glyphs(fonts(), "葛\U000e0100👨\u200d👩\ufe0f\u2003") == frozenset()
    bare = FontSet({"fang": SAMPLE})
    assert "䶮" in missing_glyphs(bare, "甲䶮")


def test_only_the_fallbacks_that_a_text_needs_are_declared() -> None:
    assert fonts().css_for("甲县 2019 ☐ “第”") == ""
    rules = fonts().css_for("王𠀁བོད𱁬").splitlines()
    assert len(rules) == 3
    assert all(rule.count("unicode-range") == 1 for rule in rules)
    tibetan = next(rule for rule in rules if "NotoSerifTibetan" in rule)
    assert "gb-first-0" in tibetan
    assert "U+F56-F56" in tibetan
    assert fonts().css_for("1️⃣").count("U+30-39") == 1


def test_a_script_is_set_by_one_font_even_where_others_have_some_of_it() -> None:
    rare = coverage(fonts().paths["rare"])
    others = [chr(code) for code in range(0x0F00, 0x1000) if rare.glyph(code)]
    assert others
    for char in ("བ", "ོ", "་", *others):
        found = path_of(fonts(), char, "kai")
        assert found is not None
        assert "Tibetan" in found.name


def test_a_fallback_without_its_sample_is_not_one(tmp_path: Path, alone: None) -> None:
    shutil.copy(SAMPLE, tmp_path / "f.otf")
    wanted = (Wanted("藏文", ("f.otf",), "བ"), Wanted("汉字", ("x.otf", "F.OTF"), "甲"))
    found = find_fonts({"fang": ("f.otf",)}, (tmp_path,), wanted)
    assert [each.label for each in found.fallbacks] == ["汉字"]


def test_private_characters_are_nobodys(tmp_path: Path) -> None:
    path = next(each.path for each in fonts().fallbacks if "BabelStone" in each.path.name)
    private = next(chr(code) for code in range(0xE000, 0xF900) if coverage(path).glyph(code))
    assert not Fallback("", path).has(private)
    assert path_of(fonts(), private) is None


def test_coverage_agrees_with_the_font_library() -> None:
    for path in fonts().files:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names = font.getBestCmap()
            order = font.getReverseGlyphMap()
        for code in (*range(0x20, 0x3000, 7), *range(0x3400, 0x32000, 131)):
            assert coverage(path).glyph(code) == order.get(names.get(code, ".notdef")), hex(code)


@pytest.mark.parametrize(
    "content", [b"", b"OTTO", b"\0\1\0\0\0\1" + b"\0" * 30, b"ttcf" + b"\xff" * 20]
)
def test_a_broken_file_draws_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    assert coverage(tmp_path / "a.ttf").glyph(0x20) == 0


def test_the_fingerprint_tells_fonts_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.otf"
    shutil.copy(SAMPLE, path)
    one, other = FontSet({"fang": path}), FontSet({"fang": fonts().paths["kai"]})
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint in one.css()
    more = FontSet({"fang": path}, fallbacks=fonts().fallbacks[:1])
    assert more.fingerprint not in (one.fingerprint, other.fingerprint)


def test_codes_are_drawn_alike_each_time_and_differ_from_each_other() -> None:
    digits = fonts().paths["latin"]
    codes_font.cache_clear()
    made = codes_font("\U00031351\U00012000", digits)
    codes_font.cache_clear()
    assert codes_font("\U00031351\U00012000", digits) == made
    with TTFont(io.BytesIO(made)) as font:
        glyphs = [font["glyf"][name] for name in font.getBestCmap().values()]
        assert {font["hmtx"][name][0] for name in font.getGlyphOrder()} == {1000}
        assert glyphs[0] != glyphs[1]
        for glyph in glyphs:
            assert 0 < glyph.xMin < glyph.xMax < 1000


def test_odd_characters_are_named_with_their_places() -> None:
    texts = [("甲.xlsx", "王\ue863"), ("乙.docx", "\ue123\U00031351 a\tb\n"), ("丙", "\ue863")]
    found = unprinted(texts, fonts())
    assert [each.char for each in found] == ["\ue123", "\ue863"]
    said = named(found)
    assert said == "U+E123（乙.docx）、U+E863 按国家标准印成“䶮”（甲.xlsx、丙）"
    many = named(unprinted([("", "".join(map(chr, range(0xE100, 0xE200))))], fonts()))
    assert "等 256 个" in many


def test_word_gets_a_font_for_each_script() -> None:
    found = stretches("甲𠅤乙བོད་ ئۇ\U000e0100ŋ，👨\u200d👩")
    assert "".join(each.text for each in found) == "甲𠅤乙བོད་ ئۇ\U000e0100ŋ，👨\u200d👩"
    names = [each.face.name if each.face else each.latin for each in found]
    assert names == [
        False,
        "SimSun-ExtB",
        False,
        "Microsoft Himalaya",
        "Microsoft Uighur",
        True,
        False,
        "Segoe UI Emoji",
    ]


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
