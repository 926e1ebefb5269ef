"""The command line library's own texts are Chinese, whatever the system's language is."""

import io
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from generator.cli import chinese_click

CATALOGUE = Path(chinese_click.__file__).parent / "locale/zh_CN/LC_MESSAGES/messages.po"
CLICK_SOURCES = sorted(Path(click.__file__).parent.glob("*.py"))
HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")

# What a clerk may type wrongly, and what the answer must say. `names` are the words of the
# command itself, which stay as they are.
MISTAKES = {
    "help": (["--help"], 0, ["用法:", "选项:", "命令:", "显示本说明。", "显示版本号。"]),
    "version": (["--version"], 0, ["程序 版本 1.2"]),
    "command-help": (["make", "--help"], 0, ["用法:", "默认：pdf", "必填", "环境变量：STRICT"]),
    "no-command": (["nothing"], 2, ["错误：没有命令 'nothing'。", "用法说明请运行："]),
    "near-command": (["mkae"], 2, ["没有命令 'mkae'。", "是否为 'make'？"]),
    "unknown-option": (["make", "--colour"], 2, ["错误：没有选项 '--colour'。"]),
    "near-option": (["make", "--fromat"], 2, ["是否为 '--format'？"]),
    "missing-argument": (["make", "--year", "1"], 2, ["错误：缺少参数 '单位'."]),
    "missing-option": (["make", "甲县"], 2, ["错误：缺少选项 '--year'."]),
    "bad-choice": (
        ["make", "甲县", "--year", "1", "--format", "doc"],
        2,
        ["'--format' 的值无效：'doc' 不在可选的值之中，应为：'pdf', 'word'。"],
    ),
    "bad-number": (["make", "甲县", "--year", "今年"], 2, ["'今年' 不是有效的数字"]),
    "out-of-range": (["make", "甲县", "--year", "9"], 2, ["9 超出范围 1<=x<=3。"]),
    "bad-date": (["make", "甲县", "--day", "昨天"], 2, ["'昨天' 的格式不对，应为：'%Y-%m-%d'。"]),
    "bad-path": (["make", "甲县", "--folder", "没有"], 2, ["文件夹 '没有' 不存在。"]),
    "file-for-folder": (["make", "甲县", "--folder", "a.txt"], 2, ["是文件，应为文件夹。"]),
    "no-value": (["make", "--format"], 2, ["选项 '--format' 后面应有 1 个值。"]),
    "flag-with-value": (["make", "--strict=1"], 2, ["选项 '--strict' 后面不带值。"]),
    "too-many": (["make", "甲县", "乙县", "--year", "1"], 2, ["多了不认识的参数（乙县）"]),
    "aborted": (["stop"], 1, ["已中止。"]),
}

PROGRAM = """
import click
from generator.cli.chinese_click import speak_chinese

speak_chinese()


@click.group(options_metavar="[选项]", subcommand_metavar="命令 [参数]...")
@click.version_option("1.2", prog_name="程序")
def group():
    "说明。"


@group.command(options_metavar="[选项]")
@click.argument("unit", metavar="单位")
@click.option("--format", type=click.Choice(["pdf", "word"]), default="pdf", show_default=True,
              help="格式")
@click.option("--year", type=click.IntRange(1, 3), required=True, metavar="年", help="年度")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="日期")
@click.option("--folder", type=click.Path(exists=True, file_okay=False), metavar="文件夹",
              help="在哪里")
@click.option("--strict", is_flag=True, envvar="STRICT", show_envvar=True, help="严格")
def make(**_):
    "制作。"


@group.command()
def stop():
    "停止。"
    raise click.Abort


group(prog_name="程序")
"""


def read_catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def translations(catalogue: Catalog) -> dict[tuple[str, ...], str]:
    """The texts of a catalogue, each under its singular and, if any, its plural."""
    pairs = {}
    for message in catalogue:
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            single = isinstance(message.string, str)
            pairs[forms] = message.string if single else message.string[0]
    return pairs


def texts_of_click() -> dict[str, tuple[str, ...]]:
    """Every text that the installed click looks up, by its singular, with its plural if any."""
    texts = {}
    for source in CLICK_SOURCES:
        keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
        for _line, found, _notes, _context in extract_from_file(
            "python", source, keywords=keywords
        ):
            forms = (found,) if isinstance(found, str) else tuple(found)
            texts[forms[0]] = forms
    return texts


def placeholders(text: str) -> set[str]:
    percent = re.findall(r"%\((\w+)\)s", text)
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | set(percent)


def run_program(arguments: list[str], folder: Path, **environment: str) -> tuple[int, bytes]:
    """Run the small program as its own process, in a language that is not Chinese."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "PYTHONUTF8"}
        and not name.startswith("PYTHONIO")
    }
    path = os.pathsep.join([str(CATALOGUE.parents[4]), inherited.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env=inherited | {"LANG": "C", "PYTHONPATH": path} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = translations(read_mo(file))
    assert compiled == translations(read_catalogue()), "run: make messages"


def test_every_text_of_the_installed_click_is_translated() -> None:
    translated = translations(read_catalogue())
    needed = set(texts_of_click().values())
    assert len(needed) > 70
    assert needed == set(translated), "missing or left over"
    assert [forms for forms, text in translated.items() if not HAN.search(text)] == []
    assert [message.id for message in read_catalogue() if message.fuzzy and message.id] == []


def test_translations_use_only_the_placeholders_of_both_forms() -> None:
    for forms, text in translations(read_catalogue()).items():
        offered = set.union(*(placeholders(form) for form in forms))
        assert placeholders(text) <= offered, text
        if len(forms) == 1 and "param_type" not in offered:
            assert placeholders(text) == offered, text


@pytest.mark.parametrize("name", MISTAKES)
def test_answers_are_chinese_in_a_system_that_is_not(name: str, tmp_path: Path) -> None:
    arguments, code, expected = MISTAKES[name]
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    returned, output = run_program(arguments, tmp_path)
    text = output.decode("utf-8")
    assert returned == code, text
    for words in expected:
        assert words in text
    said = set(ENGLISH.findall(text))
    ours = {*ENGLISH.findall(PROGRAM), *ENGLISH.findall(" ".join(arguments)), "integer", "range"}
    assert said <= ours, "English is left"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp936", "cp1252", "ascii"])
def test_output_sent_to_a_file_never_fails(encoding: str, tmp_path: Path) -> None:
    returned, output = run_program(["make", "䶮\U0002c596县"], tmp_path, PYTHONIOENCODING=encoding)
    assert returned == 2
    expected = encoding if encoding in {"gb18030", "cp936"} else "utf-8"
    assert "缺少选项" in output.decode(expected)


def test_rare_characters_outside_the_encoding_are_written_as_codes() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp936")
    chinese_click._accept_chinese(stream)
    stream.write("䶮县")
    stream.flush()
    assert stream.buffer.getvalue().decode("cp936") == "\\u4dae县"


@pytest.mark.parametrize("language", ["", "en_US", "de:fr"])
def test_the_language_of_the_system_does_not_matter(language: str, tmp_path: Path) -> None:
    returned, output = run_program(["nothing"], tmp_path, LANGUAGE=language, LANG="en_US.UTF-8")
    assert returned == 2
    assert "没有命令" in output.decode("utf-8")
