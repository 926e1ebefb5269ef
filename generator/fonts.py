"""Find the font of each role, declare it to page layout, and map the names offices use to it."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

from generator.errors import FontError

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

#: Names that office documents give to the faces of each role.
_OFFICE_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fang": (
            *("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong"),
            *("方正仿宋_GBK", "方正仿宋_GB2312", "方正仿宋简体"),
        ),
        "kai": (
            *("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "华文楷体", "STKaiti"),
            *("方正楷体_GBK", "方正楷体_GB2312", "方正楷体简体"),
        ),
        "hei": (
            *("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "华文细黑", "STXihei", "STHeiti"),
            *("方正黑体_GBK", "方正黑体简体", "等线", "DengXian", "等线 Light", "DengXian Light"),
        ),
        "song": (
            *("宋体", "SimSun", "新宋体", "NSimSun", "华文宋体", "STSong"),
            *("方正书宋_GBK", "方正书宋简体", "宋体-简", "Songti SC"),
        ),
        "title": (
            *("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
            *("小标宋", "小标宋体", "方正大标宋简体", "方正大标宋_GBK", "华文中宋", "STZhongsong"),
        ),
    }
)

#: Metric-compatible or near free faces, used when they stand in the folders of the fonts found.
_STAND_INS = (
    ("Times New Roman", "Liberation Serif"),
    ("Times", "Liberation Serif"),
    ("Arial", "Liberation Sans"),
    ("Helvetica", "Liberation Sans"),
    ("Calibri", "Liberation Sans"),
    ("Courier New", "Liberation Mono"),
)

#: Faces with signs that Chinese fonts lack (☐ ☑ ✓), the first found completes every role.
_SIGN_FACES = ("DejaVuSans.ttf", "seguisym.ttf", "Apple Symbols.ttf")

#: Faces whose folders word processors need: their bullets, and stand-ins for common Latin names.
_OFFICE_FACES = ("opens___.ttf", "LiberationSans-Regular.ttf")

_LATIN_RANGE = "U+20-7E"


@dataclass(frozen=True, slots=True)
class FontSet:
    """The font file of each role, one with signs, and folders that office programs also need."""

    paths: Mapping[str, Path]
    sign: Path | None = None
    more_dirs: tuple[Path, ...] = ()

    def css(self) -> str:
        """The ``@font-face`` rules: one family ``gb-<role>`` per role, as file addresses.

        The Latin face is declared twice: ``gb-latin`` for U+20-7E only, so that it comes before
        the Chinese face without taking its punctuation, and ``gb-latin-all`` as a last resort.
        """
        rules = []
        for role, path in self.paths.items():
            if role == "latin":
                rules.append(_face("gb-latin", path, _LATIN_RANGE))
                rules.append(_face("gb-latin-all", path))
            else:
                rules.append(_face(f"gb-{role}", path))
        if self.sign is not None:
            rules.append(_face("gb-sign", self.sign))
        return "\n".join(rules)

    def stack(self, role: str) -> str:
        """The value of ``font-family`` for a role: Latin, its face, rare characters, signs.

        Raises:
            KeyError: the role has no font.
        """
        if role not in self.paths:
            raise KeyError(role)
        names = [f"gb-{role}"]
        if "latin" in self.paths and role != "latin":
            names.insert(0, "gb-latin")
        if "rare" in self.paths and role != "rare":
            names.append("gb-rare")
        if "latin" in self.paths:
            names.append("gb-latin-all")
        if self.sign is not None:
            names.append("gb-sign")
        return ", ".join(f'"{name}"' for name in names)

    def missing_glyphs(self, text: str, role: str = "fang") -> frozenset[str]:
        """The visible characters of ``text`` that no face in the role's stack can draw."""
        roles = [name for name in (role, "rare", "latin") if name in self.paths]
        files = [self.paths[name] for name in roles] + ([self.sign] if self.sign else [])
        covered = [_code_points(path) for path in files]
        return frozenset(
            char
            for char in set(text)
            if not char.isspace() and not any(ord(char) in points for points in covered)
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """All font files in use, each once, in the order of the roles."""
        signs = (self.sign,) if self.sign is not None else ()
        return tuple(dict.fromkeys((*self.paths.values(), *signs)))


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


def find_fonts(layout_fonts: Mapping[str, Sequence[str]], dirs: Sequence[Path]) -> FontSet:
    """Choose the first usable candidate file of every role.

    Args:
        layout_fonts: role to file names, best first; upper and lower case do not matter.
        dirs: folders to search, best first; the system's own folders come after them.

    Raises:
        FontError: a role has no usable font (``latin`` and ``rare`` may be absent).
    """
    index = _index(tuple(dict.fromkeys((*dirs, *system_font_dirs()))))
    paths: dict[str, Path] = {}
    absent: list[str] = []
    for role, names in layout_fonts.items():
        found = _first_usable(names, index, chinese=role != "latin")
        if found is not None:
            paths[role] = found
        elif role not in OPTIONAL_ROLES:
            absent.append(role)
    if absent:
        raise _absent_fonts(absent, layout_fonts)
    sign = _first_usable(_SIGN_FACES, index, chinese=False)
    more = [path.parent for name in _OFFICE_FACES for path in index.get(name.lower(), ())[:1]]
    return FontSet(paths, sign, tuple(dict.fromkeys(more)))


def fontconfig_file(fonts: FontSet, folder: Path) -> Path:
    """Write a private ``fonts.conf`` for programs that choose fonts by name.

    The faces of the roles get the names that office documents use for them, so that 仿宋_GB2312 is
    drawn with a 仿宋 and not with whatever the machine has. Names that nothing has fall back to
    Latin, 宋体, rare characters. The file is the same for the same fonts and folder.

    Args:
        fonts: the fonts found.
        folder: where the file and fontconfig's own cache are written; made when absent.

    Returns:
        The path to set as ``FONTCONFIG_FILE``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dirs = dict.fromkeys((*(path.parent for path in fonts.files), *fonts.more_dirs))
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(str(path.absolute()))}</dir>" for path in dirs]
    for role, path in fonts.paths.items():
        if role != "latin":
            shared = sum(other == path for other in fonts.paths.values()) > 1
            names = (f"gb-{role}", *_OFFICE_NAMES.get(role, ()))
            lines += _named_face(path, names, bold=not shared and _name(path, 2) == "Bold")
    for name, stand_in in _STAND_INS:
        lines.append(f"<alias binding='same'><family>{name}</family>")
        lines.append(f"<prefer><family>{stand_in}</family></prefer></alias>")
    lines += ["<match target='pattern'><edit name='family' mode='append_last' binding='strong'>"]
    if "latin" in fonts.paths:  # by its own name, which its bold and italic faces share
        lines.append(f"<string>{escape(_name(fonts.paths['latin'], 1))}</string>")
    lines += [f"<string>gb-{role}</string>" for role in ("song", "rare") if role in fonts.paths]
    lines += ["</edit></match>", ""]
    # fontconfig's cache keeps the added names: other rules need another cache.
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    own_cache = folder.absolute() / f"fontconfig-{digest}"
    lines[-1:] = [f"<cachedir>{escape(str(own_cache))}</cachedir>", "</fontconfig>", ""]
    target = folder / "fonts.conf"
    text = "\n".join(lines)
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8", newline="\n")
    return target


def _face(family: str, path: Path, unicode_range: str | None = None) -> str:
    limit = f" unicode-range: {unicode_range};" if unicode_range else ""
    address = path.absolute().as_uri()
    return f'@font-face {{ font-family: "{family}"; src: url("{address}");{limit} }}'


def _named_face(path: Path, names: Sequence[str], *, bold: bool) -> Iterator[str]:
    """Rules that add family names to one font file when fontconfig scans it.

    They are appended: the first name stays the file's own, which is the one that LibreOffice,
    which reads the names from the file itself, can look up again. A bold face is called bold even
    where the file gives the weight of a regular one: LibreOffice would take its sibling.
    """
    yield f"<match target='scan'><test name='file'><string>{escape(str(path.absolute()))}</string>"
    yield "</test><edit name='family' mode='append'>"
    yield from (f"<string>{escape(name)}</string>" for name in names)
    yield "</edit>"
    if bold:
        yield "<edit name='weight' mode='assign'><const>bold</const></edit>"
    yield "</match>"


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
    names: Sequence[str], index: Mapping[str, Sequence[Path]], *, chinese: bool
) -> Path | None:
    needed = {ord("东"), ord("西")} if chinese else {ord("A"), ord("0")}
    for name in names:
        for path in index.get(name.lower(), ()):
            if needed <= _code_points(path):
                return path
    return None


@lru_cache(maxsize=64)
def _code_points(path: Path) -> frozenset[int]:
    """The code points that a font draws; none when the file is not a readable font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError, AssertionError, ValueError):
        return frozenset()


def _name(path: Path, number: int) -> str:
    """An entry of a font's name table: 1 is the family, 2 the style (OpenType, ``name``)."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        return str(font["name"].getDebugName(number) or path.stem)


def _absent_fonts(roles: Sequence[str], layout_fonts: Mapping[str, Sequence[str]]) -> FontError:
    wanted = ";".join(
        f"{_LABELS.get(role, role)}({role}):{'、'.join(layout_fonts[role])}" for role in roles
    )
    return FontError(
        f"找不到排版需要的字体——{wanted}",
        "请把上面任一字体文件复制到工作区的 .fonts 文件夹（或运行 make binder 自动安装），"
        "也可在 layout.yaml 的 fonts 中写入本机已有的字体文件名，然后重新运行。",
    )
