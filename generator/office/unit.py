"""Find the assessed units of a workspace and read a unit's ``county.yaml``."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from generator.base.characters import is_unseen
from generator.base.errors import ConfigError, Problem, WorkspaceError
from generator.base.files import natural_key
from generator.base.yaml.reading import Day, Filled, Form, YamlFile, problem_at, read_yaml
from generator.base.yaml.schema import yaml_schema
from generator.base.yaml.wording import nearest, suggest
from generator.model import Checklist, Exemption, Level, Override, Person, Unit
from generator.office.typed_form import TypedFigureForm, typed_figure, typed_problems

EVIDENCE = "evidence"
UNIT_FILE = "county.yaml"

#: Device names and characters that Windows refuses in file names.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_REFUSED = re.compile(r"[<>:\"|?*\x00-\x1f\x7f]")

#: Bytes of a unit's name: its output has a longer one, and file systems take 255.
_LONGEST = 160


class _PersonForm(Form):
    name: Filled = Field(title="姓名")
    phone: Filled = Field(title="电话", description='请加引号，如 "0000-1234567"')


class _ExemptionForm(Form):
    reason: Filled = Field(title="不适用的理由")
    decided_by: Filled = Field(title="由谁决定", description="写明单位、职务、姓名")
    date: Day | None = Field(None, title="决定日期", description="如 2019-11-05")


class _OverrideForm(Form):
    owner: Filled | None = Field(None, title="本单位的责任部门")
    due: Day | None = Field(None, title="本单位的报送期限", description="如 2019-12-05")
    person: _PersonForm | None = Field(None, title="责任人")


class _UnitForm(Form):
    name: Filled = Field(title="单位名称")
    level: Literal["县", "州"] = Field(title="层级")
    office: Filled | None = Field(
        None, title="编制单位", description="不写则用 config.yaml 的 office"
    )
    partner: Filled = Field(title="结对的东部单位")
    people: dict[str, _PersonForm] = Field(
        {}, title="各部门责任人", description="部门名称与清单的责任单位一致"
    )
    not_applicable: dict[str, _ExemptionForm] = Field(
        {}, title="不适用的指标", description="指标编号： 理由和决定人"
    )
    items: dict[str, _OverrideForm] = Field(
        {}, title="个别指标的安排", description="指标编号： 责任部门、期限、责任人"
    )
    figures: dict[str, TypedFigureForm] = Field(
        {}, title="填报的数", description="数据编号： 数、单位、出处；编号见 templates/figures"
    )


def unit_schema() -> dict[str, Any]:
    """The JSON Schema of ``county.yaml``."""
    return yaml_schema(_UnitForm, "被考核单位")


def unit_ids(root: Path) -> tuple[str, ...]:
    """The folders under ``evidence`` that hold a ``county.yaml``, in natural order.

    Raises:
        WorkspaceError: the ``evidence`` folder cannot be read.
    """
    folder = root / EVIDENCE
    if not folder.is_dir():
        return ()
    try:
        names = [path.name for path in folder.iterdir() if (path / UNIT_FILE).is_file()]
    except OSError:
        raise WorkspaceError(f"文件夹 {EVIDENCE} 打不开。", "请检查文件夹权限。") from None
    return tuple(sorted((name for name in names if not name.startswith(".")), key=natural_key))


def read_unit(
    root: Path,
    unit_id: str,
    checklist: Checklist,
    office: str | None = None,
    figures: Mapping[str, str] | None = None,
    reserved: Collection[str] = (),
) -> Unit:
    """Read the ``county.yaml`` of a unit.

    Args:
        root: the workspace.
        unit_id: the name of the unit's folder under ``evidence``.
        checklist: what the unit's file may refer to.
        office: the office that makes the binder, unless the unit names its own.
        figures: the unit of measure of each figure that may be typed, by its id; ``None`` when
            only the items are to be checked.
        reserved: words that name something else where a unit is named, in lower case.

    Raises:
        WorkspaceError: the name is refused or unknown.
        ConfigError: all problems of the unit's file at once.
    """
    check_name(unit_id, reserved)
    _find(root, unit_id)
    shown = f"{EVIDENCE}/{unit_id}/{UNIT_FILE}"
    file = read_yaml(root / shown, shown, _UnitForm)
    form = file.value
    items = [item.id for item in checklist.items]
    problems = [*_references(file, checklist)]
    problems += typed_problems(file, form.figures, items, figures)
    made_by = form.office or office
    if made_by is None:
        remedy = "请在这里或 config.yaml 里写 office: 编制单位的名称"
        problems.append(problem_at(file.place(), "没有写编制单位", remedy))
    if problems or made_by is None:
        raise ConfigError(problems)
    return _unit(unit_id, form, made_by, root / EVIDENCE / unit_id, shown)


def _unit(unit_id: str, form: _UnitForm, office: str, folder: Path, shown: str) -> Unit:
    exemptions = form.not_applicable.items()
    return Unit(
        id=unit_id,
        name=form.name,
        level=Level(form.level),
        office=office,
        partner=form.partner,
        people={name: Person(one.name, one.phone) for name, one in form.people.items()},
        not_applicable={
            item: Exemption(one.reason, one.decided_by, one.date) for item, one in exemptions
        },
        overrides={
            item: Override(one.owner, one.due, _person(one.person))
            for item, one in form.items.items()
        },
        folder=folder,
        path=shown,
        figures={key: typed_figure(one) for key, one in form.figures.items()},
    )


def _person(form: _PersonForm | None) -> Person | None:
    return None if form is None else Person(form.name, form.phone)


def _references(file: YamlFile[_UnitForm], checklist: Checklist) -> Iterator[Problem]:
    known = [item.id for item in checklist.items]
    form = file.value
    for key, written in (("not_applicable", form.not_applicable), ("items", form.items)):
        for item in written:
            if item not in known:
                guess = nearest(item, known)
                remedy = f"是否为 “{guess}”？" if guess else f"编号见 {checklist.path}"
                place = file.key_place(key, item)
                yield problem_at(place, f"清单里没有指标 “{item}”", remedy)


def check_name(unit_id: str, reserved: Collection[str] = ()) -> None:
    """Stop at names that could lead out of ``evidence`` or that some computer cannot use.

    Args:
        unit_id: the name.
        reserved: the commands' names, in lower case: ``gen-binder NAME`` is short for
            ``gen-binder build NAME``.

    Raises:
        WorkspaceError: the name cannot be a unit's.
    """
    why = None
    if "/" in unit_id or "\\" in unit_id:
        why = "只写文件夹的名称，不能带路径"
    elif not unit_id.strip() or unit_id != unit_id.strip().strip("."):
        why = "名称不能为空，首尾不能是空格或句点"
    elif unit_id.startswith("-"):
        why = "名称不能以“-”开头，会被当成选项"
    elif any(map(is_unseen, unit_id)):
        why = "名称里有控制字符或看不见的字符"
    elif len(unit_id.encode()) > _LONGEST:
        why = "名称太长"
    elif _REFUSED.search(unit_id) or _DEVICES.fullmatch(unit_id):
        why = "这个名称在 Windows 上不能用作文件夹名"
    elif unit_id.casefold() in reserved:
        why = "这是 gen-binder 的命令名"
    if why is not None:
        raise WorkspaceError(
            f"单位名称 “{unit_id}” 不能用：{why}。",
            f"请写 {EVIDENCE} 下的文件夹名，如 county_a；文件夹重名时请改名。",
        )


def _find(root: Path, unit_id: str) -> None:
    known = unit_ids(root)
    folder = root / EVIDENCE / unit_id
    if unit_id in known:
        if folder.resolve().is_relative_to(root.resolve()):
            return
        message = f"单位 “{unit_id}” 的文件夹是链接，指向工作区之外。"
        raise WorkspaceError(message, f"请把材料放进 {EVIDENCE}/{unit_id}。")
    if folder.is_dir():
        message = f"文件夹 {EVIDENCE}/{unit_id} 里没有 {UNIT_FILE}。"
        raise WorkspaceError(message, f"请从别的单位复制一份 {UNIT_FILE}，改好单位名称等内容。")
    remedy = (
        f"{suggest(unit_id, known, '现有单位')}" if known else f"请先在 {EVIDENCE} 下建单位文件夹"
    )
    raise WorkspaceError(
        f"{EVIDENCE} 下没有单位 “{unit_id}”。", remedy if remedy.endswith("？") else f"{remedy}。"
    )
