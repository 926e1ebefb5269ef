"""``init``: make a new workspace, and say what comes next."""

from pathlib import Path

import click

from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.declaring import command, importing, words

#: The levels of a unit that can be made: values of ``model.Level``, which takes longer to import
#: than all that stands here.
LEVELS = ("县", "州")


@command("init", "新建工作区", for_others=True)
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
    with importing():
        from generator.binder.workspace_files import create_workspace
        from generator.model import Level
    count = create_workspace(target.absolute(), unit, name, Level(level), words())
    say(f"已新建工作区：{target}（指标文件夹 {count} 个）")
    say(f"下一步：填写 evidence/{unit}/county.yaml，把材料放进各指标文件夹，再运行：")
    say(f"  cd {target} && gen-binder {unit}")
    return DONE
