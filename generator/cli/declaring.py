"""What the modules of commands have in common: how they are declared, how they load what they need.

Help, version and completion import all of these modules. So at their heads stand click and what is
as light; what reads documents, and the nouns too, is imported by the function that uses it.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator.cli.chinese_click import speak_chinese

speak_chinese()  # before any command is declared: click translates while they are

UNIT = click.argument("unit", metavar="单位")
LEDGER = click.argument("ledger", metavar="台账编号")
JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
JOBS = click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。"
)
UNMASKED = click.option("--unmasked", is_flag=True, help="台账不遮个人信息，每页印“内部资料”。")


class Command(click.Command):
    """A command; ``for_others`` when its files hold no evidence and are made for colleagues too."""

    def __init__(self, *arguments: Any, for_others: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.for_others = for_others


def command(
    name: str, short_help: str, *, for_others: bool = False
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function, whose docstring is the help in Chinese, a command of the clerk's."""
    return click.command(
        name,
        Command,
        options_metavar="[选项]",
        short_help=short_help,
        for_others=for_others,
    )


def output_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says where something is written, or was."""
    return click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"{what}，不写则为工作区的 output 文件夹。",
    )


@contextmanager
def importing() -> Iterator[None]:
    """Look for no garbage among modules, which stay: a tenth of a short run went into that."""
    loaded = len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > loaded:
            gc.freeze()
        gc.enable()


def words() -> frozenset[str]:
    """The names of all commands: ``gen-binder NAME`` would not be short for ``build NAME``."""
    group = click.get_current_context().find_root().command
    assert isinstance(group, click.Group)
    return frozenset(group.commands)
