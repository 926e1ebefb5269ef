"""A private font configuration for LibreOffice: the names in documents lead to the fonts found."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import MappingProxyType

from generator.base import cache
from generator.lettering.fonts.coverage import coverage
from generator.lettering.fonts.font_set import FontSet
from generator.lettering.fonts.word import WORD_FACES, WordFace

#: So many characters of a block decide which fallback is the best for it.
_SAMPLES = 32

#: Names that office documents give to the faces of each role.
OFFICE_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
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
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [*_folders(fonts), *_role_names(fonts), *_fallback_names(fonts)]
    for name, stand_in in _STAND_INS:
        lines.append(f"<alias binding='same'><family>{name}</family>")
        lines.append(f"<prefer><family>{stand_in}</family></prefer></alias>")
    lines += ["<match target='pattern'><edit name='family' mode='append_last' binding='strong'>"]
    if "latin" in fonts.paths:  # by its own name, which its bold and italic faces share
        lines.append(f"<string>{escape(_name(fonts.paths['latin'], 1))}</string>")
    lines += [f"<string>gb-{role}</string>" for role in ("song", "rare") if role in fonts.paths]
    lines += [f"<string>{name}</string>" for name in _fallback_files(fonts).values()]
    lines += ["</edit></match>", ""]
    # fontconfig's cache keeps the added names: other rules need another cache.
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    own_cache = folder.absolute() / f"fontconfig-{digest}"
    lines[-1:] = [f"<cachedir>{escape(str(own_cache))}</cachedir>", "</fontconfig>", ""]
    target = folder / "fonts.conf"
    text = "\n".join(lines)
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        cache.write(target, text.encode("utf-8"))
    for kept in (target, own_cache):
        cache.used(kept)
    return target


def _folders(fonts: FontSet) -> Iterator[str]:
    """The folders to scan; of one that is only there for fallbacks, no other font is offered.

    A word processor becomes slower with every font that it has to know.
    """
    signs = [fonts.sign] if fonts.sign is not None else []
    whole = {path.parent for path in (*fonts.paths.values(), *signs)} | set(fonts.more_dirs)
    folders = dict.fromkeys((*(path.parent for path in fonts.files), *fonts.more_dirs))
    for folder in folders:
        yield f"<dir>{escape(str(folder.absolute()))}</dir>"
    for folder in folders:
        if folder not in whole:
            glob = escape(str(folder.absolute() / "*"))
            yield f"<selectfont><rejectfont><glob>{glob}</glob></rejectfont></selectfont>"
    for path in fonts.files:
        if path.parent not in whole:
            glob = escape(str(path.absolute()))
            yield f"<selectfont><acceptfont><glob>{glob}</glob></acceptfont></selectfont>"


def _role_names(fonts: FontSet) -> Iterator[str]:
    for role, path in fonts.paths.items():
        if role != "latin":
            shared = sum(other == path for other in fonts.paths.values()) > 1
            names = (f"gb-{role}", *OFFICE_NAMES.get(role, ()))
            yield from _named_face(path, names, bold=not shared and _name(path, 2) == "Bold")


def _fallback_names(fonts: FontSet) -> Iterator[str]:
    """The fallbacks under the names that Word's documents give to fonts for the same blocks."""
    known = {name for names in OFFICE_NAMES.values() for name in names}
    files = _fallback_files(fonts)
    names: dict[Path, list[str]] = {path: [name] for path, name in files.items()}
    for face in WORD_FACES:
        if face.name not in known and files:
            names[_first_good(files, _samples(face))].append(face.name)
    for path, given in names.items():
        yield from _named_face(path, given, bold=False)


def _fallback_files(fonts: FontSet) -> dict[Path, str]:
    """The files of signs and fallbacks with the names that they get here."""
    signs = [fonts.sign] if fonts.sign is not None else []
    paths = dict.fromkeys((*signs, *(fallback.path for fallback in fonts.fallbacks)))
    return {
        path: f"gb-more-{number}"
        for number, path in enumerate(path for path in paths if path not in fonts.paths.values())
    }


def _first_good(files: Iterable[Path], samples: Sequence[str]) -> Path:
    """The first file with at least half of what the best one has: the last are bitmaps of all."""
    has = {
        path: sum(char in drawn for char in samples) for path in files for drawn in [coverage(path)]
    }
    enough = max(has.values()) / 2
    return next(path for path, count in has.items() if count >= enough)


def _samples(face: WordFace) -> tuple[str, ...]:
    """Some characters of each block of a Word font, evenly spread."""
    return tuple(
        chr(code)
        for first, last in face.blocks
        for code in range(first, last + 1, max(1, (last - first) // _SAMPLES))
    )


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


def _name(path: Path, number: int) -> str:
    """An entry of a font's name table: 1 is the family, 2 the style (OpenType, ``name``)."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        return str(font["name"].getDebugName(number) or path.stem)
