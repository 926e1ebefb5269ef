"""The command line: which commands there are, what holds for each run, and how every run ends.

A command stands in the module of its name, from its options to what it prints.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click_default_group import DefaultGroup

from generator import __version__
from generator.base.errors import BinderError, OutputError
from generator.base.in_hand import told
from generator.base.private_files import owner_only
from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.archive import archive_command
from generator.cli.build import build_command
from generator.cli.cache import cache_command
from generator.cli.check import check_command
from generator.cli.declaring import Command, importing
from generator.cli.init import init_command
from generator.cli.ledger import ledger_command
from generator.cli.preflight import preflight_command
from generator.cli.privacy import privacy_command
from generator.cli.schema import schema_command
from generator.cli.template import template_command
from generator.cli.verify import verify_command

CANNOT_RUN, BUG, INTERRUPTED = 2, 3, 130

#: Every command; no unit can bear its name.
COMMANDS: tuple[Command, ...] = (
    build_command,
    check_command,
    preflight_command,
    privacy_command,
    archive_command,
    ledger_command,
    template_command,
    init_command,
    verify_command,
    cache_command,
    schema_command,
)


def _say_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Say the version and end; on what the program stands here, if that is asked for as well."""
    if not wanted or ctx.resilient_parsing:
        return
    if ctx.params.get("verbose"):
        with importing():
            from generator.cli import surroundings
        surroundings.tell(ctx.params.get("folder"))
    else:
        say(f"gen-binder {__version__}")
    ctx.exit()


@click.group(
    cls=DefaultGroup,
    default="build",
    default_if_no_args=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--workspace",
    "-w",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="工作区文件夹（含 config.yaml）；不写则从当前文件夹向上找。",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    is_eager=True,
    help="与 --version 同用：另列运行环境和隔离情况。",
)
@click.option(
    "--version",
    "-V",
    is_flag=True,
    expose_value=False,
    callback=_say_version,
    help="显示版本后退出。",
)
@click.pass_context
def main(ctx: click.Context, folder: Path | None, verbose: bool) -> None:
    """按考核指标汇编佐证材料：生成可直接打印装订的 PDF 和 Word 成册，标出每一处缺项。

    最常用：gen-binder county_a（等于 gen-binder build county_a）。
    """
    if verbose:
        raise click.UsageError("--verbose 要和 --version 一起写。", ctx)
    ctx.obj = folder
    if ctx.invoked_subcommand not in {one.name for one in COMMANDS if one.for_others}:
        ctx.with_resource(owner_only())


for each in COMMANDS:
    main.add_command(each)


@contextmanager
def _telling_of_disks() -> Iterator[None]:
    """A disk that refuses a write, of the cache above all, is no bug.

    Raises:
        OutputError: in place of the system's error.
    """
    try:
        yield
    except OSError as error:
        from generator.base.files import disk_trouble

        trouble = disk_trouble(error)
        if trouble is None:
            raise
        raise OutputError(f"写不进磁盘：{trouble[0]}。原有成册未改动。", trouble[1]) from error


def _of_bug(error: Exception) -> Iterator[str]:
    """Where the program broke, and over which document, so that a clerk can go on without it."""
    import traceback

    from generator.base.personal import covered

    for line in covered("".join(traceback.format_exception(error))).splitlines():
        yield f"  {line}"  # indented, so that it cannot pass for a line of the program's own
    yield "程序出错（不是材料的问题）。请把上面的内容发给维护人员；原有成册未改动。"
    if document := told(error):
        yield covered(document)
        yield "急用时可先把它移到工作区之外，再运行一次；修好后放回原处。"


def _usage(error: click.ClickException) -> list[str]:
    """How a command is written, when it was written otherwise."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return []
    hint = f"用法说明请运行：{context.command_path} --help"
    return [*context.get_usage().splitlines(), hint, ""]


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; every way it can end has its exit code.

    0 done; 1 gaps (``check``, ``build --strict``); 2 cannot run; 3 a bug; 130 interrupted.
    """
    try:
        with _telling_of_disks():
            code = main.main(args=arguments, prog_name="gen-binder", standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        say(*_usage(error), f"错误：{error.format_message()}", error=True)
        sys.exit(CANNOT_RUN)
    except BinderError as error:
        first, *others = error.lines
        remedy = [error.remedy] if error.remedy else []
        say(f"错误：{first}", *others, *remedy, error=True)
        sys.exit(CANNOT_RUN)
    except (KeyboardInterrupt, click.Abort):
        say("", "已中断，原有成册未改动。", error=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing more to say
        sys.exit(DONE)
    except Exception as error:
        say(*_of_bug(error), error=True)
        sys.exit(BUG)
    if code:
        sys.exit(code)
