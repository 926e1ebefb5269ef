"""Say what lies in the cache, or empty it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.terminal import say
from generator.cli import DONE
from generator.cli.declaring import command, importing

if TYPE_CHECKING:
    from generator.base.cache.cleaning import Bounds, Entry

#: What lies in each folder of the cache, in the words of those who file and print.
_KINDS = {
    "leaves": "转换成 PDF 的材料",
    "entries": "从压缩包、邮件、PDF 附件中取出的文件",
    "ledgers": "读过的台账",
    "registers": "印好的台账",
    "pictures": "Word 册的图页",
    "pages": "排好的封面、目录等页",
    "labels": "排好的标签",
    "surveys": "版面查看的结果",
    "personal": "个人信息查找的结果（号码已遮盖）",
    "fontconfig": "转换用的字体设置",
    "logs": "运行记录",
    "": "文件类型、密级、校验值等记录",
}
_OTHER = "其他"

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))


@command("cache", "看缓存占多少，或清空")
@click.option("--clear", is_flag=True, help="清空缓存；材料和成册不受影响，下次运行会慢一些。")
@click.pass_obj
def cache_command(folder: Path | None, clear: bool) -> int:
    """列出缓存（.cache 文件夹）里各类内容占多少；加 --clear 清空。

    缓存里只有可以重新生成的内容。长久没有用到的，程序会自动清除（见 config.yaml 的 cache）。
    """
    with importing():
        from generator.base.cache.cleaning import entries
        from generator.cli.opening import root_of
        from generator.office.config import read_config
        from generator.verdict.workspace import CACHE
    root = root_of(folder).resolve()
    bounds = read_config(root).cache_bounds
    there = tuple(entries(root / CACHE))
    if clear:
        _clear(root / CACHE)
        say(f"缓存已清空，腾出 {_size(there)}。材料和成册没有变动；下次运行要重新转换，会慢一些。")
    else:
        say(*_told(there, bounds))
    return DONE


def _clear(cache: Path) -> None:
    from generator.base.cache.cleaning import clear_all
    from generator.base.errors import OutputError
    from generator.base.scratch import alone_in
    from generator.verdict.workspace import CACHE

    if not cache.is_dir():
        return
    try:
        with alone_in(cache) as alone:
            done = alone and clear_all(cache)
    except OSError:  # not even its lock can be taken
        alone, done = True, False
    if not alone:
        raise OutputError("另一个 gen-binder 正在使用缓存，没有清空。", "请等那一个完成后再运行。")
    if not done:
        raise OutputError(
            f"缓存没有清完：{CACHE} 里有的文件删不掉，可能正被其他程序打开，或没有权限。",
            f"请关闭打开的文件后再运行，或直接删去 {CACHE} 文件夹。",
        )


def _told(there: "Sequence[Entry]", bounds: "Bounds") -> Iterator[str]:
    from generator.verdict.workspace import CACHE

    if not there:
        yield f"缓存（{CACHE} 文件夹）是空的。"
        return
    yield f"缓存（{CACHE} 文件夹）共 {_size(there)}，上限 {bounds.size // 1_000_000_000} GB："
    by_kind: dict[str, list[Entry]] = {}
    for entry in there:
        by_kind.setdefault(_KINDS.get(entry.kind, _OTHER), []).append(entry)
    for kind in (*_KINDS.values(), _OTHER):
        if own := by_kind.get(kind):
            yield f"  {kind}：{len(own)} 项，{_size(own)}"
    yield f"{bounds.days} 天没有用到的自动清除；超过上限的，先清除最久没有用到的。"
    yield "都可以重新生成；要清空请运行 gen-binder cache --clear，材料和成册不受影响。"


def _size(those: "Sequence[Entry]") -> str:
    size = sum(entry.size for entry in those)
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} 字节"
