"""The command line: what a clerk may write, and how every run ends.

What a command does stands in the module of its name and is imported when it is to run; so nothing
here waits for the libraries that read documents.
"""

import gc
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click_default_group import DefaultGroup

from generator import __version__
from generator.base.errors import BinderError, OutputError
from generator.base.files import disk_trouble
from generator.base.in_hand import told
from generator.base.personal import covered
from generator.base.private_files import owner_only
from generator.base.terminal import say
from generator.binder.formats import FORMATS
from generator.cli import DONE
from generator.cli.chinese_click import speak_chinese

speak_chinese()  # before the commands are declared: click translates while they are

CANNOT_RUN, BUG, INTERRUPTED = 2, 3, 130

#: Commands whose files hold no evidence and are made for colleagues too.
FOR_OTHERS = frozenset({"init", "schema", "template"})

#: The levels of a unit that can be made: values of ``model.Level``, which takes longer to import
#: than all that stands here.
LEVELS = ("县", "州")


class Formats(click.ParamType[tuple[str, ...]]):
    """A comma-separated choice of output formats."""

    name = "pdf,word"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The named formats in fixed order."""
        if isinstance(value, tuple):
            return value
        named = {part.strip().casefold() for part in str(value).split(",") if part.strip()}
        if not named or named - set(FORMATS):
            self.fail(f"“{value}”不是可用的格式，可写 pdf、word 或 pdf,word", param, ctx)
        return tuple(name for name in FORMATS if name in named)


def _say_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Say the version and end; on what the program stands here, if that is asked for as well."""
    if not wanted or ctx.resilient_parsing:
        return
    if ctx.params.get("verbose"):
        with _importing():
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
    if ctx.invoked_subcommand not in FOR_OTHERS:
        ctx.with_resource(owner_only())


@main.command("build", options_metavar="[选项]", short_help="生成成册（默认命令）")
@click.argument("units", nargs=-1, metavar="[单位]...")
@click.option("--all", "everything", is_flag=True, help="生成 evidence 下的全部单位。")
@click.option("--format", "formats", type=Formats(), default="pdf,word", help="只要其中一种格式。")
@click.option("--group", help="只生成某一组，如 3；输出到“单位-group-3”文件夹。")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="输出位置，不写则为工作区的 output 文件夹。",
)
@click.option("--unmasked", is_flag=True, help="台账不遮个人信息，每页印“内部资料”。")
@click.option("--screen", is_flag=True, help="另外生成 binder.pdf：各卷合成一册，供在屏幕上看。")
@click.option("--strict", is_flag=True, help="有缺项时以退出码 1 结束。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def build_command(
    folder: Path | None,
    units: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    group: str | None,
    output: Path | None,
    unmasked: bool,
    screen: bool,
    strict: bool,
    jobs: int | None,
) -> int:
    """生成一个或多个单位的成册，放进 output/单位/。

    缺少的材料在册内以“缺项页”占位，并列入缺项清单.xlsx。材料文件只读不改。
    """
    with _importing():
        from generator.cli import build
    return build.run(
        folder,
        units,
        everything=everything,
        formats=formats,
        group=group,
        output=output,
        unmasked=unmasked,
        screen=screen,
        strict=strict,
        jobs=jobs,
    )


@main.command("check", options_metavar="[选项]", short_help="只检查，不生成")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def check_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> int:
    """列出缺什么、错在哪、找谁、怎么办；有问题时退出码为 1。"""
    with _importing():
        from generator.cli import check
    return check.run(folder, unit, as_json=as_json, jobs=jobs)


@main.command("preflight", options_metavar="[选项]", short_help="打印前检查版面和用纸")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--group", help="只看某一组，如 3。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def preflight_command(
    folder: Path | None, unit: str, as_json: bool, group: str | None, jobs: int | None
) -> int:
    """列出打印前要看的页（字太小、图不清、倒置、彩色等）和每卷用纸；有“注意”的，退出码为 1。"""
    with _importing():
        from generator.cli import preflight
    return preflight.run(folder, unit, as_json=as_json, group=group, jobs=jobs)


@main.command("privacy", options_metavar="[选项]", short_help="打印前检查个人信息")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def privacy_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> int:
    """列出会印出来的身份证号、手机号、银行卡号（只显示首尾几位），和没有文字、未能检查的页。

    按文件和页列出，写明印在第几卷第几页；发现号码时退出码为 1。
    """
    with _importing():
        from generator.cli import privacy
    return privacy.run(folder, unit, as_json=as_json, jobs=jobs)


@main.command("archive", options_metavar="[选项]", short_help="按件归档")
@click.argument("unit", metavar="单位")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="输出位置，不写则为工作区的 output 文件夹。",
)
@click.option("--unmasked", is_flag=True, help="台账不遮个人信息，每页印“内部资料”。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def archive_command(
    folder: Path | None, unit: str, output: Path | None, unmasked: bool, jobs: int | None
) -> int:
    """按件归档：每件一个盖好归档章的 PDF，还有归档文件目录、盒内备考表、盒标签。

    都放进 output/单位-归档/。缺少的、不能归档的材料列在归档文件目录.xlsx 的“未能归档”里。
    材料文件只读不改。
    """
    with _importing():
        from generator.cli import archive
    return archive.run(folder, unit, output=output, unmasked=unmasked, jobs=jobs)


@main.command("ledger", options_metavar="[选项]", short_help="只查一种台账")
@click.argument("unit", metavar="单位")
@click.argument("ledger", metavar="台账编号")
@click.pass_obj
def ledger_command(folder: Path | None, unit: str, ledger: str) -> int:
    """列出一种台账（如 L16）的全部问题：工作表、行、列、怎么改；有错误时退出码为 1。"""
    with _importing():
        from generator.cli import ledger as ledger_list
    return ledger_list.run(folder, unit, ledger)


@main.command("template", options_metavar="[选项]", short_help="生成空白台账")
@click.argument("ledger", metavar="台账编号")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="放到哪个文件夹，默认当前文件夹。",
)
@click.pass_obj
def template_command(folder: Path | None, ledger: str, out: Path) -> int:
    """生成一种台账的空白 Excel（表头、下拉选项、填表说明）。"""
    with _importing():
        from generator.cli import template
    return template.run(folder, ledger, out=out)


@main.command("init", options_metavar="[选项]", short_help="新建工作区")
@click.argument("target", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--unit", default="county_a", show_default=True, help="单位文件夹名（英文字母）。")
@click.option("--name", default="请填写单位名称", help="单位中文名称。")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="单位级别。",
)
def init_command(target: Path, unit: str, name: str, level: str) -> int:
    """新建一个工作区：设置、考核指标清单，和按指标分好的空文件夹。"""
    with _importing():
        from generator.cli import init
    return init.run(target, unit=unit, name=name, level=level)


@main.command("verify", options_metavar="[选项]", short_help="核对材料和成册有没有变动")
@click.argument("unit", metavar="单位")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="成册所在位置，不写则为工作区的 output 文件夹。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.pass_obj
def verify_command(folder: Path | None, unit: str, output: Path | None, as_json: bool) -> int:
    """把现在的材料和成册与生成时的记录（manifest.json）逐件核对；有变动时退出码为 1。

    列出未变、已改动、不见了、新增的文件；写明变动的材料印在哪卷哪页，成册 PDF 的哪几面被改动。
    """
    with _importing():
        from generator.cli import verify
    return verify.run(folder, unit, output=output, as_json=as_json)


@main.command("schema", options_metavar="[选项]", short_help="写出供编辑器检查的 JSON Schema")
@click.pass_obj
def schema_command(folder: Path | None) -> int:
    """更新 templates 里的 JSON Schema；支持它的编辑器会自动补全和检查 YAML。"""
    with _importing():
        from generator.cli import schema
    return schema.run(folder)


@contextmanager
def _importing() -> Iterator[None]:
    """Look for no garbage among modules, which stay: a tenth of a short run went into that."""
    loaded = len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > loaded:
            gc.freeze()
        gc.enable()


@contextmanager
def _telling_of_disks() -> Iterator[None]:
    """A disk that refuses a write, of the cache above all, is no bug.

    Raises:
        OutputError: in place of the system's error.
    """
    try:
        yield
    except OSError as error:
        trouble = disk_trouble(error)
        if trouble is None:
            raise
        raise OutputError(f"写不进磁盘：{trouble[0]}。原有成册未改动。", trouble[1]) from error


def _in_hand(error: Exception) -> list[str]:
    """Which document a bug came up over, so that a clerk can go on without it."""
    document = told(error)
    if not document:
        return []
    return [covered(document), "急用时可先把它移到工作区之外，再运行一次；修好后放回原处。"]


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
        # indented, so that no line of it can pass for one of the program's own
        trace = [f"  {line}" for line in covered(traceback.format_exc()).splitlines()]
        what = "程序出错（不是材料的问题）。请把上面的内容发给维护人员；原有成册未改动。"
        say(*trace, what, *_in_hand(error), error=True)
        sys.exit(BUG)
    if code:
        sys.exit(code)
