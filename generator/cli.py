"""The command line: the only place that prints, exits or looks at the clock."""

import datetime as dt
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click_default_group import DefaultGroup

from generator import __version__
from generator.archive import (
    IGNORED,
    ArchiveOutcome,
    ArchiveRequest,
    archive,
    find_validator,
)
from generator.build import (
    FORMATS,
    Outcome,
    Request,
    build,
    plan_binder,
)
from generator.chinese_click import speak_chinese
from generator.config import find_workspace
from generator.errors import BinderError, OutputError, WorkspaceError
from generator.files import disk_trouble
from generator.fonts import named
from generator.judge import judge, ledger_findings
from generator.ledgers.schema import LedgerSchema
from generator.ledgers.template_book import write_template
from generator.model import Level, Severity
from generator.outputs import PREFLIGHT_BOOK
from generator.personal import covered
from generator.privacy import privacy_report
from generator.private_files import owner_only
from generator.progress import Progress
from generator.renderers.archive_screen import (
    render_balance,
    render_boxes,
    render_left_out,
    render_remarks,
)
from generator.renderers.findings import render_findings
from generator.renderers.preflight_json import render_preflight_json
from generator.renderers.preflight_screen import render_preflight, render_preflight_counts
from generator.renderers.privacy_json import render_privacy_json
from generator.renderers.privacy_screen import render_privacy
from generator.renderers.screen import (
    render_classified,
    render_list,
    render_listed,
    render_summary,
    render_worst,
)
from generator.renderers.verified import render_verified, render_verified_json
from generator.scratch import in_cache
from generator.unit import unit_ids
from generator.verify import verify
from generator.workspace import Workspace, open_workspace
from generator.workspace_files import create_workspace, write_schemas

speak_chinese()  # before the commands are declared: click translates while they are

DONE, GAPS, CANNOT_RUN, BUG, INTERRUPTED = 0, 1, 2, 3, 130

#: Commands whose files hold no evidence and are made for colleagues too.
FOR_OTHERS = frozenset({"init", "schema", "template"})


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
) -> None:
    """生成一个或多个单位的成册，放进 output/单位/。

    缺少的材料在册内以“缺项页”占位，并列入缺项清单.xlsx。材料文件只读不改。
    """
    root, workspace = _at_work(folder)
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
            screen,
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
    _, workspace = _at_work(folder)
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


@main.command("preflight", options_metavar="[选项]", short_help="打印前检查版面和用纸")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--group", help="只看某一组，如 3。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def preflight_command(
    folder: Path | None, unit: str, as_json: bool, group: str | None, jobs: int | None
) -> None:
    """列出打印前要看的页（字太小、图不清、倒置、彩色等）和每卷用纸；有“注意”的，退出码为 1。"""
    root, workspace = _at_work(folder)
    request = Request(
        unit, _as_of(workspace), root / "output", group=group, jobs=jobs or os.cpu_count() or 1
    )
    with Progress() as progress:
        planned = plan_binder(workspace, request, progress)
    if as_json:
        click.echo(render_preflight_json(planned.assessment, planned.preflight), nl=False)
    else:
        click.echo(render_preflight(planned.preflight))
    sys.exit(GAPS if planned.preflight.warned else DONE)


@main.command("privacy", options_metavar="[选项]", short_help="打印前检查个人信息")
@click.argument("unit", metavar="单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), help="同时转换几份材料，默认按处理器数。")
@click.pass_obj
def privacy_command(folder: Path | None, unit: str, as_json: bool, jobs: int | None) -> None:
    """列出会印出来的身份证号、手机号、银行卡号（只显示首尾几位），和没有文字、未能检查的页。

    按文件和页列出，写明印在第几卷第几页；发现号码时退出码为 1。
    """
    root, workspace = _at_work(folder)
    jobs = jobs or os.cpu_count() or 1
    request = Request(unit, _as_of(workspace), root / "output", jobs=jobs)
    with Progress() as progress:
        planned = plan_binder(workspace, request, progress)
        judged = planned.judged
        registers = judged.registers
        report = privacy_report(
            planned.plan,
            planned.assessment,
            judged.filing.files,
            {path: one for path, one in registers.by_path.items() if registers.drawn(path)},
            mask=workspace.config.mask,
            cache=workspace.cache,
            jobs=jobs,
            progress=lambda done, total: progress("查找个人信息", done, total),
        )
    if as_json:
        click.echo(render_privacy_json(planned.assessment, report), nl=False)
    else:
        click.echo(render_privacy(report))
    sys.exit(GAPS if report.found else DONE)


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
) -> None:
    """按件归档：每件一个盖好归档章的 PDF，还有归档文件目录、盒内备考表、盒标签。

    都放进 output/单位-归档/。缺少的、不能归档的材料列在归档文件目录.xlsx 的“未能归档”里。
    材料文件只读不改。
    """
    root, workspace = _at_work(folder)
    request = ArchiveRequest(
        unit,
        _as_of(workspace),
        (output or root / "output").absolute(),
        jobs or os.cpu_count() or 1,
        unmasked,
    )
    with Progress() as progress:
        outcome = archive(workspace, request, find_validator(), progress)
    _tell_archive(outcome, root)


@main.command("ledger", options_metavar="[选项]", short_help="只查一种台账")
@click.argument("unit", metavar="单位")
@click.argument("ledger", metavar="台账编号")
@click.pass_obj
def ledger_command(folder: Path | None, unit: str, ledger: str) -> None:
    """列出一种台账（如 L16）的全部问题：工作表、行、列、怎么改；有错误时退出码为 1。"""
    _, workspace = _at_work(folder)
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
def verify_command(folder: Path | None, unit: str, output: Path | None, as_json: bool) -> None:
    """把现在的材料和成册与生成时的记录（manifest.json）逐件核对；有变动时退出码为 1。

    列出未变、已改动、不见了、新增的文件；写明变动的材料印在哪卷哪页，成册 PDF 的哪几面被改动。
    """
    root, workspace = _open(folder)
    verdict = verify(workspace, unit, (output or root / "output").absolute() / unit)
    click.echo(render_verified_json(verdict) if as_json else render_verified(verdict), nl=False)
    sys.exit(DONE if verdict.same else GAPS)


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


def _at_work(folder: Path | None) -> tuple[Path, Workspace]:
    """Open the workspace for a command that reads evidence, with its cache locked until the end."""
    root, workspace = _open(folder)
    click.get_current_context().with_resource(in_cache(workspace.cache))
    return root, workspace


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
    if classified := render_classified(assessment):
        click.echo(f"\n{classified}")
    _tell_late(outcome.late)
    if outcome.unprinted:
        click.echo(
            f"\n注意：有些字没有通用的字形，印成了代码或标准字：{named(outcome.unprinted)}。"
        )
        click.echo("请核对这些名称；能换用标准汉字的，改名后重新生成。")
    verdict = f"不完整，缺 {assessment.gap_count} 处" if assessment.gap_count else "没有缺项"
    sums = plan.reconciliation
    click.echo()
    for volume in plan.volumes:
        thick = f"{volume.sheets} 张，约 {volume.thickness:.1f} 毫米厚"
        click.echo(f"{volume.name}：{len(volume.pages)} 面，{thick}")
    said = f"成册 {len(plan.volumes)} 卷 {sums.total_pages} 面，{verdict}"
    click.echo(f"{said}；各卷和全册核对平衡（应列 {sums.listed} 项）。")
    click.echo(f"{render_preflight_counts(outcome.preflight)}详见 {PREFLIGHT_BOOK}。")
    click.echo(f"本次转换 {outcome.converted} 件，沿用 {outcome.cached} 件。")
    click.echo(f"已写入 {shown.as_posix()}/：{'、'.join(sorted(outcome.files))}")


def _tell_archive(outcome: ArchiveOutcome, root: Path) -> None:
    """Say what went into which box, what is in none, and what a person should look at."""
    shown = outcome.folder
    if shown.is_relative_to(root):
        shown = shown.relative_to(root)
    items = sum(len(box.items) for box in outcome.boxes)
    pages = sum(box.pages for box in outcome.boxes)
    name = outcome.assessment.unit.name
    click.echo(f"\n{name}归档：{items} 件 {pages} 页，{len(outcome.boxes)} 盒")
    if outcome.boxes:
        click.echo(render_boxes(outcome.boxes))
    if outcome.remarks:
        click.echo(f"\n须核对 {len(outcome.remarks)} 处：\n{render_remarks(outcome.remarks)}")
    if classified := render_classified(outcome.assessment):
        click.echo(f"\n{classified}")
    _tell_late(outcome.late)
    if outcome.left_out:
        click.echo(f"\n{render_left_out(outcome.left_out, frozenset({IGNORED}))}")
    for label in outcome.labels:
        if label.overfull:
            click.echo(f"\n注意：{label.name}比最厚的标准盒还厚，请分装。")
    click.echo(f"\n{render_balance(outcome.balance)}")
    verdicts = Counter(str(verdict.outcome) for verdict in outcome.verdicts.values())
    said = "、".join(f"{name} {count} 件" for name, count in sorted(verdicts.items()))
    if said:
        click.echo(f"PDF/A-1b（PDFBox Preflight）：{said}。")
    click.echo(f"已写入 {shown.as_posix()}/：{'、'.join(outcome.files)}")


def _tell_late(late: tuple[str, ...]) -> None:
    if late:
        names = "、".join(late)
        click.echo(f"\n注意：生成期间新放入 {len(late)} 件，未收入本次成册：{names}。")
        click.echo("请再运行一次。")


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


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; every way it can end has its exit code.

    0 done; 1 gaps (``check``, ``build --strict``); 2 cannot run; 3 a bug; 130 interrupted.
    """
    try:
        with _telling_of_disks():
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
        click.echo(covered(traceback.format_exc()), err=True, nl=False)
        click.echo(
            "程序出错（不是材料的问题）。请把上面的内容发给维护人员；原有成册未改动。", err=True
        )
        sys.exit(BUG)
