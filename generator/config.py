"""Find the workspace and read its ``config.yaml``."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from generator.errors import ConfigError, WorkspaceError
from generator.located import WHOLE, Day, Filled, Form, Located, YesNo, problem_at, read_yaml
from generator.registers.mask import Mask
from generator.wording import suggest
from generator.yaml_schema import yaml_schema

CONFIG_NAME = "config.yaml"
CHECKLISTS = "templates/checklists"


@dataclass(frozen=True, slots=True)
class Config:
    """What the office set for its workspace.

    ``as_of`` is the day that due dates are counted from (``None``: today), ``office`` stands in
    for units that name none, ``conversion_timeout`` is in seconds per file, ``word_dpi`` is the
    resolution at which evidence pages become pictures in the Word binder.
    """

    root: Path
    profile: str
    title: str
    office: str | None
    as_of: dt.date | None
    duplex: bool
    conversion_timeout: int
    word_dpi: int
    mask: Mask

    @property
    def checklist_shown(self) -> str:
        """The checklist's path as printed in messages, relative to the workspace."""
        return f"{CHECKLISTS}/{self.profile}.yaml"

    @property
    def checklist_path(self) -> Path:
        """The checklist's file."""
        return self.root / self.checklist_shown


class _Binding(Form):
    duplex: YesNo = Field(True, title="双面打印", description="true：双面，隔页和各组从右手页起")


class _Conversion(Form):
    timeout_seconds: Annotated[int, Field(ge=5, le=3600), WHOLE] = Field(
        120, title="转换时限（秒）", description="一份文件转换超过这个时间即放弃，5 至 3600"
    )


class _Word(Form):
    dpi: Annotated[int, Field(ge=72, le=600), WHOLE] = Field(
        150, title="图片清晰度（dpi）", description="Word 册里材料页的清晰度，72 至 600"
    )


_Kept = Annotated[int, Field(ge=0, le=8), WHOLE]


class _Privacy(Form):
    id_first: _Kept = Field(6, title="身份证号留前几位", description="0 至 8")
    id_last: _Kept = Field(4, title="身份证号留后几位", description="0 至 8")
    phone_first: _Kept = Field(3, title="电话留前几位", description="0 至 8")
    phone_last: _Kept = Field(4, title="电话留后几位", description="0 至 8")
    card_last: _Kept = Field(4, title="银行卡号留后几位", description="0 至 8")


class _ConfigForm(Form):
    profile: Filled = Field(
        title="考核方案", description="templates/checklists 下的文件名，不含 .yaml"
    )
    title: Filled = Field(title="成册题名", description="印在封面上")
    office: Filled | None = Field(
        None, title="编制单位", description="county.yaml 没有写 office 的单位用这个名称"
    )
    as_of: Day | None = Field(
        None, title="基准日", description="期限从这一天算起，如 2019-12-10；不写则用当天"
    )
    binding: _Binding = Field(_Binding(), title="装订")
    conversion: _Conversion = Field(_Conversion(), title="文件转换")
    word: _Word = Field(_Word(), title="Word 册")
    privacy: _Privacy = Field(_Privacy(), title="个人信息遮盖")


def config_schema() -> dict[str, Any]:
    """The JSON Schema of ``config.yaml``."""
    return yaml_schema(_ConfigForm, "工作区设置")


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a ``config.yaml``.

    Raises:
        WorkspaceError: there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise WorkspaceError(
        f"在 {start} 及其上级文件夹里都没有找到 {CONFIG_NAME}，这里不是工作区。",
        "请先进入工作区文件夹再运行，或用 --workspace 指定；"
        "还没有工作区时，运行 gen-binder init 新建一个。",
    )


def read_config(root: Path) -> Config:
    """Read the ``config.yaml`` of a workspace.

    Raises:
        ConfigError: all problems of the file at once; also when its profile does not exist.
    """
    located = read_yaml(root / CONFIG_NAME, CONFIG_NAME, _ConfigForm)
    _check_profile(root, located)
    form = located.value
    return Config(
        root=root,
        profile=form.profile,
        title=form.title,
        office=form.office,
        as_of=form.as_of,
        duplex=form.binding.duplex,
        conversion_timeout=form.conversion.timeout_seconds,
        word_dpi=form.word.dpi,
        mask=Mask(**form.privacy.model_dump()),
    )


def _check_profile(root: Path, located: Located[_ConfigForm]) -> None:
    found = sorted(path.stem for path in (root / CHECKLISTS).glob("*.yaml"))
    profile = located.value.profile
    if profile not in found:
        message = f"{CHECKLISTS} 里没有考核方案 “{profile}”"
        remedy = suggest(profile, found, "现有的方案") if found else "请从模板重新复制考核方案"
        raise ConfigError([problem_at(located.place("profile"), message, remedy)])
