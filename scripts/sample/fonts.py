"""Find the fonts that the sample's papers are drawn with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

#: Role -> file names, the nearest to the official look first.
FACES = {
    "fang": ("FandolFang-Regular.otf", "simfang.ttf", "LXGWWenKai-Light.ttf"),
    "kai": ("FandolKai-Regular.otf", "simkai.ttf", "LXGWWenKai-Regular.ttf"),
    "hei": ("FandolHei-Regular.otf", "simhei.ttf", "LXGWWenKai-Bold.ttf"),
    "song": ("FandolSong-Regular.otf", "simsun.ttc", "LXGWWenKai-Regular.ttf"),
    "title": ("FandolSong-Bold.otf", "simhei.ttf", "LXGWWenKai-Bold.ttf"),
    "hand": ("LXGWWenKai-Light.ttf", "FandolKai-Regular.otf", "simkai.ttf"),
    "latin": ("LiberationSerif-Regular.ttf", "times.ttf", "DejaVuSerif.ttf"),
}

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (
    _ROOT / ".fonts",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The file of each role."""

    files: tuple[tuple[str, Path], ...]

    def path(self, role: str) -> Path:
        """The file of a role."""
        return dict(self.files)[role]

    def pillow(self, role: str, size: int) -> ImageFont.FreeTypeFont:
        """The face of a role for drawing with Pillow, ``size`` in pixels."""
        return ImageFont.truetype(str(self.path(role)), size)

    def css(self) -> str:
        """``@font-face`` rules; the Latin face serves figures and letters only."""
        rules = []
        for role, path in self.files:
            span = "unicode-range:U+20-7E;" if role == "latin" else ""
            rules.append(f"@font-face{{font-family:{role};src:url({path.as_uri()});{span}}}")
        return "\n".join(rules)


@cache
def find_fonts() -> Fonts:
    """Look for every role in ``.fonts/`` of the workspace, then in the system's folders.

    Raises:
        FileNotFoundError: a role has no font.
    """
    known: dict[str, Path] = {}
    for path in _font_files():
        known.setdefault(path.name, path)
    chosen = []
    for role, names in FACES.items():
        found = next((known[name] for name in names if name in known), None)
        if found is None:
            raise FileNotFoundError(f"no font for {role}: put one of {', '.join(names)} in .fonts/")
        chosen.append((role, found))
    return Fonts(tuple(chosen))


def _font_files() -> Iterator[Path]:
    for folder in _FOLDERS:
        if folder.is_dir():
            yield from sorted(path for path in folder.rglob("*.*") if path.is_file())
