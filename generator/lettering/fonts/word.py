"""Which font Word is told for characters that its official Chinese fonts need not have."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from generator.base.characters import is_shapeless, joins
from generator.lettering.fonts.font_set import Spans


@dataclass(frozen=True, slots=True)
class WordFace:
    """A font of Windows 10 and 11 for some blocks of Unicode.

    ``other`` stands in for it where it is not installed; ``charset`` is what the font table of a
    document says (ISO 29500-1, 17.8.3.2); ``leftward`` is for scripts written from the right.
    """

    name: str
    other: str
    blocks: Spans
    charset: str = "00"
    leftward: bool = False

    @property
    def eastern(self) -> bool:
        """Whether it is a font of Chinese characters."""
        return self.charset == "86"


#: As Microsoft's list of Windows 11 fonts gives them; the blocks are those of Unicode 15.
WORD_FACES = (
    WordFace("SimSun", "宋体", ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x9FA6, 0x9FFF)), "86"),
    WordFace("SimSun-ExtB", "SimSun", ((0x20000, 0x2FFFF),), "86"),
    WordFace("SimSun-ExtG", "SimSun-ExtB", ((0x30000, 0x3FFFF),), "86"),
    WordFace("Microsoft Himalaya", "Kailasa", ((0x0F00, 0x0FFF),)),
    WordFace("Mongolian Baiti", "Noto Sans Mongolian", ((0x1800, 0x18AF), (0x11660, 0x1167F))),
    WordFace("Microsoft Yi Baiti", "Noto Sans Yi", ((0xA000, 0xA4CF),)),
    WordFace(
        "Microsoft Uighur",
        "Segoe UI",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        "B2",
        leftward=True,
    ),
    WordFace("Microsoft Tai Le", "Noto Sans Tai Le", ((0x1950, 0x197F),)),
    WordFace("Microsoft New Tai Lue", "Noto Sans New Tai Lue", ((0x1980, 0x19DF),)),
    WordFace("Microsoft PhagsPa", "Noto Sans Phags-pa", ((0xA840, 0xA87F),)),
    WordFace("Segoe UI", "Noto Sans Lisu", ((0xA4D0, 0xA4FF), (0x0370, 0x03FF), (0x1F00, 0x1FFF))),
    WordFace("Ebrima", "Noto Sans", ((0x2C60, 0x2C7F), (0xA720, 0xA7FF))),
    WordFace(
        "Malgun Gothic", "Noto Sans CJK KR", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7FF))
    ),
    WordFace("Segoe UI Symbol", "Symbola", ((0x2300, 0x23FF), (0x2600, 0x27BF), (0x2900, 0x2BFF))),
    WordFace("Segoe UI Emoji", "Segoe UI Symbol", ((0x1F000, 0x1FAFF),)),
)

#: Blocks that Times New Roman has, and that are its own rather than the Chinese font's: letters
#: of Zhuang and of transcriptions.
_LATIN: Spans = ((0x0100, 0x02AF), (0x1E00, 0x1EFF))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters with one font: that of ``face``, else the style's Latin or Chinese one."""

    text: str
    face: WordFace | None
    latin: bool


def stretches(text: str) -> tuple[Stretch, ...]:
    """Cut a text into stretches of one font each; marks stay with what they stand on."""
    found: list[Stretch] = []
    for at, char in enumerate(text):
        face, latin = _face_of(char)
        last = found[-1] if found else None
        if last is not None and (
            (last.face, last.latin) == (face, latin)
            or joins(text[at - 1], char)
            or (char == " " and last.face is not None)
        ):
            found[-1] = Stretch(last.text + char, last.face, last.latin)
        else:
            found.append(Stretch(char, face, latin))
    return tuple(found)


@lru_cache(maxsize=4096)
def _face_of(char: str) -> tuple[WordFace | None, bool]:
    code = ord(char)
    for face in WORD_FACES:
        if any(first <= code <= last for first, last in face.blocks) and not is_shapeless(char):
            return face, False
    latin = any(first <= code <= last for first, last in _LATIN)
    return None, latin and unicodedata.category(char) != "Mn"
