"""Set letters that change their shape beside others, and lines that partly run leftward."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})

_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("《", "》"), ("“", "”"))

_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")


class Shaped(NamedTuple):
    """A glyph in its place: number, advance, and shift to the right and up, all in ems.

    ``text`` is what it stands for; of several glyphs for the same characters the widest has it.
    """

    glyph: int
    text: str
    advance: float
    right: float
    up: float


class Stretch(NamedTuple):
    """Characters that are set in one direction, in the order in which they are read."""

    text: str
    leftward: bool


def in_visual_order(text: str) -> Iterator[Stretch]:
    """Cut a line into parts from left to right, as UAX 9 orders them in a line from the left.

    Stretches of Arabic letters run leftward as a whole, numbers in them rightward.
    """
    plain = at = 0
    while at < len(text):
        if unicodedata.bidirectional(text[at]) not in _RIGHT_TO_LEFT:
            at += 1
            continue
        if plain < at:
            yield Stretch(text[plain:at], leftward=False)
        end = _end_of_stretch(text, at)
        yield from _leftward(text[at:end])
        plain = at = end
    if plain < len(text):
        yield Stretch(text[plain:], leftward=False)


@lru_cache(maxsize=4096)
def shaped(path: Path, text: str, *, leftward: bool) -> tuple[Shaped, ...]:
    """The glyphs of a text from left to right, as the font joins and stacks them."""
    font = _font(path)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    uharfbuzz.shape(font, buffer)
    em = font.face.upem
    clusters = [info.cluster for info in buffer.glyph_infos]
    advances = [place.x_advance for place in buffer.glyph_positions]
    texts = _texts(text, clusters, advances)
    return tuple(
        Shaped(
            info.codepoint, texts[at], advances[at] / em, place.x_offset / em, place.y_offset / em
        )
        for at, (info, place) in enumerate(
            zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )
    )


def _texts(text: str, clusters: list[int], advances: list[int]) -> list[str]:
    """What each glyph stands for."""
    ends = dict(itertools.pairwise((*sorted(set(clusters)), len(text))))
    owners: dict[int, int] = {}
    for at, cluster in enumerate(clusters):
        if cluster not in owners or advances[at] > advances[owners[cluster]]:
            owners[cluster] = at
    return [
        text[cluster : ends[cluster]] if owners[cluster] == at else ""
        for at, cluster in enumerate(clusters)
    ]


def _end_of_stretch(text: str, start: int) -> int:
    """Where a stretch that begins with an Arabic letter ends: after its last letter or number."""
    end = at = start
    while at < len(text) and (kind := unicodedata.bidirectional(text[at])) != "L":
        at += 1
        if kind in _RIGHT_TO_LEFT or kind in _NUMBERS or kind == "NSM":
            end = at
    return _after_bracket(text, start, end)


def _after_bracket(text: str, start: int, end: int) -> int:
    """The end moved behind the bracket that closes one in the stretch, if it follows at once."""
    inside = text[start:end]
    for opening, closing in _BRACKETS:
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            return end + 1
    return end


def _leftward(stretch: str) -> Iterator[Stretch]:
    parts, at = [], 0
    for number in _NUMBER.finditer(stretch):
        parts.append(Stretch(stretch[at : number.start()], leftward=True))
        parts.append(Stretch(number.group(), leftward=False))
        at = number.end()
    parts.append(Stretch(stretch[at:], leftward=True))
    yield from (part for part in reversed(parts) if part.text)


@lru_cache(maxsize=32)
def _font(path: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))
