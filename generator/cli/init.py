"""Make a new workspace, and say what comes next."""

from pathlib import Path

from generator.base.terminal import say
from generator.binder.workspace_files import create_workspace
from generator.cli import DONE
from generator.model import Level


def run(target: Path, *, unit: str, name: str, level: str) -> int:
    """Write the workspace with one unit.

    Raises:
        BinderError: the folder is in use, or the unit's name cannot be used.
    """
    count = create_workspace(target.absolute(), unit, name, Level(level))
    say(f"已新建工作区：{target}（指标文件夹 {count} 个）")
    say(f"下一步：填写 evidence/{unit}/county.yaml，把材料放进各指标文件夹，再运行：")
    say(f"  cd {target} && gen-binder {unit}")
    return DONE
