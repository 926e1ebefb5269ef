"""The command line: the only place that prints, exits or looks at the clock."""

import datetime as dt
import os
import sys
import traceback
from pathlib import Path

import click
from click_default_group import DefaultGroup

from generator import __version__
from generator.build import (
    FORMATS,
    Outcome,
    Request,
    build,
)
from generator.chinese_click import speak_chinese
from generator.config import find_workspace
from generator.errors import BinderError, OutputError, WorkspaceError
from generator.judge import judge, ledger_findings
from generator.ledgers.schema import LedgerSchema
from generator.ledgers.template_book import write_template
from generator.model import Level, Severity
from generator.progress import Progress
from generator.renderers.findings import render_findings
from generator.renderers.screen import (
    render_list,
    render_listed,
    render_summary,
    render_worst,
)
from generator.unit import unit_ids
from generator.workspace import Workspace, open_workspace
from generator.workspace_files import create_workspace, write_schemas

speak_chinese()  # before the commands are declared: click translates while they are

DONE, GAPS, CANNOT_RUN, BUG, INTERRUPTED = 0, 1, 2, 3, 130


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
@click.version_option(__version__, "--version", message="gen-binder %(version)s")
@click.pass_context
def main(ctx: click.Context, folder: Path | None) -> None:
    """按考核指标汇编佐证材料：生成可直接打印装订的 PDF 和 Word 成册，标出每一处缺项。

    最常用：gen-binder county_a（等于 gen-binder build county_a）。
    """
    ctx.obj = folder


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
    strict: bool,
    jobs: int | None,
) -> None:
    """生成一个或多个单位的成册，放进 output/单位/。

    缺少的材料在册内以“缺项页”占位，并列入缺项清单.xlsx。材料文件只读不改。
    """
    root, workspace = _open(folder)
    names = unit_ids(root) if everything else units
    if not names:
        known = "、".join(unit_ids(root)) or "(evidence 下还没有单位)"
        raise WorkspaceError("没有写单位名称", f"可选：{known}；或用 --all 生成全部。")
    complete = True
    for name in names:
        request = Request(
            name,
            _as_of(workspace),
            (output or root / "output").absolute(),
            formats,
            group,
            jobs or os.cpu_count() or 1,
            unmasked,
        )
        with Progress() as progress:
            outcome = build(workspace, request, progress)
        _tell(outcome, root)
        complete = complete and outcome.assessment.complete
    if strict and not complete:
        sys.exit(GAPS)


@main.command("check", options_metavar="[选项]", short_help="只检查，不生成")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def check_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> None:
    """列出缺什么、错在哪、找谁、怎么办；有问题时退出码为 1。"""
    _, workspace = _open(folder)
    with Progress() as progress:
        judged = judge(
            workspace, unit, _as_of(workspace), progress, jobs=jobs or os.cpu_count() or 1
        )
    assessment = judged.assessment
    if as_json:
        click.echo(render_findings(assessment), nl=False)
    else:
        listed = render_list(assessment)
        click.echo(f"{listed}\n\n" if listed else "", nl=False)
        click.echo(render_summary(assessment))
        if worst := render_worst(assessment):
            click.echo(f"\n{worst}")
    sys.exit(DONE if assessment.complete else GAPS)


@main.command("ledger", options_metavar="[选项]", short_help="只查一种台账")
@click.argument("unit", metavar="单位")
@click.argument("ledger", metavar="台账编号")
@click.pass_obj
def ledger_command(folder: Path | None, unit: str, ledger: str) -> None:
    """列出一种台账（如 L16）的全部问题：工作表、行、列、怎么改；有错误时退出码为 1。"""
    _, workspace = _open(folder)
    schema = _schema(workspace, ledger)
    registers, found = ledger_findings(workspace, unit, _as_of(workspace))
    workbooks = registers.by_id.get(schema.id, ())
    if not workbooks:
        raise WorkspaceError(
            f"{unit} 没有可核对的“{schema.id} {schema.title}”",
            "请把台账放进相应指标的文件夹；空白表可用 gen-binder template 生成。",
        )
    paths = {one.path for one in workbooks}
    listed = [finding for finding in found if finding.path in paths]
    for one in workbooks:
        click.echo(f"{one.path}：{sum(1 for _ in one.rows)} 行")
    click.echo(render_listed(listed) if listed else "没有发现问题。")
    sys.exit(GAPS if any(finding.severity is Severity.ERROR for finding in listed) else DONE)


@main.command("template", options_metavar="[选项]", short_help="生成空白台账")
@click.argument("ledger", metavar="台账编号")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="放到哪个文件夹，默认当前文件夹。",
)
@click.pass_obj
def template_command(folder: Path | None, ledger: str, out: Path) -> None:
    """生成一种台账的空白 Excel（表头、下拉选项、填表说明）。"""
    _, workspace = _open(folder)
    schema = _schema(workspace, ledger)
    target = out / f"{schema.id} {schema.title}.xlsx"
    if target.exists():
        raise OutputError(f"“{target}”已存在，不会覆盖。", "请换一个文件夹，或先移走原文件。")
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_template(schema, target)
    except OSError as error:
        raise OutputError(
            f"空白台账写不进“{out}”（{error.strerror}）。", "请用 --out 指定可以写入的文件夹。"
        ) from error
    click.echo(f"已生成 {target}")


@main.command("init", options_metavar="[选项]", short_help="新建工作区")
@click.argument("target", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--unit", default="county_a", show_default=True, help="单位文件夹名（英文字母）。")
@click.option("--name", default="请填写单位名称", help="单位中文名称。")
@click.option(
    "--level",
    type=click.Choice([Level.COUNTY.value, Level.PREFECTURE.value]),
    default=Level.COUNTY.value,
    show_default=True,
    help="单位级别。",
)
def init_command(target: Path, unit: str, name: str, level: str) -> None:
    """新建一个工作区：设置、考核指标清单，和按指标分好的空文件夹。"""
    count = create_workspace(target.absolute(), unit, name, Level(level))
    click.echo(f"已新建工作区：{target}（指标文件夹 {count} 个）")
    click.echo(f"下一步：填写 evidence/{unit}/county.yaml，把材料放进各指标文件夹，再运行：")
    click.echo(f"  cd {target} && gen-binder {unit}")


@main.command("schema", options_metavar="[选项]", short_help="写出供编辑器检查的 JSON Schema")
@click.pass_obj
def schema_command(folder: Path | None) -> None:
    """更新 templates 里的 JSON Schema；支持它的编辑器会自动补全和检查 YAML。"""
    root = _root(folder)
    for path in write_schemas(root):
        click.echo(f"已写出 {path}")


def _root(folder: Path | None) -> Path:
    if folder is not None and not (folder / "config.yaml").is_file():
        raise WorkspaceError(f"“{folder}”里没有 config.yaml，不是工作区。", "请核对 --workspace。")
    return folder.absolute() if folder is not None else find_workspace(Path.cwd())


def _open(folder: Path | None) -> tuple[Path, Workspace]:
    root = _root(folder).resolve()
    return root, open_workspace(root)


def _schema(workspace: Workspace, ledger: str) -> LedgerSchema:
    """A ledger's schema by its id, upper or lower case.

    Raises:
        WorkspaceError: there is no such ledger.
    """
    schema = workspace.schemas.get(ledger.upper())
    if schema is None:
        known = "、".join(workspace.schemas)
        raise WorkspaceError(f"没有编号为“{ledger}”的台账。", f"可选：{known}。")
    return schema


def _as_of(workspace: Workspace) -> dt.date:
    return workspace.config.as_of or dt.datetime.now().astimezone().date()


def _tell(outcome: Outcome, root: Path) -> None:
    """Say what was made, how complete it is, and what to chase first."""
    assessment, plan = outcome.assessment, outcome.plan
    shown = outcome.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    click.echo(f"\n{assessment.unit.name}：{plan.title}")
    click.echo(render_summary(assessment))
    if worst := render_worst(assessment):
        click.echo(f"\n{worst}")
    if assessment.unassigned:
        click.echo(f"\n另有 {len(assessment.unassigned)} 件材料不在任何指标下，见未归类材料清单。")
    if outcome.no_glyph:
        click.echo(
            f"\n注意：这些字没有可用字形，请安装含生僻字的字体：{''.join(sorted(outcome.no_glyph))}"
        )
    verdict = f"不完整，缺 {assessment.gap_count} 处" if assessment.gap_count else "没有缺项"
    sums = plan.reconciliation
    click.echo(f"\n成册 {sums.total_pages} 页，{verdict}；核对平衡（应列 {sums.listed} 项）。")
    click.echo(f"本次转换 {outcome.converted} 件，沿用 {outcome.cached} 件。")
    click.echo(f"已写入 {shown.as_posix()}/：{'、'.join(outcome.files)}")


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; every way it can end has its exit code.

    0 done; 1 gaps (``check``, ``build --strict``); 2 cannot run; 3 a bug; 130 interrupted.
    """
    try:
        main.main(args=arguments, prog_name="gen-binder", standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT_RUN)
    except BinderError as error:
        click.echo(f"错误：{error.message}", err=True)
        if error.remedy:
            click.echo(error.remedy, err=True)
        sys.exit(CANNOT_RUN)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n已中断，原有成册未改动。", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing more to say
        sys.exit(DONE)
    except Exception:
        traceback.print_exc()
        click.echo(
            "程序出错（不是材料的问题）。请把上面的内容发给维护人员；原有成册未改动。", err=True
        )
        sys.exit(BUG)
