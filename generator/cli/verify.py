"""``verify``: compare what is filed and what was made with the record of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.page_ranges import ranges
from generator.base.terminal import hand_over, say
from generator.cli import DONE, GAPS
from generator.cli.declaring import JSON, UNIT, command, importing, output_option

if TYPE_CHECKING:
    from generator.binder.verify import Compared, Verified


@command("verify", "核对材料和成册有没有变动")
@UNIT
@output_option("成册所在位置")
@JSON
@click.pass_obj
def verify_command(folder: Path | None, unit: str, output: Path | None, as_json: bool) -> int:
    """把现在的材料和成册与生成时的记录（manifest.json）逐件核对；有变动时退出码为 1。

    列出未变、已改动、不见了、新增的文件；写明变动的材料印在哪卷哪页，成册 PDF 的哪几面被改动。
    """
    with importing():
        from generator.binder.verify import verify
        from generator.cli.opening import opened
    root, workspace = opened(folder)
    verdict = verify(workspace, unit, (output or root / "output").absolute() / unit)
    if as_json:
        hand_over(render_verified_json(verdict))
    else:
        say(*render_verified(verdict))
    return DONE if verdict.same else GAPS


def render_verified(verified: Verified) -> list[str]:
    """Counts by state, then every file that is not as it was."""
    lines = [*_part("材料", verified.sources), "", *_part("成册", verified.outputs), ""]
    return [*lines, "全部未变。" if verified.same else _remedy(verified)]


def _part(title: str, files: Sequence[Compared]) -> Iterator[str]:
    from generator.binder.verify import State

    counts = Counter(one.state for one in files)
    yield f"{title}：" + "、".join(f"{state.label} {counts[state]} 件" for state in State)
    for one in files:
        if one.state is not State.SAME:
            yield f"  [{one.state.label}] {one.path}{_detail(one)}"


def _detail(one: Compared) -> str:
    said = [f"原在{one.place}"] if one.place else []
    if one.pages:
        said.append(f"第 {ranges([str(page) for page in one.pages])} 面与生成时不同")
    if one.broken:
        said.append(f"没能查看哪些面与生成时不同：{one.broken}")
    joined = "；".join(said)
    return f"（{joined}）" if said else ""


def _remedy(verified: Verified) -> str:
    from generator.binder.verify import State

    if any(one.state is not State.SAME for one in verified.sources):
        return "材料有变动：请重新生成成册，再换印变动的页。"
    return "成册文件有变动：请重新生成，或从备份找回。"


def render_verified_json(verified: Verified) -> str:
    """Both lists with path, state, place and pages."""
    from generator.base.json_text import json_text

    content = {
        "same": verified.same,
        "sources": [_record(one) for one in verified.sources],
        "outputs": [_record(one) for one in verified.outputs],
    }
    return json_text(content)


def _record(one: Compared) -> dict[str, object]:
    record: dict[str, object] = {"path": one.path, "state": one.state.value}
    if one.place:
        record["place"] = one.place
    if one.pages:
        record["pages"] = list(one.pages)
    if one.broken:
        record["broken"] = one.broken
    return record
