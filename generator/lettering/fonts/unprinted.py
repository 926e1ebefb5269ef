"""Name the characters that cannot be printed as they are, with the places where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.base.characters import code_point, is_shapeless, printable, standard_form
from generator.lettering.fonts.font_set import FontSet

#: Of one character's places, and of all characters, so many are named.
_MOST_PLACES, _MOST_CHARACTERS = 3, 20


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A character that is printed as something else, and where it stands, each place once."""

    char: str
    places: tuple[str, ...]

    @property
    def standard(self) -> str | None:
        """The character of the Chinese standards that is printed for a private code point."""
        return standard_form(self.char)


def unprinted(texts: Iterable[tuple[str, str]], fonts: FontSet) -> tuple[Unprinted, ...]:
    """The characters of texts that are spelled out, replaced, or drawn as their code.

    Args:
        texts: a place that a clerk can find, and what is printed of it, as it was written.
        fonts: the fonts found.

    Returns:
        The characters in the order of their codes.
    """
    verdicts: dict[str, bool] = {"\n": False, "\r": False, "\t": False}
    places: dict[str, dict[str, None]] = {}
    for place, text in texts:
        if text.isascii() and text.isprintable():
            continue
        for char in set(text):
            if char not in verdicts:
                verdicts[char] = _is_changed(char, fonts)
            if verdicts[char]:
                places.setdefault(char, {})[place] = None
    return tuple(Unprinted(char, tuple(places[char])) for char in sorted(places))


def named(found: Sequence[Unprinted]) -> str:
    """The characters in a sentence's middle: U+2FFFF（甲.xlsx）、U+E863 印成“䶮”（…）."""
    parts = [_named(each) for each in found[:_MOST_CHARACTERS]]
    more = f"等 {len(found)} 个" if len(found) > _MOST_CHARACTERS else ""
    return "、".join(parts) + more


def _named(each: Unprinted) -> str:
    form = f" 按国家标准印成“{each.standard}”" if each.standard else ""
    places = "、".join(place for place in each.places[:_MOST_PLACES] if place)
    if len(each.places) > _MOST_PLACES:
        places += f"等 {len(each.places)} 处"
    return f"{code_point(each.char)}{form}" + (f"（{places}）" if places else "")


def _is_changed(char: str, fonts: FontSet) -> bool:
    if is_shapeless(char) and printable(char) == char:
        return False
    return printable(char) != char or bool(fonts.missing_anywhere(char))
