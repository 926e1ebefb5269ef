"""Find the font file of each role, and of each fallback, in the folders of this system."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.base.errors import FontError
from generator.lettering.fonts.coverage import coverage
from generator.lettering.fonts.font_set import Fallback, FontSet, Spans

#: Roles that may be absent: pages can be laid out without them.
OPTIONAL_ROLES = frozenset({"latin", "rare"})

_LABELS = MappingProxyType(
    {
        "fang": "仿宋",
        "kai": "楷体",
        "hei": "黑体",
        "song": "宋体",
        "title": "小标宋",
        "latin": "西文",
        "rare": "生僻字后备",
    }
)

#: Faces with signs that Chinese fonts lack (☐ ☑ ✓), the first found completes every role.
_SIGN_FACES = ("DejaVuSans.ttf", "seguisym.ttf", "Apple Symbols.ttf")

#: Faces whose folders word processors need: their bullets, and stand-ins for common Latin names.
_OFFICE_FACES = ("opens___.ttf", "LiberationSans-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fallback to look for: file names, best first, characters that it must have, its lead."""

    label: str
    files: tuple[str, ...]
    sample: str
    first: Spans = ()


def system_font_dirs() -> tuple[Path, ...]:
    """Where this operating system keeps fonts: for all users, then for the current one."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        shared = (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        return (*shared, home / "Library" / "Fonts")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return (*shared, data / "fonts", home / ".fonts")


def font_dirs(workspace: Path) -> tuple[Path, ...]:
    """The folders to search, best first: the workspace's own, those of the environment, the system.

    ``GEN_BINDER_FONTS`` names further folders, separated as ``PATH`` is on this system.
    """
    named = os.environ.get("GEN_BINDER_FONTS", "").split(os.pathsep)
    own = (workspace / ".fonts", *(Path(name) for name in named if name))
    return tuple(dict.fromkeys((*own, *system_font_dirs())))


def find_fonts(
    layout_fonts: Mapping[str, Sequence[str]],
    dirs: Sequence[Path],
    fallbacks: Iterable[Wanted] = (),
) -> FontSet:
    """Choose the first usable candidate file of every role and every fallback.

    Args:
        layout_fonts: role to file names, best first; upper and lower case do not matter.
        dirs: folders to search, best first; the system's own folders come after them.
        fallbacks: fonts for what the roles lack, in the order in which they are asked; those
            that are not there are left out.

    Raises:
        FontError: a role has no usable font (``latin`` and ``rare`` may be absent).
    """
    index = _index(tuple(dict.fromkeys((*dirs, *system_font_dirs()))))
    paths: dict[str, Path] = {}
    absent: list[str] = []
    for role, names in layout_fonts.items():
        found = _first_usable(names, index, "A0" if role == "latin" else "东西")
        if found is not None:
            paths[role] = found
        elif role not in OPTIONAL_ROLES:
            absent.append(role)
    if absent:
        raise _absent_fonts(absent, layout_fonts)
    sign = _first_usable(_SIGN_FACES, index, "A0")
    more = [path.parent for name in _OFFICE_FACES for path in index.get(name.lower(), ())[:1]]
    there = (
        Fallback(wanted.label, path, wanted.first)
        for wanted in fallbacks
        if (path := _first_usable(wanted.files, index, wanted.sample))
    )
    return FontSet(paths, sign, tuple(dict.fromkeys(more)), tuple(there))


def _index(dirs: Sequence[Path]) -> dict[str, list[Path]]:
    """Lower-case file name to the paths that bear it, in the order of the folders."""
    found: dict[str, list[Path]] = {}
    for root in dirs:
        for folder, below, names in os.walk(root, followlinks=False):
            below.sort()
            for name in sorted(names):
                found.setdefault(name.lower(), []).append(Path(folder).absolute() / name)
    return found


def _first_usable(
    names: Sequence[str], index: Mapping[str, Sequence[Path]], sample: str
) -> Path | None:
    """The first file that is a font with all characters of the sample."""
    for name in names:
        for path in index.get(name.lower(), ()):
            if all(char in coverage(path) for char in sample):
                return path
    return None


def _absent_fonts(roles: Sequence[str], layout_fonts: Mapping[str, Sequence[str]]) -> FontError:
    wanted = "；".join(
        f"{_LABELS.get(role, role)}（{role}）：{'、'.join(layout_fonts[role])}" for role in roles
    )
    return FontError(
        f"找不到排版需要的字体——{wanted}",
        "请把上面任一字体文件复制到工作区的 .fonts 文件夹（或运行 make binder 自动安装），"
        "也可在 layout.yaml 的 fonts 中写入本机已有的字体文件名，然后重新运行。",
    )
