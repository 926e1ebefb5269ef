"""``--version --verbose``: what the program stands on here, and what keeps documents in."""

import platform
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from generator import __version__
from generator.base.cache import Answers
from generator.base.errors import WorkspaceError
from generator.base.terminal import say
from generator.base.workers import standing
from generator.convert import office_versions, soffice
from generator.lettering.fonts import font_dirs
from generator.office.config import find_workspace

#: The libraries that read or draw documents.
_LIBRARIES = (
    *("pikepdf", "pypdfium2", "weasyprint", "pillow", "lxml", "selectolax"),
    *("python-calamine", "xlsxwriter", "polars", "olefile", "msoffcrypto-tool", "python-docx"),
)

_CLEANED = "只靠先清除材料里的外部链接、宏和脚本来防护"


def tell(folder: Path | None) -> None:
    """Say it, in the words of those who keep the office's machines.

    Args:
        folder: the workspace, if one is named.
    """
    say(f"gen-binder {__version__}", *_lines(folder))


def _lines(folder: Path | None) -> Iterator[str]:
    yield f"系统：{platform.system()} {platform.release()}（{platform.machine()}）"
    yield f"Python：{platform.python_version()}"
    yield from _office()
    yield f"程序库：{'、'.join(f'{name} {_version(name)}' for name in _LIBRARIES)}"
    yield f"字体文件夹：{_fonts(folder)}"
    yield from _confinement()


def _office() -> Iterator[str]:
    program = soffice.find()
    if program is None:
        yield "LibreOffice：没有找到；Word、Excel、PPT、WPS 等材料转换不了，请安装"
        return
    with tempfile.TemporaryDirectory() as kept:
        told = office_versions.version(program, Answers(Path(kept) / "soffice.json"))
    number = office_versions.number_of(told)
    yield f"LibreOffice：{number or '启动不了，请重新安装'}（{program}）"
    yield from office_versions.about_old(told)


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "没有安装"


def _fonts(folder: Path | None) -> str:
    try:
        root = folder or find_workspace(Path.cwd())
    except WorkspaceError:
        root = Path.cwd()
    there = [str(path) for path in font_dirs(root) if path.is_dir()]
    return "、".join(there) or "一个也没有；请把字体放进工作区的 .fonts 文件夹"


def _confinement() -> Iterator[str]:
    """What was tried in a worker, and what protects where it is not kept by the system."""
    found = standing()
    if found is None:
        yield "隔离：没能试出来，处理材料的进程启动不了；请把这几行发给维护人员"
        return
    walled = "有，处理材料的进程打不开别处的文件（Landlock）"
    yield f"文件隔离：{walled if found.walled else f'没有，本机系统不支持；{_CLEANED}'}"
    yield f"断网：{'有' if found.cut_off else f'没有，本机系统不允许；{_CLEANED}'}"
    yield f"内存上限：{'有' if found.limited else '没有，本机系统不支持；只有时间上限'}"
