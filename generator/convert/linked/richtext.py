"""Blank what leads out of an RTF document, byte for byte, so that nothing moves in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.convert.fields import FETCHING, MOVING
from generator.convert.linked.cuts import NOTHING, Cuts
from generator.convert.linked.drawings import is_drawing

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]+)(?P<number>-?\d+)? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\.|[{}]|[^\\{}]+",
    re.DOTALL,
)

#: Groups that name files, and what losing each costs.
_NAMING = {
    "template": Cuts(templates=1),
    **dict.fromkeys(("nextfile", "filetbl", "mmdatasource", "mmheadersource"), Cuts(places=1)),
    "mmconnectstr": Cuts(),
}

_LINKED = frozenset({"objlink", "objautlink", "objsub", "objpub", "objicemb"})
_HOMES = frozenset({"fldinst", "objdata", "pict"}) | _NAMING.keys()

#: What the digits of a picture that is a drawing begin with or have in them.
_DRAWN = re.compile(
    rb"^(?:efbbbf)?(?:20|09|0a|0d)*3c|^1f8b|^fffe|^feff|^003c|3c737667|3c0073007600"
)

_DIGITS = re.compile(rb"[0-9a-fA-F]")

#: Letters of an instruction that are looked at.
_LONGEST = 400


@dataclass(slots=True)
class _Group:
    """A pair of braces: what it is for, where its content starts, the text found in it."""

    home: str = ""
    start: int = 0
    linked: bool = False
    texts: list[tuple[int, int]] = field(default_factory=list)
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Bytes to be blanked, or turned into noughts where digits must stand, and what that costs."""

    start: int
    end: int
    cuts: Cuts
    digits: bool = False


def cut_rich_text(data: bytes) -> tuple[bytes, Cuts]:
    """Blank fields, links and drawings that load something; as it was if there are none."""
    cuts = NOTHING
    fresh = bytearray(data)
    for found in _found(data):
        old = data[found.start : found.end]
        fresh[found.start : found.end] = _DIGITS.sub(b"0", old) if found.digits else b" " * len(old)
        cuts += found.cuts
    return (bytes(fresh) if fresh != data else data), cuts


def _found(data: bytes) -> Iterator[_Stretch]:
    groups = [_Group()]
    at, skipped = 0, False
    while (token := _TOKEN.match(data, at)) is not None:
        at = token.end()
        first = token[0][:1]
        if first == b"{":
            groups.append(_Group())
        elif first == b"}":
            if len(groups) > 1:
                closed = groups.pop()
                yield from _closed(closed, groups[-1], data, token.start())
        elif token["word"] is not None:
            word, number = token["word"].decode(), int(token["number"] or 0)
            if word == "bin":
                groups[-1].texts.append((at, at + max(0, number)))
                at += max(0, number)
            elif word == "u":
                _write(groups, chr(number % 65536))
                skipped = True
                continue
            else:
                _enter(groups[-1], word, at)
        else:
            groups[-1].texts.append(token.span())
            text = chr(int(token["hex"], 16)) if token["hex"] else token[0].decode("latin-1")
            _write(groups, text[1:] if skipped else text)
        skipped = False


def _enter(group: _Group, word: str, at: int) -> None:
    if word in _LINKED:
        group.linked = True
    elif not group.home and word in _HOMES:
        group.home, group.start = word, at


def _write(groups: list[_Group], text: str) -> None:
    """Add letters to the instruction that they stand in, if any."""
    for group in reversed(groups):
        if group.home == "fldinst":
            if len(group.code) < _LONGEST:
                group.code += text[:_LONGEST]
            return


def _closed(group: _Group, around: _Group, data: bytes, end: int) -> Iterator[_Stretch]:
    code = group.code.replace("\r", "").replace("\n", "")
    if group.home == "fldinst" and FETCHING.match(code):
        yield _Stretch(group.start, end, Cuts(places=1))
    elif group.home == "fldinst" and MOVING.match(code):
        yield _Stretch(group.start, end, Cuts(moving=1))
    elif group.home in _NAMING and data[group.start : end].strip():
        yield _Stretch(group.start, end, _NAMING[group.home])
    elif group.home == "objdata" and around.linked:
        yield _Stretch(group.start, end, Cuts(places=1), digits=True)
    elif group.home == "pict" and _is_drawn(b"".join(data[a:b] for a, b in group.texts)):
        for number, (start, finish) in enumerate(group.texts):
            yield _Stretch(start, finish, Cuts(places=number == 0))


def _is_drawn(digits: bytes) -> bool:
    if is_drawing(digits):  # not written in digits
        return True
    packed = digits.translate(None, b" \r\n\t").lower()
    return _DRAWN.search(packed) is not None
