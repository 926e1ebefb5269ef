"""Give the PDF library fonts of ours where a PDF names a font and does not bring it along.

Left to itself, pdfium takes whatever the machine has, or bends a face of its own whose widths
depend on what it drew before: the same page would come out differently in another process.
"""

import ctypes
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from generator.lettering.fonts.font_set import FontSet

#: The fourteen fonts that every PDF reader has (ISO 32000-1, 9.6.2.2); pdfium draws its own, and
#: asks under these names also for those that go by another one (Arial, Times New Roman).
_STANDARD = frozenset(
    {
        *(f"Courier{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
        *(f"Helvetica{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
        *(f"Times{style}" for style in ("-Roman", "-Bold", "-Italic", "-BoldItalic")),
        *("Symbol", "ZapfDingbats"),
    }
)

#: Character sets of Chinese, Japanese and Korean fonts, as Windows numbers them.
_EASTERN = frozenset({128, 129, 134, 136})

#: What the names of faces of each kind have in them; the first that is found decides.
_WORDS = (
    ("title", ("小标宋", "xiaobiaosong", "xbs", "中宋", "zhongsong")),
    ("fang", ("仿宋", "fangsong", "fang")),
    ("kai", ("楷", "kai")),
    ("hei", ("黑", "hei", "gothic", "dengxian", "等线")),
    ("song", ("宋", "song", "simsun", "mingliu", "mincho")),
)

#: The tag of a collection of fonts in one file.
_COLLECTION = 0x74746366


@dataclass(frozen=True, slots=True)
class StandIns:
    """The font file of each role, for child processes; ``mark`` tells them in names of caches."""

    paths: tuple[tuple[str, Path], ...] = ()
    mark: str = "none"

    @classmethod
    def of(cls, fonts: "FontSet") -> Self:
        """Those of a build's fonts."""
        return cls(tuple(sorted(fonts.paths.items())), fonts.fingerprint[:12])

    def use(self) -> None:
        """Let pdfium draw fonts that a PDF lacks with these, in this process from now on.

        On Windows and macOS nothing is changed: they have the fonts that Chinese offices use.
        """
        if self.paths and sys.platform == "linux":
            _installed(self.paths)


#: The machine's own fonts stand in.
NO_STAND_INS = StandIns()


def role_of(face: str, charset: int, roles: Mapping[str, Path]) -> str | None:
    """The role that stands in for a font; ``None`` for one that pdfium has itself.

    Args:
        face: the font's name in the PDF, without the mark of a subset.
        charset: the Windows number of its character set.
        roles: the roles that have a font.
    """
    if face in _STANDARD:
        return None
    plain = "".join(sign for sign in face.casefold() if sign.isalnum())
    named = _named().get(plain) or next(
        (role for role, words in _WORDS if any(word in plain for word in words)), None
    )
    wanted = named or ("song" if charset in _EASTERN else "latin")
    return next((role for role in (wanted, "song") if role in roles), None)


@lru_cache(maxsize=1)
def _named() -> Mapping[str, str]:
    from generator.lettering.fonts.office import OFFICE_NAMES

    return {
        "".join(sign for sign in name.casefold() if sign.isalnum()): role
        for role, names in OFFICE_NAMES.items()
        for name in names
    }


@lru_cache(maxsize=1)
def _installed(paths: tuple[tuple[str, Path], ...]) -> Any:
    """Tell pdfium whom to ask; the answer is kept, for pdfium calls into it later."""
    import pypdfium2.raw as pdfium

    kinds: dict[str, Any] = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    answers: dict[str, Callable[..., Any]] = _answers(dict(paths))
    information = pdfium.FPDF_SYSFONTINFO()
    information.version = 1
    for name, answer in answers.items():
        setattr(information, name, kinds[name](answer))
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(information))
    return information


def _answers(roles: Mapping[str, Path]) -> dict[str, Callable[..., Any]]:
    """What pdfium asks, each with its answer; a font's handle is its place among the roles + 1."""
    order = list(roles)

    def chosen(_info: Any, _weight: int, _italic: int, charset: int, *rest: Any) -> int:
        face = ctypes.string_at(rest[1]) if rest[1] else b""
        role = role_of(decoded_face(face), charset, roles)
        return 0 if role is None else order.index(role) + 1

    def data(_info: Any, handle: int, table: int, buffer: Any, size: int) -> int:
        content = _content(roles[order[handle - 1]])
        if table and not (table == _COLLECTION and content.startswith(b"ttcf")):
            return 0
        return _copied(content, buffer, size)

    def name(_info: Any, handle: int, buffer: Any, size: int) -> int:
        return _copied(f"gb-{order[handle - 1]}".encode() + b"\0", buffer, size)

    return {
        "Release": lambda _info: None,
        "EnumFonts": lambda _info, _mapper: None,
        "MapFont": chosen,
        "GetFont": lambda _info, _face: 0,
        "GetFontData": data,
        "GetFaceName": name,
        "GetFontCharset": lambda _info, handle: 0 if order[handle - 1] == "latin" else 134,
        "DeleteFont": lambda _info, _handle: None,
    }


def _copied(content: bytes, buffer: Any, size: int) -> int:
    """Copy into a buffer that is large enough; give the size that is needed."""
    if buffer and size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)


@lru_cache(maxsize=8)
def _content(path: Path) -> bytes:
    return path.read_bytes()


def decoded_face(face: bytes) -> str:
    """A font's name: UTF-8 by the standard, the Chinese code page in older Chinese programs."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return face.decode(encoding)
        except UnicodeDecodeError:
            continue
    return face.decode("latin-1")
