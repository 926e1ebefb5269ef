"""The fonts of a build: which file draws which character, and how page layout learns of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.base.characters import is_private, needs_glyph
from generator.lettering.fonts.coverage import coverage

_LATIN = "U+20-7E"

#: Families of the faces that are only declared where a text needs them, followed by a number: those
#: of scripts that one face must set as a whole come first, the others last. Each face has a family
#: of its own, for WeasyPrint takes fonts of one name for one font.
_FIRST, _MORE, CODES = "gb-first", "gb-more", "gb-codes"

#: The mark that makes a key of the character before it, and the characters that it may follow.
_KEYCAP, _KEYS = "\u20e3", "#*0123456789"

#: First and last code points.
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """A font for characters that the roles' fonts lack; for those of ``first`` it comes first."""

    label: str
    path: Path
    first: Spans = ()

    def leads(self, char: str) -> bool:
        """Whether it draws a character even where another font has it too."""
        return any(start <= ord(char) <= end for start, end in self.first) and self.has(char)

    def has(self, char: str) -> bool:
        """Whether it draws a character; private ones may look like anything in it."""
        return char in coverage(self.path) and not is_private(char)


@dataclass(frozen=True, slots=True)
class FontSet:
    """The font file of each role, one with signs, and folders that office programs also need."""

    paths: Mapping[str, Path]
    sign: Path | None = None
    more_dirs: tuple[Path, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()

    def css(self) -> str:
        """The ``@font-face`` rules: one family ``gb-<role>`` per role, as file addresses.

        The Latin face is declared twice: ``gb-latin`` for U+20-7E only, so that it comes before
        the Chinese face without taking its punctuation, and ``gb-latin-all`` as a last resort.
        Fallbacks are named in a comment only: see :meth:`css_for`.
        """
        rules = []
        for role, path in self.paths.items():
            if role == "latin":
                rules.append(_face("gb-latin", path, _LATIN))
                rules.append(_face("gb-latin-all", path))
            else:
                rules.append(_face(f"gb-{role}", path))
        if self.sign is not None:
            rules.append(_face("gb-sign", self.sign))
        rules.append(f"/* {self.fingerprint} */")
        return "\n".join(rules)

    def css_for(self, text: str) -> str:
        """The ``@font-face`` rules of the fallbacks that a text needs, each for its characters."""
        needed: dict[tuple[str, int], list[str]] = {}
        for char in self._strange(text):
            lead = self._leading(char)
            number = self._fallback(char) if lead is None else lead
            if number is not None:
                needed.setdefault((_FIRST if number == lead else _MORE, number), []).append(char)
        for chars in needed.values():
            if _KEYCAP in chars:  # a mark around a digit is only drawn by a font with both
                chars[:] = sorted({*chars, *_KEYS})
        return "\n".join(
            _face(f"{family}-{number}", self.fallbacks[number].path, _ranges(chars))
            for (family, number), chars in needed.items()
        )

    def stack(self, role: str) -> str:
        """The value of ``font-family`` for a role: Latin, its face, rare characters, signs, others.

        Raises:
            KeyError: the role has no font.
        """
        if role not in self.paths:
            raise KeyError(role)
        names = ["gb-latin"] if "latin" in self.paths and role != "latin" else []
        names += [f"{_FIRST}-{number}" for number, each in enumerate(self.fallbacks) if each.first]
        names.append(f"gb-{role}")
        if "rare" in self.paths and role != "rare":
            names.append("gb-rare")
        if "latin" in self.paths:
            names.append("gb-latin-all")
        if self.sign is not None:
            names.append("gb-sign")
        names += [f"{_MORE}-{number}" for number in range(len(self.fallbacks))]
        return ", ".join(f'"{name}"' for name in (*names, CODES))

    def missing_anywhere(self, text: str) -> tuple[str, ...]:
        """The visible characters that some role cannot draw, in the order of their codes."""
        strange = [char for char in self._strange(text) if self._fallback(char) is None]
        return tuple(char for char in strange if self._leading(char) is None)

    def leading(self, char: str) -> Path | None:
        """The file that draws a character before the role's own; ``None`` when none leads."""
        number = self._leading(char)
        return None if number is None else self.fallbacks[number].path

    def fallback(self, char: str) -> Path | None:
        """The fallback that draws a character which the roles' files lack, if there is one."""
        number = self._fallback(char)
        return None if number is None else self.fallbacks[number].path

    @property
    def digits(self) -> Path:
        """The file whose digits and letters spell codes: the Latin one, else that of a role."""
        return self.paths.get("latin", self.files[0])

    @property
    def files(self) -> tuple[Path, ...]:
        """All font files in use, each once, in the order in which they are asked."""
        signs = (self.sign,) if self.sign is not None else ()
        more = (fallback.path for fallback in self.fallbacks)
        return tuple(dict.fromkeys((*self.paths.values(), *signs, *more)))

    @property
    def fingerprint(self) -> str:
        """Another text whenever one of the files is another font: for the keys of caches."""
        parts = [f"{role}={_identity(path)}" for role, path in self.paths.items()]
        parts += [f"sign={_identity(self.sign)}"] if self.sign is not None else []
        parts += [f"{each.first}={_identity(each.path)}" for each in self.fallbacks]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def _base(self, role: str) -> Iterator[Path]:
        """The files of a role's stack that every page declares."""
        for name in (role, "rare", "latin"):
            if name in self.paths:
                yield self.paths[name]
        if self.sign is not None:
            yield self.sign

    def _leading(self, char: str) -> int | None:
        found = (number for number, each in enumerate(self.fallbacks) if each.leads(char))
        return next(found, None)

    def _fallback(self, char: str) -> int | None:
        return next((number for number, each in enumerate(self.fallbacks) if each.has(char)), None)

    def _strange(self, text: str) -> list[str]:
        """Characters that a fallback leads, or that the stack of some role lacks."""
        roles = [role for role in self.paths if role not in ("latin", "rare")]
        shared = [*self._base("")]
        return [
            char
            for char in sorted(set(text))
            if needs_glyph(char)
            and (
                self._leading(char) is not None
                or is_private(char)
                or not (
                    any(char in coverage(path) for path in shared)
                    or all(char in coverage(self.paths[role]) for role in roles)
                )
            )
        ]


def _face(family: str, path: Path, unicode_range: str | None = None) -> str:
    limit = f" unicode-range: {unicode_range};" if unicode_range else ""
    address = path.absolute().as_uri()
    return f'@font-face {{ font-family: "{family}"; src: url("{address}");{limit} }}'


def _ranges(chars: Iterable[str]) -> str:
    """Characters in the order of their codes as the value of ``unicode-range``."""
    spans: list[list[int]] = []
    for code in map(ord, chars):
        if spans and spans[-1][1] + 1 == code:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ", ".join(f"U+{first:X}-{last:X}" for first, last in spans)


@lru_cache(maxsize=128)
def _identity(path: Path) -> str:
    """A file's name, size and first bytes: the checksums of a font's tables stand there."""
    with path.open("rb") as stream:
        head = hashlib.sha256(stream.read(4096)).hexdigest()
    return f"{path.name} {path.stat().st_size} {head}"
